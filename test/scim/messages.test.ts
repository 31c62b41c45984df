import { describe, expect, it } from 'vitest';
import { forbidden, uniqueness } from '#scim/errors.ts';
import { errorBody, listResponse } from '#scim/messages.ts';

describe('listResponse', () => {
  it('P3: counts what it holds', () => {
    expect(listResponse([{ id: 'a' }, { id: 'b' }], 7, 3)).toEqual({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
      totalResults: 7,
      startIndex: 3,
      itemsPerPage: 2,
      Resources: [{ id: 'a' }, { id: 'b' }],
    });
  });

  it('RFC 9865 §2: leads to the pages beside one that was asked by cursor', () => {
    expect(listResponse([{ id: 'a' }], 7, undefined, { previousCursor: 'p', nextCursor: 'n' })).toEqual({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
      totalResults: 7,
      itemsPerPage: 1,
      previousCursor: 'p',
      nextCursor: 'n',
      Resources: [{ id: 'a' }],
    });
  });
});

describe('errorBody', () => {
  it('writes the status as a string', () => {
    expect(errorBody(uniqueness('Taken.'))).toEqual({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
      status: '409',
      scimType: 'uniqueness',
      detail: 'Taken.',
    });
  });

  it('leaves scimType out where there is none', () => {
    expect(errorBody(forbidden('No.'))).not.toHaveProperty('scimType');
  });
});

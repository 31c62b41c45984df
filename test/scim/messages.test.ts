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

import { describe, expect, it } from 'vitest';
import type { Context } from '#domain/context.ts';
import { cursorsOf } from '#domain/cursor.ts';
import { groupUseCases } from '#domain/groups.ts';
import { productNamed } from '#domain/product.ts';
import { userType } from '#domain/resource-types.ts';
import { userUseCases } from '#domain/users.ts';
import { fallbackOperations } from '#http/fallback-operations.ts';
import { resourceOperations } from '#http/resource-operations.ts';
import type { ScimType } from '#scim/errors.ts';
import type { JsonObject } from '#scim/json.ts';
import { readListQuery } from '#scim/query.ts';
import { acme, endpointOf, readable, type ShortRequest } from '../support/endpoint.ts';
import { sampleUser } from '../support/samples.ts';

const jane = sampleUser({ emails: [{ value: 'jane@example.com', type: 'work' }] });
const { call } = endpointOf(
  {
    ...resourceOperations('/Users', userUseCases),
    ...resourceOperations('/Groups', groupUseCases),
    ...fallbackOperations,
  },
  {
    directory: {
      user: async () => jane,
      structure: async () => ({ version: 1, projects: [], teams: [], roles: [] }),
      owner: async () => ({ userId: 'owner', version: 1 }),
      createUser: async () => 'nameTaken',
      scanUsers: async () => 'tooMany',
    },
  },
);

function get(path: string): ShortRequest {
  return { url: `/scim/v2${path}` };
}

function filtered(filter: string): ShortRequest {
  return get(`/Users?filter=${encodeURIComponent(filter)}`);
}

function post(body: unknown): ShortRequest {
  return { method: 'POST', url: '/scim/v2/Users', body };
}

function patch(...Operations: readonly JsonObject[]): ShortRequest {
  return { method: 'PATCH', url: '/scim/v2/Users/jane', body: { Operations } };
}

/** A cursor for all users, given at the beginning of that year. */
function cursorOf(year: number): string {
  const context = { organization: acme, now: () => new Date(Date.UTC(year, 0)) } as Context;
  const query = readListQuery(new Map([['cursor', '']]), userType(productNamed('Statsig')));
  return cursorsOf(context, 'Users', [query]).write({ side: 'after', at: { id: 'a', kind: 0, key: undefined } });
}

const requests: Readonly<Record<ScimType, readonly ShortRequest[]>> = {
  invalidFilter: [
    filtered(''),
    filtered('userName'),
    filtered('shoeSize eq 9'),
    filtered('externalId eq 123'),
    filtered('active gt true'),
    filtered(`${'('.repeat(60)}title pr${')'.repeat(60)}`),
    filtered(Array.from({ length: 300 }, () => 'title pr').join(' or ')),
    filtered(`title eq "${'x'.repeat(9000)}"`),
    patch({ op: 'remove', path: 'emails[type is "work"]' }),
  ],
  tooMany: [filtered('title eq "Boss"')],
  uniqueness: [post({ userName: 'jane@example.com' })],
  mutability: [
    patch({ op: 'replace', path: 'id', value: '7' }),
    patch({ op: 'remove', path: 'userName' }),
    {
      method: 'PATCH',
      url: '/scim/v2/Groups/1',
      body: { Operations: [{ op: 'replace', path: 'members[value eq "1"].value', value: '2' }] },
    },
  ],
  invalidSyntax: [
    post('{"userName": '),
    post([]),
    post(''),
    patch({ op: 'move', path: 'title' }),
    { ...patch(), body: {} },
    { ...post({}), headers: { 'content-type': 'text/plain' } },
  ],
  invalidPath: [
    patch({ op: 'replace', path: 'shoeSize', value: 9 }),
    patch({ op: 'replace', path: 'title]', value: 'x' }),
    patch({ op: 'replace', path: 7, value: 'x' }),
  ],
  noTarget: [patch({ op: 'remove' }), patch({ op: 'replace', path: 'emails[type ne "work"].value', value: 'x' })],
  invalidValue: [
    post({}),
    post({ userName: 7 }),
    post({ userName: 'nobody' }),
    post({ userName: 'jane@example.com', statsigOrgRole: 'King' }),
    patch({ op: 'replace', path: 'title' }),
    patch({ op: 'replace', path: 'userName', value: null }),
    get('/Users?startIndex=one'),
    get('/Users?filter=%ff'),
    get('/Users?attributes=id&excludedAttributes=name'),
    get('/Users?sortBy=shoeSize'),
  ],
  invalidVers: [{ url: '/scim/v1/Users' }, { url: '/scim/v3/Groups' }],
  sensitive: [filtered('password eq "secret"'), get('/Users?sortBy=password')],
  invalidCursor: [get('/Users?cursor=made-up'), get(`/Users?filter=id%20pr&cursor=${cursorOf(2026)}`)],
  expiredCursor: [get(`/Users?cursor=${cursorOf(2025)}`)],
  invalidCount: [get('/Users?cursor=&count=many')],
};

describe('the keywords of refusals', () => {
  const rows = Object.entries(requests).flatMap(([scimType, each]) => each.map((request) => ({ scimType, request })));

  it.each(rows)('RFC 7644 §3.12: answers $request with $scimType, and what to do', async ({ scimType, request }) => {
    const { status, headers, body } = readable(await call(request));
    expect(status).toBe(scimType === 'uniqueness' ? 409 : 400);
    expect(headers?.['content-type']).toBe('application/scim+json');
    expect(body).toEqual({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
      status: String(status),
      scimType,
      detail: expect.stringMatching(/^[A-Z"].*\bplease\b.*\.$/isu) as unknown,
    });
  });
});

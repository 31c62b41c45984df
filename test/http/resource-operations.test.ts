import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { ResourceUseCases } from '#domain/context.ts';
import { groupType, userType } from '#domain/resource-types.ts';
import { resourceOperations } from '#http/resource-operations.ts';
import { notFound } from '#scim/errors.ts';
import type { JsonObject } from '#scim/json.ts';
import { endpointOf, readable, refused, type ShortRequest } from '../support/endpoint.ts';

const user: JsonObject = {
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
  id: 'u1',
  userName: 'bjensen@example.com',
  active: true,
  meta: { resourceType: 'User', location: 'https://api.test/scim/v2/Users/u1', version: 'W/"3.7"' },
};
const group: JsonObject = {
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
  id: 'g1',
  displayName: 'Statsig-ProjectA-Admin',
  meta: { resourceType: 'Group', location: 'https://api.test/scim/v2/Groups/g1', version: 'W/"4"' },
};
const plain = { 'content-type': 'application/scim+json', 'cache-control': 'no-store' };
const userHeaders = { ...plain, location: 'https://api.test/scim/v2/Users/u1', etag: 'W/"3.7"' };
const patch = {
  schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
  Operations: [{ op: 'replace', value: { active: false } }],
};

function fakes(resource: JsonObject) {
  return {
    resourceType: ({ product }) => (resource === user ? userType(product) : groupType()),
    create: vi.fn<ResourceUseCases['create']>(async () => resource),
    read: vi.fn<ResourceUseCases['read']>(async (_context, id) => {
      if (id !== resource['id']) throw notFound('There is no such user.');
      return resource;
    }),
    replace: vi.fn<ResourceUseCases['replace']>(async (_context, _id, _body, precondition) => {
      precondition.check('W/"3.7"');
      return resource;
    }),
    patch: vi.fn<ResourceUseCases['patch']>(async (_context, _id, _operations, precondition, selection) => {
      precondition.check('W/"3.7"');
      return selection === undefined ? undefined : resource;
    }),
    remove: vi.fn<ResourceUseCases['remove']>(async (_context, _id, precondition) => precondition.check('W/"3.7"')),
    list: vi.fn<ResourceUseCases['list']>(async () => ({ resources: [resource], totalResults: 12 })),
  } satisfies ResourceUseCases;
}

let users: ReturnType<typeof fakes>;
let groups: ReturnType<typeof fakes>;
let ask: (request: ShortRequest) => Promise<ReturnType<typeof readable>>;

beforeEach(() => {
  users = fakes(user);
  groups = fakes(group);
  const { call } = endpointOf({ ...resourceOperations('/Users', users), ...resourceOperations('/Groups', groups) });
  ask = async (request) => readable(await call(request));
});

describe('POST', () => {
  it('answers 201 with the resource, its Location and its ETag', async () => {
    const body = { userName: 'bjensen@example.com' };
    expect(await ask({ method: 'POST', url: '/scim/v2/Users', body })).toEqual({
      status: 201,
      headers: userHeaders,
      body: user,
    });
    expect(users.create).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ baseUrl: 'https://api.test/scim/v2' }),
      body,
    );
  });

  it('P5: shows the attributes that are asked for, and refuses a wrong question before anything is created', async () => {
    const request = { method: 'POST', body: {} };
    expect((await ask({ ...request, url: '/scim/v2/Users?attributes=active' })).body).toEqual({
      schemas: user['schemas'],
      id: 'u1',
      active: true,
    });
    const wrong = await ask({ ...request, url: '/scim/v2/Users?attributes=active&excludedAttributes=id' });
    expect(wrong).toEqual(
      refused(
        400,
        'attributes and excludedAttributes exclude each other. Please send only one of them.',
        'invalidValue',
      ),
    );
    expect(users.create).toHaveBeenCalledTimes(1);
  });
});

describe('GET of one', () => {
  it('answers 200 with the resource, its Location and its ETag', async () => {
    expect(await ask({ url: '/scim/v2/Users/u1' })).toEqual({ status: 200, headers: userHeaders, body: user });
  });

  it('P5: keeps Location and ETag where meta is not asked for', async () => {
    expect(await ask({ url: '/scim/v2/Users/u1?excludedAttributes=meta,active' })).toEqual({
      status: 200,
      headers: userHeaders,
      body: { schemas: user['schemas'], id: 'u1', userName: 'bjensen@example.com' },
    });
  });

  it.each(['W/"3.7"', '"3.7"', '"1", W/"3.7"', '*'])('P5: answers 304 to If-None-Match: %s', async (tag) => {
    expect(await ask({ url: '/scim/v2/Users/u1', headers: { 'if-none-match': tag } })).toEqual({
      status: 304,
      headers: { 'cache-control': 'no-store', etag: 'W/"3.7"' },
    });
  });

  it('P5: answers whole where If-None-Match names another version', async () => {
    const answer = await ask({ url: '/scim/v2/Users/u1', headers: { 'if-none-match': 'W/"3.6"' } });
    expect(answer.status).toBe(200);
  });

  it('P1: refuses a filter, which a read by id does not heed, before anything is read', async () => {
    expect(await ask({ url: '/scim/v2/Users/u1?filter=userName%20eq%20%22x%22' })).toEqual(
      refused(
        400,
        'A resource that is read by its id cannot be filtered. Please send the filter to /Users.',
        'invalidFilter',
      ),
    );
    expect(users.read).not.toHaveBeenCalled();
  });

  it('hands a 404 on', async () => {
    expect(await ask({ url: '/scim/v2/Users/u2' })).toEqual(refused(404, 'There is no such user.'));
  });
});

describe('GET of the list', () => {
  it('P3: answers a ListResponse with startIndex as asked', async () => {
    expect(await ask({ url: '/scim/v2/Users?startIndex=11&count=2' })).toEqual({
      status: 200,
      headers: plain,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
        totalResults: 12,
        startIndex: 11,
        itemsPerPage: 1,
        Resources: [user],
      },
    });
    expect(users.list.mock.calls[0]?.[1]).toMatchObject({ filter: undefined, startIndex: 11, count: 2, step: 2 });
  });

  it.each(['filter=userName%20eq%20%22a%2Bb%40example.com%22', 'FILTER=userName+eq+%22a%2Bb%40example.com%22'])(
    'P1: reads the filter of ?%s',
    async (query) => {
      await ask({ url: `/scim/v2/Users?${query}` });
      expect(users.list.mock.calls[0]?.[1].filter).toMatchObject({ value: 'a+b@example.com' });
    },
  );

  it('P1: refuses a filter that it does not understand', async () => {
    const answer = await ask({ url: '/scim/v2/Users?filter=userName%20is%20%22a%22' });
    expect(answer).toMatchObject({ status: 400, body: { scimType: 'invalidFilter' } });
    expect(users.list).not.toHaveBeenCalled();
  });

  it('P5: projects each resource, and tells the use case what is not wanted', async () => {
    const answer = await ask({ url: '/scim/v2/Groups?excludedAttributes=members,meta' });
    expect(answer.body).toMatchObject({
      Resources: [{ schemas: group['schemas'], id: 'g1', displayName: 'Statsig-ProjectA-Admin' }],
    });
    expect(groups.list.mock.calls[0]?.[2].wants('members')).toBe(false);
  });
});

describe('PUT', () => {
  it('answers 200 with the resource', async () => {
    const body = { userName: 'bjensen@example.com' };
    expect(await ask({ method: 'PUT', url: '/scim/v2/Users/u1', body })).toEqual({
      status: 200,
      headers: userHeaders,
      body: user,
    });
    expect(users.replace.mock.calls[0]?.slice(1, 3)).toEqual(['u1', body]);
  });
});

describe('PATCH', () => {
  it("P2: answers a user's with the user", async () => {
    expect(await ask({ method: 'PATCH', url: '/scim/v2/Users/u1', body: patch })).toEqual({
      status: 200,
      headers: userHeaders,
      body: user,
    });
    expect(users.patch.mock.calls[0]?.[2]).toMatchObject([{ op: 'replace', value: false }]);
  });

  it("P2: answers a group's with 204 and nothing, so that nothing needs to be read for it", async () => {
    expect(await ask({ method: 'PATCH', url: '/scim/v2/Groups/g1', body: { ...patch, Operations: [] } })).toEqual({
      status: 204,
      headers: { 'cache-control': 'no-store' },
    });
    expect(groups.patch.mock.calls[0]?.[4]).toBeUndefined();
  });

  it.each(['attributes=displayName', 'excludedAttributes=members,meta'])(
    "P2: answers a group's with 200 and the projection where ?%s is given",
    async (query) => {
      const url = `/scim/v2/Groups/g1?${query}`;
      expect(await ask({ method: 'PATCH', url, body: { ...patch, Operations: [] } })).toEqual({
        status: 200,
        headers: { ...plain, location: 'https://api.test/scim/v2/Groups/g1', etag: 'W/"4"' },
        body: { schemas: group['schemas'], id: 'g1', displayName: 'Statsig-ProjectA-Admin' },
      });
    },
  );
});

describe('DELETE', () => {
  it('answers 204 without a body', async () => {
    expect(await ask({ method: 'DELETE', url: '/scim/v2/Users/u1' })).toEqual({
      status: 204,
      headers: { 'cache-control': 'no-store' },
    });
    expect(users.remove.mock.calls[0]?.[1]).toBe('u1');
  });

  it('takes no notice of a body', async () => {
    const headers = { 'content-type': 'application/scim+json' };
    expect((await ask({ method: 'DELETE', url: '/scim/v2/Users/u1', headers, body: '{' })).status).toBe(204);
  });
});

describe('If-Match', () => {
  it('P5: lets GET through at the version, and refuses it at another', async () => {
    const url = '/scim/v2/Users/u1';
    expect((await ask({ url, headers: { 'if-match': 'W/"3.7"' } })).status).toBe(200);
    expect((await ask({ url, headers: { 'if-match': 'W/"3.6"' } })).status).toBe(412);
  });

  it.each(['PUT', 'PATCH', 'DELETE'])(
    'P5: lets %s through at the version, and refuses it at another',
    async (method) => {
      const request = { method, url: '/scim/v2/Users/u1', ...(method !== 'DELETE' && { body: patch }) };
      const answer = await ask({ ...request, headers: { 'if-match': 'W/"3.7"' } });
      expect(answer.status).toBeLessThan(300);
      expect((await ask({ ...request, headers: { 'if-none-match': 'W/"3.6"' } })).status).toBe(answer.status);
      expect((await ask({ ...request, headers: { 'if-none-match': '*' } })).status).toBe(412);
      expect(await ask({ ...request, headers: { 'if-match': 'W/"3.6"' } })).toEqual(
        refused(
          412,
          'The resource has changed: it is at version W/"3.7" now. Please read it again, then repeat the change.',
        ),
      );
    },
  );
});

describe('a group whose members no response can hold', () => {
  const members = Array.from({ length: 130_000 }, (_, place) => ({
    value: `0a0a0a0a-0000-4000-8000-${String(place).padStart(12, '0')}`,
    $ref: `https://api.test/scim/v2/Users/0a0a0a0a-0000-4000-8000-${String(place).padStart(12, '0')}`,
    type: 'User',
  }));
  const { call } = endpointOf(resourceOperations('/Groups', fakes({ ...group, members })));
  const url = '/scim/v2/Groups/g1';

  it('P3: is refused with what to ask instead, and that is answered', async () => {
    const answer = readable(await call({ url }));
    expect(answer).toMatchObject({
      status: 413,
      body: { detail: expect.stringContaining('Please leave the members') },
    });
    expect(readable(await call({ url: `${url}?excludedAttributes=members` })).body).toEqual(group);
  });

  it('RFC 7644 §3.5.2: is changed all the same, and 204 says so with the version', async () => {
    const put = readable(await call({ method: 'PUT', url, body: { displayName: group['displayName'] } }));
    const { 'content-type': _, ...headers } = {
      ...plain,
      location: 'https://api.test/scim/v2/Groups/g1',
      etag: 'W/"4"',
    };
    expect(put).toEqual({ status: 204, headers });
    expect(readable(await call({ method: 'PATCH', url: `${url}?attributes=members`, body: patch }))).toEqual(put);
  });

  it('P5: is shown by ids alone where it then fits, unless other parts were asked for by name', async () => {
    const some = members.slice(0, 60_000);
    const smaller = endpointOf(resourceOperations('/Groups', fakes({ ...group, members: some })));
    const answer = readable(await smaller.call({ url: `${url}?attributes=members` }));
    expect(answer.body).toMatchObject({ members: some.map(({ value }) => ({ value })) });
    expect((await smaller.call({ url: `${url}?attributes=members.value,members.$ref` })).statusCode).toBe(413);
  });
});

import { describe, expect, it } from 'vitest';
import { discoveryOperations } from '#http/discovery-operations.ts';
import type { JsonObject } from '#scim/json.ts';
import { acme, endpointOf, fullKey, readable, refused, type ShortRequest } from '../support/endpoint.ts';

const userUrn = 'urn:ietf:params:scim:schemas:core:2.0:User';
const enterpriseUrn = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const groupUrn = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const schemaUrns = [
  userUrn,
  enterpriseUrn,
  groupUrn,
  ...['ServiceProviderConfig', 'ResourceType', 'Schema'].map((name) => `urn:ietf:params:scim:schemas:core:2.0:${name}`),
];

const open = { ...acme, settings: { ...acme.settings, groups: 'open' as const } };
const operations = discoveryOperations('https://help.example.com/scim');
const generated = endpointOf(operations);

async function ask(request: ShortRequest, { call } = generated) {
  const { status, body } = readable(await call({ key: null, ...request }));
  return { status, body: body as JsonObject & { Resources: readonly JsonObject[] } };
}

describe('discovery', () => {
  it('T5: describes the service without a key', async () => {
    const { status, body } = await ask({ url: '/scim/v2/ServiceProviderConfig' });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'],
      documentationUri: 'https://help.example.com/scim',
      patch: { supported: true },
      bulk: { supported: true },
      meta: { location: 'https://api.test/scim/v2/ServiceProviderConfig' },
    });
  });

  it('T5: lists resource types and schemas without a key', async () => {
    const types = await ask({ url: '/scim/v2/ResourceTypes' });
    expect(types.body).toMatchObject({ totalResults: 2, startIndex: 1, itemsPerPage: 2 });
    expect(types.body.Resources.map(({ id }) => id)).toEqual(['User', 'Group']);
    const schemas = await ask({ url: '/scim/v2/Schemas' });
    expect(schemas.body).toMatchObject({ totalResults: 6, startIndex: 1, itemsPerPage: 6 });
    expect(schemas.body.Resources.map(({ id }) => id)).toEqual(schemaUrns);
  });

  it.each(['startIndex=2&count=1', 'count=0', 'sortBy=id&sortOrder=descending', 'attributes=id', 'cursor='])(
    'RFC 7644 §4: passes over %s in lists',
    async (query) => {
      expect(await ask({ url: `/scim/v2/Schemas?${query}` })).toEqual(await ask({ url: '/scim/v2/Schemas' }));
    },
  );

  it.each(['ServiceProviderConfig', 'ResourceTypes/User', `Schemas/${groupUrn}`])(
    'P5: gives %s an ETag, and answers 304 to whoever has it',
    async (path) => {
      const { call } = generated;
      const { headers, body } = await call({ key: null, url: `/scim/v2/${path}` });
      const tag = String(headers?.['etag']);
      expect(tag).toMatch(/^W\/"[\w-]{43}"$/u);
      expect(JSON.parse(body ?? '')).toMatchObject({ meta: { version: tag } });
      const again = await call({ key: null, url: `/scim/v2/${path}`, headers: { 'if-none-match': `"x", ${tag}` } });
      expect(again).toEqual({ statusCode: 304, headers: { 'cache-control': 'no-store', etag: tag } });
      const other = await call({ key: null, url: `/scim/v2/${path}`, headers: { 'if-none-match': '"x"' } });
      expect(other.statusCode).toBe(200);
      const mismatch = await call({ key: null, url: `/scim/v2/${path}`, headers: { 'if-match': '"x"' } });
      expect(mismatch.statusCode).toBe(412);
    },
  );

  it('P5: gives each schema of the list the version that it has alone, and another to another content', async () => {
    const { Resources } = (await ask({ url: '/scim/v2/Schemas' })).body;
    for (const { id, meta } of Resources) {
      expect((await ask({ url: `/scim/v2/Schemas/${String(id)}` })).body['meta']).toEqual(meta);
    }
    const url = `/scim/v2/Schemas/${groupUrn}`;
    const ofOpen = await ask({ url, key: fullKey }, endpointOf(operations, { organization: open }));
    expect(ofOpen.body['meta']).not.toEqual(Resources.find(({ id }) => id === groupUrn)?.['meta']);
  });

  it('answers for one, whatever the case of its id', async () => {
    expect((await ask({ url: `/scim/v2/Schemas/${userUrn}` })).body).toMatchObject({ id: userUrn });
    expect((await ask({ url: `/scim/v2/Schemas/${encodeURIComponent(groupUrn.toUpperCase())}` })).body).toMatchObject({
      id: groupUrn,
    });
    expect((await ask({ url: '/scim/v2/ResourceTypes/user' })).body).toMatchObject({ id: 'User', endpoint: '/Users' });
  });

  it('says what there is where there is no such one', async () => {
    const { call } = generated;
    expect(readable(await call({ url: '/scim/v2/Schemas/urn:none' }))).toEqual(
      refused(404, `There is no such schema. Please use one of: ${schemaUrns.join(', ')}.`),
    );
    expect(readable(await call({ url: '/scim/v2/ResourceTypes/Device' }))).toEqual(
      refused(404, 'There is no such resource type. Please use one of: User, Group.'),
    );
  });

  it.each(['ServiceProviderConfig', 'ResourceTypes', 'Schemas', 'ResourceTypes/User', `Schemas/${userUrn}`])(
    'P7: refuses a filter on %s',
    async (path) => {
      const { call } = generated;
      const response = await call({ key: null, url: `/scim/v2/${path}?filter=id%20eq%20%22User%22` });
      expect(readable(response)).toEqual(
        refused(403, 'Discovery endpoints cannot be filtered. Please leave the parameter filter out.'),
      );
    },
  );

  it('G10: tells without a key, and to an organization with generated groups, that their names are immutable', async () => {
    expect(await displayNameMutability({ key: null })).toBe('immutable');
    expect(await displayNameMutability({})).toBe('immutable');
  });

  it('G10: tells an open organization that group names may change', async () => {
    expect(await displayNameMutability({}, endpointOf(operations, { organization: open }))).toBe('readWrite');
  });
});

async function displayNameMutability(request: { key?: null }, { call } = generated) {
  const response = await call({ ...request, url: `/scim/v2/Schemas/${groupUrn}` });
  const { attributes } = JSON.parse(response.body ?? '') as { attributes: readonly JsonObject[] };
  return attributes.find(({ name }) => name === 'displayName')?.['mutability'];
}

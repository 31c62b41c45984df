import { describe, expect, it } from 'vitest';
import { resourceTypes, schemaResources, serviceProviderConfig } from '#scim/discovery.ts';
import { enterprise, group, user } from './resource-types.ts';

const base = 'https://scim.example.com/scim/v2';
const core = 'urn:ietf:params:scim:schemas:core:2.0';

describe('discovery', () => {
  it('T5: tells what the service can do', () => {
    expect(serviceProviderConfig(base, 'https://docs.example.com')).toEqual({
      schemas: [`${core}:ServiceProviderConfig`],
      documentationUri: 'https://docs.example.com',
      patch: { supported: true },
      bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
      filter: { supported: true, maxResults: 1000 },
      changePassword: { supported: false },
      sort: { supported: false },
      etag: { supported: true },
      authenticationSchemes: [
        {
          type: 'oauthbearertoken',
          name: 'SCIM key',
          description: expect.any(String),
          specUri: expect.any(String),
          documentationUri: 'https://docs.example.com',
          primary: true,
        },
      ],
      meta: { resourceType: 'ServiceProviderConfig', location: `${base}/ServiceProviderConfig` },
    });
  });

  it('T5: lists the resource types', () => {
    expect(resourceTypes(base, [user, group])).toEqual([
      {
        schemas: [`${core}:ResourceType`],
        id: 'User',
        name: 'User',
        endpoint: '/Users',
        description: 'User Account',
        schema: `${core}:User`,
        schemaExtensions: [{ schema: enterprise, required: false }],
        meta: { resourceType: 'ResourceType', location: `${base}/ResourceTypes/User` },
      },
      {
        schemas: [`${core}:ResourceType`],
        id: 'Group',
        name: 'Group',
        endpoint: '/Groups',
        description: 'Group',
        schema: `${core}:Group`,
        schemaExtensions: [],
        meta: { resourceType: 'ResourceType', location: `${base}/ResourceTypes/Group` },
      },
    ]);
  });

  it('T5: lists each schema once, from the data that validates', () => {
    const resources = schemaResources(base, [user, group, user]);
    expect(resources.map(({ id, meta }) => [id, meta])).toEqual(
      [`${core}:User`, enterprise, `${core}:Group`].map((id) => [
        id,
        { resourceType: 'Schema', location: `${base}/Schemas/${id}` },
      ]),
    );
    expect(resources[0]).toMatchObject({ schemas: [`${core}:Schema`], name: 'User' });
    expect(resources[0]?.['attributes']).toBe(user.schema.attributes);
  });
});

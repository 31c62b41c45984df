import { describe, expect, it } from 'vitest';
import { resourceTypes, schemaResources, serviceProviderConfig } from '#scim/discovery.ts';
import type { Attribute } from '#scim/attribute.ts';
import { type Json, type JsonObject, isObject } from '#scim/json.ts';
import { enterprise, group, user } from './resource-types.ts';

const base = 'https://scim.example.com/scim/v2';
const core = 'urn:ietf:params:scim:schemas:core:2.0';

describe('discovery', () => {
  it('T5: tells what the service can do', () => {
    expect(serviceProviderConfig(base, 'https://docs.example.com')).toEqual({
      schemas: [`${core}:ServiceProviderConfig`],
      documentationUri: 'https://docs.example.com',
      patch: { supported: true },
      bulk: { supported: true, maxOperations: 1000, maxPayloadSize: 1_000_000 },
      filter: { supported: true, maxResults: 1000 },
      changePassword: { supported: false },
      sort: { supported: true },
      etag: { supported: true },
      pagination: {
        cursor: true,
        index: true,
        defaultPaginationMethod: 'index',
        defaultPageSize: 100,
        maxPageSize: 1000,
        cursorTimeout: 3600,
      },
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
      [
        `${core}:User`,
        enterprise,
        `${core}:Group`,
        `${core}:ServiceProviderConfig`,
        `${core}:ResourceType`,
        `${core}:Schema`,
      ].map((id) => [id, { resourceType: 'Schema', location: `${base}/Schemas/${id}` }]),
    );
    expect(resources[0]).toMatchObject({ schemas: [`${core}:Schema`], name: 'User' });
    expect(resources[0]?.['attributes']).toBe(user.schema.attributes);
  });

  it('RFC 7643 §7: has a schema for every URN in the schemas of what it shows, which each keeps to', () => {
    const schemas = schemaResources(base, [user, group]);
    const shown = [serviceProviderConfig(base, 'https://x'), ...resourceTypes(base, [user, group]), ...schemas];
    for (const resource of shown) {
      const [urn] = resource['schemas'] as readonly string[];
      const schema = schemas.find(({ id }) => id === urn);
      const { schemas: _, meta: __, ...own } = resource;
      expect(problemsOf(own, schema?.['attributes'] as readonly Attribute[])).toEqual([]);
    }
  });

  it('RFC 7643 §7: gives every attribute each of its characteristics', () => {
    const characteristics = ['name', 'type', 'multiValued', 'description', 'required', 'caseExact', 'mutability'];
    for (const { attributes } of schemaResources(base, [user, group])) {
      for (const attribute of withParts(attributes as readonly Attribute[])) {
        expect(Object.keys(attribute)).toEqual(expect.arrayContaining([...characteristics, 'returned', 'uniqueness']));
        expect('subAttributes' in attribute).toBe(attribute.type === 'complex');
        expect('referenceTypes' in attribute).toBe(attribute.type === 'reference');
        expect(attribute.description).toMatch(/^[A-Z].*\.$/u);
      }
    }
  });
});

function withParts(attributes: readonly Attribute[]): readonly Attribute[] {
  return attributes.flatMap((attribute) => [attribute, ...withParts(attribute.subAttributes ?? [])]);
}

/** What of the object its attributes do not say. Attributes within attributes may go deeper than their schema. */
function problemsOf(object: JsonObject, attributes: readonly Attribute[]): readonly string[] {
  const known = new Map(attributes.map((attribute) => [attribute.name, attribute]));
  const missing = attributes.filter(({ name, required }) => required && !(name in object));
  return [
    ...missing.map(({ name }) => `${name} is missing`),
    ...Object.entries(object).flatMap(([name, value]) => {
      const attribute = known.get(name);
      if (attribute === undefined) return name === 'subAttributes' ? [] : [`${name} is unknown`];
      if (Array.isArray(value) !== attribute.multiValued) return [`${name} is a list or none`];
      return [value].flat().flatMap((one) => problemsOfOne(name, one, attribute));
    }),
  ];
}

function problemsOfOne(name: string, value: Json, { type, subAttributes }: Attribute): readonly string[] {
  if (isObject(value)) return problemsOf(value, subAttributes ?? []).map((problem) => `${name}.${problem}`);
  const kinds: Record<string, readonly string[]> = { boolean: ['boolean'], number: ['integer'] };
  return (kinds[typeof value] ?? ['string', 'reference']).includes(type) ? [] : [`${name} is no ${type}`];
}

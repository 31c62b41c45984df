import type { ResourceType, Schema } from './attribute.ts';
import type { JsonObject } from './json.ts';
import { largestCount } from './query.ts';
import { urns } from './urns.ts';

/** What the service can do, complete with `meta` (RFC 7643 §5). */
export function serviceProviderConfig(baseUrl: string, documentationUri: string): JsonObject {
  return {
    schemas: [urns.serviceProviderConfig],
    documentationUri,
    patch: { supported: true },
    bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
    filter: { supported: true, maxResults: largestCount },
    changePassword: { supported: false },
    sort: { supported: false },
    etag: { supported: true },
    authenticationSchemes: [
      {
        type: 'oauthbearertoken',
        name: 'SCIM key',
        description: 'The SCIM key of the organization as a bearer token: Authorization: Bearer scim-…',
        specUri: 'https://www.rfc-editor.org/rfc/rfc6750',
        documentationUri,
        primary: true,
      },
    ],
    meta: { resourceType: 'ServiceProviderConfig', location: `${baseUrl}/ServiceProviderConfig` },
  };
}

/** The resource types as resources (RFC 7643 §6). */
export function resourceTypes(baseUrl: string, types: readonly ResourceType[]): readonly JsonObject[] {
  return types.map(({ name, endpoint, description, schema, extensions }) => ({
    schemas: [urns.resourceType],
    id: name,
    name,
    endpoint,
    description,
    schema: schema.id,
    schemaExtensions: extensions.map(({ id }) => ({ schema: id, required: false })),
    meta: { resourceType: 'ResourceType', location: `${baseUrl}/ResourceTypes/${name}` },
  }));
}

/** The schemas of the types as resources, each once (RFC 7643 §7). */
export function schemaResources(baseUrl: string, types: readonly ResourceType[]): readonly JsonObject[] {
  const schemas = new Set<Schema>(types.flatMap(({ schema, extensions }) => [schema, ...extensions]));
  return [...schemas].map((schema) => ({
    schemas: [urns.schema],
    ...schema,
    meta: { resourceType: 'Schema', location: `${baseUrl}/Schemas/${schema.id}` },
  }));
}

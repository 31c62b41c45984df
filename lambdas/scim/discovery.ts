import type { ResourceType, Schema } from './attribute.ts';
import { bulkLimits } from './bulk-request.ts';
import type { JsonObject } from './json.ts';
import { cursorTimeout, defaultCount, largestCount } from './query.ts';
import { resourceTypeSchema, schemaSchema, serviceProviderConfigSchema } from './service-schemas.ts';
import { urns } from './urns.ts';

/** What the service can do, complete with `meta` (RFC 7643 §5). */
export function serviceProviderConfig(baseUrl: string, documentationUri: string): JsonObject {
  return {
    schemas: [urns.serviceProviderConfig],
    documentationUri,
    patch: { supported: true },
    bulk: { supported: true, ...bulkLimits },
    filter: { supported: true, maxResults: largestCount },
    changePassword: { supported: false },
    sort: { supported: true },
    etag: { supported: true },
    pagination: {
      cursor: true,
      index: true,
      defaultPaginationMethod: 'index',
      defaultPageSize: defaultCount,
      maxPageSize: largestCount,
      cursorTimeout,
    },
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

const serviceSchemas: readonly Schema[] = [serviceProviderConfigSchema, resourceTypeSchema, schemaSchema];

/**
 * The schemas of the types as resources, each once, then those of the discovery resources themselves: every URN in the
 * `schemas` of a resource has its schema here (RFC 7643 §7).
 */
export function schemaResources(baseUrl: string, types: readonly ResourceType[]): readonly JsonObject[] {
  const ofTypes = types.flatMap(({ schema, extensions }) => [schema, ...extensions]);
  return [...new Set([...ofTypes, ...serviceSchemas])].map((schema) => ({
    schemas: [urns.schema],
    ...schema,
    meta: { resourceType: 'Schema', location: `${baseUrl}/Schemas/${schema.id}` },
  }));
}

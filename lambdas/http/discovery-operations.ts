import { createHash } from 'node:crypto';
import type { Organization } from '#domain/organization.ts';
import { groupType, userType } from '#domain/resource-types.ts';
import type { ResourceType } from '#scim/attribute.ts';
import { resourceTypes, schemaResources, serviceProviderConfig } from '#scim/discovery.ts';
import { forbidden, notFound } from '#scim/errors.ts';
import { type JsonObject, isObject } from '#scim/json.ts';
import { listResponse } from '#scim/messages.ts';
import { etag, isKnown } from '#scim/version.ts';
import type { Answer, Call, Operation, Operations } from './operation.ts';

/**
 * The discovery endpoints (RFC 7644 §4), which pass over all parameters of a list but `filter`. They answer without a
 * key (T5), and with one in the terms of that organization (G10). A key that is not valid is refused here as everywhere
 * (T4): a connection test that asks only these must not succeed with a wrong key. `documentationUri` is where
 * administrators read on.
 */
export function discoveryOperations(documentationUri: string): Operations {
  return {
    'GET /ServiceProviderConfig': discovery((call) =>
      single(call, serviceProviderConfig(call.baseUrl, documentationUri)),
    ),
    'GET /ResourceTypes': discovery((call, organization) => list(allResourceTypes(call, organization))),
    'GET /ResourceTypes/{id}': discovery((call, organization) =>
      single(call, oneOf(allResourceTypes(call, organization), call, 'resource type')),
    ),
    'GET /Schemas': discovery((call, organization) => list(allSchemas(call, organization))),
    'GET /Schemas/{id}': discovery((call, organization) =>
      single(call, oneOf(allSchemas(call, organization), call, 'schema')),
    ),
  };
}

function discovery(describe: (call: Call, organization: Organization | undefined) => Answer): Operation {
  return {
    access: 'discovery',
    answer: (call, organization) => {
      if (call.parameters.has('filter')) {
        throw forbidden('Discovery endpoints cannot be filtered. Please leave the parameter filter out.');
      }
      return describe(call, organization);
    },
  };
}

function single({ event }: Call, resource: JsonObject): Answer {
  const { body, version } = withVersion(resource);
  const headers = { etag: version };
  const { 'if-match': ifMatch, 'if-none-match': ifNoneMatch } = event.headers;
  return isKnown(ifMatch, ifNoneMatch, version) ? { status: 304, headers } : { status: 200, body, headers };
}

function list(resources: readonly JsonObject[]): Answer {
  const bodies = resources.map((resource) => withVersion(resource).body);
  return { status: 200, body: listResponse(bodies, bodies.length, 1) };
}

/** Nobody counts the revisions of what is made from the code: its content says which one it is (P5). */
function withVersion(resource: JsonObject): { readonly body: JsonObject; readonly version: string } {
  const version = etag(createHash('sha256').update(JSON.stringify(resource)).digest('base64url'));
  const { meta } = resource;
  return { body: { ...resource, meta: { ...(isObject(meta) && meta), version } }, version };
}

function allResourceTypes({ baseUrl, product }: Call, organization: Organization | undefined): readonly JsonObject[] {
  return resourceTypes(baseUrl, typesOf(product, organization));
}

function allSchemas({ baseUrl, product }: Call, organization: Organization | undefined): readonly JsonObject[] {
  return schemaResources(baseUrl, typesOf(product, organization));
}

function typesOf(product: Call['product'], organization: Organization | undefined): readonly ResourceType[] {
  return [userType(product), groupType(organization)];
}

/** URNs and names are compared with case ignored (RFC 8141 §3.1 for the part that every URN shares). */
function oneOf(resources: readonly JsonObject[], { event }: Call, kind: string): JsonObject {
  const id = event.pathParameters?.['id']?.toLowerCase();
  const ids = resources.map((resource) => String(resource['id']));
  const place = ids.findIndex((known) => known.toLowerCase() === id);
  const found = resources[place];
  if (found === undefined) throw notFound(`There is no such ${kind}. Please use one of: ${ids.join(', ')}.`);
  return found;
}

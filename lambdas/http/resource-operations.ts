import type { ResourceUseCases } from '#domain/context.ts';
import type { Precondition } from '#scim/version.ts';
import type { ResourceType } from '#scim/attribute.ts';
import { invalidFilter } from '#scim/errors.ts';
import { isObject, type JsonObject } from '#scim/json.ts';
import { readPatchRequest } from '#scim/patch.ts';
import { type Selection, selectAttributes } from '#scim/project.ts';
import { isKnown, readPrecondition } from '#scim/version.ts';
import { listOperations } from './list-operations.ts';
import type { Answer, Call, Operations } from './operation.ts';

/** The operations of one kind of resource (RFC 7644 §3.3 to §3.6). */
export function resourceOperations(endpoint: ResourceType['endpoint'], useCases: ResourceUseCases): Operations {
  return {
    [`POST ${endpoint}`]: {
      access: 'write',
      takesBody: true,
      answer: async (call, context, body) => {
        const selection = selectionOf(call, useCases.resourceType(context));
        return resourceAnswer(201, await useCases.create(context, body), selection);
      },
    },
    ...listOperations(endpoint, useCases),
    [`GET ${endpoint}/{id}`]: {
      access: 'read',
      takesBody: false,
      answer: async (call, context) => {
        refuseFilter(call, endpoint);
        const selection = selectionOf(call, useCases.resourceType(context));
        const resource = await useCases.read(context, idOf(call), selection);
        const { version } = metaOf(resource);
        const { 'if-match': ifMatch, 'if-none-match': ifNoneMatch } = call.event.headers;
        if (version !== undefined && isKnown(ifMatch, ifNoneMatch, version)) {
          return { status: 304, headers: { etag: version } };
        }
        return resourceAnswer(200, resource, selection);
      },
    },
    [`PUT ${endpoint}/{id}`]: {
      access: 'write',
      takesBody: true,
      answer: async (call, context, body) => {
        const selection = selectionOf(call, useCases.resourceType(context));
        const resource = await useCases.replace(context, idOf(call), body, preconditionOf(call), selection);
        return { ...resourceAnswer(200, resource, selection), isDone: true };
      },
    },
    [`PATCH ${endpoint}/{id}`]: {
      access: 'write',
      takesBody: true,
      answer: async (call, context, body) => {
        const type = useCases.resourceType(context);
        const selection = answersPatch(call, type) ? selectionOf(call, type) : undefined;
        const operations = readPatchRequest(body, type);
        const resource = await useCases.patch(context, idOf(call), operations, preconditionOf(call), selection);
        if (selection === undefined || resource === undefined) return { status: 204 };
        return { ...resourceAnswer(200, resource, selection), isDone: true };
      },
    },
    [`DELETE ${endpoint}/{id}`]: {
      access: 'write',
      takesBody: false,
      answer: async (call, context) => {
        await useCases.remove(context, idOf(call), preconditionOf(call));
        return { status: 204 };
      },
    },
  };
}

/** A user's PATCH is always answered with the user; a group's only where the caller says which attributes (P2). */
function answersPatch({ parameters }: Call, type: ResourceType): boolean {
  return type.name === 'User' || parameters.has('attributes') || parameters.has('excludedattributes');
}

/** Nobody who filters means to be given what the filter does not select (P1). */
function refuseFilter({ parameters }: Call, endpoint: ResourceType['endpoint']): void {
  if (!parameters.has('filter')) return;
  throw invalidFilter(`A resource that is read by its id cannot be filtered. Please send the filter to ${endpoint}.`);
}

function selectionOf({ parameters }: Call, type: ResourceType): Selection {
  return selectAttributes(parameters.get('attributes'), parameters.get('excludedattributes'), type);
}

function preconditionOf({ event }: Call): Precondition {
  return readPrecondition(event.headers['if-match'], event.headers['if-none-match']);
}

function idOf({ event }: Call): string {
  const id = event.pathParameters?.['id'];
  if (id === undefined) throw new Error(`The route ${event.routeKey} has no {id}.`);
  return id;
}

/** One resource with its `Location` and `ETag`, which are its own whatever the projection leaves of it. */
function resourceAnswer(status: number, resource: JsonObject, selection: Selection): Answer {
  const { location, version } = metaOf(resource);
  return {
    status,
    body: selection.apply(resource),
    mayLean: selection.leaves('members'),
    headers: { ...(location !== undefined && { location }), ...(version !== undefined && { etag: version }) },
  };
}

function metaOf(resource: JsonObject): { readonly location?: string; readonly version?: string } {
  const meta = resource['meta'];
  if (!isObject(meta)) return {};
  const { location, version } = meta;
  return {
    ...(typeof location === 'string' && { location }),
    ...(typeof version === 'string' && { version }),
  };
}

import { referredBulkId } from '#scim/bulk-references.ts';
import type { BulkPath } from '#scim/bulk-path.ts';
import type { BulkEntry, BulkOperation } from '#scim/bulk-request.ts';
import type { BulkResult } from '#scim/bulk-response.ts';
import { ScimError } from '#scim/errors.ts';
import { isObject } from '#scim/json.ts';
import { scimTarget } from './activity-target.ts';
import type { Answer, Call, EndedPart } from './operation.ts';
import { refusalOf } from './scim-error.ts';

/** How an operation ended: what the caller is told, the resource that it is on where there is one, and the error for the log. */
export type BulkOutcome = { readonly result: BulkResult; readonly id?: string; readonly error?: unknown };

/** The single request that an operation stands for, as far as it can be read; `id` is of the resource that it is on. */
export function standsFor(
  entry: BulkEntry | undefined,
  id: string | undefined,
): Pick<EndedPart, 'operation' | 'target'> {
  const { asked, method = 'POST', named } = entry ?? {};
  const operation = asked instanceof ScimError ? undefined : asked;
  const path: BulkPath | undefined = operation ?? named;
  if (path === undefined) return { operation: 'POST /Bulk' };
  const asksId = path.id !== undefined && referredBulkId(path.id) === undefined ? path.id : undefined;
  const target = scimTarget(path.endpoint, id ?? asksId, operation?.data ?? null);
  return {
    operation: `${method} ${path.endpoint}${path.id === undefined ? '' : '/{id}'}`,
    ...(target !== undefined && { target }),
  };
}

/** The operation was carried out. */
export function succeeded(call: Call, entry: BulkEntry, operation: BulkOperation, answer: Answer): BulkOutcome {
  const { status, headers, body } = answer;
  const id = isObject(body) && typeof body['id'] === 'string' ? body['id'] : operation.id;
  const location = headers?.['location'] ?? locationOf(call, operation);
  const version = headers?.['etag'];
  return {
    result: {
      ...repeated(entry),
      ...(location !== undefined && { location }),
      ...(version !== undefined && { version }),
      status,
    },
    ...(id !== undefined && { id }),
  };
}

/** The operation was refused or failed; `target` is what it is on, where that is known. What creates has no location. */
export function failed(call: Call, entry: BulkEntry, error: unknown, target?: BulkPath): BulkOutcome {
  const refusal = refusalOf(error, call.event.requestContext.requestId);
  const location = target && entry.method !== 'POST' ? locationOf(call, target) : undefined;
  return {
    result: { ...repeated(entry), ...(location !== undefined && { location }), status: refusal.status, refusal },
    ...(location !== undefined && target?.id !== undefined && { id: target.id }),
    error,
  };
}

/** The resource was created, but what it says of others in the request could not be added. */
export function halfDone(call: Call, first: BulkOutcome, error: unknown): BulkOutcome {
  const { status, scimType, detail } = refusalOf(error, call.event.requestContext.requestId);
  const refusal = new ScimError(
    status,
    `The resource was created, but not with all that it says of resources which other operations create. ${detail} ` +
      'Please add the rest with a PATCH of the location; the operation itself is done and must not be sent again.',
    { ...(scimType !== undefined && { scimType }) },
  );
  return { ...first, result: { ...first.result, status, refusal }, error };
}

function repeated({ method, bulkId }: BulkEntry): Pick<BulkResult, 'method' | 'bulkId'> {
  return { ...(method !== undefined && { method }), ...(bulkId !== undefined && { bulkId }) };
}

function locationOf({ baseUrl }: Call, { endpoint, id }: BulkPath): string | undefined {
  if (id === undefined || referredBulkId(id) !== undefined) return undefined;
  return `${baseUrl}${endpoint}/${encodeURIComponent(id)}`;
}

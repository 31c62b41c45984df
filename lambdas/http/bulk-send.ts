import type { BulkOperation } from '#scim/bulk-request.ts';
import type { Answer, Call, Operations, Parts } from './operation.ts';

/** What the operations of a Bulk request are carried out with. */
export type BulkSurroundings = {
  /** The operations that single requests lead to. */
  readonly resources: Operations;
  /** The Bulk request itself. */
  readonly call: Call;
  readonly parts: Parts;
};

/** The answers of Bulk show no resources, so that nothing but the id is worth a look into the table. */
const idAlone = new Map([['attributes', 'id']]);

/** Carries out one operation as the single request that it stands for. Throws what that would be refused with. */
export async function sendOperation(
  { resources, call, parts }: BulkSurroundings,
  place: number,
  { method, endpoint, id, version, data }: BulkOperation,
): Promise<Answer> {
  const route = `${method} ${endpoint}${id === undefined ? '' : '/{id}'}`;
  const operation = resources[route];
  if (operation?.access !== 'write') throw new Error(`Bulk does not serve ${route}.`);
  const event = {
    ...call.event,
    routeKey: route,
    headers: version === undefined ? {} : { 'if-match': version },
    pathParameters: id === undefined ? {} : { id },
  };
  return operation.answer({ ...call, event, parameters: idAlone }, parts.context(place), data, parts);
}

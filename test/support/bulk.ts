import { createKey } from '#domain/founding.ts';
import { groupUseCases } from '#domain/groups.ts';
import { userUseCases } from '#domain/users.ts';
import type { Registry } from '../../lambdas/domain/directory.ts';
import type { AccessLine } from '../../lambdas/http/access-log.ts';
import { bulkOperations } from '../../lambdas/http/bulk-operations.ts';
import { scimEndpoint } from '../../lambdas/http/endpoint.ts';
import type { Operations } from '../../lambdas/http/operation.ts';
import { resourceOperations } from '../../lambdas/http/resource-operations.ts';
import type { Json, JsonObject } from '../../lambdas/scim/json.ts';
import { eventOf, invocation, readable } from './endpoint.ts';
import { product, stamp, type World } from './world.ts';

/** The entry of one operation in the answer of Bulk. */
export type BulkAnswer = {
  readonly method?: string;
  readonly bulkId?: string;
  readonly location?: string;
  readonly version?: string;
  readonly status: string;
  readonly response?: { readonly scimType?: string; readonly detail: string };
};

/** The operations that Bulk carries out. */
export const allResources: Operations = {
  ...resourceOperations('/Users', userUseCases),
  ...resourceOperations('/Groups', groupUseCases),
};

/** Where the answers of `bulkClient` say that resources are. */
export const bulkBaseUrl = 'https://api.test/scim/v2';

/** Sends Bulk requests to an endpoint on a real table, and keeps the log. */
export async function bulkClient(
  registry: Registry,
  { organization, clock }: World,
  options: { readonly resources?: Operations; readonly now?: () => Date } = {},
) {
  const wanted = { organizationId: organization.id, name: 'Bulk', scope: 'full' } as const;
  const { key } = await createKey(registry.directory(organization.id, stamp()), wanted, clock);
  const operations = bulkOperations(options.resources ?? allResources);
  const lines: AccessLine[] = [];
  const handler = scimEndpoint({
    operations,
    registry,
    product,
    publicHosts: [],
    writeLine: (line) => void lines.push(line),
    // The real time unless told otherwise: the store compares deadlines with it.
    now: options.now ?? (() => new Date()),
    newId: () => clock.newId(),
  });
  const call = async (body: unknown, remaining = 600_000) => {
    const event = eventOf({ method: 'POST', url: '/scim/v2/Bulk', key, body }, Object.keys(operations));
    return readable(await handler(event, invocation(remaining)));
  };
  const send = async (list: readonly Json[], more: JsonObject = {}): Promise<readonly BulkAnswer[]> => {
    const { status, body } = await call({ ...more, Operations: list });
    if (status !== 200) throw new Error(`Bulk answered ${status}: ${JSON.stringify(body)}`);
    return (body as { Operations: readonly BulkAnswer[] }).Operations;
  };
  return { call, send, lines };
}

/** The operation that creates a user. */
export function postUser(bulkId: string, more: JsonObject = {}): JsonObject {
  return { method: 'POST', path: '/Users', bulkId, data: { userName: `${bulkId}@example.com`, ...more } };
}

/** The id of the resource at the end of a location. */
export function idAt(answer: BulkAnswer | undefined): string {
  return answer?.location?.split('/').at(-1) ?? '';
}

/** The statuses of the answers, in the order of the request. */
export function statuses(answers: readonly BulkAnswer[]): readonly string[] {
  return answers.map(({ status }) => status);
}

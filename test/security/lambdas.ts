import { randomUUID } from 'node:crypto';
import type { Registry } from '#domain/directory.ts';
import { groupUseCases } from '#domain/groups.ts';
import { userUseCases } from '#domain/users.ts';
import type { AccessLine } from '#http/access-log.ts';
import { activityPlace } from '#http/activity-place.ts';
import { activityOperations } from '#http/admin-activity-operations.ts';
import { adminEndpoint } from '#http/admin-endpoint.ts';
import { bulkOperations } from '#http/bulk-operations.ts';
import { consoleOperations } from '#http/console-operations.ts';
import { discoveryOperations } from '#http/discovery-operations.ts';
import { scimEndpoint } from '#http/endpoint.ts';
import { fallbackOperations } from '#http/fallback-operations.ts';
import type { GatewayEvent, GatewayResponse, Operations } from '#http/operation.ts';
import { resourceOperations } from '#http/resource-operations.ts';
import { searchOperations } from '#http/search-operations.ts';
import { hashAdminKey } from '../../local/admin-key.ts';
import { toEvent } from '../../local/event.ts';
import type { Route } from '../../local/routes.ts';
import { loadDeployment } from '../../local/template.ts';
import { invocation } from '../support/endpoint.ts';
import { product } from '../support/world.ts';

/** A request on its way to the gateway. */
export type Request = {
  readonly method: string;
  readonly url: string;
  /** Names and values in turn: duplicates survive. */
  readonly headers: readonly string[];
  readonly body: Buffer;
};

/** Every Lambda behind the API in this process, and the routes that CDK deploys to them. */
export type Lambdas = {
  readonly routes: readonly Route[];
  /** Sends a request as the gateway would; `alter` changes the event that it makes of it. */
  call(request: Request, alter?: (event: GatewayEvent) => GatewayEvent): Promise<GatewayResponse>;
};

/** Composes them as the handlers do, on one registry. Throws where the routes lead to a handler that is not known here. */
export async function openLambdas(
  registry: Registry,
  { adminKey, writeLine }: { readonly adminKey: string; readonly writeLine: (line: AccessLine) => void },
): Promise<Lambdas> {
  const { routes } = await loadDeployment();
  const surroundings = { registry, product, publicHosts: [], writeLine };
  const resources = { ...resourceOperations('/Users', userUseCases), ...resourceOperations('/Groups', groupUseCases) };
  const scim = (operations: Operations) => scimEndpoint({ ...surroundings, operations });
  const admin = { ...surroundings, adminKeyHash: hashAdminKey(adminKey), helpUrl: undefined };
  const handlers: Readonly<Record<string, ReturnType<typeof scim>>> = {
    fallback: scim(fallbackOperations),
    users: scim(resourceOperations('/Users', userUseCases)),
    groups: scim(resourceOperations('/Groups', groupUseCases)),
    search: scim(searchOperations),
    bulk: scim(bulkOperations(resources)),
    discovery: scim(discoveryOperations('https://docs.test')),
    admin: adminEndpoint({ ...admin, operations: consoleOperations, elsewhere: [activityPlace] }),
    activity: adminEndpoint({ ...admin, operations: activityOperations }),
  };
  return {
    routes,
    async call({ method, url, headers, body }, alter = (event) => event) {
      const made = toEvent(
        { method, url, httpVersion: '1.1', rawHeaders: headers, body, remoteAddress: '192.0.2.1' },
        routes,
        {
          requestId: randomUUID(),
          at: new Date(),
          port: 443,
          domainName: 'api.test',
        },
      );
      if (made === undefined) throw new Error(`No route takes ${method} ${url}.`);
      const name = /([\w-]+)\.ts$/u.exec(made.route.entry)?.[1] ?? '';
      const handler = handlers[name];
      if (handler === undefined) throw new Error(`The handler ${made.route.entry} is not composed here.`);
      return handler(alter(made.event), invocation(20_000));
    },
  };
}

/** A request with a key and a JSON body. */
export function jsonRequest(
  method: string,
  url: string,
  {
    key,
    body,
    headers = {},
  }: { readonly key: string; readonly body?: object | undefined; readonly headers?: Readonly<Record<string, string>> },
): Request {
  const sent = {
    host: 'api.test',
    authorization: `Bearer ${key}`,
    ...(body && { 'content-type': 'application/json' }),
    ...headers,
  };
  return {
    method,
    url,
    headers: Object.entries(sent).flat(),
    body: Buffer.from(body === undefined ? '' : JSON.stringify(body)),
  };
}

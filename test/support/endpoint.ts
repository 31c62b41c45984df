import type { Activity } from '../../lambdas/domain/activity.ts';
import type { Directory, Registry, RequestStamp } from '../../lambdas/domain/directory.ts';
import type { KeyRecord, KeyScope } from '../../lambdas/domain/key.ts';
import { hashKey, mintKey } from '../../lambdas/domain/keys.ts';
import { defaultSettings, type Organization } from '../../lambdas/domain/organization.ts';
import { productNamed } from '../../lambdas/domain/product.ts';
import type { RequestCount } from '../../lambdas/domain/rate.ts';
import type { AccessLine } from '../../lambdas/http/access-log.ts';
import { scimEndpoint } from '../../lambdas/http/endpoint.ts';
import type { Invocation } from '../../lambdas/http/exchange.ts';
import type { GatewayEvent, GatewayResponse, Operations } from '../../lambdas/http/operation.ts';
import { toEvent } from '../../local/event.ts';

/** The organization that both keys belong to. */
export const acme: Organization = {
  id: '0a0a0a0a-0000-4000-8000-000000000001',
  name: 'Acme',
  domains: ['example.com'],
  settings: defaultSettings,
  secret: 'c2VjcmV0',
  createdAt: '2026-01-01T00:00:00Z',
};

export const fullKey = mintKey(new Uint8Array(32).fill(1));
export const readKey = mintKey(new Uint8Array(32).fill(2));
/** Well formed, and nobody's. */
export const strangeKey = mintKey(new Uint8Array(32).fill(3));

/** A request in short; the key of the scope `full` is sent unless `key` says otherwise, null for none. */
export type ShortRequest = {
  readonly method?: string;
  readonly url: string;
  readonly key?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON unless it is a text. */
  readonly body?: unknown;
  /** What Lambda says is left of its time, in milliseconds. */
  readonly remaining?: number;
};

/** An endpoint on a registry of one organization and two keys, called by events as API Gateway makes them. */
export function endpointOf(
  operations: Operations,
  options: {
    readonly organization?: Organization;
    readonly directory?: Partial<Directory>;
    /** What both keys have beside what makes them keys, such as an end. */
    readonly key?: Partial<KeyRecord>;
    /** Requests a second; absent: nobody is limited. */
    readonly rate?: number;
  } = {},
) {
  const stored = new Map<string, Organization>();
  const lines: AccessLine[] = [];
  const stamps: RequestStamp[] = [];
  const noted: Activity[] = [];
  const noteDeadlines: number[] = [];
  const told: RequestCount[] = [];
  const organization = options.organization ?? acme;
  stored.set(organization.id, organization);
  const keys = new Map(
    [fullKey, readKey].map((key) => [hashKey(key), { ...recordOf(key, organization), ...options.key }]),
  );
  const registry = {
    key: async (hash: string) => keys.get(hash),
    organization: async (id: string) => stored.get(id),
    keyUsed: async () => undefined,
    noteActivities: async (_: string, activities: readonly Activity[], deadline: number) => {
      noted.push(...activities);
      noteDeadlines.push(deadline);
    },
    tellRequests: async (_: string, count: RequestCount) => {
      told.push(count);
      return 0;
    },
    directory: (_: string, stamp: RequestStamp) => {
      stamps.push(stamp);
      return (options.directory ?? {}) as Directory;
    },
  } as unknown as Registry;
  let time = Date.parse('2026-11-23T12:00:00Z');
  const handler = scimEndpoint({
    operations,
    registry,
    product: productNamed('Statsig'),
    publicHosts: [],
    ...(options.rate !== undefined && { rate: options.rate }),
    writeLine: (line) => void lines.push(line),
    now: () => new Date((time += 5)),
    newId: () => 'new-id',
  });
  const call = async (request: ShortRequest): Promise<GatewayResponse> =>
    handler(eventOf(request, Object.keys(operations)), invocation(request.remaining ?? 10_000));
  return { call, lines, stamps, stored, noted, noteDeadlines, told };
}

function recordOf(key: string, organization: Organization): KeyRecord {
  const scope: KeyScope = key === readKey ? 'read' : 'full';
  const id = `key-${scope}`;
  return {
    id,
    hash: hashKey(key),
    organizationId: organization.id,
    name: id,
    scope,
    createdAt: '2026-01-01T00:00:00Z',
  };
}

/** The event of a request; `operations` name the routes, as the template would. */
export function eventOf(request: ShortRequest, operations: readonly string[]): GatewayEvent {
  const { method = 'GET', url, key = fullKey, headers = {}, body } = request;
  const sent = {
    host: 'api.test',
    'x-forwarded-proto': 'https',
    ...(key !== null && { authorization: `Bearer ${key}` }),
    ...(body !== undefined && { 'content-type': 'application/scim+json' }),
    ...headers,
  };
  const reading = operations.filter((operation) => operation.startsWith('GET '));
  const routes = [...operations, ...reading.map((operation) => operation.replace('GET', 'HEAD'))].map((operation) => ({
    routeKey: operation.replace(' ', ' /scim/v2').replace(/\/$/u, ''),
    entry: 'lambdas/handlers/one.ts',
  }));
  const made = toEvent(
    {
      method,
      url,
      httpVersion: '1.1',
      rawHeaders: Object.entries(sent).flat(),
      body: Buffer.from(body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body)),
      remoteAddress: '192.0.2.1',
    },
    routes,
    { requestId: 'request-1', at: new Date('2026-11-23T12:00:00Z'), port: 443, domainName: 'api.test' },
  );
  if (made === undefined) throw new Error(`No route takes ${method} ${url}.`);
  return made.event;
}

/** An invocation with so much time left. */
export function invocation(remaining: number): Invocation {
  return { awsRequestId: 'lambda-1', getRemainingTimeInMillis: () => remaining } as Invocation;
}

/** A response with its body read, to be compared whole. */
export function readable({ statusCode, headers, body }: GatewayResponse) {
  return { status: statusCode, headers, ...(body !== undefined && { body: JSON.parse(body) as unknown }) };
}

/** The whole answer of a refusal. */
export function refused(status: number, detail: string, scimType?: string, headers: Record<string, string> = {}) {
  return {
    status,
    headers: { 'content-type': 'application/scim+json', 'cache-control': 'no-store', ...headers },
    body: {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
      status: String(status),
      ...(scimType !== undefined && { scimType }),
      detail,
    },
  };
}

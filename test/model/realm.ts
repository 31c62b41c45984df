import { createKey } from '#domain/founding.ts';
import type { Directory, Registry } from '#domain/directory.ts';
import type { JsonObject } from '#scim/json.ts';
import { realTiming } from '#storage/open-session.ts';
import { tableRegistry } from '#storage/registry.ts';
import { scimEndpoint } from '#http/endpoint.ts';
import { bulkOperations } from '#http/bulk-operations.ts';
import { randomUUID } from 'node:crypto';
import { adminClient } from '../support/admin.ts';
import { allResources } from '../support/bulk.ts';
import { eventOf, invocation } from '../support/endpoint.ts';
import type { TestTable } from '../support/engine.ts';
import { foundWorld, product, stamp } from '../support/world.ts';
import type { Random } from '../attack/random.ts';
import { isDead, type Weather, weatherOver } from './weather.ts';

/** An answer of SCIM or the Console. */
export type Response = { readonly status: number; readonly body: JsonObject };

/** A process that serves both APIs of one organization, as a Lambda does. */
export type Process = {
  scim(method: string, path: string, body?: JsonObject): Promise<Response>;
  /** Below the organization. */
  console(method: string, path: string, body?: JsonObject): Promise<Response>;
  readonly directory: Directory;
  /** The faults of what was answered with 500, and of what could not be done in time. */
  faults(): readonly unknown[];
};

/** One organization on a table. */
export type Realm = {
  readonly organizationId: string;
  /** A process of its own; without weather nothing goes wrong in it. */
  start(weather?: { readonly random: Random; readonly weather: Weather }): Process;
};

/** Milliseconds that an invocation has. */
const remaining = 29_000;

/** Pauses between two tries take a tenth of their time: there is more weather than anywhere else. */
const timing = { ...realTiming, sleep: (milliseconds: number) => realTiming.sleep(milliseconds / 10) };

const operations = { ...allResources, ...bulkOperations(allResources) };

/** Founds an open organization, whose ownership may move at any time. */
export async function foundRealm(table: Pick<TestTable, 'client' | 'tableName' | 'newClient'>): Promise<Realm> {
  const clock = { now: () => new Date(), newId: () => randomUUID() };
  const registry = tableRegistry(table);
  const settings = { groups: 'open', ownerTransferCooldown: 0 } as const;
  const { organization } = await foundWorld({ registry }, { settings, clock });
  const wanted = { organizationId: organization.id, name: 'Histories', scope: 'full' } as const;
  const { key } = await createKey(registry.directory(organization.id, stamp()), wanted, clock);
  return {
    organizationId: organization.id,
    start(trouble) {
      const client = table.newClient();
      if (trouble !== undefined) weatherOver(client, trouble.random, trouble.weather);
      return processOn(mortal(tableRegistry({ ...table, client, timing })), organization.id, key);
    },
  };
}

/** Of a process that is dead nobody hears what it could not note. */
function mortal(registry: Registry): Registry {
  const quietly = async (work: Promise<void>): Promise<void> => {
    try {
      await work;
    } catch (error) {
      if (!isDead()) throw error;
    }
  };
  return {
    ...registry,
    keyUsed: (key, at) => quietly(registry.keyUsed(key, at)),
    noteActivities: (id, activities, deadline) => quietly(registry.noteActivities(id, activities, deadline)),
  };
}

function processOn(registry: Registry, organizationId: string, key: string): Process {
  const faults: unknown[] = [];
  const now = (): Date => new Date();
  const handler = scimEndpoint({
    operations,
    registry,
    product,
    publicHosts: [],
    writeLine: ({ fault }) => void (fault === undefined || faults.push(fault)),
    now,
    newId: () => randomUUID(),
  });
  const admin = adminClient(registry, { now, newId: () => randomUUID(), remaining });
  return {
    async scim(method, path, body) {
      const event = eventOf(
        { method, url: `/scim/v2${path}`, key, ...(body !== undefined && { body }) },
        Object.keys(operations),
      );
      const context = { ...event.requestContext, requestId: randomUUID() };
      const response = await handler({ ...event, requestContext: context }, invocation(remaining));
      return { status: response.statusCode, body: JSON.parse(response.body ?? '{}') as JsonObject };
    },
    async console(method, path, body) {
      const request = { method, path: `/organizations/${organizationId}${path}`, ...(body !== undefined && { body }) };
      const { status, body: answer } = await admin.call(request);
      return { status, body: answer as JsonObject };
    },
    directory: registry.directory(organizationId, stamp()),
    faults: () => [...faults, ...admin.lines.flatMap(({ fault }) => fault ?? [])],
  };
}

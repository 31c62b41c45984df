import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { expect } from 'vitest';
import { continueChanges } from '#storage/continue-changes.ts';
import { tableRegistry } from '#storage/registry.ts';
import type { Console, Settled } from '../../lambdas/domain/console.ts';
import { foldGroupName, generatedGroups } from '../../lambdas/domain/group-names.ts';
import { consoleOf } from './console.ts';
import { injectFaults } from './faults.ts';
import type { Fault } from './faults.ts';
import type { StreamedTable } from './stream.ts';
import type { World } from './world.ts';
import { foundWorld, product } from './world.ts';

/** An open organization on a streamed table, with the Console of a process that lives. */
export async function openStreamed(
  table: StreamedTable,
): Promise<{ readonly realm: World; readonly console: Console }> {
  const registry = tableRegistry(table);
  const realm = await foundWorld({ registry }, { settings: { groups: 'open' } });
  return { realm, console: consoleOf(registry, realm) };
}

/** The Console of a process whose writes meet faults. */
export function faultyConsole(table: StreamedTable, realm: World, decide: (write: number) => Fault): Console {
  const client: DynamoDBClient = table.newClient();
  let writes = 0;
  injectFaults(client, ({ name }) => (/^(Put|Update|Delete|TransactWrite)/u.test(name) ? decide(++writes) : undefined));
  return consoleOf(tableRegistry({ ...table, client }), realm);
}

/** The Console of a process that dies after so many writes. */
export function dyingConsole(table: StreamedTable, realm: World, last: number): Console {
  return faultyConsole(table, realm, (write) => (write > last ? { error: new Error('killed') } : undefined));
}

/** Lets the worker go on with changes until it has caught up. */
export function workOnChanges(table: StreamedTable): Promise<void> {
  return table.drain([continueChanges]);
}

/** Items of an organization as they are stored. */
export async function storedItems(
  table: StreamedTable,
  realm: World,
  partition: string,
  prefix = '#',
): Promise<readonly Record<string, unknown>[]> {
  const all = prefix === '#';
  const { Items } = await DynamoDBDocumentClient.from(table.client).send(
    new QueryCommand({
      TableName: table.tableName,
      KeyConditionExpression: `PK = :partition${all ? '' : ' AND begins_with(SK, :prefix)'}`,
      ExpressionAttributeValues: {
        ':partition': `ORG#${realm.organization.id}${partition}`,
        ...(!all && { ':prefix': prefix }),
      },
      ConsistentRead: true,
    }),
  );
  return Items ?? [];
}

/** Names that are reserved, and names that generated groups have. */
export async function compareReservations(
  table: StreamedTable,
  realm: World,
): Promise<{ readonly reserved: readonly string[]; readonly generated: readonly string[] }> {
  const found = await storedItems(table, realm, '#NAMES', 'GROUP#');
  const reserved = found.filter(({ kind }) => kind !== 'ordinary').map(({ SK }) => String(SK).slice('GROUP#'.length));
  const { byName } = generatedGroups(await realm.directory.structure(), product);
  return { reserved: reserved.toSorted(), generated: [...byName.keys()].toSorted() };
}

/** G3: no two groups are displayed with one name; what SCIM lists is what is stored. */
export async function expectUniqueNames(table: StreamedTable, realm: World): Promise<void> {
  const { resources, totalResults } = await realm.listGroups({ count: '1000' });
  const names = resources.map((group) => foldGroupName(String(group['displayName'])));
  expect(new Set(names).size).toBe(names.length);
  expect(totalResults).toBe(names.length);
  const stored = await storedItems(table, realm, '#GROUPS');
  const { generated } = await compareReservations(table, realm);
  expect(stored.filter(({ place }) => (place as { kind: string }).kind !== 'ordinary')).toHaveLength(generated.length);
}

/** The id of the change that an answer names. */
export function changeIdOf(outcome: Settled<unknown>): string {
  if (outcome.done) throw new Error('There is no change to follow.');
  return outcome.change.id;
}

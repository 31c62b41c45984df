import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { tableRegistry } from '#storage/registry.ts';
import { verifyOrganization } from '../../upkeep/verify.ts';
import { answeringAtOnce, itemsIn } from '../support/memberships.ts';
import { startStreamedTable, type StreamedTable } from '../support/stream.ts';
import { operatorSession } from '../support/verify.ts';
import { foundWorld, idOf, memberIds } from '../support/world.ts';

let table: StreamedTable;
beforeAll(async () => {
  table = await startStreamedTable();
});
afterAll(() => table.stop());

/** What stands behind an option of the command that docs/backup.md prints for it. */
async function printed(option: string): Promise<string> {
  const text = await readFile(join(import.meta.dirname, '../../docs/backup.md'), 'utf8');
  const [, command = ''] = /(aws dynamodb update-item [^`]*)```/u.exec(text) ?? [];
  const [, value] = new RegExp(`--${option} '([^']*)'`, 'u').exec(command) ?? [];
  if (value === undefined) throw new Error(`docs/backup.md prints no ${option}.`);
  return value;
}

it('G8: a change that was under way when the table was backed up is woken by the command of docs/backup.md', async () => {
  const world = await foundWorld({ registry: tableRegistry(table) }, { settings: { groups: 'open' } });
  const { id } = world.organization;
  const crew = idOf(await world.createGroup('Crew'));
  const users: string[] = [];
  for (let n = 0; n < 60; n++) users.push(idOf(await world.createUser(`p${n}@example.com`)));
  await table.drain();
  const [group] = [...(await world.directory.groups([crew])).values()];
  if (group === undefined) throw new Error('The group is missing.');
  const add = [...(await world.directory.standings(users)).values()];
  const change = { before: group, after: group, add, remove: [], exclusive: false };
  expect(await answeringAtOnce(table, id).changeGroup(change)).toBe('written');

  // The stream of a restored table tells of nothing that was written before.
  await table.drain([]);
  await table.drain();
  const [standing, ...others] = await itemsIn(table, `ORG#${id}#CHANGES`);
  expect([standing?.['status'], others]).toEqual(['running', []]);

  const key = JSON.parse((await printed('key')).replace('ORG#…', `ORG#${id}`).replace('…', String(standing?.['SK'])));
  await table.client.send(
    new UpdateItemCommand({
      TableName: table.tableName,
      Key: key as Record<string, AttributeValue>,
      UpdateExpression: await printed('update-expression'),
      ConditionExpression: await printed('condition-expression'),
      ExpressionAttributeNames: JSON.parse(await printed('expression-attribute-names')) as Record<string, string>,
      ExpressionAttributeValues: JSON.parse(await printed('expression-attribute-values')) as Record<
        string,
        AttributeValue
      >,
    }),
  );
  await table.drain();
  expect((await itemsIn(table, `ORG#${id}#CHANGES`)).map(({ status }) => status)).toEqual(['done']);
  expect(new Set(memberIds(await world.readGroup(crew)))).toEqual(new Set(users));
  expect(await verifyOrganization(operatorSession(table, id), { whole: true })).toEqual([]);
});

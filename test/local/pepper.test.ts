import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createKey } from '#domain/founding.ts';
import { keepPepper } from '#storage/pepper.ts';
import { tableRegistry } from '#storage/registry.ts';
import { describeLostKeys, preparePepper, takeOverKeys } from '../../local/pepper.ts';
import { startTestTable, type TestTable } from '../support/engine.ts';
import { foundWorld } from '../support/world.ts';

let folder: string;
let table: TestTable;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollcall-pepper-'));
  table = await startTestTable();
});
afterAll(async () => {
  await table.stop();
  await rm(folder, { recursive: true });
});

describe('the pepper of a desk', () => {
  it('is made once, of 256 bits of chance, for this user alone', async () => {
    const file = join(folder, 'pepper.json');
    const made = await preparePepper(file);
    expect(made).toEqual({ pepper: expect.stringMatching(/^[\w-]{43}$/u) as string, isNew: true });
    expect(await preparePepper(file)).toEqual({ pepper: made.pepper, isNew: false });
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({ pepper: made.pepper });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it('is another one each time where nothing is kept', async () => {
    const [one, other] = await Promise.all([preparePepper(undefined), preparePepper(undefined)]);
    expect(one).toMatchObject({ isNew: true });
    expect(one.pepper).not.toBe(other.pepper);
  });

  it.each(['{', '{}', '{"pepper":"short"}', '[]'])('is not made anew over a file that holds %s', async (text) => {
    const file = join(folder, 'damaged.json');
    await writeFile(file, text);
    await expect(preparePepper(file)).rejects.toThrow(/damaged\.json (?:is damaged|holds no pepper)\. Please /u);
    expect(await readFile(file, 'utf8')).toBe(text);
  });

  it('takes over keys of an earlier version, and counts those of another pepper', async () => {
    const pepper = 'a new pepper of a desk, which is long enough';
    const registry = tableRegistry({ ...table, pepper: keepPepper(async () => pepper) });
    const world = await foundWorld({ registry: tableRegistry(table) });
    const wanted = { organizationId: world.organization.id, name: 'Okta', scope: 'full' } as const;
    const [old, foreign] = [
      await createKey(world.directory, wanted, world.clock),
      await createKey(world.directory, wanted, world.clock),
    ];
    const Key = { PK: `KEY#${old.record.hash}`, SK: 'KEY' };
    await DynamoDBDocumentClient.from(table.client).send(
      new UpdateCommand({ TableName: table.tableName, Key, UpdateExpression: 'REMOVE proof' }),
    );
    expect(await takeOverKeys(table.client, table.tableName, pepper)).toBe(1);
    expect(await registry.key(old.record.hash)).toEqual(old.record);
    expect(await registry.key(foreign.record.hash)).toBeUndefined();
    expect(await takeOverKeys(table.client, table.tableName, pepper)).toBe(1);
  });

  it.each([
    [1, /^1 SCIM key of the data counts no longer: it was made with another pepper\. Please /u],
    [2, /^2 SCIM keys of the data count no longer: they were made with another pepper\. Please /u],
  ])('says of %i lost keys what to do', (count, sentence) => {
    expect(describeLostKeys(count)).toMatch(sentence);
  });
});

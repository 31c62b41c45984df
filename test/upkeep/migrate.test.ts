import { PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { itemOf } from '#storage/item.ts';
import type { Attributes } from '#storage/item.ts';
import { putMany } from '#storage/send-batches.ts';
import { migrate } from '../../upkeep/migrate.ts';
import { migrations } from '../../upkeep/migrations.ts';
import type { Migration } from '../../upkeep/migrations.ts';
import { startPace } from '../../upkeep/pacer.ts';
import { startTestTable, type TestTable } from '../support/engine.ts';
import { injectFaults } from '../support/faults.ts';
import { operatorSession } from '../support/verify.ts';

let table: TestTable;
beforeAll(async () => {
  table = await startTestTable();
});
afterAll(() => table.stop());

const count = 300;
const fast = { rate: 1_000_000, dryRun: false };
let number = 0;
let type = '';

/** Splits a name in two, as a release might that comes after this one. */
function splitting(): Migration {
  return {
    number,
    title: 'Split names',
    type,
    from: 1,
    change({ name }) {
      const [given, family] = String(name).split(' ');
      return { set: { given, family }, remove: ['name'] };
    },
  };
}

beforeEach(async () => {
  number += 1;
  type = `thing${number}`;
  const made = Array.from({ length: count }, (_, n) => ({
    ...keyOf(n),
    type,
    v: 1,
    name: `Ada K${n}`,
    sets: new Set(['a']),
  }));
  const others = Array.from({ length: 20 }, (_, n) => ({ ...keyOf(n + count), type: 'other', v: 1, name: 'Ada King' }));
  await putMany(operatorSession(table, '-'), [...made, ...others]);
});

function keyOf(n: number) {
  return { PK: `ORG#o#${type}${n % 7}`, SK: String(n) };
}

async function things(): Promise<readonly Attributes[]> {
  const command = new ScanCommand({
    TableName: table.tableName,
    FilterExpression: 'begins_with(PK, :type)',
    ExpressionAttributeValues: { ':type': `ORG#o#${type}` },
  });
  const { Items = [] } = await operatorSession(table, '-').client.send(command);
  return Items;
}

function requireMigrated(items: readonly Attributes[]): void {
  const migrated = items.filter((item) => item['type'] === type);
  expect(migrated).toHaveLength(count);
  for (const item of migrated) {
    expect(item).toMatchObject({
      v: 2,
      given: 'Ada',
      family: `K${item['SK']}`,
      sets: new Set(['a']),
      by: { actor: 'verify' },
    });
    expect(item).not.toHaveProperty('name');
  }
  expect(items.filter((item) => item['type'] === 'other' && item['v'] === 1)).toHaveLength(20);
}

describe('a migration', () => {
  it('brings every item of its type to the next version, and leaves all others; once only', async () => {
    const session = operatorSession(table, '-');
    const told: number[] = [];
    expect(await migrate(session, splitting(), { ...fast, progress: (changed) => void told.push(changed) })).toBe(
      count,
    );
    expect(told.at(-1)).toBe(count);
    requireMigrated(await things());
    await session.client.send(
      new PutCommand({ TableName: table.tableName, Item: { ...keyOf(0), type, v: 1, name: 'x y' } }),
    );
    expect(await migrate(session, splitting(), fast)).toBe(0);
  });

  it('that is only tried counts, and writes nothing', async () => {
    const session = operatorSession(table, '-');
    expect(await migrate(session, splitting(), { ...fast, dryRun: true })).toBe(count);
    expect((await things()).every(({ v }) => v === 1)).toBe(true);
    expect(await migrate(session, splitting(), fast)).toBe(count);
  });

  it('goes on after a crash at any point, with no item changed twice', async () => {
    let changed = 0;
    for (let writes = 0, done = false; !done; writes += 60) {
      const client = table.newClient();
      let left = writes;
      injectFaults(client, ({ name }) => {
        if (name !== 'UpdateItem' && name !== 'PutItem') return undefined;
        left -= 1;
        return left < 0 ? { error: new Error('The process is dead.') } : undefined;
      });
      const outcome = await migrate(operatorSession({ ...table, client }, '-'), splitting(), {
        ...fast,
        progress: () => void (changed += 1),
      }).catch(({ message }: Error) => message);
      done = typeof outcome === 'number';
      expect(['The process is dead.', expect.any(Number)]).toContainEqual(outcome);
    }
    expect(changed).toBe(count);
    requireMigrated(await things());
  });

  it('loses nothing of what others write meanwhile, in the old form or the new', async () => {
    const session = operatorSession(table, '-');
    const client = table.newClient();
    const late = new Set([3, 5]);
    client.middlewareStack.add(
      (next, context) => async (args) => {
        const sortKey = Number((args.input as { Key?: { SK?: string } }).Key?.SK ?? NaN);
        if (context.commandName === 'UpdateItemCommand' && late.delete(sortKey)) {
          const now = sortKey === 3 ? { v: 1, name: 'Eve New' } : { v: 2, given: 'Joe', family: 'New' };
          await session.client.send(
            new PutCommand({ TableName: table.tableName, Item: { ...keyOf(sortKey), type, ...now } }),
          );
        }
        return next(args);
      },
      { step: 'initialize', name: 'lateWrites' },
    );
    expect(await migrate(operatorSession({ ...table, client }, '-'), splitting(), fast)).toBe(count - 1);
    const items = await things();
    expect(items.find(({ SK }) => SK === '3')).toMatchObject({ v: 2, given: 'Eve', family: 'New' });
    expect(items.find(({ SK }) => SK === '5')).toMatchObject({ v: 2, given: 'Joe', family: 'New' });
    expect(late.size).toBe(0);
  });
});

it('the pace is that of its rate, and time that was not used is not made up for', async () => {
  let now = 1_000;
  const timing = {
    now: () => now,
    sleep: async (time: number) => void (now += time),
    random: () => 0,
    newToken: () => '',
  };
  const pace = startPace(timing, 10);
  for (let units = 0; units < 50; units++) await pace(1);
  expect(now).toBe(6_000);
  now += 60_000;
  for (let units = 0; units < 10; units++) await pace(1);
  expect(now).toBe(67_000);
});

it('migrations are counted from 1 on, and each leaves one version behind', () => {
  expect(migrations.map((one) => one.number)).toEqual(migrations.map((_, index) => index + 1));
});

describe('an item of another version', () => {
  const read = (v: number) =>
    itemOf('thing', { name: z.exactOptional(z.string()) }, 3).parse({ type: 'thing', v, name: 'x' });

  it('is read where it is of the version before, which a migration is going to change', () => {
    expect([read(3).v, read(2).v]).toEqual([3, 2]);
  });

  it('is refused with a sentence where a later release wrote it, or one that is too old', () => {
    expect(() => read(4)).toThrow(
      'An item of the type thing is of version 4, and this release reads version 3 and the one before. ' +
        'Please deploy the release that wrote it, or a later one.',
    );
    expect(() => read(1)).toThrow('Please deploy an earlier release, and migrate.');
  });
});

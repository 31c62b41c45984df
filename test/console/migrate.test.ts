import { afterAll, beforeAll, expect, it } from 'vitest';
import { putMany } from '#storage/send-batches.ts';
import type { Upkeep } from '../../console/upkeep.ts';
import { openMigrator } from '../../upkeep/migrator.ts';
import type { Migration } from '../../upkeep/migrations.ts';
import { programs } from '../../upkeep/programs.ts';
import { pretend, runIn } from '../support/command-line.ts';
import { startTestTable, type TestTable } from '../support/engine.ts';
import { operatorSession } from '../support/verify.ts';

let table: TestTable;
beforeAll(async () => {
  table = await startTestTable();
  const things = Array.from({ length: 3 }, (_, n) => ({ PK: 'ORG#o#THINGS', SK: String(n), type: 'thing', v: 1 }));
  await putMany(operatorSession(table, '-'), things);
});
afterAll(() => table.stop());

const known: readonly Migration[] = [
  { number: 1, title: 'Colour things', type: 'thing', from: 1, change: () => ({ set: { colour: 'red' } }) },
];

function call(
  args: readonly string[],
  upkeep: Upkeep = { ...programs, openMigrator: async () => openMigrator(table, known) },
) {
  const place = ['--table', table.tableName, '--database', table.endpoint];
  return runIn(['migrate', ...args, ...place], pretend({}), { upkeep });
}

it('rollcall migrate says what it would do, asks, does it once, and then has nothing to do', async () => {
  const nothing = { code: 0, out: 'There is nothing to migrate.' };
  expect(await call([], programs)).toMatchObject(nothing);
  expect(await call(['--dry-run'])).toMatchObject({ code: 0, out: '1 (Colour things): 3 items to change.' });
  expect(await call([])).toMatchObject({ code: 2, err: expect.stringContaining('--yes') });
  expect(await call(['--yes', '--json', '--rate', '100'])).toMatchObject({ code: 0 });
  expect(await call(['--dry-run'])).toMatchObject(nothing);
  expect(JSON.parse((await call(['--json'])).out)).toEqual({ items: [], more: false });
});

it('rollcall migrate says that there is no such table', async () => {
  const place = ['--table', 'none', '--database', table.endpoint];
  const ended = await runIn(['migrate', ...place], pretend({}), { upkeep: programs });
  expect(ended).toMatchObject({ code: 1, err: expect.stringContaining('There is no table "none"') });
});

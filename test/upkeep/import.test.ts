import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tableRegistry } from '#storage/registry.ts';
import { verifyOrganization } from '../../upkeep/verify.ts';
import { startTestTable, type TestTable } from '../support/engine.ts';
import { contentOf, exportFrom, importInto, textFrom, writeExport, writeText } from '../support/exports.ts';
import { injectFaults } from '../support/faults.ts';
import { beforeNext } from '../support/journal.ts';
import { operatorSession } from '../support/verify.ts';
import { foundWorld, idOf } from '../support/world.ts';

let table: TestTable;
let exported: string;
let ids: { readonly organization: string; readonly ada: string; readonly group: string };

beforeAll(async () => {
  table = await startTestTable();
  const world = await foundWorld({ registry: tableRegistry(table) }, { settings: { groups: 'open' } });
  const ada = idOf(await world.createUser('ada@example.com'));
  const group = idOf(await world.createGroup('Everybody', { members: [{ value: ada }] }));
  ids = { organization: world.organization.id, ada, group };
  exported = await textFrom(table, ids.organization);
});
afterAll(() => table.stop());

type Values = readonly Record<string, unknown>[];

/** A file like the exported one, with other lines and an end that fits them. */
async function fileWith(change: (lines: Values) => Values): Promise<string> {
  const lines = exported.trimEnd().split('\n').slice(0, -1);
  const changed = change(lines.map((line) => JSON.parse(line) as Record<string, unknown>));
  return writeExport(changed.map((line) => JSON.stringify(line)));
}

const change = (kind: string, more: (line: Record<string, unknown>) => object) => (lines: Values) =>
  lines.map((line) => (line['kind'] === kind ? { ...line, ...more(line) } : line));
const standing = (more: object) =>
  change('user', (line) => (line['id'] === ids.ada ? { standing: { ...(line['standing'] as object), ...more } } : {}));
const without = (kind: string) => (lines: Values) => lines.filter((line) => line['kind'] !== kind);
const twice = (kind: string, more: object) => (lines: Values) => {
  const found = lines.find((line) => line['kind'] === kind);
  return [...lines, { ...found, ...more }];
};

/** A table of a process that dies after so many writes. */
function mortal(writes: number) {
  const client = table.newClient();
  let left = writes;
  injectFaults(client, ({ name }) => {
    if (/Write|Put|Update/u.test(name)) left -= 1;
    return left < 0 ? { error: new Error('The process is dead.') } : undefined;
  });
  return { ...table, client };
}

async function outcomeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'done';
  } catch (error) {
    return (error as Error).message;
  }
}

describe('a file that is no export', () => {
  it.each<[string, () => Promise<string>, RegExp]>([
    ['is empty', () => writeText(''), /has been cut off/u],
    ['is no JSON', () => writeText('{"kind":"export"\n'), /^Line 1 of the file is of no use: it is no JSON in UTF-8/u],
    ['is no text', () => writeText(new Uint8Array([0xff, 0xfe, 10])), /^Line 1 .* no JSON in UTF-8/u],
    ['is something else', () => writeText('{"Records":[]}\n'), /^Line 1 .* no object of a kind that is known/u],
    ['begins elsewhere', () => writeText('{"kind":"owner"}\n'), /first line is not of the kind export/u],
    [
      'is newer',
      () => fileWith(change('export', () => ({ version: 2 }))),
      /of version 2, and this release reads version 1/u,
    ],
    ['was cut off', () => writeText(exported.split('\n').slice(0, -3).join('\n')), /cut off: it has no last line/u],
    ['was cut within a line', () => writeText(exported.slice(0, 500)), /^Line \d+ .* no JSON/u],
    ['lacks a line', () => writeText(exported.split('\n').toSpliced(-3, 1).join('\n')), /changed or cut/u],
    ['was changed', () => writeText(exported.replace('ada@example.com', 'eve@example.com')), /changed or cut/u],
    ['goes on', () => writeText(`${exported}{"kind":"user"}\n`), /stands behind the end/u],
    ['begins again', () => fileWith((lines) => [...lines, ...lines]), /only the first line may be of the kind export/u],
    [
      'has an endless line',
      () => writeText(`${exported.split('\n')[0]}\n${'x'.repeat(4_300_000)}`),
      /^Line 2 .* longer than 4,000,000 bytes/u,
    ],
    [
      'has no moment',
      () => fileWith(change('export', () => ({ exportedAt: 'today' }))),
      /^Line 1 .* exportedAt is no moment/u,
    ],
    [
      'names no product',
      () => fileWith(change('export', () => ({ product: undefined }))),
      /^Line 1 .* it names no product/u,
    ],
    [
      'names a product without a letter',
      () => fileWith(change('export', () => ({ product: '!' }))),
      /^Nothing can be named after the product "!"\. Please/u,
    ],
    ['has no owner', () => fileWith(without('owner')), /no line of the kind owner/u],
    ['has two structures', () => fileWith(twice('structure', {})), /there is a line of the kind structure before it/u],
    [
      'has an owner who is nobody',
      () => fileWith(change('owner', () => ({ userId: randomUUID() }))),
      /owner of the file is not an active user/u,
    ],
    ['has two owners', () => fileWith(standing({ owner: true })), /second user who is the owner/u],
    ['has an id twice', () => fileWith(twice('user', {})), /another line has the same id/u],
    [
      'has a userName twice',
      () => fileWith(twice('user', { id: randomUUID() })),
      /another line has the same userName/u,
    ],
    [
      'has an id that is none',
      () => fileWith(change('group', () => ({ id: '#META' }))),
      /its id is no UUID in lower case/u,
    ],
    [
      'has a user without a name',
      () => fileWith(change('user', () => ({ attributes: {} }))),
      /the user has no userName/u,
    ],
    [
      'has a user without a standing',
      () => fileWith(change('user', () => ({ standing: undefined }))),
      /^Line \d+ .* standing|undefined/u,
    ],
    ['has a role that nobody knows', () => fileWith(standing({ role: 'King' })), /role: Invalid/u],
    [
      'has a member of no group',
      () => fileWith(standing({ groups: [randomUUID()] })),
      /in the group .* which is not in the file/u,
    ],
    [
      'has a user who waits and is active',
      () => fileWith(standing({ waiting: [ids.group] })),
      /active user waits for groups/u,
    ],
    [
      'lacks a group',
      () => fileWith((lines) => lines.filter(({ place }) => (place as { kind?: string })?.kind !== 'team')),
      /The group "Statsig-ProjectA-Growth-Admin" is missing/u,
    ],
    [
      'has a group of nothing',
      () =>
        fileWith(twice('group', { id: randomUUID(), place: { kind: 'team', teamId: randomUUID(), role: 'Admin' } })),
      /belongs to no project or team/u,
    ],
    [
      'has a name twice',
      () => fileWith(twice('group', { id: randomUUID(), place: { kind: 'ordinary', name: 'statsig-projecta-ADMIN' } })),
      /Two groups of the file have the name/u,
    ],
  ])('that %s is refused with a sentence, and nothing is written', async (_, make, words) => {
    const as = randomUUID();
    await expect(importInto(table, { file: await make(), as })).rejects.toMatchObject({
      name: 'Refused',
      message: expect.stringMatching(words),
    });
    expect(await tableRegistry(table).organization(as)).toBeUndefined();
  });
});

describe('an import', () => {
  it.each([undefined, 'Acme', `${randomUUID()}#USERS`, randomUUID().toUpperCase()])(
    'is refused into %s, where no reader would find it',
    async (organization) => {
      const file = await fileWith(change('export', () => ({ organization })));
      await expect(importInto(table, { file })).rejects.toMatchObject({
        name: 'Refused',
        message: expect.stringMatching(/^Line 1 .* the id of its organization is no UUID in lower case/u),
      });
    },
  );

  it('is refused onto an organization that is there', async () => {
    const file = await writeText(exported);
    await expect(importInto(table, { file })).rejects.toThrow(/^There is an organization .* --as new\.$/u);
  });

  it('goes under another id beside the first one, and then both are the same', async () => {
    const [file, as] = [await writeText(exported), randomUUID()];
    expect(await importInto(table, { file, as })).toMatchObject({ organization: { id: as, name: 'Acme' }, users: 2 });
    const sound = { worker: false };
    expect(await verifyOrganization(operatorSession(table, as), sound)).toEqual([]);
    expect(await verifyOrganization(operatorSession(table, ids.organization), sound)).toEqual([]);
    expect(await contentOf(await exportFrom(table, as))).toEqual(await contentOf(file));
  });

  it('takes another product name, and reserves the names that groups have by it', async () => {
    const [file, as] = [await writeText(exported), randomUUID()];
    await importInto(table, { file, as, product: 'Acme' });
    expect(await tableRegistry(table).organization(as)).toMatchObject({ product: 'Acme' });
    const settings = { worker: false, product: { groupPrefix: 'Acme' } };
    expect(await verifyOrganization(operatorSession(table, as), settings)).toEqual([]);
  });

  it('that crashed at any write is seen by nobody, and goes on with the same file alone', async () => {
    const [file, as] = [await writeText(exported), randomUUID()];
    const another = await fileWith(change('user', () => ({ revision: 7 })));
    const crashes: unknown[] = [];
    for (let writes = 1; crashes.at(-1) !== 'done'; writes++) {
      const outcome = await outcomeOf(importInto(mortal(writes), { file, as }));
      if (outcome !== 'done') {
        crashes.push([
          await tableRegistry(table).organization(as),
          await outcomeOf(importInto(table, { file: another, as })),
        ]);
      }
      crashes.push(outcome);
    }
    const unfinished = `The import of another file into "${as}" was begun and not ended. Please end it with that file, or import this one under another id: --as new.`;
    const crash = [[undefined, unfinished], 'The process is dead.'];
    expect(crashes.length).toBeGreaterThan(6);
    expect(crashes).toEqual([...crashes.slice(1).flatMap((_, place) => (place % 2 === 0 ? crash : [])), 'done']);
    expect(await verifyOrganization(operatorSession(table, as), { worker: false })).toEqual([]);
    expect(await contentOf(await exportFrom(table, as))).toEqual(await contentOf(file));
    expect(await outcomeOf(importInto(table, { file, as }))).toMatch(/^There is an organization/u);
  });

  it('that somebody has begun again stops', async () => {
    const [file, as] = [await writeText(exported), randomUUID()];
    const [client, otherClient] = [table.newClient(), table.newClient()];
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
    let second: Promise<unknown> | undefined;
    beforeNext(client, 'BatchWriteItemCommand', () => {
      second = outcomeOf(importInto({ ...table, client: otherClient }, { file, as }));
      return begun;
    });
    const first = outcomeOf(importInto({ ...table, client }, { file, as }));
    // It has begun, and rests until the other one has seen that.
    beforeNext(otherClient, 'BatchWriteItemCommand', () => {
      begin();
      return first;
    });
    const outcomes = [await first, await second];
    expect(outcomes).toEqual(['Somebody else has begun the same import since. It goes on there.', 'done']);
    expect(await verifyOrganization(operatorSession(table, as), { worker: false })).toEqual([]);
  });
});

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Directory, Registry, Side } from '#domain/directory.ts';
import type { Group } from '#domain/group.ts';
import type { Structure } from '#domain/structure.ts';
import { tableRegistry } from '#storage/registry.ts';
import { startTestTable } from '../support/engine.ts';
import type { TestTable } from '../support/engine.ts';
import { attachRecorder } from '../support/recorder.ts';
import type { Recorder } from '../support/recorder.ts';
import { found, newPart, sampleGroup, sampleProject, stamp } from '../support/samples.ts';

let table: TestTable;
let recorder: Recorder;
let registry: Registry;
let directory: Directory;
let structure: Structure;
let ids: string[];

beforeAll(async () => {
  table = await startTestTable();
  const client = table.newClient();
  recorder = attachRecorder(client);
  registry = tableRegistry({ client, tableName: table.tableName });
});
beforeEach(async () => {
  ({ directory } = await found(registry));
  const before = await directory.structure();
  const { project, groups } = sampleProject(before);
  await directory.putPart(before, newPart({ kind: 'project', value: project }, groups));
  structure = await directory.structure();
  ids = groups.map(({ group }) => group.id).toSorted();
  const other = await found(registry);
  await other.directory.createOrdinaryGroup(sampleGroup(), []);
});
afterAll(() => table.stop());

async function createGroups(count: number): Promise<void> {
  const groups = Array.from({ length: count }, () => sampleGroup());
  await Promise.all(groups.map((group) => directory.createOrdinaryGroup(group, [])));
  ids = [...ids, ...groups.map(({ id }) => id)].toSorted();
}

async function remove(id: string): Promise<void> {
  const group = await directory.group(id);
  expect(group && (await directory.removeOrdinaryGroup(group))).toBe('written');
}

function idsOf(groups: readonly Group[]): string[] {
  return groups.map(({ id }) => id);
}

async function walk(side: Side, limit: number, betweenPages: (last: string) => Promise<void> = async () => undefined) {
  let seen: string[] = [];
  for (let last: string | undefined; ;) {
    const page: string[] = idsOf(await directory.groupsBeside(structure, last, side, limit));
    seen = side === 'after' ? [...seen, ...page] : [...page, ...seen];
    last = side === 'after' ? page.at(-1) : page[0];
    if (last === undefined) return seen;
    await betweenPages(last);
  }
}

describe('groupsBeside', () => {
  it.each<[Side, number]>([
    ['after', 1],
    ['after', 10],
    ['before', 1],
    ['before', 10],
    ['before', 1_000],
  ])(
    'P3: reaches generated and ordinary groups once by the neighbours %s the last one, %i at a time',
    async (side, limit) => {
      await createGroups(20);
      expect(await walk(side, limit)).toEqual(ids);
    },
  );

  it('needs no group at the id, and gives those nearest to it', async () => {
    await createGroups(20);
    const id = ids[9] ?? '';
    expect(idsOf(await directory.groupsBeside(structure, id, 'after', 4))).toEqual(ids.slice(10, 14));
    expect(idsOf(await directory.groupsBeside(structure, id, 'before', 4))).toEqual(ids.slice(5, 9));
    expect(idsOf(await directory.groupsBeside(structure, undefined, 'before', 2))).toEqual(ids.slice(-2));
    expect(await directory.groupsBeside(structure, id, 'before', 0)).toEqual([]);
    const nobody = randomUUID();
    const all = [
      ...(await directory.groupsBeside(structure, nobody, 'before', 100)),
      ...(await directory.groupsBeside(structure, nobody, 'after', 100)),
    ];
    expect(idsOf(all)).toEqual(ids);
  });

  it('G5: passes over what the structure generates no more, and still fills the page', async () => {
    await createGroups(10);
    const ordinary: string[] = [];
    for (const id of ids) if ((await directory.group(id))?.place.kind === 'ordinary') ordinary.push(id);
    structure = { ...structure, projects: [] };
    for (const limit of [1, 3, 10]) {
      expect(await walk('after', limit)).toEqual(ordinary);
      expect(await walk('before', limit)).toEqual(ordinary);
    }
    expect(await directory.scanGroups(structure, 10, async (groups) => idsOf(groups))).toEqual(ordinary);
  });

  it.each<Side>(['after', 'before'])('P4: gives every group that exists throughout once, going %s', async (side) => {
    const generated = new Set(ids);
    await createGroups(30);
    const [...stable] = ids;
    const passing: string[] = [];
    const seen = await walk(side, 4, async (last) => {
      if (!generated.has(last) && stable.includes(last)) {
        passing.push(last);
        await remove(last);
      }
      await directory.createOrdinaryGroup(sampleGroup(), []);
    });
    expect(seen).toEqual([...new Set(seen)].toSorted());
    expect(stable.filter((id) => !seen.includes(id))).toEqual([]);
    expect(passing.length).toBeGreaterThan(3);
  });
});

describe('scanGroups', () => {
  it('P1: gives all that is selected, in the order of ids, up to the limit', async () => {
    await createGroups(20);
    expect(await directory.scanGroups(structure, 23, async (groups) => idsOf(groups))).toEqual(ids);
    const { result, calls } = await recorder.record(() =>
      directory.scanGroups(structure, 22, async (groups) => groups),
    );
    expect({ result, calls: calls.length }).toEqual({ result: 'tooMany', calls: 1 });
  });

  it('T1: knows no group in an organization that has none', async () => {
    const empty = registry.directory(randomUUID(), stamp());
    const nothing = { ...structure, projects: [], teams: [] };
    expect(await empty.scanGroups(nothing, 0, async (groups) => groups)).toEqual([]);
    expect(await empty.groupsBeside(nothing, undefined, 'after', 5)).toEqual([]);
    expect(await empty.groupsBeside(nothing, undefined, 'before', 5)).toEqual([]);
  });
});

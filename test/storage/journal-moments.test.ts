import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GroupChange } from '#domain/directory.ts';
import type { Standing } from '#domain/user.ts';
import { tableRegistry } from '#storage/registry.ts';
import { startTestTable } from '../support/engine.ts';
import type { TestTable } from '../support/engine.ts';
import { foundJournalRealm, applyAll, applySome, putStandings } from '../support/journal.ts';
import type { JournalRealm } from '../support/journal.ts';
import { sampleGroup, stamp } from '../support/samples.ts';

let table: TestTable;
let realm: JournalRealm;
let people: readonly Standing[];

beforeAll(async () => {
  table = await startTestTable();
  realm = await foundJournalRealm(table);
  people = await putStandings(realm.session, 90);
});
afterAll(() => table.stop());

/** From one place on, so many people, round the corner. */
const some = fc.tuple(fc.nat(89), fc.integer({ min: 1, max: 89 }));

function chosen([from, count]: readonly [number, number]): readonly Standing[] {
  return people.filter((_, place) => (place - from + people.length) % people.length < count);
}

/** What happens to the group: requests that commit and die, and workers that die after so many slices. */
const moment = fc.oneof(
  fc.record({ kind: fc.constantFrom('add' as const, 'remove' as const, 'replace' as const), some }),
  fc.record({ kind: fc.constant('apply' as const), slices: fc.integer({ min: 1, max: 6 }), behind: fc.nat() }),
);

async function commit(change: GroupChange): Promise<void> {
  const outcome = await realm.committing.changeGroup(change);
  if (outcome !== 'written') throw new Error(`Nobody else changes the group, and the outcome was ${outcome}.`);
}

type Members = ReadonlySet<string>;

async function happen(id: string, members: Members, what: typeof moment extends fc.Arbitrary<infer M> ? M : never) {
  const before = await realm.now({ id });
  if (what.kind === 'apply') {
    const open = before.journal?.open ?? [];
    const change = open[what.behind % Math.max(1, open.length)];
    if (change !== undefined) await applySome(realm.session, change, what.slices);
    return members;
  }
  // As a request reads them now, applied or not.
  const standings = await realm.directory.standings(chosen(what.some).map(({ userId }) => userId));
  const named = new Set(standings.keys());
  const change = { before, after: before, add: [...standings.values()], remove: [], exclusive: false };
  switch (what.kind) {
    case 'add':
      await commit(change);
      return members.union(named);
    case 'remove':
      await commit({ ...change, add: [], remove: change.add });
      return members.difference(named);
    default: {
      const leave = (await realm.directory.membersAtOnce(before)).filter(({ userId }) => !named.has(userId));
      const add = change.add.filter(({ userId }) => !members.has(userId));
      await commit({ ...change, add, leave, exclusive: true });
      return named;
    }
  }
}

describe('the members of a group', () => {
  it('G8: are at every moment those that the answered changes leave, however far these are applied', async () => {
    const histories = fc.asyncProperty(fc.array(moment, { minLength: 3, maxLength: 12 }), async (moments) => {
      const { id } = sampleGroup();
      await realm.directory.createOrdinaryGroup(sampleGroup(id, id), []);
      let members: Members = new Set();
      for (const what of moments) {
        members = await happen(id, members, what);
        const read = await realm.directory.members(await realm.now({ id }));
        expect(read.map(({ userId }) => userId)).toEqual([...members].toSorted());
        const after = people[what.kind === 'apply' ? what.behind % 90 : what.some[0]]?.userId ?? '';
        expect(await realm.directory.membersAfter(await realm.now({ id }), after, 7)).toEqual(
          read.filter(({ userId }) => userId > after).slice(0, 7),
        );
      }
      for (const change of (await realm.now({ id })).journal?.open ?? []) await applyAll(realm.session, change);
      expect((await realm.now({ id })).journal?.open ?? []).toEqual([]);
      const standings = await realm.directory.standings(people.map(({ userId }) => userId));
      const inEffect = [...standings.values()].filter(({ groups }) => groups.has(id)).map(({ userId }) => userId);
      expect(inEffect.toSorted()).toEqual([...members].toSorted());
      expect(await realm.directory.members(await realm.now({ id }))).toHaveLength(members.size);
    });
    await fc.assert(histories, { numRuns: 8, endOnFailure: true });
  }, 60_000);

  it('G8: are read whole all the time that workers apply a replacement, and one that follows it', async () => {
    const { id } = sampleGroup();
    const half = people.slice(0, 45);
    await realm.directory.createOrdinaryGroup(sampleGroup(id, id), half);
    const leave = await realm.directory.members(await realm.now({ id }));
    const change = { before: await realm.now({ id }), after: await realm.now({ id }), remove: [], exclusive: true };
    await realm.committing.changeGroup({ ...change, add: people.slice(45), leave });
    const last = { ...change, before: await realm.now({ id }), exclusive: false };
    await realm.committing.changeGroup({ ...last, add: half.slice(0, 1) });
    const wanted = [...half.slice(0, 1), ...people.slice(45)].map(({ userId }) => userId);
    const [first = '', second = ''] = (await realm.now({ id })).journal?.open ?? [];
    let readings = 0;
    const isOpen = async (changeId: string): Promise<boolean> =>
      (await realm.now({ id })).journal?.open.includes(changeId) === true;
    const read = async (): Promise<void> => {
      while (await isOpen(second)) {
        const members = await realm.directory.members(await realm.now({ id }));
        expect(members.map(({ userId }) => userId)).toEqual(wanted);
        readings++;
      }
    };
    const apply = async (): Promise<void> => {
      // One thing at a time, so that readers come between.
      while (await isOpen(first)) await applySome(realm.session, first, 2);
      while (await isOpen(second)) await applySome(realm.session, second, 2);
    };
    await Promise.all([apply(), read(), read()]);
    expect(readings).toBeGreaterThan(4);
    expect((await realm.directory.members(await realm.now({ id }))).map(({ userId }) => userId)).toEqual(wanted);
  });

  it.each([1, 2])(
    'G8: are read again where another change was begun meanwhile, at Query %i of three',
    async (place) => {
      const { id } = sampleGroup();
      await realm.directory.createOrdinaryGroup(sampleGroup(id, id), []);
      await realm.committing.changeGroup({ ...(await changeOf(id)), add: people });
      const [first = ''] = (await realm.now({ id })).journal?.open ?? [];
      const meanwhile = async (): Promise<void> => {
        await applyAll(realm.session, first);
        const leave = await realm.directory.members(await realm.now({ id }));
        await realm.committing.changeGroup({ ...(await changeOf(id)), exclusive: true, leave });
        await applySome(realm.session, (await realm.now({ id })).journal?.open[0] ?? '', 2);
      };
      const client = table.newClient();
      let [queries, change] = [0, undefined as Promise<void> | undefined];
      client.middlewareStack.add(
        (next, context) => async (args) => {
          // Who is in transit and the slices are read together, and then the members.
          if (context.commandName === 'QueryCommand' && ++queries > 2 * place - 1) await (change ??= meanwhile());
          return next(args);
        },
        { step: 'initialize', name: 'meanwhile', priority: 'low' },
      );
      const reader = tableRegistry({ client, tableName: table.tableName }).directory(realm.organization, stamp());
      expect(await reader.members(await realm.now({ id }))).toEqual([]);
      expect((await realm.now({ id })).journal?.open).toHaveLength(1);
    },
  );
});

async function changeOf(id: string) {
  const before = await realm.now({ id });
  return { before, after: before, add: [], remove: [], exclusive: false };
}

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Registry } from '#domain/directory.ts';
import { tableRegistry } from '#storage/registry.ts';
import { type MadeChanges, changesTold } from '#storage/tell-changes.ts';
import { type StreamedTable, startStreamedTable } from '../support/stream.ts';
import { contextOf, foundWorld, idOf, stamp, verbs } from '../support/world.ts';

let table: StreamedTable;
let registry: Registry;

beforeAll(async () => {
  table = await startStreamedTable();
  registry = tableRegistry(table);
});

afterAll(() => table.stop());

/** An organization, requests in it, and what is told of them. */
async function toldWorld() {
  const world = await foundWorld({ registry });
  await table.drain([]);
  let second = 0;
  return {
    ...world,
    request() {
      const at = new Date(Date.parse('2026-11-23T12:00:00Z') + 1_000 * ++second).toISOString();
      const directory = registry.directory(world.organization.id, stamp({ at }));
      return verbs(contextOf(registry, world.organization, directory, world.clock));
    },
    async told(): Promise<readonly Omit<MadeChanges, 'organizationId'>[]> {
      const told: MadeChanges[] = [];
      await table.drain([changesTold((changes) => told.push(changes))]);
      return told.map(({ organizationId, ...changes }) => {
        expect(organizationId).toBe(world.organization.id);
        return changes;
      });
    },
  };
}

describe('what the worker tells of an organization', () => {
  it('is how many users were created and lost, and how many came into groups and left them', async () => {
    const { request, told, groupNamed } = await toldWorld();
    const group = await groupNamed('Statsig-ProjectA-Member');
    const ada = idOf(await request().createUser('ada@example.com'));
    const bob = idOf(await request().createUser('bob@example.com'));
    expect(await told()).toEqual([{ usersCreated: 2 }]);
    const members = [ada, bob].map((value) => ({ value }));
    await request().patchGroup(group, [{ op: 'add', path: 'members', value: members }]);
    expect(await told()).toEqual([{ membersAdded: 2 }]);
    await request().patchUser(ada, [{ op: 'replace', path: 'active', value: false }]);
    expect(await told()).toEqual([{ usersDeactivated: 1, membersRemoved: 1, usersLostLately: 1 }]);
    await request().patchUser(ada, [{ op: 'replace', path: 'active', value: true }]);
    expect(await told()).toEqual([{ usersReactivated: 1 }]);
    await request().deleteUser(bob);
    expect(await told()).toMatchObject([{ usersDeleted: 1, membersRemoved: 1 }]);
  });

  it('is nothing where only attributes change', async () => {
    const { request, told } = await toldWorld();
    const ada = idOf(await request().createUser('ada@example.com'));
    await told();
    await request().patchUser(ada, [{ op: 'replace', path: 'title', value: 'Countess' }]);
    expect(await told()).toEqual([]);
  });

  it('counts a journaled change of many members once, when it is committed', async () => {
    const { request, told, groupNamed } = await toldWorld();
    const group = await groupNamed('Statsig-ProjectA-Member');
    const users = await Promise.all(
      Array.from({ length: 120 }, (_, number) => request().createUser(`u${number}@example.com`)),
    );
    const changes = await told();
    expect(changes.reduce((sum, { usersCreated = 0 }) => sum + usersCreated, 0)).toBe(120);
    const value = users.map((user) => ({ value: idOf(user) }));
    await request().patchGroup(group, [{ op: 'add', path: 'members', value }]);
    const added = await told();
    expect(added.reduce((sum, { membersAdded = 0 }) => sum + membersAdded, 0)).toBe(120);
  });
});

describe('the users that an organization loses', () => {
  it('are counted together over batches, for ten minutes, and for each organization by itself', async () => {
    const [one, other] = [await toldWorld(), await toldWorld()];
    const clock = { ...table, now: Date.parse('2026-11-23T12:03:00Z') };
    const lately = async (world: typeof one): Promise<number | undefined> => {
      const told: MadeChanges[] = [];
      const user = idOf(await world.request().createUser(`${crypto.randomUUID()}@example.com`));
      await table.drain([]);
      await world.request().deleteUser(user);
      const tell = changesTold((changes) => told.push(changes));
      await table.drain([
        (records, worker) =>
          tell(records, {
            ...worker,
            open: (organization) => {
              const session = worker.open(organization);
              return { ...session, timing: { ...session.timing, now: () => clock.now } };
            },
          }),
      ]);
      return told.find(({ usersDeleted }) => usersDeleted !== undefined)?.usersLostLately;
    };
    expect(await lately(one)).toBe(1);
    clock.now += 6 * 60_000;
    expect(await lately(one)).toBe(2);
    expect(await lately(other)).toBe(1);
    clock.now += 60_000;
    expect(await lately(one)).toBe(1);
  });

  it('are not told of where records are worked on late', async () => {
    const { request } = await toldWorld();
    await request().createUser('ada@example.com');
    const told: MadeChanges[] = [];
    const tell = changesTold((changes) => told.push(changes));
    await table.drain([(records, worker) => tell(records, { ...worker, isLate: true })]);
    expect(told).toEqual([]);
  });
});

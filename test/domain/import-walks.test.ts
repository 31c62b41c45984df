import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Random } from '../attack/random.ts';
import { randomOf } from '../attack/random.ts';
import { sampleUser } from '../support/samples.ts';
import { startTable, type Table } from '../support/table.ts';
import { foundWorld, idOf, type World } from '../support/world.ts';

const pageSize = 100;

let table: Table;
beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.stop());

/** Who is there throughout, and who comes and goes while others look. */
type Crowd = {
  readonly world: World;
  readonly steady: ReadonlySet<string>;
  readonly leaving: string[];
  coming: number;
};

async function crowdOf(staying: number, leaving: number, coming: number): Promise<Crowd> {
  const world = await foundWorld(table);
  const { userId } = await world.directory.owner();
  const stay = await createUsers(world, staying);
  return { world, steady: new Set([userId, ...stay]), leaving: await createUsers(world, leaving), coming };
}

async function createUsers({ directory }: World, count: number): Promise<string[]> {
  const users = Array.from({ length: count }, () => sampleUser());
  for (let first = 0; first < count; first += 100) {
    await Promise.all(users.slice(first, first + 100).map(async (user) => directory.createUser(user)));
  }
  return users.map(({ profile }) => profile.id);
}

/** One by one, as the seed says, users are created and those who are to leave are deleted. */
async function comeAndGo(crowd: Crowd, random: Random, count: number): Promise<void> {
  const { directory } = crowd.world;
  for (let n = 0; n < count && crowd.coming + crowd.leaving.length > 0; n++) {
    const goes = random.below(crowd.coming + crowd.leaving.length) < crowd.leaving.length;
    const [id] = goes ? crowd.leaving.splice(random.below(crowd.leaving.length), 1) : [];
    const user = id === undefined ? undefined : await directory.user(id);
    if (user === undefined) crowd.coming -= 1;
    await (user === undefined ? directory.createUser(sampleUser()) : directory.removeUser(user));
  }
}

/** All pages that Okta would ask, one after another, while others come and go. */
async function importAll(crowd: Crowd, random: Random): Promise<readonly string[]> {
  const given: string[] = [];
  let total = Number.POSITIVE_INFINITY;
  for (let startIndex = 1; startIndex <= total; startIndex += pageSize) {
    const [page] = await Promise.all([
      crowd.world.listUsers({ startIndex: String(startIndex), count: String(pageSize) }),
      comeAndGo(crowd, random, random.below(300)),
    ]);
    given.push(...page.resources.map(idOf));
    total = page.totalResults;
  }
  return given;
}

describe('an import while 1,000 users are created and 1,000 deleted', () => {
  it.each([1])(
    'P4: misses nobody who is there throughout, and names nobody twice (seed %i)',
    async (seed) => {
      const crowd = await crowdOf(600, 1_000, 1_000);
      const given = await importAll(crowd, randomOf(seed, 0));
      expect(given.filter((id) => crowd.steady.has(id)).toSorted()).toEqual([...crowd.steady].toSorted());
      expect(new Set(given).size).toBe(given.length);
      expect(crowd.coming + crowd.leaving.length).toBeLessThan(1_000);
    },
    120_000,
  );

  it.each([3])(
    'P4: misses nobody in two walks of one key at once (seed %i)',
    async (seed) => {
      const crowd = await crowdOf(600, 1_000, 1_000);
      const imports = await Promise.all([1, 2].map(async (walk) => importAll(crowd, randomOf(seed, walk))));
      for (const given of imports) {
        expect([...crowd.steady].filter((id) => !given.includes(id))).toEqual([]);
      }
    },
    120_000,
  );
});

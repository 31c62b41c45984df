import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { groupTest } from '#domain/group-filter.ts';
import { type Filter, parseFilter, printFilter } from '#scim/filter.ts';
import type { JsonObject } from '#scim/json.ts';
import { matches } from '#scim/match.ts';
import { group as groupType, user as userType } from '../scim/resource-types.ts';
import { startTable, type Table } from '../support/table.ts';
import { foundWorld, idOf, steadyClock, type World } from '../support/world.ts';

let table: Table;
let world: World;
let users: readonly JsonObject[];
let groups: readonly JsonObject[];

beforeAll(async () => {
  table = await startTable();
  const clock = steadyClock();
  world = await foundWorld(table, { clock, settings: { groups: 'open' } });
  const ids: string[] = [];
  for (let n = 0; n < 12; n++) {
    clock.set(`2026-03-0${1 + (n % 4)}T1${n % 3}:30:00.000Z`);
    const emails = [{ value: `Mail${n % 5}@example.com`, type: n % 2 === 0 ? 'work' : 'home' }];
    const externalId = `ext-${n % 4}`;
    const title = n % 2 === 0 ? 'Even' : 'Odd';
    ids.push(idOf(await world.createUser(`${'abc'.charAt(n % 3)}${n}@example.com`, { emails, externalId, title })));
  }
  const admins = await world.groupNamed('Statsig-ProjectA-Admin');
  const sales = idOf(await world.createGroup('Sales Team'));
  const add = (from: number, to: number): JsonObject[] => [
    { op: 'add', path: 'members', value: ids.slice(from, to).map((value) => ({ value })) },
  ];
  await world.patchGroup(admins, add(0, 5));
  await world.patchGroup(sales, add(3, 8));
  clock.set('2026-03-05T10:00:00.000Z');
  await world.patchUser(ids[4] ?? '', [{ op: 'replace', value: { active: false } }]);
  await world.patchGroup(sales, add(4, 5));
  users = (await world.listUsers({ count: '1000' })).resources;
  groups = (await world.listGroups({ count: '1000' })).resources;
});
afterAll(() => table.stop());

const text = (values: readonly string[]): fc.Arbitrary<string> => fc.constantFrom(...values);
const compare = (names: readonly string[], operators: readonly string[], values: fc.Arbitrary<string>) =>
  fc
    .tuple(text(names), text(operators), values)
    .map(([name, operator, value]) => `${name} ${operator} ${JSON.stringify(value)}`);

/** Any combination of the comparisons. */
function combined(leaf: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.letrec<{ filter: string }>((tie) => ({
    filter: fc.oneof(
      { maxDepth: 3 },
      leaf,
      tie('filter').map((operand) => `not (${operand})`),
      fc
        .tuple(fc.constantFrom(' and ', ' or '), fc.array(tie('filter'), { minLength: 2, maxLength: 3 }))
        .map(([word, operands]) => `(${operands.join(word)})`),
    ),
  })).filter;
}

const days = ['2026-03-01T10:30:00Z', '2026-03-02T13:30:00+02:00', '2026-03-04', '2026-03-05T10:00:00.000Z'];

describe('the answer to a filter does not depend on how it is found', () => {
  it('P1: for users', async () => {
    const [one, other] = [String(users[0]?.['id']), String(users[7]?.['id'])];
    const groupIds = groups.map(idOf);
    const leaf = fc.oneof(
      compare(['id'], ['eq', 'ne'], text([one, other, one.toUpperCase(), 'none', ''])),
      compare(
        ['userName'],
        ['eq', 'sw', 'ew', 'ne'],
        text(['A0@EXAMPLE.com', 'b1@example.com', 'A', 'a1', 'c', '', 'ß']),
      ),
      compare(['externalId'], ['eq', 'ne'], text(['ext-1', 'EXT-1', 'ext-2', ''])),
      compare(
        ['emails', 'emails.value'],
        ['eq', 'ne', 'sw'],
        text(['mail1@example.com', 'MAIL2@example.com', 'm', '']),
      ),
      compare(['emails.type', 'title'], ['eq'], text(['work', 'even'])),
      text(['emails[type eq "work" and value eq "mail2@example.com"]', 'emails[not (value eq "mail2@example.com")]']),
      text(['emails[value eq "mail1@example.com" or type eq "home"]', 'groups pr', 'meta.resourceType eq "Group"']),
      compare(['groups', 'groups.value'], ['eq', 'ne'], text(groupIds)),
      compare(['meta.lastModified'], ['gt', 'ge', 'lt', 'le', 'eq', 'ne'], text(days)),
    );
    await expectSame(leaf, async (filter) => (await world.listUsers({ filter, count: '1000' })).resources, {
      all: users,
      test: (filter) => (resource) => matches(filter, resource),
      type: userType,
    });
  });

  it('P1: for groups', async () => {
    const userIds = users.map(idOf);
    const leaf = fc.oneof(
      compare(['id'], ['eq', 'ne'], text([...groups.map(idOf), 'none'])),
      compare(
        ['displayName'],
        ['eq', 'ne', 'co'],
        text(['statsig - Project A - admin', 'SALESTEAM', 'Statsig-MobileApp-Member', 'none', '', ' ']),
      ),
      compare(['members', 'members.value'], ['eq', 'ne'], text([...userIds, 'none'])),
      text(['members pr', 'externalId pr', 'meta.resourceType eq "Group"', 'meta.resourceType eq "User"']),
    );
    await expectSame(leaf, async (filter) => (await world.listGroups({ filter, count: '1000' })).resources, {
      all: groups,
      test: groupTest,
      type: groupType,
    });
  });
});

/** Lists by many filters, and expects of each what looking at everything finds. */
async function expectSame(
  leaf: fc.Arbitrary<string>,
  list: (filter: string) => Promise<readonly JsonObject[]>,
  expected: {
    readonly all: readonly JsonObject[];
    readonly test: (filter: Filter) => (resource: JsonObject) => boolean;
    readonly type: typeof userType;
  },
): Promise<void> {
  await fc.assert(
    fc.asyncProperty(combined(leaf), async (written) => {
      const filter = parseFilter(written, expected.type);
      expect(await list(printFilter(filter))).toEqual(expected.all.filter(expected.test(filter)));
    }),
    { numRuns: 150 },
  );
}

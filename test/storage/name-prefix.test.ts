import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Directory, Registry } from '#domain/directory.ts';
import { fold } from '#scim/fold.ts';
import { groupNameKey } from '#storage/group-keys.ts';
import { userNamesFrom } from '#storage/lookup-keys.ts';
import { tableRegistry } from '#storage/registry.ts';
import { userNameKey } from '#storage/user-keys.ts';
import { startTestTable } from '../support/engine.ts';
import type { TestTable } from '../support/engine.ts';
import { attachRecorder } from '../support/recorder.ts';
import type { Recorder } from '../support/recorder.ts';
import { found, sampleGroup, sampleUser, stamp } from '../support/samples.ts';

let table: TestTable;
let recorder: Recorder;
let registry: Registry;
let directory: Directory;
const idsByName = new Map<string, string>();

/** NFKC makes eighteen characters of each of these, 33 bytes. */
const expanding = '\uFDFA';

const names = [
  'ada@example.com',
  'Ada.Lovelace@example.com',
  'ADAM@example.com',
  'a#da@example.com',
  'a#',
  '%23@example.com',
  'ärger@example.com',
  'Ångström@example.com',
  'ΟΔΟΣ@example.com',
  'straße@example.com',
  '😀smile@example.com',
  '😁grin@example.com',
  `${'x'.repeat(308)}@example.com`,
  `${'x'.repeat(300)}y@example.com`,
  `${expanding.repeat(30)}1`,
  `${expanding.repeat(30)}2`,
  expanding.repeat(24),
];

beforeAll(async () => {
  table = await startTestTable();
  const client = table.newClient();
  recorder = attachRecorder(client);
  registry = tableRegistry({ client, tableName: table.tableName });
  const world = await found(registry);
  ({ directory } = world);
  idsByName.set(String(world.owner.profile.attributes['userName']), world.owner.profile.id);
  const other = await found(registry);
  for (const userName of names) {
    const user = sampleUser({ userName });
    idsByName.set(userName, user.profile.id);
    await directory.createUser(user);
    await other.directory.createUser(sampleUser({ userName }));
  }
  // Neighbours in the partition of names, where groups reserve theirs.
  await directory.createOrdinaryGroup(sampleGroup('Ada'), []);
});
afterAll(() => table.stop());

function idsWith(prefix: string): string[] {
  return [...idsByName].flatMap(([name, id]) => (fold(name).startsWith(fold(prefix)) ? id : [])).toSorted();
}

describe('userIdsByNamePrefix', () => {
  it.each([
    'ada',
    'ADA',
    'adam@',
    'a#',
    'a#d',
    '#',
    '%',
    'ä',
    'Ä',
    'a\u0308',
    'ÅNGSTRÖM',
    'οδος',
    'ΟΔΟς',
    'οδοσ@',
    'STRASSE',
    'straß',
    '😀',
    'x'.repeat(300),
    'x'.repeat(308),
    `${'x'.repeat(308)}@EXAMPLE.com`,
    'x'.repeat(320),
    expanding,
    expanding.repeat(20),
    'nobody',
    'USER#',
    '~',
    '',
  ])('P1: names everybody whose userName begins with %j, and nobody else', async (prefix) => {
    expect((await directory.userIdsByNamePrefix(prefix, 100)).toSorted()).toEqual(idsWith(prefix));
  });

  it.each([
    ['is longer than what a key keeps of a name', expanding.repeat(30)],
    ['goes beyond it', `${expanding.repeat(30)}2`],
    ['ends within a character', '\uD83D'],
    ['begins within one', '\uDE00smile'],
  ])('P1: leaves nobody out where the prefix %s', async (_, prefix) => {
    const ids = await directory.userIdsByNamePrefix(prefix, 100);
    expect(idsWith(prefix).filter((id) => !ids.includes(id))).toEqual([]);
  });

  it('gives one more than the limit where there are more, and reads no further', async () => {
    const all = idsWith('a');
    expect(all.length).toBeGreaterThan(4);
    expect(await directory.userIdsByNamePrefix('a', all.length)).toHaveLength(all.length);
    expect(await directory.userIdsByNamePrefix('a', all.length - 1)).toHaveLength(all.length);
    const { result, calls, readUnits } = await recorder.record(() => directory.userIdsByNamePrefix('a', 2));
    expect(result).toHaveLength(3);
    expect({ calls: calls.length, readUnits }).toEqual({ calls: 1, readUnits: 1 });
    expect(await directory.userIdsByNamePrefix('a', 0)).toHaveLength(1);
  });

  it('U1: follows a change of the name and the end of the user', async () => {
    const before = sampleUser({ userName: 'zoe@example.com' });
    await directory.createUser(before);
    const { profile, standing } = before;
    const after = { profile: { ...profile, attributes: { userName: 'zara@example.com' }, revision: 2 }, standing };
    await directory.changeUser({ before, after });
    expect(await directory.userIdsByNamePrefix('zo', 10)).toEqual([]);
    expect(await directory.userIdsByNamePrefix('za', 10)).toEqual([profile.id]);
    await directory.removeUser(after);
    expect(await directory.userIdsByNamePrefix('z', 10)).toEqual([]);
  });

  it('T1: names nobody in an organization that has nobody', async () => {
    expect(await registry.directory(randomUUID(), stamp()).userIdsByNamePrefix('', 10)).toEqual([]);
  });
});

describe('the keys of names', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 30 }),
    fc.stringMatching(/^[aA#~ßς]{0,6}$/u),
    fc.tuple(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 3 }), fc.nat(400)).map(([one, n]) => one.repeat(n)),
  );

  it('begin with what is looked for where the name begins with the prefix, and where the prefix is short only then', () => {
    fc.assert(
      fc.property(text, text, fc.nat(900), (name, other, length) => {
        const whole = name.isWellFormed() ? name : 'x';
        for (const prefix of [other, fold(whole).slice(0, length), `${whole}${other}`]) {
          const begins = fold(whole).startsWith(fold(prefix));
          const { PK, prefix: wanted } = userNamesFrom('o', prefix);
          const key = userNameKey('o', whole);
          expect(PK).toBe(key.PK);
          const isFound = key.SK.startsWith(wanted);
          const isExact = prefix.isWellFormed() && Buffer.byteLength(fold(prefix)) <= 797;
          expect({ missed: begins && !isFound, mistaken: isExact && isFound && !begins }).toEqual({
            missed: false,
            mistaken: false,
          });
          expect(groupNameKey('o', whole).SK.startsWith(wanted)).toBe(false);
          expect(Buffer.byteLength(wanted)).toBeLessThanOrEqual(5 + 797);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

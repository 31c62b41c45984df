import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Directory } from '#domain/directory.ts';
import type { User } from '#domain/user.ts';
import type { JsonObject } from '#scim/json.ts';
import { schemaVersion } from '#storage/item.ts';
import { emailKey, nameKey } from '#storage/lookup-keys.ts';
import { maintainNames, namesOf } from '#storage/name-lookups.ts';
import { sessionOpener } from '#storage/open-session.ts';
import { tableRegistry } from '#storage/registry.ts';
import { readRange } from '#storage/send-reads.ts';
import type { Worker } from '#storage/stream-consumer.ts';
import type { TableRecord } from '#storage/table-record.ts';
import { profileItem } from '#storage/user-items.ts';
import { profileKey } from '#storage/user-keys.ts';
import { found, sampleUser, stamp, withAttributes } from '../support/samples.ts';
import type { StreamedTable } from '../support/stream.ts';
import { startStreamedTable } from '../support/stream.ts';

let table: StreamedTable;
let organization: string;
let directory: Directory;
let user: User;

beforeAll(async () => {
  table = await startStreamedTable();
});
afterAll(() => table.stop());
beforeEach(async () => {
  const world = await found(tableRegistry(table));
  ({ directory } = world);
  organization = world.organization.id;
  user = sampleUser({ name: { givenName: 'Ada', familyName: 'Lovelace' } });
});

const opener = (): ReturnType<typeof sessionOpener> => sessionOpener(table);

/** The names under which a user is found now. */
async function lookups(): Promise<readonly string[]> {
  const { PK } = emailKey(organization, 'any', user.profile.id);
  const items = await readRange(opener()(organization, stamp()), { PK, from: 'NAME#', to: 'NAME$' });
  return items.map((item) => String(item['SK']).slice('NAME#'.length, -37));
}

describe('namesOf', () => {
  it.each<[string, JsonObject, string[]]>([
    ['both names in both orders', { name: { givenName: 'Ada', familyName: 'King' } }, ['ada king', 'king ada']],
    ['one name once', { name: { familyName: 'King' } }, ['king']],
    ['the same name twice once', { name: { givenName: 'Ada', familyName: 'ADA' } }, ['ada ada']],
    [
      'words with one space between them',
      { name: { givenName: ' Ada  M ', familyName: '\tKing' } },
      ['ada m king', 'king ada m'],
    ],
    ['the formatted name where there is no other', { name: { formatted: 'A. King' }, displayName: 'x' }, ['a. king']],
    ['the displayName where there is no name', { displayName: 'Countess' }, ['countess']],
    ['nothing where nothing is known', {}, []],
    ['nothing of white space', { name: { givenName: ' ' }, displayName: ' ' }, []],
  ])('knows %s', (_, attributes, names) => {
    expect([...namesOf(sampleUser(attributes).profile)]).toEqual(names);
  });
});

describe('maintainNames', () => {
  it('follows a user from the creation to the deletion', async () => {
    await directory.createUser(user);
    await table.drain([maintainNames]);
    expect(await lookups()).toEqual(['ada lovelace', 'lovelace ada']);

    const renamed = withAttributes(user, {
      ...user.profile.attributes,
      name: { givenName: 'Ada', familyName: 'King' },
    });
    await directory.changeUser({ before: user, after: renamed });
    await table.drain([maintainNames]);
    expect(await lookups()).toEqual(['ada king', 'king ada']);

    await directory.removeUser(renamed);
    await table.drain([maintainNames]);
    expect(await lookups()).toEqual([]);
  });

  it('comes to the same where records are given again, one by one or in parts', async () => {
    const session = opener()(organization, stamp());
    const image = (attributes: JsonObject) => profileItem(organization, session.stamp, { ...user.profile, attributes });
    const [ada, king] = [image(user.profile.attributes), image({ displayName: 'King' })];
    const record = (before?: TableRecord['before'], after?: TableRecord['after']): TableRecord => ({
      organization,
      key: profileKey(organization, user.profile.id),
      ...(before && { before }),
      ...(after && { after }),
      byTimeToLive: false,
      sequence: '1',
    });
    const worker: Worker = { open: () => session, timeLeft: () => true, now: () => new Date() };
    const history = [record(undefined, ada), record(ada, king), record(king, ada)];
    const names = ['ada lovelace', 'lovelace ada'];
    await maintainNames(history, worker);
    expect(await lookups()).toEqual(names);
    for (const one of history) await maintainNames([one], worker);
    expect(await lookups()).toEqual(names);
    await maintainNames([...history, ...history, record(ada, undefined)], worker);
    expect(await lookups()).toEqual([]);
  });

  it('takes the user as it is now where records come late', async () => {
    await directory.createUser(user);
    await table.drain([maintainNames]);
    const session = opener()(organization, stamp());
    const late: Worker = { open: () => session, timeLeft: () => true, now: () => new Date(), isLate: true };
    const key = profileKey(organization, user.profile.id);
    const image = (attributes: JsonObject) => profileItem(organization, session.stamp, { ...user.profile, attributes });
    const change = { before: image(user.profile.attributes), after: image({ displayName: 'King' }) };
    const record = { organization, key, byTimeToLive: false, sequence: '1' };
    // Ada became King, which was set aside, and then Ada again.
    await maintainNames([{ ...record, ...change }], late);
    expect(await lookups()).toEqual(['ada lovelace', 'lovelace ada']);
    await directory.removeUser(user);
    await maintainNames([{ ...record, ...change }], late);
    expect(await lookups()).toEqual([]);
    await maintainNames([{ ...record, after: change.after }], late);
    expect(await lookups()).toEqual([]);
    await maintainNames([{ ...record, before: change.before }], late);
  });

  it('leaves records of other items alone', async () => {
    const item = { type: 'standing', v: schemaVersion };
    const key = profileKey(organization, user.profile.id);
    const worker: Worker = { open: () => opener()(organization, stamp()), timeLeft: () => true, now: () => new Date() };
    await maintainNames([{ organization, key, after: item, byTimeToLive: false, sequence: '1' }], worker);
    const late: Worker = { ...worker, isLate: true };
    await maintainNames([{ organization, key, after: item, byTimeToLive: false, sequence: '1' }], late);
    expect(await lookups()).toEqual([]);
  });

  it('keeps a name that is longer than a key, and one with a separator', () => {
    const id = user.profile.id;
    expect(nameKey(organization, 'x'.repeat(2000), id).SK.length).toBeLessThan(1024);
    expect(nameKey(organization, 'a#b', id).SK).toBe(`NAME#a%23b#${id}`);
  });
});

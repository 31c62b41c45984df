import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createScimKey, deactivateKey, listKeys, readKey, regenerateKey } from '../../lambdas/domain/console-keys.ts';
import type { Console, KeyView } from '../../lambdas/domain/console.ts';
import type { KeyRecord } from '../../lambdas/domain/key.ts';
import { hashKey, isWellFormedKey } from '../../lambdas/domain/keys.ts';
import { callerLookup } from '../../lambdas/http/caller.ts';
import { consoleOf } from '../support/console.ts';
import { startTable } from '../support/table.ts';
import type { Table } from '../support/table.ts';
import { foundWorld, product, steadyClock } from '../support/world.ts';

const start = '2026-03-01T12:00:00.000Z';
let table: Table;
let clock: ReturnType<typeof steadyClock>;
let console: Console;

beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.stop());
beforeEach(async () => {
  clock = steadyClock(start);
  console = consoleOf(table.registry, await foundWorld(table, { clock }));
});

const okta = { name: 'Okta', scope: 'full' } as const;
const withoutKey = ({ key: _, ...view }: KeyView & { key: string }): KeyView => view;

/** Whether SCIM takes the key now, as a Lambda that has just started decides it. */
async function isAccepted(key: string): Promise<boolean> {
  const { registry } = table;
  const lookup = callerLookup({ registry, product, now: () => clock.now(), warn: () => undefined });
  return lookup(`Bearer ${key}`).then(
    () => true,
    () => false,
  );
}

describe('createScimKey', () => {
  it('T2: shows a key once, and keeps its hash alone', async () => {
    const made = await createScimKey(console, { ...okta, name: ' Okta ' });
    expect(made).toEqual({
      id: made.id,
      key: made.key,
      name: 'Okta',
      scope: 'full',
      state: 'active',
      createdAt: start,
    });
    expect(isWellFormedKey(made.key)).toBe(true);
    expect(await readKey(console, made.id)).toEqual(withoutKey(made));
    expect(await isAccepted(made.key)).toBe(true);
    const stored = await table.registry.key(hashKey(made.key));
    expect(JSON.stringify(stored)).not.toContain(made.key);
  });

  it('T2: the same again is another key', async () => {
    const [one, other] = [await createScimKey(console, okta), await createScimKey(console, okta)];
    expect(one.id).not.toBe(other.id);
    expect(await isAccepted(one.key)).toBe(true);
    expect(await isAccepted(other.key)).toBe(true);
  });

  it('T2: a key with an end is refused from then on', async () => {
    const made = await createScimKey(console, { ...okta, expiresAt: '2026-03-02T13:00:00+01:00' });
    expect(made).toMatchObject({ expiresAt: '2026-03-02T12:00:00.000Z', state: 'active' });
    clock.set('2026-03-02T11:59:59.999Z');
    expect(await isAccepted(made.key)).toBe(true);
    clock.set('2026-03-02T12:00:00.000Z');
    expect(await isAccepted(made.key)).toBe(false);
    expect(await readKey(console, made.id)).toMatchObject({ state: 'expired' });
  });

  it.each([start, '2020-01-01T00:00:00Z', 'tomorrow'])(
    'refuses the end %j, which is not in the future',
    async (end) => {
      await expect(createScimKey(console, { ...okta, expiresAt: end })).rejects.toMatchObject({
        status: 400,
        code: 'keyEndHasPassed',
      });
      expect((await listKeys(console, { limit: 10 })).items).toEqual([]);
    },
  );

  it.each(['x', '😀'.repeat(100)])('takes the name %j, which has 1 to 100 characters', async (name) => {
    expect(await createScimKey(console, { ...okta, name })).toMatchObject({ name });
  });

  it.each(['', '  ', 'x'.repeat(101), '😀'.repeat(101), 'a\nb', 'a\u2028b', 'a\u0000', '\uD800'])(
    'refuses the name %j',
    async (name) => {
      await expect(createScimKey(console, { ...okta, name })).rejects.toMatchObject({
        status: 400,
        code: 'nameUnusable',
      });
    },
  );

  it('refuses more than a hundred live keys, and counts none that has ended', async () => {
    const { organization, directory } = console;
    const record = (place: number): KeyRecord => ({
      id: console.newId(),
      hash: hashKey(`${organization.id} ${place}`),
      organizationId: organization.id,
      name: `Key ${place}`,
      scope: 'full',
      createdAt: start,
      ...(place < 3 && { expiresAt: '2026-03-01T12:00:01.000Z' }),
    });
    await Promise.all(Array.from({ length: 100 }, (_, place) => directory.createKey(record(place))));
    await expect(createScimKey(console, okta)).rejects.toMatchObject({ status: 409, code: 'tooManyKeys' });
    clock.set('2026-03-01T12:00:01.000Z');
    expect((await createScimKey(console, okta)).state).toBe('active');
  });

  it('refuses more keys than can be listed, ended ones among them', async () => {
    const { organization, directory } = console;
    const ended = { organizationId: organization.id, ...okta, createdAt: start, deactivatedAt: start };
    const keys = async () => Array.from({ length: 1_000 }, (_, place) => ({ ...ended, id: `${place}`, hash: '' }));
    const full = { ...console, directory: { ...directory, keys } };
    await expect(createScimKey(full, okta)).rejects.toMatchObject({ status: 409, code: 'tooManyKeys' });
  });
});

describe('listKeys', () => {
  it('lists the newest first, page by page, each key once', async () => {
    const made: KeyView[] = [];
    for (const minute of [0, 1, 1, 2, 3]) {
      clock.set(`2026-03-01T12:0${minute}:00.000Z`);
      made.push(withoutKey(await createScimKey(console, { ...okta, name: `Key ${minute}` })));
    }
    const seen: KeyView[] = [];
    let cursor: string | undefined;
    do {
      const page = await listKeys(console, { limit: 2, ...(cursor !== undefined && { cursor }) });
      expect(page.items.length).toBeLessThanOrEqual(2);
      seen.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    expect(seen.map(({ createdAt }) => createdAt)).toEqual(
      made.map(({ createdAt }) => createdAt).toSorted((one, other) => (one < other ? 1 : -1)),
    );
    const byId = (one: KeyView, other: KeyView): number => (one.id < other.id ? -1 : 1);
    expect(seen.toSorted(byId)).toEqual(made.toSorted(byId));
  });

  it('T1: lists no key of another organization, and takes no cursor of it', async () => {
    const other = consoleOf(table.registry, await foundWorld(table, { clock }));
    for (const one of [console, console, console]) await createScimKey(one, okta);
    expect(await listKeys(other, { limit: 10 })).toEqual({ items: [] });
    const { nextCursor = '' } = await listKeys(console, { limit: 1 });
    await expect(listKeys(other, { limit: 1, cursor: nextCursor })).rejects.toMatchObject({ code: 'cursorInvalid' });
  });

  it('shows when the present key was last used', async () => {
    const made = await createScimKey(console, okta);
    await isAccepted(made.key);
    expect((await listKeys(console, { limit: 10 })).items).toMatchObject([{ id: made.id, lastUsedAt: start }]);
  });

  it('a key is listed for 90 days after its end, then not known any more', async () => {
    const made = await createScimKey(console, { ...okta, expiresAt: '2026-03-02T00:00:00.000Z' });
    clock.set('2026-05-30T23:59:59.999Z');
    expect(await readKey(console, made.id)).toMatchObject({ state: 'expired' });
    clock.set('2026-05-31T00:00:00.000Z');
    expect(await listKeys(console, { limit: 10 })).toEqual({ items: [] });
    await expect(readKey(console, made.id)).rejects.toMatchObject({ status: 404 });
  });
});

describe('deactivateKey', () => {
  it('T3: ends a key for whoever reads it now; again is no change', async () => {
    const made = await createScimKey(console, okta);
    await deactivateKey(console, made.id);
    expect(await isAccepted(made.key)).toBe(false);
    clock.set('2026-03-01T13:00:00.000Z');
    await deactivateKey(console, made.id);
    expect(await readKey(console, made.id)).toEqual({
      ...withoutKey(made),
      state: 'deactivated',
      deactivatedAt: start,
    });
  });

  it('T2: ends the keys in their grace too', async () => {
    const first = await createScimKey(console, okta);
    const second = await regenerateKey(console, first.id, { graceSeconds: 3600 });
    expect([await isAccepted(first.key), await isAccepted(second.key)]).toEqual([true, true]);
    await deactivateKey(console, first.id);
    expect([await isAccepted(first.key), await isAccepted(second.key)]).toEqual([false, false]);
    expect(await readKey(console, first.id)).not.toHaveProperty('replaced');
  });

  it('a key that has expired can be deactivated', async () => {
    const made = await createScimKey(console, { ...okta, expiresAt: '2026-03-01T12:00:01.000Z' });
    clock.set('2026-03-01T12:00:02.000Z');
    await deactivateKey(console, made.id);
    expect(await readKey(console, made.id)).toMatchObject({ state: 'deactivated' });
  });
});

describe('regenerateKey', () => {
  it('T2: a new key with the same id, name, scope and end; the old one counts for the grace', async () => {
    const made = await createScimKey(console, { ...okta, scope: 'read', expiresAt: '2027-01-01T00:00:00.000Z' });
    await isAccepted(made.key);
    const again = await regenerateKey(console, made.id, { graceSeconds: 600 });
    expect(again).toEqual({ ...made, key: again.key, replaced: [{ until: '2026-03-01T12:10:00.000Z' }] });
    expect(again.key).not.toBe(made.key);
    clock.set('2026-03-01T12:09:59.999Z');
    expect([await isAccepted(made.key), await isAccepted(again.key)]).toEqual([true, true]);
    clock.set('2026-03-01T12:10:00.000Z');
    expect([await isAccepted(made.key), await isAccepted(again.key)]).toEqual([false, true]);
    expect(await readKey(console, made.id)).not.toHaveProperty('replaced');
  });

  it('T2: without a grace the old key dies at once', async () => {
    const made = await createScimKey(console, okta);
    const again = await regenerateKey(console, made.id, { graceSeconds: 0 });
    expect([await isAccepted(made.key), await isAccepted(again.key)]).toEqual([false, true]);
    expect(again).not.toHaveProperty('replaced');
  });

  it('T2: a grace ends with the key', async () => {
    const made = await createScimKey(console, { ...okta, expiresAt: '2026-03-01T12:01:00.000Z' });
    const again = await regenerateKey(console, made.id, { graceSeconds: 604_800 });
    expect(again).toMatchObject({
      expiresAt: '2026-03-01T12:01:00.000Z',
      replaced: [{ until: '2026-03-01T12:01:00.000Z' }],
    });
    clock.set('2026-03-01T12:01:00.000Z');
    expect([await isAccepted(made.key), await isAccepted(again.key)]).toEqual([false, false]);
  });

  it('T2: a second time within a grace keeps both ends', async () => {
    const first = await createScimKey(console, okta);
    const second = await regenerateKey(console, first.id, { graceSeconds: 60 });
    const third = await regenerateKey(console, first.id, { graceSeconds: 120 });
    expect(third.replaced).toEqual([{ until: '2026-03-01T12:01:00.000Z' }, { until: '2026-03-01T12:02:00.000Z' }]);
    const accepted = () => Promise.all([first, second, third].map(({ key }) => isAccepted(key)));
    expect(await accepted()).toEqual([true, true, true]);
    clock.set('2026-03-01T12:01:00.000Z');
    expect(await accepted()).toEqual([false, true, true]);
    clock.set('2026-03-01T12:02:00.000Z');
    expect(await accepted()).toEqual([false, false, true]);
  });

  it('T2: a shorter grace shortens the earlier ones, and none ends them', async () => {
    const first = await createScimKey(console, okta);
    const second = await regenerateKey(console, first.id, { graceSeconds: 3600 });
    const third = await regenerateKey(console, first.id, { graceSeconds: 60 });
    expect(third.replaced).toEqual([{ until: '2026-03-01T12:01:00.000Z' }, { until: '2026-03-01T12:01:00.000Z' }]);
    const last = await regenerateKey(console, first.id, { graceSeconds: 0 });
    expect(last.replaced).toBeUndefined();
    const keys = [first, second, third, last].map(({ key }) => key);
    expect(await Promise.all(keys.map(isAccepted))).toEqual([false, false, false, true]);
  });

  it('T2: of two at once the later key stays, and the earlier one has the grace', async () => {
    const made = await createScimKey(console, okta);
    const both = await Promise.all([1, 2].map(() => regenerateKey(console, made.id, { graceSeconds: 60 })));
    const keys = [made, ...both].map(({ key }) => key);
    expect(await Promise.all(keys.map(isAccepted))).toEqual([true, true, true]);
    clock.set('2026-03-01T12:01:00.000Z');
    const accepted = await Promise.all(keys.map(isAccepted));
    expect(accepted[0]).toBe(false);
    expect(accepted.filter(Boolean)).toHaveLength(1);
  });

  it('T2: a regeneration that another one overtakes is decided again', async () => {
    const made = await createScimKey(console, okta);
    const { directory } = console;
    let isOvertaken = false;
    const changeKey: typeof directory.changeKey = async (before, after) => {
      if (!isOvertaken) {
        isOvertaken = true;
        await regenerateKey(console, made.id, { graceSeconds: 60 });
      }
      return directory.changeKey(before, after);
    };
    const slow = { ...console, directory: { ...directory, changeKey } };
    const last = await regenerateKey(slow, made.id, { graceSeconds: 60 });
    expect(last.replaced).toHaveLength(2);
    expect(await isAccepted(last.key)).toBe(true);
  });

  it('T2: a regeneration and a deactivation at once leave no live key', async () => {
    for (let round = 0; round < 5; round++) {
      const made = await createScimKey(console, okta);
      const again = regenerateKey(console, made.id, { graceSeconds: 60 }).then(
        ({ key }) => key,
        ({ code }) => String(code),
      );
      const [outcome] = await Promise.all([again, deactivateKey(console, made.id)]);
      expect(outcome).toMatch(/^(?:scim-|keyEnded$)/u);
      expect([await isAccepted(made.key), await isAccepted(outcome)]).toEqual([false, false]);
    }
  });

  it.each([
    ['deactivated', async (id: string) => deactivateKey(console, id)],
    ['expired', async () => clock.set('2026-04-01T00:00:00.000Z')],
  ])('refuses a key that is %s', async (_, end) => {
    const made = await createScimKey(console, { ...okta, expiresAt: '2026-03-30T00:00:00.000Z' });
    await end(made.id);
    await expect(regenerateKey(console, made.id, { graceSeconds: 0 })).rejects.toMatchObject({
      status: 409,
      code: 'keyEnded',
    });
  });

  it('refuses an eleventh grace at once; without a grace it goes on', async () => {
    const { id } = await createScimKey(console, okta);
    for (let round = 0; round < 10; round++) await regenerateKey(console, id, { graceSeconds: 3600 });
    await expect(regenerateKey(console, id, { graceSeconds: 3600 })).rejects.toMatchObject({
      status: 409,
      code: 'tooManyReplacedKeys',
    });
    const last = await regenerateKey(console, id, { graceSeconds: 0 });
    expect(last.replaced).toBeUndefined();
    expect(await isAccepted(last.key)).toBe(true);
  });
});

it('T1: a key of another organization is not there, nor is what is no id', async () => {
  const other = consoleOf(table.registry, await foundWorld(table, { clock }));
  const { id } = await createScimKey(other, okta);
  for (const strange of [id, console.newId(), 'x', '', 'x'.repeat(3000)]) {
    for (const work of [readKey, deactivateKey]) {
      await expect(work(console, strange)).rejects.toMatchObject({ status: 404, code: 'keyNotFound' });
    }
    await expect(regenerateKey(console, strange, { graceSeconds: 0 })).rejects.toMatchObject({ status: 404 });
  }
  expect(await readKey(other, id)).toMatchObject({ state: 'active' });
});

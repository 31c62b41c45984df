import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Bookmark } from '#domain/bookmark.ts';
import type { Directory, Registry } from '#domain/directory.ts';
import { tableRegistry } from '#storage/registry.ts';
import { bookmarkKey } from '#storage/walk-keys.ts';
import { parityEndpoint, startTestTable, type TestTable } from '../support/engine.ts';
import { attachRecorder, type Recorder } from '../support/recorder.ts';
import { stamp } from '../support/samples.ts';

let table: TestTable;
let recorder: Recorder;
let registry: Registry;

beforeAll(async () => {
  table = await startTestTable();
  const client = table.newClient();
  recorder = attachRecorder(client);
  registry = tableRegistry({ client, tableName: table.tableName });
});
afterAll(() => table.stop());

const open = (organization: string = randomUUID(), actor = 'key-1'): Directory =>
  registry.directory(organization, { ...stamp(), actor });

const at = (id: string, more: Partial<Bookmark> = {}): Bookmark => ({
  place: { key: undefined, kind: 0, id },
  rank: 3,
  expiresAt: 1_800_000_000,
  ...more,
});

it('P4: keeps each place as it was left, with what the list is sorted by', async () => {
  const directory = open();
  const bookmarks = [
    at('a'),
    at('b', { place: { key: 'Zoë', kind: 1, id: 'b' } }),
    at('c', { place: { key: 0, kind: 0, id: 'c' } }),
  ];
  for (const [n, bookmark] of bookmarks.entries()) {
    expect(await directory.putBookmark('question', n + 1, bookmark, undefined)).toBe('written');
  }
  expect(await directory.bookmarks('question', [1, 2, 3, 4])).toEqual(new Map(bookmarks.map((one, n) => [n + 1, one])));
  const farthest = Number.MAX_SAFE_INTEGER;
  expect(await directory.putBookmark('question', farthest, at('z'), undefined)).toBe('written');
  expect([...(await directory.bookmarks('question', [farthest])).keys()]).toEqual([farthest]);
});

it('P4: writes over nothing but what was read', async () => {
  const directory = open();
  const [one, two] = [at('a', { place: { key: 'k', kind: 0, id: 'a' } }), at('b')];
  expect(await directory.putBookmark('question', 101, one, undefined)).toBe('written');
  expect(await directory.putBookmark('question', 101, two, undefined)).toBe('stale');
  const others = [two, { ...one, rank: 4 }, { ...one, expiresAt: 1_800_000_001 }, at('a')];
  for (const other of others) expect(await directory.putBookmark('question', 101, two, other)).toBe('stale');
  expect(await directory.putBookmark('question', 101, two, one)).toBe('written');
  expect(await directory.putBookmark('question', 101, one, one)).toBe('stale');
  expect(await directory.bookmarks('question', [101])).toEqual(new Map([[101, two]]));
});

it('P4, T1: belongs to one organization, one key, one question and one startIndex', async () => {
  const organization = randomUUID();
  await open(organization).putBookmark('question', 101, at('a'), undefined);
  expect((await open(organization).bookmarks('question', [101])).size).toBe(1);
  expect((await open(organization).bookmarks('question', [1, 10, 1010])).size).toBe(0);
  expect((await open(organization).bookmarks('other', [101])).size).toBe(0);
  expect((await open(organization, 'key-2').bookmarks('question', [101])).size).toBe(0);
  expect((await open(randomUUID()).bookmarks('question', [101])).size).toBe(0);
});

// DynamoDB Local counts no units of what is not there.
it.skipIf(parityEndpoint !== undefined)(
  'costs one write unit, one read unit for each that is looked for, and goes by itself',
  async () => {
    const organization = randomUUID();
    const directory = open(organization);
    const written = await recorder.record(() => directory.putBookmark('question', 101, at(randomUUID()), undefined));
    expect({ depth: written.depth, units: written.writeUnits }).toEqual({ depth: 1, units: 1 });
    const read = await recorder.record(() => directory.bookmarks('question', [1, 101]));
    expect({ depth: read.depth, calls: read.calls.length, units: read.readUnits }).toEqual({
      depth: 1,
      calls: 1,
      units: 2,
    });
    expect(bookmarkKey(organization, { keyId: 'key-1', question: 'question', startIndex: 101 })).toEqual({
      PK: `ORG#${organization}#WALKS`,
      SK: 'key-1#question#0000000101',
    });
  },
);

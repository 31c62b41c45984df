import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { realTiming, sessionOpener } from '#storage/open-session.ts';
import { readPages } from '#storage/send-reads.ts';
import type { StreamRecord } from '#storage/table-record.ts';
import { undonePartKey } from '#storage/undone-keys.ts';
import { eraseUndone, listUndone, readUndone } from '#storage/undone-reading.ts';
import { setAside } from '#storage/undone.ts';
import { startTestTable } from '../support/engine.ts';
import type { TestTable } from '../support/engine.ts';
import { stamp } from '../support/samples.ts';

let table: TestTable;
beforeAll(async () => {
  table = await startTestTable();
});
afterAll(() => table.stop());

const days = 24 * 60 * 60 * 1000;

function open(late = 0) {
  const timing = { ...realTiming, now: () => Date.now() + late };
  const request = stamp();
  return sessionOpener({ ...table, timing })('o', { ...request, deadline: request.deadline + late });
}

function recordOf(sequence: string, bytes = 10): StreamRecord {
  const [before, after] = [randomBytes(bytes), randomBytes(bytes)].map((one) => ({ B: one.toString('base64') }));
  const Keys = { PK: { S: 'ORG#o#CHANGES' }, SK: { S: 'c' } };
  const OldImage = { ...Keys, ...(before && { work: before }) };
  const NewImage = { ...Keys, ...(after && { work: after }) };
  return { dynamodb: { Keys, OldImage, NewImage, SequenceNumber: sequence }, userIdentity: { type: 'Service' } };
}

const failedAt = (sequence: string) => ({ consumer: 'consume', organization: 'o', sequence });

describe('a record that was set aside', () => {
  it.each([
    ['small', 10, 1],
    // Both images as large as an item may be, and of bytes that cannot be packed.
    ['as large as there is one', 400 * 1024 - 100, 3],
  ])('is kept whole, %s', async (_, bytes, parts) => {
    const session = open();
    const record = recordOf('7', bytes);
    const id = await setAside(session, { ...failedAt('7'), record, error: new TypeError('Odd.') });
    expect(id).toBe('7.consume');
    const undone = {
      id,
      ...failedAt('7'),
      at: expect.stringMatching(/^\d{4}-/u) as string,
      error: { name: 'TypeError', message: 'Odd.', stack: expect.any(String) as string },
    };
    expect(await listUndone(session)).toEqual([undone]);
    expect(await readUndone(session, id)).toEqual({ undone, record });
    expect(await partsOf(id)).toBe(parts - 1);
    await eraseUndone(session, id);
    expect(await listUndone(session)).toEqual([]);
    expect(await readUndone(session, id)).toBeUndefined();
    expect(await partsOf(id)).toBe(0);
    await eraseUndone(session, id);
  });

  it('is there once, however often it is set aside, and beside those of other places and consumers', async () => {
    const session = open();
    for (const sequence of ['1', '1', '2']) {
      await setAside(session, { ...failedAt(sequence), record: recordOf(sequence), error: 'odd' });
    }
    await setAside(session, { ...failedAt('1'), consumer: 'other', record: recordOf('1'), error: undefined });
    const found = await listUndone(session);
    expect(found.map(({ id, error }) => [id, error])).toEqual([
      ['1.consume', { name: 'string', message: 'odd' }],
      ['1.other', { name: 'undefined', message: 'undefined' }],
      ['2.consume', { name: 'string', message: 'odd' }],
    ]);
  });

  it('is gone after 14 days, also where the database has not erased it yet', async () => {
    await setAside(open(), { ...failedAt('9'), record: recordOf('9'), error: 'odd' });
    expect(await readUndone(open(13 * days), '9.consume')).toBeDefined();
    expect(await readUndone(open(15 * days), '9.consume')).toBeUndefined();
    expect(await listUndone(open(15 * days))).toEqual([]);
  });
});

/** How many items go on with a record. */
async function partsOf(id: string): Promise<number> {
  let count = 0;
  const { PK } = undonePartKey(id, 1);
  for await (const page of readPages(open(), { PK, from: '0', to: '~' })) count += page.length;
  return count;
}

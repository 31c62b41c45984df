import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Activity } from '../../lambdas/domain/activity.ts';
import { type Addition, addToEntry } from '../../lambdas/storage/activity-commands.ts';
import { mostNamed } from '../../lambdas/storage/activity-entries.ts';
import { readActivity } from '../../lambdas/storage/activity-items.ts';
import { activityRange } from '../../lambdas/storage/activity-keys.ts';
import { sessionOpener } from '../../lambdas/storage/open-session.ts';
import { readRange } from '../../lambdas/storage/send-reads.ts';
import { writeAlone } from '../../lambdas/storage/send-writes.ts';
import { type TestTable, startTestTable } from '../support/engine.ts';

let table: TestTable;
beforeAll(async () => {
  table = await startTestTable();
});
afterAll(() => table.stop());

const at = '2026-11-23T12:00:00.000Z';
const target = { type: 'group', id: randomUUID() } as const;
const done: Activity = { at, requestId: 'r', actor: 'key-1', outcome: 'done', actions: ['group.members'], target };

function entryOf() {
  const request = { actor: 'rollcall', requestId: 'worker', at, deadline: Date.now() + 600_000 };
  const session = sessionOpener(table)(randomUUID(), request);
  return {
    add: (more: Partial<Activity>, addition: Partial<Addition> = {}) =>
      writeAlone(session, addToEntry(session, 'DONE', { ...done, ...more }, { days: 90, ...addition })),
    read: async () => {
      const [item, ...others] = await readRange(session, activityRange(session.organization, 'DONE'));
      expect(others).toEqual([]);
      return { item, activity: readActivity(item) };
    },
  };
}

const people = (count: number): readonly string[] => Array.from({ length: count }, () => randomUUID());

describe('an entry of the activity log', () => {
  it('is made of what several writes of one request tell, and ends after so many days', async () => {
    const { add, read } = entryOf();
    const [ada, bob] = [randomUUID(), randomUUID()];
    await add({ joined: [ada] });
    await add({ left: [bob], actions: ['group.renamed'], target: { ...target, name: 'Engineers' } });
    const { item, activity } = await read();
    expect(activity).toEqual({
      ...done,
      actions: expect.arrayContaining(['group.members', 'group.renamed']),
      target: { ...target, name: 'Engineers' },
      joined: [ada],
      left: [bob],
    });
    expect(item?.['expiresAt']).toBe(Date.parse(at) / 1000 + 90 * 86_400);
  });

  it('names about so many people, however many there are', async () => {
    const { add, read } = entryOf();
    expect(await add({ joined: people(mostNamed - 1) })).toBe('written');
    expect(await add({ joined: people(mostNamed) })).toBe('written');
    expect(await add({ joined: people(1) })).toBe('tooLarge');
    expect(await add({ joined: people(1), changed: ['x'] }, { named: false })).toBe('written');
    expect(await add({ left: people(1) })).toBe('written');
    const { activity } = await read();
    expect(activity.joined).toHaveLength(2 * mostNamed - 1);
    expect(activity).toMatchObject({ changed: ['x'], left: [expect.any(String)] });
  });

  it('keeps how the request said that it ended, whichever is told first', async () => {
    for (const outcomes of [
      ['done', 'partly', 'done'],
      ['partly', 'done', 'done'],
    ] as const) {
      const { add, read } = entryOf();
      for (const outcome of outcomes) await add({ outcome });
      expect((await read()).activity.outcome).toBe('partly');
    }
  });

  it('takes the name that the request wrote rather than the one of later', async () => {
    const { add, read } = entryOf();
    await add({}, { name: 'later' });
    await add({ target: { ...target, name: 'then' } });
    await add({}, { name: 'later still' });
    expect((await read()).activity.target).toEqual({ ...target, name: 'then' });
  });

  it('is made of nothing but a request and a thing, too', async () => {
    const { add, read } = entryOf();
    await add({ actions: [] });
    expect((await read()).activity).toEqual({ ...done, actions: [] });
  });
});

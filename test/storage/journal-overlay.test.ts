import { randomUUID } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Member } from '#domain/group.ts';
import type { JournalEntry, Slice } from '#storage/journal-items.ts';
import { overlay, resolve } from '#storage/journal-overlay.ts';
import { sampleUser } from '../support/samples.ts';

const users = Array.from({ length: 6 }, () => randomUUID()).toSorted();
const changes = Array.from({ length: 3 }, () => randomUUID());

type State = ReadonlyMap<string, Member>;

/** What a slice makes of the members that are stored, where every user is active and of the epoch 1. */
function applied(state: State, { entries }: Slice): State {
  const next = new Map(state);
  for (const { userId, epoch, joins } of entries) {
    if (epoch !== 1) continue;
    if (joins) next.set(userId, { userId, waiting: false, epoch });
    else next.delete(userId);
  }
  return next;
}

/** A change says of each user that he joins, that he leaves, or nothing; one slice for each. An older epoch does nothing. */
const change = fc.tuple(...users.map(() => fc.constantFrom('joins', 'leaves', 'joined', 'left', undefined)));

function slicesOf(wanted: readonly (string | undefined)[], changeId: string): readonly Slice[] {
  return wanted.flatMap((what, place) => {
    if (what === undefined) return [];
    const userId = users[place] ?? '';
    const entry: JournalEntry = {
      userId,
      epoch: what === 'joins' || what === 'leaves' ? 1 : 0,
      active: true,
      joins: what === 'joins' || what === 'joined',
    };
    return [{ key: { PK: changeId, SK: userId }, changeId, entries: [entry] }];
  });
}

describe('members under open changes', () => {
  it('G8: are those that all of the changes leave, however far these are applied while they are read', () => {
    const standings = new Map(users.map((userId) => [userId, sampleUser({}, { epoch: 1 }, userId).standing]));
    fc.assert(
      fc.property(
        fc.tuple(change, change, change),
        fc.subarray(users),
        fc.nat(),
        fc.nat(),
        (wanted, first, before, meanwhile) => {
          const journal = wanted.map((one, place) => slicesOf(one, changes[place] ?? ''));
          const inOrder = journal.flat();
          const start: State = new Map(first.map((userId) => [userId, { userId, waiting: false, epoch: 1 }]));
          const end = inOrder.reduce(applied, start);
          // So many slices are gone when they are read, and some more are applied until the members are.
          const gone = before % (inOrder.length + 1);
          const late = gone + (meanwhile % (inOrder.length + 1 - gone));
          const stored = inOrder.slice(0, late).reduce(applied, start);
          const laid = overlay([...stored.values()], changes, inOrder.slice(gone).toReversed());
          expect(resolve(laid, standings)).toEqual(
            [...end.values()].toSorted((one, other) => (one.userId < other.userId ? -1 : 1)),
          );
        },
      ),
      { numRuns: 500 },
    );
  });

  it('G8: are untouched by slices of changes that are not open', () => {
    const [userId = ''] = users;
    const slice: Slice = {
      key: { PK: 'a', SK: 'b' },
      changeId: randomUUID(),
      entries: [{ userId, epoch: 0, active: true, joins: true }],
    };
    expect(resolve(overlay([], changes, [slice]), new Map())).toEqual([]);
  });

  it('U4: are not those who were deactivated or deleted since, and wait where they were inactive', () => {
    const [active = '', inactive = '', left = '', deleted = ''] = users;
    const entries = [active, inactive, left, deleted].map((userId) => ({
      userId,
      epoch: 1,
      active: true,
      joins: true,
    }));
    const [changeId = ''] = changes;
    const laid = overlay([], changes, [{ key: { PK: 'a', SK: 'b' }, changeId, entries }]);
    const standings = new Map([
      [active, sampleUser({}, { epoch: 1 }, active).standing],
      [inactive, sampleUser({}, { epoch: 1, active: false }, inactive).standing],
      [left, sampleUser({}, { epoch: 2, active: false }, left).standing],
    ]);
    expect(resolve(laid, standings)).toEqual([
      { userId: active, waiting: false, epoch: 1 },
      { userId: inactive, waiting: true, epoch: 1 },
    ]);
  });
});

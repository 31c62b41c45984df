import type { KnownStandings } from '#domain/directory.ts';
import type { Member } from '#domain/group.ts';
import type { Slice } from './journal-items.ts';

/** What becomes of members: those who are in for certain, and the epochs of those who are where their standings say so. */
export type Overlay = {
  readonly certain: ReadonlyMap<string, Member>;
  readonly joining: ReadonlyMap<string, number>;
};

/**
 * Lays changes over members, in the order in which they were committed. How many of them are applied already makes no
 * difference, as long as the slices were read first: whoever is applied is laid over once more. Slices of changes that
 * are not among the open ones were never committed, or are done.
 */
export function overlay(members: readonly Member[], open: readonly string[], slices: readonly Slice[]): Overlay {
  const certain = new Map(members.map((member) => [member.userId, member]));
  const joining = new Map<string, number>();
  const slicesOf = Map.groupBy(slices, ({ changeId }) => changeId);
  const entries = open.flatMap((id) => (slicesOf.get(id) ?? []).flatMap((slice) => slice.entries));
  for (const { userId, epoch, joins } of entries) {
    const member = certain.get(userId);
    const isOlder = member !== undefined && (joins ? member.epoch < epoch : member.epoch <= epoch);
    if (isOlder) certain.delete(userId);
    if (joins && (member === undefined || isOlder)) joining.set(userId, Math.max(epoch, joining.get(userId) ?? 0));
    if (!joins && (joining.get(userId) ?? Infinity) <= epoch) joining.delete(userId);
  }
  return { certain, joining };
}

/** The members, waiting ones included, in the order of their ids; who was deactivated since the change is none. */
export function resolve({ certain, joining }: Overlay, standings: KnownStandings): readonly Member[] {
  const joined = [...joining].flatMap(([userId, epoch]) => {
    const standing = standings.get(userId);
    return standing?.epoch === epoch ? { userId, waiting: !standing.active, epoch } : [];
  });
  return [...certain.values(), ...joined].toSorted((one, other) => (one.userId < other.userId ? -1 : 1));
}

import { isUuid } from '#domain/uuid.ts';
import { groupCountKey, userCountKey } from '#storage/count-keys.ts';
import { groupsFrom } from '#storage/group-keys.ts';
import type { Attributes } from '#storage/item.ts';
import type { Key, KeyRange } from '#storage/keys.ts';
import { readCounts } from '#storage/places.ts';
import { readGroup } from '#storage/group-items.ts';
import { readPages } from '#storage/send-reads.ts';
import type { Session } from '#storage/session.ts';
import { usersFrom } from '#storage/user-keys.ts';
import { nothingWrong, suspect, textOf } from './check.ts';
import type { Check } from './check.ts';
import type { Suspicion } from './finding.ts';

/** Each counter counts the ids that begin with two digits. */
const counters = 256;
const bucketsPerCounter = 16;

/** What is counted: users, and the groups that nothing generates. */
export const counted = {
  users: { keyOf: userCountKey, from: usersFrom, isOne: ({ SK }: Attributes) => isUuid(String(SK)) },
  groups: {
    keyOf: groupCountKey,
    from: groupsFrom,
    isOne: (item: Attributes) => readGroup(item).place.kind === 'ordinary',
  },
} as const satisfies Readonly<Record<string, Counting>>;

type Counting = {
  keyOf(organization: string, id: string): Key;
  from(organization: string, bucket: number, end?: number): KeyRange;
  isOne(item: Attributes): boolean;
};

/** Counts what goes by, in each bucket of ids. */
export function countInto(counts: number[], items: readonly Attributes[], { isOne }: Counting): void {
  for (const item of items) {
    if (!isOne(item)) continue;
    const bucket = Number.parseInt(String(item['SK']).slice(0, 3), 16);
    counts[bucket] = (counts[bucket] ?? 0) + 1;
  }
}

/** The keys of the counters that do not say what was counted. */
export function differing(
  organization: string,
  stored: readonly Attributes[],
  found: readonly number[],
  { keyOf }: Counting,
): readonly Key[] {
  const said = readCounts(stored);
  return Array.from({ length: counters }, (_, counter) => counter)
    .filter((counter) =>
      Array.from({ length: bucketsPerCounter }, (_, digit) => counter * bucketsPerCounter + digit).some(
        (bucket) => (said[bucket] ?? 0) !== (found[bucket] ?? 0),
      ),
    )
    .map((counter) => keyOf(organization, counter.toString(16).padStart(2, '0')));
}

/** A counter, whose users or groups are counted once more. */
export async function judgeCounter(session: Session, item: Attributes): Promise<readonly Suspicion[]> {
  const { organization } = session;
  const key = { PK: String(item['PK']), SK: String(item['SK']) };
  const digits = key.SK.slice(-2);
  const counting = Object.values(counted).find(({ keyOf }) => textOf(keyOf(organization, digits)) === textOf(key));
  if (counting === undefined) return nothingWrong;
  const first = Number.parseInt(digits, 16) * bucketsPerCounter;
  const found: number[] = [];
  const next = first + bucketsPerCounter;
  const range = counting.from(organization, first, next < counters * bucketsPerCounter ? next : undefined);
  for await (const page of readPages(session, range)) {
    countInto(found, page, counting);
  }
  const said = item['type'] === 'count' ? readCounts([item]) : [];
  const buckets = Array.from({ length: bucketsPerCounter }, (_, digit) => first + digit);
  return buckets.flatMap((bucket) => {
    const [is, counts] = [found[bucket] ?? 0, said[bucket] ?? 0];
    const words = `Of the ids that begin with ${bucket.toString(16).padStart(3, '0')} there are ${is}; ${counts} are counted.`;
    return suspect([is !== counts, { code: 'countDiffers', words }]);
  });
}

/** A counter; whoever walks through what it counts knows already whether it is right. */
export const counterCheck: Check<undefined> = {
  read(item) {
    readCounts([item]);
    return undefined;
  },
  judge: (_, { session }, item) => judgeCounter(session, item),
};

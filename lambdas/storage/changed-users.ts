import type { Span } from '#domain/directory.ts';
import { parseInstant } from '#scim/instant.ts';
import { changeRanges, hourOf } from './changed-keys.ts';
import { userCountRange } from './count-keys.ts';
import type { Attributes } from './item.ts';
import { bucketsMarked } from './places.ts';
import { readEntries, readPages, readRange } from './send-reads.ts';
import type { Session } from './session.ts';
import { sideBySide } from './side-by-side.ts';
import { userIdAtStart, usersOf } from './user-keys.ts';

const earliest = Date.parse('0000-01-01T00:00:00Z');
const latest = Date.parse('9999-12-31T23:59:59Z');

/** So far may the clocks of two Lambdas, or the beginnings of two writes that overtake each other, be apart. */
const slack = 60_000;

/**
 * Ids of users that may have been changed in the span, at most `limit` and one more. A user was last changed when the
 * later half was, and that half's entry is in the span: so whoever has an entry there is named, and everybody without a
 * telling entry. What has not reached the index yet is missing.
 */
export async function readChangedUserIds(session: Session, span: Span, limit: number): Promise<readonly string[]> {
  const [from, to] = hoursOf(span);
  if (from > to) return [];
  const found = new Set<string>();
  await Promise.all([collectEntries(session, from, to, found, limit), collectUnlisted(session, from, found, limit)]);
  return [...found].toSorted().slice(0, limit + 1);
}

async function collectEntries(
  session: Session,
  from: string,
  to: string,
  found: Set<string>,
  limit: number,
): Promise<void> {
  const ranges = changeRanges(session.organization, from, to);
  await Promise.all(ranges.map((range) => collect(readEntries(session, range), found, limit)));
}

/** Users who were created without an entry, and have not been changed since. */
async function collectUnlisted(session: Session, from: string, found: Set<string>, limit: number): Promise<void> {
  const counters = await readRange(session, userCountRange(session.organization));
  await sideBySide(bucketsMarked(counters, from), async (bucket) => {
    const pages = readPages(session, usersOf(session.organization, bucket));
    await collect(unlisted(pages, from), found, limit);
  });
}

async function* unlisted(
  pages: AsyncIterable<readonly Attributes[]>,
  from: string,
): AsyncIterable<readonly Attributes[]> {
  for await (const page of pages) {
    yield page.filter(
      (item) =>
        item['type'] === 'profile' && item['ChangedPK'] === undefined && hourOf(String(item['modifiedAt'])) >= from,
    );
  }
}

async function collect(pages: AsyncIterable<readonly Attributes[]>, found: Set<string>, limit: number): Promise<void> {
  if (found.size > limit) return;
  for await (const page of pages) {
    for (const item of page) found.add(userIdAtStart(String(item['SK'])));
    if (found.size > limit) return;
  }
}

/** The first and the last hour of a span, whose ends may lie anywhere; no date leaves an end open. */
function hoursOf({ from = '', to = '' }: Span): readonly [string, string] {
  return [hourAt((parseInstant(from) ?? earliest) - slack), hourAt(parseInstant(to) ?? latest)];
}

/** Within the years of four digits, whose texts are in the order of time. */
function hourAt(milliseconds: number): string {
  return hourOf(new Date(Math.min(latest, Math.max(earliest, milliseconds))).toISOString());
}

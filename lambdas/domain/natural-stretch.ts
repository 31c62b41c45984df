import type { Bookmark } from './bookmark.ts';
import { type Counts, type Start, bucketOf, countAfter, countBeside, firstStart, startAt, totalOf } from './counts.ts';
import { countKinds, entriesOf, readBeside, sumOf } from './natural.ts';
import type { Entry } from './slice.ts';
import type { Source } from './source.ts';
import type { Stretch } from './stretch.ts';

/** Entries one after another, and how many ids precede them in the bucket in which they begin. */
type Run = {
  readonly kind: number;
  readonly bucket: number;
  readonly before: number;
  readonly entries: readonly Entry[];
};

/** The ranks in so small a bucket are counted anew where they are needed; in a larger one the bookmark's is taken. */
const smallBucket = 32;

/** What is given at the beginning of the list: where the ids begin, whatever the counters say. */
export async function firstStretch(sources: readonly Source[], count: number): Promise<Stretch> {
  const [counts, run] = await Promise.all([
    countKinds(sources),
    readFrom(sources, { kind: 0, ...firstStart }, count + 1),
  ]);
  return stretchOf(counts, run, count);
}

/** What is given within the list: where a walk goes on, else where the counters lead. The bookmark is read beside them. */
export async function laterStretch(
  sources: readonly Source[],
  { startIndex, count }: { readonly startIndex: number; readonly count: number },
  bookmarked: Promise<Bookmark | undefined>,
): Promise<Stretch> {
  const [counts, bookmark] = await Promise.all([countKinds(sources), bookmarked]);
  const run =
    bookmark === undefined
      ? await readFrom(sources, kindAt(counts, startIndex - 1), count + 1)
      : await goOn(sources, counts, bookmark, count);
  return stretchOf(counts, run, count);
}

async function goOn(
  sources: readonly Source[],
  counts: readonly Counts[],
  { place, rank }: Bookmark,
  count: number,
): Promise<Run> {
  const { kind, id } = place;
  const bucket = bucketOf(id);
  const inBucket = countBeside(counts[kind], id);
  // A page that leaves the bucket needs no rank in it.
  if (count < inBucket && inBucket <= smallBucket) {
    const { entries } = await readFrom(sources, { kind, bucket, skip: 0 }, inBucket + count + 1);
    const rest = entries.filter((entry) => entry.kind > kind || entry.id > id);
    const before = entries.length - rest.length;
    // Where more have come into the bucket than were counted, too few may be left.
    if (before <= inBucket) return { kind, bucket, before, entries: rest.slice(0, count + 1) };
  }
  return { kind, bucket, before: rank, entries: await readBeside(sources, { side: 'after', at: place }, count + 1) };
}

/** The kind in which an offset is, and where; undefined past the end. */
function kindAt(counts: readonly Counts[], offset: number): (Start & { readonly kind: number }) | undefined {
  let before = 0;
  for (const [kind, each] of counts.entries()) {
    const start = startAt(each, offset - before);
    if (start !== undefined) return { kind, ...start };
    before += totalOf(each);
  }
  return undefined;
}

async function readFrom(
  sources: readonly Source[],
  start: (Start & { readonly kind: number }) | undefined,
  limit: number,
): Promise<Run> {
  const source = sources[start?.kind ?? sources.length];
  if (start === undefined || source === undefined) return { kind: 0, bucket: 0, before: 0, entries: [] };
  const { kind, bucket, skip } = start;
  const entries = entriesOf(source, kind, await source.from({ bucket, skip }, limit));
  for (const [later, other] of sources.entries()) {
    if (later <= kind || entries.length === limit) continue;
    entries.push(...entriesOf(other, later, await other.beside(undefined, 'after', limit - entries.length)));
  }
  return { kind, bucket, before: skip, entries };
}

function stretchOf(counts: readonly Counts[], run: Run, count: number): Stretch {
  const entries = run.entries.slice(0, count);
  const total = sumOf(counts);
  const last = entries.at(-1);
  if (last === undefined) return { entries, total, remains: 0, rank: 0 };
  const bucket = bucketOf(last.id);
  const given = entries.filter(({ kind, id }) => kind === last.kind && bucketOf(id) === bucket).length;
  const rank = given + (run.kind === last.kind && run.bucket === bucket ? run.before : 0);
  // The counters and the page are not read at one instant: the page says whether anything follows.
  const remains = countAfter(counts[last.kind], last.id, rank) + sumOf(counts.slice(last.kind + 1));
  return { entries, total, remains: run.entries.length > count ? Math.max(1, remains) : 0, rank };
}

import type { ListQuery } from '#scim/query.ts';
import { type Counts, totalOf } from './counts.ts';
import type { Side } from './directory.ts';
import { comparePlaces } from './place.ts';
import type { Position } from './position.ts';
import type { Entry, Slice } from './slice.ts';
import type { Listed, Source } from './source.ts';

/**
 * True where the list is everything in the order in which it is stored, so that a page can be read alone; or where it is
 * everything and only counted, so that the order is of no account.
 */
export function isNatural(sources: readonly Source[], { filter, sort, count }: ListQuery): boolean {
  if (filter !== undefined) return false;
  return (
    sort === undefined || count === 0 || (sources.length === 1 && sort.path.name === 'id' && sort.order === 'ascending')
  );
}

/** How many there are of each kind, by the beginnings of their ids. */
export async function countKinds(sources: readonly Source[]): Promise<readonly Counts[]> {
  return Promise.all(sources.map((source) => source.counts()));
}

/** The number of all. */
export async function countAll(sources: readonly Source[]): Promise<number> {
  return sumOf(await countKinds(sources));
}

/** The number of all that are counted. */
export function sumOf(counts: readonly Counts[]): number {
  return counts.reduce((sum, each) => sum + totalOf(each), 0);
}

/** The page at a position, and whether anything is beside it: reads side by side that do not depend on the place. */
export async function walkAll(sources: readonly Source[], query: ListQuery, position: Position): Promise<Slice> {
  const { side, at } = position;
  const { count } = query;
  const [neighbours, total, [edge]] = await Promise.all([
    readBeside(sources, position, count + 1),
    position.total ?? countAll(sources),
    at === undefined ? [] : readBeside(sources, { side }, 1),
  ]);
  const goesOn = neighbours.length > count;
  const entries = side === 'after' ? neighbours.slice(0, count) : neighbours.slice(goesOn ? 1 : 0);
  const nearest = side === 'after' ? entries[0] : entries.at(-1);
  const cameFrom = edge !== undefined && (nearest === undefined || comparePlaces(query, edge, nearest) !== 0);
  const [isPreceded, isFollowed] = side === 'after' ? [cameFrom, goesOn] : [goesOn, cameFrom];
  return { entries, total, isPreceded, isFollowed };
}

/** Up to `limit` resources beside a place, in the order of the list, across the seams between kinds. */
export async function readBeside(
  sources: readonly Source[],
  { side, at }: Position,
  limit: number,
): Promise<readonly Entry[]> {
  let found: Entry[] = [];
  for (const [kind, source] of inOrder(sources, side)) {
    if (found.length === limit) break;
    if (at !== undefined && (side === 'after' ? kind < at.kind : kind > at.kind)) continue;
    const id = kind === at?.kind ? at.id : undefined;
    const entries = entriesOf(source, kind, await source.beside(id, side, limit - found.length));
    found = side === 'after' ? [...found, ...entries] : [...entries, ...found];
  }
  return found;
}

/** Resources of one kind as entries of a list in its natural order. */
export function entriesOf(source: Source, kind: number, items: readonly Listed[]): Entry[] {
  return items.map((item) => ({ key: undefined, kind, id: source.idOf(item), found: { item } }));
}

function inOrder(sources: readonly Source[], side: Side): readonly (readonly [number, Source])[] {
  const numbered = [...sources.entries()];
  return side === 'after' ? numbered : numbered.toReversed();
}

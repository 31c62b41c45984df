import type { ListQuery } from '#scim/query.ts';
import type { Side } from './directory.ts';
import { type Position, comparePlaces } from './position.ts';
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

/** The page at `startIndex`, kind after kind. */
export async function pageOfAll(sources: readonly Source[], { startIndex, count }: ListQuery): Promise<Slice> {
  const entries: Entry[] = [];
  let total = 0;
  for (const [kind, source] of sources.entries()) {
    const page = await source.page(Math.max(0, startIndex - 1 - total), count - entries.length);
    entries.push(...page.items.map((item) => entryOf(source, kind, item)));
    total += page.total;
  }
  return { entries, total, isPreceded: startIndex > 1, isFollowed: startIndex - 1 + entries.length < total };
}

/** The page at a position, and whether anything is beside it: reads side by side that do not depend on the place. */
export async function walkAll(sources: readonly Source[], query: ListQuery, position: Position): Promise<Slice> {
  const { side, at } = position;
  const { count } = query;
  const [neighbours, total, [edge]] = await Promise.all([
    readBeside(sources, position, count + 1),
    countAll(sources),
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
async function readBeside(sources: readonly Source[], { side, at }: Position, limit: number): Promise<Entry[]> {
  let found: Entry[] = [];
  for (const [kind, source] of inOrder(sources, side)) {
    if (found.length === limit) break;
    if (at !== undefined && (side === 'after' ? kind < at.kind : kind > at.kind)) continue;
    const id = kind === at?.kind ? at.id : undefined;
    const items = await source.beside(id, side, limit - found.length);
    const entries = items.map((item) => entryOf(source, kind, item));
    found = side === 'after' ? [...found, ...entries] : [...entries, ...found];
  }
  return found;
}

function inOrder(sources: readonly Source[], side: Side): readonly (readonly [number, Source])[] {
  const numbered = [...sources.entries()];
  return side === 'after' ? numbered : numbered.toReversed();
}

async function countAll(sources: readonly Source[]): Promise<number> {
  const pages = await Promise.all(sources.map((source) => source.page(0, 0)));
  return pages.reduce((sum, { total }) => sum + total, 0);
}

function entryOf(source: Source, kind: number, item: Listed): Entry {
  return { key: undefined, kind, id: source.idOf(item), found: { item } };
}

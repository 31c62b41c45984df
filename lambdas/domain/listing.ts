import type { JsonObject } from '#scim/json.ts';
import type { PageCursors } from '#scim/messages.ts';
import type { ListQuery } from '#scim/query.ts';
import type { Context, ResourcePage } from './context.ts';
import { type Cursors, cursorsOf } from './cursor.ts';
import { gather } from './gather.ts';
import { isNatural, pageOfAll, walkAll } from './natural.ts';
import type { Position } from './position.ts';
import { type Entry, type Slice, cut } from './slice.ts';
import type { Source } from './source.ts';

/**
 * The page that the query asks of a list of one kind of resource or of several, one after the other (RFC 7644 §3.4.2,
 * RFC 9865). `name` tells lists apart whose cursors are not each other's.
 */
export async function list(
  context: Context,
  name: string,
  query: ListQuery,
  sources: readonly Source[],
): Promise<ResourcePage> {
  const cursors = cursorsOf(
    context,
    name,
    sources.map((source) => source.query),
  );
  const position = query.cursor === undefined ? undefined : cursors.read(query.cursor);
  const slice = await readSlice(sources, query, position);
  const shown = await Promise.all(
    sources.map((source, kind) =>
      show(
        source,
        slice.entries.filter((entry) => entry.kind === kind),
      ),
    ),
  );
  const byId = new Map(shown.flat().map((resource) => [resource['id'], resource]));
  return {
    resources: slice.entries.map(({ id }) => byId.get(id)).filter((resource) => resource !== undefined),
    totalResults: slice.total,
    ...(position !== undefined && query.count > 0 && neighbouringPages(slice, cursors)),
  };
}

async function readSlice(sources: readonly Source[], query: ListQuery, position: Position | undefined): Promise<Slice> {
  if (!isNatural(sources, query)) return cut(await gather(sources, query), query, position);
  return position === undefined || query.count === 0 ? pageOfAll(sources, query) : walkAll(sources, query, position);
}

/** Beside an empty page everything is on one side. */
function neighbouringPages(slice: Slice, cursors: Cursors): PageCursors {
  const { entries, isPreceded, isFollowed } = slice;
  return {
    ...(isPreceded && { previousCursor: cursors.write(positionAt('before', entries[0])) }),
    ...(isFollowed && { nextCursor: cursors.write(positionAt('after', entries.at(-1))) }),
  };
}

function positionAt(side: Position['side'], at: Entry | undefined): Position {
  return { side, ...(at !== undefined && { at }) };
}

/** The entries as the answer shows them; what was not kept is read and looked at again. */
async function show(source: Source, entries: readonly Entry[]): Promise<readonly JsonObject[]> {
  if (entries.length === 0) return [];
  const kept = entries.flatMap(({ found }) => found ?? []);
  const others = entries.filter(({ found }) => found === undefined).map(({ id }) => id);
  const all = [...kept, ...(await findAgain(source, others))];
  if (source.showsMore) return source.show(all.map(({ item }) => item));
  const ready = all.map(({ resource }) => resource).filter((resource) => resource !== undefined);
  const rest = all.filter(({ resource }) => resource === undefined).map(({ item }) => item);
  return rest.length === 0 ? ready : [...ready, ...(await source.show(rest))];
}

/** Those of the ids that still exist and are still selected. */
async function findAgain(source: Source, ids: readonly string[]): ReturnType<Source['select']> {
  if (ids.length === 0) return [];
  return source.select(await source.read(ids));
}

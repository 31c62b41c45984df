import type { JsonObject } from '#scim/json.ts';
import type { PageCursors } from '#scim/messages.ts';
import type { ListQuery } from '#scim/query.ts';
import type { Context, ResourcePage } from './context.ts';
import { type Cursors, cursorsOf } from './cursor.ts';
import { gather } from './gather.ts';
import { countAll, isNatural, walkAll } from './natural.ts';
import type { Position } from './position.ts';
import { type Entry, type Slice, cut } from './slice.ts';
import type { Source } from './source.ts';
import { walkPage } from './walk.ts';

/**
 * The page that the query asks of a list of one kind of resource or of several, one after the other (RFC 7644 §3.4.2,
 * RFC 9865). `name` tells lists apart whose cursors and bookmarks are not each other's.
 */
export async function list(
  context: Context,
  name: string,
  query: ListQuery,
  sources: readonly Source[],
): Promise<ResourcePage> {
  if (query.cursor !== undefined) return listByCursor(context, name, { ...query, cursor: query.cursor }, sources);
  if (query.count === 0) return countOnly(sources, query);
  const { entries, totalResults, leaveBookmark } = await walkPage(context, name, query, sources);
  const [resources] = await Promise.all([showAll(sources, entries), leaveBookmark()]);
  return { resources, totalResults };
}

async function listByCursor(
  context: Context,
  name: string,
  query: ListQuery & { readonly cursor: string },
  sources: readonly Source[],
): Promise<ResourcePage> {
  const cursors = cursorsOf(
    context,
    name,
    sources.map((source) => source.query),
  );
  const position = cursors.read(query.cursor);
  if (query.count === 0) return countOnly(sources, query);
  const slice = isNatural(sources, query)
    ? await walkAll(sources, query, position)
    : cut(await gather(sources, query), query, position);
  return {
    resources: await showAll(sources, slice.entries),
    totalResults: slice.total,
    ...neighbouringPages(slice, cursors),
  };
}

async function countOnly(sources: readonly Source[], query: ListQuery): Promise<ResourcePage> {
  const totalResults = isNatural(sources, query) ? await countAll(sources) : (await gather(sources, query)).length;
  return { resources: [], totalResults };
}

/** Beside an empty page everything is on one side. */
function neighbouringPages(slice: Slice, cursors: Cursors): PageCursors {
  const { entries, total, isPreceded, isFollowed } = slice;
  return {
    ...(isPreceded && { previousCursor: cursors.write({ ...positionAt('before', entries[0]), total }) }),
    ...(isFollowed && { nextCursor: cursors.write({ ...positionAt('after', entries.at(-1)), total }) }),
  };
}

function positionAt(side: Position['side'], at: Entry | undefined): Position {
  return { side, ...(at !== undefined && { at }) };
}

/** The entries as the answer shows them, in their order; whoever has gone meanwhile is left out. */
async function showAll(sources: readonly Source[], entries: readonly Entry[]): Promise<readonly JsonObject[]> {
  const shown = await Promise.all(
    sources.map((source, kind) =>
      show(
        source,
        entries.filter((entry) => entry.kind === kind),
      ),
    ),
  );
  const byId = new Map(shown.flat().map((resource) => [resource['id'], resource]));
  return entries.map(({ id }) => byId.get(id)).filter((resource) => resource !== undefined);
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

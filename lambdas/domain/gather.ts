import { type ScimError, tooMany } from '#scim/errors.ts';
import { type ListQuery, largestCount } from '#scim/query.ts';
import { sortKeyOf } from '#scim/sort.ts';
import { scanLimit } from './limits.ts';
import { comparePlaces } from './place.ts';
import type { Entry } from './slice.ts';
import type { Found, Listed, Source } from './source.ts';

/**
 * From so many on reading everything costs less than reading each by its id: neighbours share a read unit, eight users
 * for one that is read alone.
 */
const wide = scanLimit / 8;

/** Finds all that the query selects, in its order, by an index or by looking at everything. Throws tooMany. */
export async function gather(sources: readonly Source[], query: ListQuery): Promise<readonly Entry[]> {
  const keep = keeper();
  const entries = await Promise.all(sources.map((source, kind) => gatherKind(source, kind, keep)));
  return entries.flat().toSorted((one, other) => comparePlaces(query, one, other));
}

type Keep = (found: Required<Found>) => Pick<Entry, 'found'>;

/** Keeps the beginning of what is found, so that a page of it need not be read again, and memory stays bounded. */
function keeper(): Keep {
  let room = largestCount;
  return (found) => (room-- > 0 ? { found } : {});
}

async function gatherKind(source: Source, kind: number, keep: Keep): Promise<readonly Entry[]> {
  const { sort } = source.query;
  const select = async (items: readonly Listed[]): Promise<readonly Entry[]> =>
    (await source.select(items)).map((found) => ({
      key: sort && sortKeyOf(sort, found.resource),
      kind,
      id: source.idOf(found.item),
      ...keep(found),
    }));
  const ids = await source.candidates();
  if (ids === undefined || ids.length > wide) {
    const entries = await source.scan(scanLimit, select);
    if (entries !== 'tooMany') return entries;
    if (ids === undefined || ids.length > scanLimit) throw tooManyToLookAt(source.query);
  }
  const entries: Entry[] = [];
  for (let start = 0; start < ids.length; start += largestCount) {
    entries.push(...(await select(await source.read(ids.slice(start, start + largestCount)))));
  }
  return entries;
}

function tooManyToLookAt({ filter }: ListQuery): ScimError {
  const what = filter === undefined ? 'Sorting' : 'The filter';
  const how = filter === undefined ? 'leave sortBy out, or filter' : 'filter, with "and" if need be,';
  return tooMany(
    `${what} would have to look at more than ${scanLimit} resources. Please ${how} by id, userName (eq or sw), ` +
      'externalId, emails.value, groups.value or meta.lastModified for users, and by id, displayName or members.value ' +
      'for groups.',
  );
}

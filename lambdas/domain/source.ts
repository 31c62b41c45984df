import type { JsonObject } from '#scim/json.ts';
import type { ListQuery } from '#scim/query.ts';
import type { Counts, Start } from './counts.ts';
import type { Select, Side } from './directory.ts';
import type { Group } from './group.ts';
import type { User } from './user.ts';

/** What lists hold. */
export type Listed = User | Group;

/** What a list is made of: as it is stored, and as SCIM shows it, as far as the query looks at it. */
export type Found<Item = Listed> = { readonly item: Item; readonly resource?: JsonObject };

/** One kind of resource as one query reads it. */
export type Source<Item = Listed> = {
  /** Filter and sorting in terms of this kind. */
  readonly query: ListQuery;
  /** True where the answer shows what neither filter nor sorting looks at, and what has to be read apart. */
  readonly showsMore: boolean;
  idOf(item: Item): string;
  /** As `userCounts`. */
  counts(): Promise<Counts>;
  /** As `usersFrom`. */
  from(start: Start, limit: number): Promise<readonly Item[]>;
  /** As `usersBeside`. */
  beside(id: string | undefined, side: Side, limit: number): Promise<readonly Item[]>;
  /** As `scanUsers`. */
  scan<Match>(limit: number, select: Select<Item, Match>): Promise<readonly Match[] | 'tooMany'>;
  /** The ids of all that can match the filter, each once, by the indexes; undefined where they do not help. */
  candidates(): Promise<readonly string[] | undefined>;
  /** Those of the ids that exist. */
  read(ids: readonly string[]): Promise<readonly Item[]>;
  /** Those of the items that exist for a reader and that the filter selects. */
  select(items: readonly Item[]): Promise<readonly Required<Found<Item>>[]>;
  /** The items that exist for a reader, as the answer shows them. */
  show(items: readonly Item[]): Promise<readonly JsonObject[]>;
};

import type { Attributes } from '#storage/item.ts';

/** How the items of one type are brought from the form of one version to that of the next (docs/migrations.md). */
export type Migration = {
  /** From 1 on, one after the other. */
  readonly number: number;
  readonly title: string;
  readonly type: string;
  /** The version that is left behind. */
  readonly from: number;
  /** What changes in an item, its key and version apart. Decided by the item alone. */
  change(item: Attributes): { readonly set?: Attributes; readonly remove?: readonly string[] };
};

/** All migrations that there have been. There has been none: every type is still in its first form. */
export const migrations: readonly Migration[] = [];

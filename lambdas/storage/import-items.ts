import * as z from 'zod/mini';
import { itemOf, stamped } from './item.ts';
import type { Item, Stamp } from './item.ts';
import type { Key } from './keys.ts';

const importing = itemOf('import', { sha256: z.string(), holder: z.string() });

/** Says that an organization is being imported, which nobody reads until it is whole. */
export function importKey(organization: string): Key {
  return { PK: `ORG#${organization}`, SK: 'META#IMPORT' };
}

/** Which file is being imported, by its digest, and who does it. */
export type Importing = { readonly sha256: string; readonly holder: string };

/** An import that is under way. */
export function importItem(organization: string, stamp: Stamp, value: Importing): Item {
  return stamped(importKey(organization), 'import', stamp, { ...value });
}

/** The import that an item tells of. */
export function readImport(item: unknown): Importing {
  const { sha256, holder } = importing.parse(item);
  return { sha256, holder };
}

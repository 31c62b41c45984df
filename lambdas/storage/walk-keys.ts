import type { Key } from './keys.ts';

/** Where the walks of a key go on with a question at a `startIndex`. */
export function bookmarkKey(
  organization: string,
  { keyId, question, startIndex }: { readonly keyId: string; readonly question: string; readonly startIndex: number },
): Key {
  return {
    PK: `ORG#${organization}#WALKS`,
    SK: `${keyId}#${question}#${String(startIndex).padStart(10, '0')}`,
  };
}

/** The `startIndex` of a bookmark, from its sort key. */
export function startIndexOf(sortKey: string): number {
  return Number(sortKey.slice(sortKey.lastIndexOf('#') + 1));
}

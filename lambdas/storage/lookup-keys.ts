import { fold } from '#scim/fold.ts';
import { afterHex } from './key-ranges.ts';
import { beginning, fit, withoutSeparator } from './key-text.ts';
import type { Key, KeyPrefix, KeyRange } from './keys.ts';

/**
 * The userNames that begin so, case ignored, and perhaps some that do not: of a prefix that is longer than what a key
 * keeps of every name, or that ends within a character, only the beginning is looked for.
 */
export function userNamesFrom(organization: string, prefix: string): KeyPrefix {
  return { PK: `ORG#${organization}#NAMES`, prefix: `USER#${beginning(fold(prefix))}` };
}

/** Leads from an externalId, which need not be unique, to a user. */
export function externalIdKey(organization: string, externalId: string, userId: string): Key {
  return { PK: `ORG#${organization}#FIND`, SK: `${externalIdPrefix(externalId)}${userId}` };
}

/** The users of one externalId. */
export function externalIdRange(organization: string, externalId: string): KeyRange {
  return lookupRange(organization, externalIdPrefix(externalId));
}

/** Leads from an address, case ignored, to a user. */
export function emailKey(organization: string, address: string, userId: string): Key {
  return { PK: `ORG#${organization}#FIND`, SK: `${emailPrefix(address)}${userId}` };
}

/** The users of one address. */
export function emailRange(organization: string, address: string): KeyRange {
  return lookupRange(organization, emailPrefix(address));
}

/** Leads from what a person is called, folded, to a user. */
export function nameKey(organization: string, name: string, userId: string): Key {
  return { PK: `ORG#${organization}#FIND`, SK: `NAME#${fit(withoutSeparator(name))}#${userId}` };
}

/** How users are found by a beginning: by userName, by an email address, by what they are called. */
export type Way = 'userName' | 'address' | 'name';

const wayPrefix = { userName: 'USER#', address: 'MAIL#', name: 'NAME#' } as const;

/** The place of a folded text of a user in its way: what the sort key says after its kind. */
export function placeInWay(way: Way, text: string, userId: string): string {
  return way === 'userName' ? fit(text) : `${fit(withoutSeparator(text))}#${userId}`;
}

/** The place that a sort key says. */
export function placeOfKey(sortKey: string): string {
  return sortKey.slice(sortKey.indexOf('#') + 1);
}

/**
 * The neighbours in a way whose folded texts begin so, and perhaps some more, from a place on, which is included;
 * undefined where all of them are before it.
 */
export function wayRange(organization: string, way: Way, prefix: string, from = ''): KeyRange | undefined {
  const kind = wayPrefix[way];
  const first = way === 'userName' ? beginning(prefix) : beginning(withoutSeparator(prefix));
  // No text goes on with the last of all characters, which is none.
  const last = `${first}\u{10FFFF}`;
  if (Buffer.compare(Buffer.from(from), Buffer.from(last)) > 0) return undefined;
  const start = Buffer.compare(Buffer.from(from), Buffer.from(first)) > 0 ? from : first;
  const PK = `ORG#${organization}#${way === 'userName' ? 'NAMES' : 'FIND'}`;
  return { PK, from: kind + start, to: kind + last };
}

function externalIdPrefix(externalId: string): string {
  return `EXT#${fit(withoutSeparator(externalId))}#`;
}

function emailPrefix(address: string): string {
  return `MAIL#${fit(withoutSeparator(fold(address)))}#`;
}

function lookupRange(organization: string, prefix: string): KeyRange {
  return { PK: `ORG#${organization}#FIND`, from: prefix, to: `${prefix}${afterHex}` };
}

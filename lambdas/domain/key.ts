/** What a SCIM key may do. */
export type KeyScope = 'full' | 'read';

/** A SCIM key as it is stored: never the key, only its hash (T2). */
export type KeyRecord = {
  readonly id: string;
  readonly hash: string;
  readonly organizationId: string;
  readonly name: string;
  readonly scope: KeyScope;
  readonly createdAt: string;
  /** ISO 8601; absent means no expiry. */
  readonly expiresAt?: string;
  readonly deactivatedAt?: string;
  /** Of the key that `hash` is of: a key that has just been made again has not been used. */
  readonly lastUsedAt?: string;
  /** Keys that this one took the place of and that count until their ends, which are never after `expiresAt` (T2). */
  readonly replaced?: readonly ReplacedKey[];
};

/** The hash of a key that another one took the place of, and the moment of its end (ISO 8601). */
export type ReplacedKey = { readonly hash: string; readonly until: string };

/** Days for which a key is still listed after its end; its use is then told from that of a key that never was. */
export const keyListedDays = 90;

/** Days before a key's end at which the activity log begins to warn of it. */
export const keyReminderDays = 30;

/** When a key ends or has ended, in milliseconds since 1970: infinity without an end; a moment that cannot be read has passed. */
export function endOfKey({ expiresAt, deactivatedAt }: Pick<KeyRecord, 'expiresAt' | 'deactivatedAt'>): number {
  const ends = [expiresAt, deactivatedAt].flatMap((moment) => (moment === undefined ? [] : Date.parse(moment)));
  const end = Math.min(...ends);
  return Number.isNaN(end) ? 0 : end;
}

/** True while a key is known at all: from its creation until 90 days after its end. */
export function isRemembered(key: Pick<KeyRecord, 'expiresAt' | 'deactivatedAt'>, now: number): boolean {
  return now < endOfKey(key) + keyListedDays * 86_400_000;
}

import type { Key } from './keys.ts';

/** How many users were deactivated or deleted in the window that begins then (milliseconds since 1970). */
export function lostUsersKey(organization: string, window: number): Key {
  return { PK: `ORG#${organization}#LOST`, SK: new Date(window).toISOString() };
}

import type { Key } from './keys.ts';

/** How many requests of an organization were let in, in the window that begins then (milliseconds since 1970). */
export function requestCountKey(organization: string, window: number): Key {
  return { PK: `ORG#${organization}#RATE`, SK: new Date(window).toISOString() };
}

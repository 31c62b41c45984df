const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u;

/** True for a UUID in lower case: the form of every id of our making, and the only one that a key is ever built from. */
export function isUuid(text: string): boolean {
  return uuid.test(text);
}

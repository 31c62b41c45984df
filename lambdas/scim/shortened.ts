/** What has the form of a key, which is sent in the wrong place now and then; what is refused is kept in logs. */
const key = /(scim|admin)-[\w-]{43,}/gu;

/**
 * A text of the client's choice as a refusal repeats it: cut before it fills the answer, and not within a character.
 * Keys are never repeated (T2).
 */
export function shortened(text: string, longest = 100): string {
  const safe = text.replaceAll(key, '$1-…');
  return safe.length > longest ? `${safe.slice(0, longest).toWellFormed()}…` : safe;
}

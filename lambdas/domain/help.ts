/** What an administrator reads of a refusal: how it shows, why it happens, and what to do. */
export type Help = { readonly title: string; readonly cause: string; readonly solution: string };

const catalogue: Readonly<Record<string, Help>> = {};

/** The help on a code: a refusal's name in its catalogue, its keyword, or what its status says. */
export function helpOn(code: string): Help | undefined {
  return Object.hasOwn(catalogue, code) ? catalogue[code] : undefined;
}

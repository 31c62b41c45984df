/** What an administrator reads of a refusal: how it shows, why it happens, and what to do. */
export type Help = { readonly title: string; readonly cause: string; readonly solution: string };

/** Help by code: a refusal's name in its catalogue, its keyword, or what its status says. */
export type HelpPart = Readonly<Record<string, Help>>;

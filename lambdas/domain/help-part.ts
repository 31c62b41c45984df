import type { HelpCode } from './help-titles.ts';

/** Why a refusal happens, and what to do, by its code. */
export type HelpPart = Readonly<Partial<Record<HelpCode, { readonly cause: string; readonly solution: string }>>>;

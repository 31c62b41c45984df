import { helpOnConsole } from './help-console.ts';
import { helpOnGroups } from './help-groups.ts';
import { helpOnKeys } from './help-keys.ts';
import { helpOnOwner } from './help-owner.ts';
import type { HelpPart } from './help-part.ts';
import { helpOnProtocol } from './help-protocol.ts';
import { type HelpCode, helpTitles } from './help-titles.ts';
import { helpOnUsers } from './help-users.ts';

/** What an administrator reads of a refusal: how it shows, why it happens, and what to do. */
export type Help = { readonly title: string; readonly cause: string; readonly solution: string };

/** The catalogue of help in its parts, in the order in which administrators meet them. */
export const helpCatalogue: readonly { readonly heading: string; readonly help: Readonly<Record<string, Help>> }[] = [
  { heading: 'People', help: entitled(helpOnUsers) },
  { heading: 'Groups', help: entitled(helpOnGroups) },
  { heading: 'The owner', help: entitled(helpOnOwner) },
  { heading: 'Keys', help: entitled(helpOnKeys) },
  { heading: 'The Console', help: entitled(helpOnConsole) },
  { heading: 'Requests', help: entitled(helpOnProtocol) },
];

const byCode = new Map(helpCatalogue.flatMap(({ help }) => Object.entries(help)));

/** The help on a code: a refusal's name in its catalogue, its keyword, or what its status says. */
export function helpOn(code: string): Help | undefined {
  return byCode.get(code);
}

function entitled(part: HelpPart): Readonly<Record<string, Help>> {
  return Object.fromEntries(
    Object.entries(part).map(([code, help]) => [code, { title: helpTitles[code as HelpCode], ...help }]),
  );
}

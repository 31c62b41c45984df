import { helpOnConsole } from './help-console.ts';
import { helpOnGroups } from './help-groups.ts';
import { helpOnKeys } from './help-keys.ts';
import { helpOnOwner } from './help-owner.ts';
import type { Help, HelpPart } from './help-part.ts';
import { helpOnProtocol } from './help-protocol.ts';
import { helpOnUsers } from './help-users.ts';

export type { Help } from './help-part.ts';

/** The catalogue of help in its parts, in the order in which administrators meet them. */
export const helpCatalogue: readonly { readonly heading: string; readonly help: HelpPart }[] = [
  { heading: 'People', help: helpOnUsers },
  { heading: 'Groups', help: helpOnGroups },
  { heading: 'The owner', help: helpOnOwner },
  { heading: 'Keys', help: helpOnKeys },
  { heading: 'The Console', help: helpOnConsole },
  { heading: 'Requests', help: helpOnProtocol },
];

const byCode = new Map(helpCatalogue.flatMap(({ help }) => Object.entries(help)));

/** The help on a code: a refusal's name in its catalogue, its keyword, or what its status says. */
export function helpOn(code: string): Help | undefined {
  return byCode.get(code);
}

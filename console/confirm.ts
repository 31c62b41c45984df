import { misuse, refused } from './failure.ts';
import type { Surroundings } from './surroundings.ts';
import { clean } from './text.ts';

/** What the option `--yes` promises. */
export const yes = ['-y, --yes', 'do not ask'] as const;

/** Asks whether to do what cannot be taken back; goes on after a yes, or where `--yes` gave it beforehand. */
export async function confirm(
  surroundings: Surroundings,
  confirmed: true | undefined,
  question: string,
): Promise<void> {
  if (confirmed === true) return;
  requireSomebody(surroundings, '--yes');
  const answer = await surroundings.ask(`${clean(question)} [y/N] `);
  if (!/^\s*y(?:es)?\s*$/iu.test(answer ?? '')) throw nothingChanged();
}

/** Asks for the name of what is deleted for good; `given` is what an option said beforehand. */
export async function confirmName(
  surroundings: Surroundings,
  given: string | undefined,
  { name, question }: { readonly name: string; readonly question: string },
): Promise<void> {
  if (given === undefined) requireSomebody(surroundings, '--confirm <name>');
  const answer = given ?? (await surroundings.ask(`${clean(question)}\nPlease type its name to go on: `));
  if (answer !== name) throw nothingChanged(`"${clean(answer ?? '')}" is not its name. `);
}

function requireSomebody({ interactive }: Surroundings, option: string): void {
  if (!interactive) throw misuse(`Nobody can be asked here. Please give ${option} where this is meant to happen.`);
}

function nothingChanged(why = ''): Error {
  return refused(`${why}Nothing was changed.`);
}

import { consoleRefusals } from './console-refusals.ts';
import type { ChangeView } from './change.ts';
import type { Console } from './console.ts';

/** How far a change has come that outlasted its request. Throws 404; 30 days after its end it is forgotten. */
export async function readChange(console: Pick<Console, 'directory'>, id: string): Promise<ChangeView> {
  const change = await console.directory.change(id);
  if (change === undefined) throw consoleRefusals.changeNotFound(id);
  return change;
}

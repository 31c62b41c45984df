import type { Context } from './context.ts';
import { foldGroupName, generatedGroups } from './group-names.ts';
import { refusals } from './refusals.ts';

/**
 * Frees a name that is reserved although no group has it: a change in the Console left it, or did not come to its end.
 * Then all has to be decided again. Throws 409 where a group has the name (G3).
 */
export async function freeName({ directory, product }: Context, name: string): Promise<'stale'> {
  if ((await directory.ordinaryGroupName([name])) !== undefined) throw refusals.groupNameTaken(name);
  const structure = await directory.structure();
  if (generatedGroups(structure, product).byName.has(foldGroupName(name))) throw refusals.groupNameTaken(name);
  await directory.freeGroupName(structure, name);
  return 'stale';
}

import { readName } from './console-name.ts';
import { consoleRefusals } from './console-refusals.ts';

/**
 * The name of a project, role or team as an administrator gave it. Throws 400 where none can be named so, or where
 * nothing of it would be seen in the names of groups (G1).
 */
export function readPartName(text: string): string {
  const name = readName(text);
  if (!/[^\p{Separator}\p{Other}\p{Default_Ignorable_Code_Point}]/u.test(name))
    throw consoleRefusals.nameFoldsToNothing();
  return name;
}

import { fold } from '#scim/fold.ts';
import type { Context } from './context.ts';
import { foldGroupName, generatedGroups } from './group-names.ts';

/** Who has a name now: ids by folded names. */
export type NameHolders = ReadonlyMap<string, string>;

/** How many names are looked up side by side. */
const width = 16;

/** The users who have these userNames now. */
export async function userNameHolders(context: Context, names: readonly string[]): Promise<NameHolders> {
  return lookUp(names, fold, (name) => context.directory.userIdByName(name));
}

/** The groups that have these names now. */
export async function groupNameHolders(context: Context, names: readonly string[]): Promise<NameHolders> {
  if (names.length === 0) return new Map();
  const { byName } = generatedGroups(await context.directory.structure(), context.product);
  return lookUp(
    names,
    foldGroupName,
    async (name) => byName.get(foldGroupName(name))?.id ?? context.directory.ordinaryGroupIdByName(name),
  );
}

async function lookUp(
  names: readonly string[],
  foldName: (name: string) => string,
  find: (name: string) => Promise<string | undefined>,
): Promise<NameHolders> {
  const holders = new Map<string, string>();
  const left = [...new Map(names.map((name) => [foldName(name), name]))];
  const work = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      const [folded, name] = next;
      const id = await find(name);
      if (id !== undefined) holders.set(folded, id);
    }
  };
  await Promise.all(Array.from({ length: width }, work));
  return holders;
}

import type { GeneratedGroup, NamePrefix } from './group-names.ts';
import { foldGroupName, generatedGroups, groupName } from './group-names.ts';
import type { Structure, StructurePart } from './structure.ts';

/** A group that is to have a name. */
export type NameHolder = Pick<GeneratedGroup, 'id' | 'place' | 'name'>;

/** What a change of the structure does to the names of groups. */
export type NameChange = {
  /** Names that no generated group had before, with who has them now. */
  readonly gained: readonly NameHolder[];
  /** Names that no generated group has any more. */
  readonly lost: readonly string[];
  /** A name that two groups would have, as it is displayed now; then the change must not be made (G3). */
  readonly clash: string | undefined;
};

/** Compares the names of the groups that two structures generate (G3). */
export function compareNames(before: Structure, after: Structure, product: NamePrefix): NameChange {
  const [then, now] = [generatedGroups(before, product), generatedGroups(after, product)];
  const groups = [...now.byId.values()];
  const isSecond = ({ id, name }: NameHolder): boolean => now.byName.get(foldGroupName(name))?.id !== id;
  const twice = groups.length === now.byName.size ? undefined : groups.find(isSecond);
  return {
    gained: [...now.byName].flatMap(([folded, group]) => (then.byName.has(folded) ? [] : [group])),
    lost: [...then.byName].flatMap(([folded, { name }]) => (now.byName.has(folded) ? [] : [name])),
    clash: twice && (then.byName.get(foldGroupName(twice.name)) ?? twice).name,
  };
}

/** What the folded names of all groups begin with that this part generates in a structure, and perhaps others'. */
export function namesBegin(part: StructurePart, { projects }: Structure, product: NamePrefix): string {
  const fixed = part.kind === 'role' ? [] : [part.value.name];
  const around = part.kind === 'team' ? projects.filter(({ id }) => id === part.value.projectId) : [];
  return foldGroupName(`${groupName(product, ...around.map(({ name }) => name), ...fixed)}-`);
}

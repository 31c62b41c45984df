import { generatedGroups } from '#domain/group-names.ts';
import type { GeneratedGroup } from '#domain/group-names.ts';
import type { Structure } from '#domain/structure.ts';
import { readChange } from '#storage/change-items.ts';
import { readGroup, readGroupName } from '#storage/group-items.ts';
import { groupKey, groupNameKey } from '#storage/group-keys.ts';
import type { Attributes } from '#storage/item.ts';
import { changeKey, projectKey, roleKey, structureKey, teamKey } from '#storage/keys.ts';
import type { Key } from '#storage/keys.ts';
import { readParts, readStructureVersion } from '#storage/structure-items.ts';
import { suspect, textOf } from './check.ts';
import type { Check, Look } from './check.ts';
import { comesFrom } from './check-groups.ts';
import type { Suspicion } from './finding.ts';
import { suspectValues } from './sanity.ts';

/** The structure with the groups that it generates, and their names (G1, G3). */
export const structureCheck: Check<number> = {
  read: readStructureVersion,
  place: (_, organization) => structureKey(organization),
  async judge(version, look) {
    const groups = [...generatedGroups(await look.structure(), look.product).byId.values()];
    const items = await look.read(groups.flatMap((group) => keysOf(look, group)));
    return [
      ...suspectValues({ version: [version, 1] }, {}),
      ...groups.flatMap((group) => judgeGenerated(group, items, look)),
    ];
  },
};

type Part = {
  readonly type: 'project' | 'role' | 'team';
  readonly id: string;
  readonly projectId?: string;
  readonly deletedBy?: string;
};

const partKeys = { project: projectKey, role: roleKey, team: teamKey };

/** A project, custom role or team: a marked one is there until its change has cleared everything away. */
export const partCheck: Check<Part> = {
  read: readPart,
  place: ({ type, id }, organization) => partKeys[type](organization, id),
  needs: ({ projectId, deletedBy }, { organization }) => [
    ...(projectId === undefined ? [] : [projectKey(organization, projectId)]),
    ...(deletedBy === undefined ? [] : [changeKey(organization, deletedBy)]),
  ],
  judge({ id, projectId, deletedBy }, { organization, find }) {
    const change = deletedBy === undefined ? undefined : find(changeKey(organization, deletedBy), readChange);
    const words = `${id} is to be cleared away by the change ${deletedBy}, which ${change ? 'is done' : 'does not exist'}.`;
    return suspect(
      [
        projectId !== undefined && find(projectKey(organization, projectId), () => true) === undefined,
        { code: 'partOfNoProject', words: `The team ${id} belongs to the project ${projectId}, which does not exist.` },
      ],
      [deletedBy !== undefined && change?.status !== 'running', { code: 'deletionWithoutChange', words }],
    );
  },
};

const keysOfNames = new WeakMap<Structure, ReadonlySet<string>>();

/** The keys of all names that the structure generates. */
export async function generatedNameKeys({ organization, product, structure }: Look): Promise<ReadonlySet<string>> {
  const now = await structure();
  let keys = keysOfNames.get(now);
  if (keys === undefined) {
    const groups = [...generatedGroups(now, product).byId.values()];
    keys = new Set(groups.map(({ name }) => textOf(groupNameKey(organization, name))));
    keysOfNames.set(now, keys);
  }
  return keys;
}

function keysOf({ organization }: Look, { id, name }: GeneratedGroup): readonly Key[] {
  return [groupKey(organization, id), groupNameKey(organization, name)];
}

function judgeGenerated(
  { id, place, name }: GeneratedGroup,
  items: ReadonlyMap<string, Attributes>,
  { organization }: Look,
): readonly Suspicion[] {
  const [key, nameKey] = [groupKey(organization, id), groupNameKey(organization, name)];
  const [group, kept] = [items.get(textOf(key)), items.get(textOf(nameKey))];
  const kind = kept && readGroupName(kept).kind;
  return suspect(
    [
      !comesFrom(group && readGroup(group), place),
      {
        code: 'groupMissing',
        words: `The group ${id}, "${name}", ${group ? 'is another' : 'is missing'}.`,
        keys: [key],
      },
    ],
    [
      kind === undefined,
      { code: 'reservationMissing', words: `Nothing keeps the name "${name}" from ordinary groups.`, keys: [nameKey] },
    ],
    [
      kind === 'ordinary',
      { code: 'nameClash', words: `The name "${name}" is that of an ordinary group too (G3).`, keys: [nameKey] },
    ],
  );
}

function readPart(item: Attributes): Part {
  const { projects, roles, teams } = readParts([item]);
  const [part] = [
    ...projects.map((project) => ({ type: 'project' as const, ...project })),
    ...roles.map((role) => ({ type: 'role' as const, ...role })),
    ...teams.map((team) => ({ type: 'team' as const, ...team })),
  ];
  if (part === undefined) throw new Error('This is no project, role or team.');
  return part;
}

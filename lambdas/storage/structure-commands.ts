import type { NamedGroup, PartChange, PartRemoval } from '#domain/directory.ts';
import type { Structure, StructureEvent, StructurePart, Team } from '#domain/structure.ts';
import type { Standing } from '#domain/user.ts';
import { changeItem } from './change-items.ts';
import { addMembers, createGroup, removeGroup } from './group-commands.ts';
import { groupItem } from './group-items.ts';
import { structureKey, teamKey } from './keys.ts';
import { freeName, reserveName } from './name-reservations.ts';
import { partItem } from './structure-items.ts';
import { changeIf, erase, put } from './write.ts';
import type { Scope, Write } from './write.ts';

type StructureWrites = readonly Write<'stale' | 'nameTaken'>[];

/** A new or changed part, in pieces: where they do not fit into one transaction, the flip is the last. */
export type PartPlan = {
  /** What makes it count. */
  readonly flip: readonly Write<'stale'>[];
  /** What has to be there with it, or before. */
  readonly groups: readonly Write[];
  readonly reservations: readonly Write<'nameTaken'>[];
  /** What has to go with it, or later. */
  readonly frees: readonly Write<'nameTaken'>[];
  /** Says that it goes later. */
  readonly begin: Write;
};

/** A new or changed project, role or team with its groups (G1). */
export function putPart(
  scope: Scope,
  structure: Structure,
  { part, did, groups, gained, lost, change }: PartChange,
): PartPlan {
  const { organization, stamp } = scope;
  return {
    flip: [raiseVersion(scope, structure, eventOf(part, did)), put(scope, partItem(organization, stamp, part))],
    groups: groups.map((group) => put(scope, groupItem(organization, stamp, group))),
    reservations: gained.map((holder) => reserveName(scope, holder)),
    frees: lost.map((name) => freeName(scope, name)),
    begin: put(scope, changeItem(organization, stamp, change)),
  };
}

/** The end of a part: marked, it exists for no reader; the change clears away what it leaves. */
export function removePart(
  scope: Scope,
  structure: Structure,
  { part, change }: Omit<PartRemoval, 'lost'>,
): readonly Write<'stale'>[] {
  const { organization, stamp } = scope;
  return [
    raiseVersion(scope, structure, eventOf(part, deletions[part.kind])),
    put(scope, partItem(organization, stamp, part, change.id)),
    put(scope, changeItem(organization, stamp, change)),
  ];
}

/** A team, new or with a group that it had lost, and the members of one of its groups (G4, G5). */
export function putTeam(
  scope: Scope,
  structure: Structure,
  team: Team,
  groups: readonly NamedGroup[],
  members: { readonly groupId: string; readonly add: readonly Standing[] },
): StructureWrites {
  const at = groups.find(({ group }) => group.id === members.groupId)?.group.modifiedAt ?? team.createdAt;
  const part = { kind: 'team', value: team } as const;
  const isNew = !structure.teams.some(({ id }) => id === team.id);
  return [
    raiseVersion(scope, structure, isNew ? eventOf(part, 'team.created') : undefined),
    put(scope, partItem(scope.organization, scope.stamp, part)),
    ...groups.flatMap((named) => createGroup(scope, named, named.group.id === members.groupId ? members.add : [])),
    ...addMembers(scope, members.groupId, members.add, at),
  ];
}

/** The end of groups of a team, and of the team itself where `team` is undefined (G5). */
export function removeTeamGroups(
  scope: Scope,
  structure: Structure,
  removal: { readonly teamId: string; readonly team: Team | undefined; readonly groups: readonly NamedGroup[] },
): StructureWrites {
  const { organization, stamp } = scope;
  const { teamId, team, groups } = removal;
  const gone = structure.teams.find(({ id }) => id === teamId);
  const ends = team === undefined && gone !== undefined;
  return [
    raiseVersion(scope, structure, ends ? eventOf({ kind: 'team', value: gone }, 'team.deleted') : undefined),
    team === undefined
      ? erase(scope, teamKey(organization, teamId))
      : put(scope, partItem(organization, stamp, { kind: 'team', value: team })),
    ...groups.flatMap((group) => removeGroup(scope, group)),
  ];
}

/** Raises the structure's version, and says for the activity log what did it; nothing where nobody sees a difference. */
export function raiseVersion(
  scope: Scope,
  { version }: Pick<Structure, 'version'>,
  last?: StructureEvent,
): Write<'stale'> {
  const wanted = { set: { by: scope.stamp, ...(last && { last }) }, add: { version: 1 }, remove: last ? [] : ['last'] };
  return changeIf(scope, structureKey(scope.organization), wanted, { version }, 'stale');
}

const deletions = { project: 'project.deleted', role: 'role.deleted', team: 'team.deleted' } as const;

function eventOf(part: StructurePart, kind: StructureEvent['kind']): StructureEvent {
  const { id, name } = part.value;
  return { kind, id, name, ...(part.kind === 'team' && { projectId: part.value.projectId }) };
}

import * as z from 'zod/mini';
import { projectGroupId } from '#domain/group-names.ts';
import type { Group } from '#domain/group.ts';
import { teamRoles } from '#domain/group.ts';
import { builtInRoles } from '#domain/structure.ts';
import type { Structure, Team } from '#domain/structure.ts';
import type { StoredChange } from './change-items.ts';
import { stepEnd } from './change-step.ts';
import type { Step, TakeStep } from './change-step.ts';
import { freeNames } from './free-names.ts';
import { endGroup, endGroupWithoutMembers } from './group-commands.ts';
import { readGroup } from './group-items.ts';
import { groupKey } from './group-keys.ts';
import { projectKey, roleKey, structureRange, teamKey } from './keys.ts';
import { readItems, readRange } from './send-reads.ts';
import { writeAlone, writeTogether } from './send-writes.ts';
import type { Session } from './session.ts';
import { sideBySide } from './side-by-side.ts';
import { readParts } from './structure-items.ts';
import { sweepGroup } from './sweep.ts';
import { erase } from './write.ts';

/** First the groups go, then their names, then the mark: until then it says which groups there were. */
const partWork = z.looseObject({
  phase: z._default(z.enum(['groups', 'names', 'items']), 'groups'),
  /** The groups up to this id are done. */
  after: z._default(z.string(), ''),
});

const groupsPerStep = 100;

/** Clears away what a deleted project, role or team has left: memberships, groups, names, teams, and the mark itself. */
export const clearPart: TakeStep = async (session, change, goesOn) => {
  const { phase, after } = partWork.parse(change.work);
  const { after: _, ...work } = change.work;
  switch (phase) {
    case 'groups':
      return clearGroups(session, change, after, goesOn);
    case 'names': {
      const { handled, left } = await freeNames(session, change, goesOn);
      return { handled, left: left ?? { ...work, phase: 'items' } };
    }
    default:
      return clearItems(session, change);
  }
};

async function clearGroups(
  session: Session,
  change: StoredChange,
  after: string,
  goesOn: () => boolean,
): Promise<Step> {
  const { organization } = session;
  const { after: _, ...work } = change.work;
  const parts = readParts(await readRange(session, structureRange(organization)));
  const left = groupIdsOf(change, parts).filter((id) => id > after);
  const ids = left.toSorted().slice(0, groupsPerStep);
  const items = await readItems(
    session,
    ids.map((id) => groupKey(organization, id)),
  );
  let handled = 0;
  const count = (things: number): void => void (handled += things);
  const isEnough = stepEnd(session);
  const within = (): boolean => goesOn() && !isEnough(handled);
  for (const group of await endWithoutMembers(session, items.map(readGroup), count)) {
    if (!within() || !(await sweepGroup(session, group.id, within, count))) return { handled, left: change.work };
    if ((await writeTogether(session, endGroup(session, group))) === 'stale') return { handled, left: change.work };
    count(1);
  }
  const last = ids.at(-1);
  return { handled, left: last === undefined ? { ...work, phase: 'names' } : { ...work, after: last } };
}

/**
 * Ends the groups that never had a member, and gives back the others. Those are cleared one after another, each by its
 * partitions side by side: the groups of a project mostly have the same members, whose standings transactions at one time
 * would fight for, and requests shall not wait behind hundreds of them.
 */
async function endWithoutMembers(
  session: Session,
  groups: readonly Group[],
  count: (things: number) => void,
): Promise<readonly Group[]> {
  const outcomes = await sideBySide(groups, async (group) => {
    if (group.memberPartitions.size > 0) return 'stale';
    return writeAlone(session, endGroupWithoutMembers(session, group.id));
  });
  const left = groups.filter((_, index) => outcomes[index] === 'stale');
  count(groups.length - left.length);
  return left;
}

async function clearItems(session: Session, { kind, targetId }: StoredChange): Promise<Step> {
  const { organization } = session;
  const teams = kind === 'projectDeletion' ? await teamsOf(session, targetId) : [];
  await sideBySide(teams, ({ id }) => writeAlone(session, erase(session, teamKey(organization, id))));
  const keyOf = { projectDeletion: projectKey, roleDeletion: roleKey }[kind as string] ?? teamKey;
  await writeAlone(session, erase(session, keyOf(organization, targetId)));
  return { handled: teams.length + 1, left: undefined };
}

async function teamsOf(session: Session, projectId: string): Promise<readonly Team[]> {
  const { teams } = readParts(await readRange(session, structureRange(session.organization)));
  return teams.filter((team) => team.projectId === projectId);
}

/**
 * Also those of marked projects and roles: where a project and a role go at the same time, the mark that is cleared away
 * first has ended the group that they share.
 */
function groupIdsOf(
  { kind, targetId }: StoredChange,
  { projects, roles, teams }: Omit<Structure, 'version'>,
): readonly string[] {
  const idsOf = (team: Team): readonly string[] => teamRoles.flatMap((role) => team.groups[role] ?? []);
  if (kind === 'roleDeletion') return projects.map(({ id }) => projectGroupId(id, targetId));
  if (kind === 'teamDeletion') return teams.filter(({ id }) => id === targetId).flatMap(idsOf);
  return [
    ...[...builtInRoles, ...roles].map(({ id }) => projectGroupId(targetId, id)),
    ...teams.filter(({ projectId }) => projectId === targetId).flatMap(idsOf),
  ];
}

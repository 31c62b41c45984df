import type { Json, JsonObject } from '#scim/json.ts';
import { nonEmptyText } from '#scim/json.ts';
import type { MemberReference } from '#scim/members.ts';
import { readMembers } from '#scim/members.ts';
import { readResource, requireAttributes } from '#scim/validate.ts';
import type { Context } from './context.ts';
import type { Outcome } from './directory.ts';
import { freeName } from './free-name.ts';
import { compareNames } from './generated-names.ts';
import { assertGroupExternalId, assertGroupName } from './group-attributes.ts';
import type { GeneratedGroup } from './group-names.ts';
import { foldGroupName, generatedGroups } from './group-names.ts';
import type { TeamReading } from './group-request.ts';
import { readGroupName } from './group-request.ts';
import { displayOf, groupResource } from './group-resource.ts';
import type { Displayed } from './group-resource.ts';
import type { Group } from './group.ts';
import type { MembershipPlan } from './membership.ts';
import { planMembership } from './membership.ts';
import { newGroup } from './new-group.ts';
import { newTeam } from './new-team.ts';
import { refusals } from './refusals.ts';
import { groupType } from './resource-types.ts';
import { settleNoticing } from './settle.ts';
import { withPart } from './structure.ts';
import type { Structure } from './structure.ts';
import { assertGroupRoom } from './structure-room.ts';
import type { Standing } from './user.ts';

type Standings = ReadonlyMap<string, Standing>;

/** What a POST of a group asks for. */
type Wanted = {
  readonly name: string;
  readonly externalId: string | undefined;
  readonly members: readonly MemberReference[];
};

/** Creates a group, or refuses it, by what its name asks for (G4, G10). */
export async function createGroup(context: Context, body: Json): Promise<JsonObject> {
  const wanted = readWanted(context, body);
  return settleNoticing(context, async (noticing) => {
    const [structure, ordinaryId, standings] = await Promise.all([
      context.directory.structure(),
      context.directory.ordinaryGroupIdByName(wanted.name),
      context.directory.standings(wanted.members.map(({ value }) => value)),
    ]);
    const existing = generatedGroups(structure, context.product).byName.get(foldGroupName(wanted.name));
    if (existing !== undefined) return claim(noticing, structure, existing, wanted, standings);
    if (ordinaryId !== undefined) throw refusals.groupNameTaken(wanted.name);
    const request = readGroupName(wanted.name, structure, context.product);
    if (request.kind === 'team') return createTeamGroup(noticing, structure, request.reading, wanted, standings);
    if (request.kind === 'ambiguous') throw refusals.groupNameAmbiguous(wanted.name, request.readings.map(describe));
    const { settings } = await context.refreshOrganization();
    if (settings.groups === 'open') return createOrdinary(noticing, structure, wanted, standings);
    throw request.kind === 'role'
      ? refusals.roleCreation(context.product, request.project.name)
      : refusals.projectCreation(context.product);
  });
}

function readWanted(context: Context, body: Json): Wanted {
  const type = groupType(context.organization);
  const draft = readResource(body, type);
  requireAttributes(draft, type);
  const name = String(draft['displayName']);
  assertGroupName(name);
  const externalId = nonEmptyText(draft['externalId']);
  assertGroupExternalId(externalId);
  return {
    name,
    externalId,
    members: readMembers(draft['members'] ?? []),
  };
}

/** The still empty sibling of a team that SCIM created is there for the first POST that names it; any other is taken. */
async function claim(
  context: Context,
  structure: Structure,
  existing: GeneratedGroup,
  wanted: Wanted,
  standings: Standings,
): Promise<JsonObject | 'stale'> {
  const { directory } = context;
  const [before, transit] = await Promise.all([directory.group(existing.id), directory.usersInTransit()]);
  const members = before?.untouched === true ? await directory.members(before, transit) : undefined;
  if (before === undefined || members === undefined || members.length > 0) throw refusals.groupNameTaken(existing.name);
  const plan = await planMembers(context, structure, existing.id, wanted, standings);
  const after = { ...withExternalId(before, wanted), untouched: false, modifiedAt: context.now().toISOString() };
  const outcome = await directory.changeGroup({ before, after, ...plan, exclusive: true });
  return answer(context, outcome, { ...after, version: before.version + 1 }, existing, plan);
}

async function createTeamGroup(
  context: Context,
  structure: Structure,
  reading: TeamReading,
  wanted: Wanted,
  standings: Standings,
): Promise<JsonObject | 'stale'> {
  const { project, role, teamName } = reading;
  const created = newTeam(project.id, teamName, 'scim', context);
  const [admin, member] = created.groups;
  const [named, sibling] = role === 'Admin' ? [admin, member] : [member, admin];
  const teamId = reading.team?.id ?? created.team.id;
  const group: Group = { ...withExternalId(named, wanted), place: { kind: 'team', teamId, role } };
  const plan = await planMembers(context, structure, group.id, wanted, standings);
  const again = reading.team && { ...reading.team, groups: { ...reading.team.groups, [role]: group.id } };
  const team = again ?? created.team;
  const after = withPart(structure, { kind: 'team', value: team });
  assertGroupRoom(structure, after);
  const { gained, clash } = compareNames(structure, after, context.product);
  if (clash !== undefined) throw refusals.groupNameTaken(clash);
  const outcome = await context.directory.putTeam(
    structure,
    team,
    gained.map(({ id, name }) => ({ group: id === group.id ? group : { ...sibling, untouched: true }, name })),
    { groupId: group.id, add: plan.add },
  );
  if (outcome === 'nameTaken') throw refusals.groupNameTaken(gained.map(({ name }) => name).join('", "'));
  return answer(context, outcome, group, displayOf(context, after, group), plan);
}

async function createOrdinary(
  context: Context,
  structure: Structure,
  wanted: Wanted,
  standings: Standings,
): Promise<JsonObject | 'stale'> {
  const at = context.now().toISOString();
  const group = withExternalId(newGroup(context.newId(), { kind: 'ordinary', name: wanted.name }, at), wanted);
  const plan = await planMembers(context, structure, group.id, wanted, standings);
  const outcome = await context.directory.createOrdinaryGroup(group, plan.add);
  if (outcome === 'nameTaken') return freeName(context, wanted.name);
  return answer(context, outcome, group, { name: wanted.name }, plan);
}

/** A new group has no members to replace, so unknown ones are skipped even where not one is known (G7). */
async function planMembers(
  context: Context,
  structure: Structure,
  id: string,
  wanted: Wanted,
  standings: Standings,
): Promise<MembershipPlan> {
  const difference = { joining: wanted.members, leaving: [], namesMembers: false, replaces: false };
  return planMembership(context, id, structure, difference, standings);
}

function answer(
  context: Context,
  outcome: Exclude<Outcome, 'ownerMoved'>,
  group: Group,
  displayed: Displayed | undefined,
  plan: MembershipPlan,
): JsonObject | 'stale' {
  if (outcome !== 'written' || displayed === undefined) return 'stale';
  const members = plan.add.map(({ userId, active, epoch }) => ({ userId, waiting: !active, epoch }));
  return groupResource(context, group, displayed, members);
}

function withExternalId(group: Group, { externalId }: Wanted): Group {
  return externalId === undefined ? group : { ...group, externalId };
}

function describe({ project, teamName, role }: TeamReading): string {
  return `the role ${role} of a team "${teamName}" in the project "${project.name}"`;
}

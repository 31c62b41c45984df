import type { Structure } from '#domain/structure.ts';
import type { Standing, User } from '#domain/user.ts';
import { builtInRoles } from '#domain/structure.ts';
import type { JsonObject } from '#scim/json.ts';
import type { Process } from './realm.ts';
import { type ModelGroup, type ModelState, type ModelUser, nameOf } from './state.ts';

/** What SCIM shows of an organization, and what the store keeps beside it. */
export type Observation = {
  readonly state: ModelState;
  /** The groups of each user by the user's own word, waiting ones included; it may trail (U6). */
  readonly standings: readonly Standing[];
  /** What contradicts a rule, in words. */
  readonly contradictions: readonly string[];
};

/** Reads the whole organization as SCIM shows it, and what SCIM does not show from the store. */
export async function observe(process: Process): Promise<Observation> {
  const { directory } = process;
  const [people, shown, structure, owner] = await Promise.all([
    readList(process, '/Users'),
    readList(process, '/Groups'),
    directory.structure(),
    directory.owner(),
  ]);
  const [users, groups] = await Promise.all([
    directory.users(people.resources.map(idOf)),
    directory.groups(shown.resources.map(idOf)),
  ]);
  const members = new Map(
    await Promise.all([...groups].map(async ([id, group]) => [id, await directory.members(group)] as const)),
  );
  const state: ModelState = {
    owner: owner.userId,
    users: new Map(users.map((user) => [user.profile.id, modelUser(user)])),
    groups: new Map(
      [...groups].map(([id, { place, untouched }]): readonly [string, ModelGroup] => [
        id,
        { place, untouched, members: new Set(members.get(id)?.map(({ userId }) => userId)) },
      ]),
    ),
    ...partsOf(structure),
  };
  return {
    state,
    standings: users.map(({ standing }) => standing),
    contradictions: [...compareUsers(state, people), ...compareGroups(state, shown)],
  };
}

type List = { readonly total: number; readonly resources: readonly JsonObject[] };

async function readList(process: Process, path: string): Promise<List> {
  const { body } = await process.scim('GET', `${path}?count=1000`);
  return { total: Number(body['totalResults']), resources: (body['Resources'] ?? []) as readonly JsonObject[] };
}

function idOf(resource: JsonObject): string {
  return String(resource['id']);
}

function modelUser({ profile, standing }: User): ModelUser {
  const { userName, title } = profile.attributes;
  const { active, role, formerOwner, deactivationRefusedAt, taken } = standing;
  return {
    userName: String(userName),
    title: typeof title === 'string' ? title : undefined,
    active,
    role,
    formerOwner,
    deactivationRefused: deactivationRefusedAt !== undefined,
    taken: taken && { role: taken.role, groups: taken.groups },
  };
}

function partsOf({ projects, roles, teams }: Structure): Pick<ModelState, 'projects' | 'roles' | 'teams'> {
  return {
    projects: new Map(projects.map(({ id, name }) => [id, name])),
    roles: new Map([...builtInRoles, ...roles].map(({ id, name }) => [id, name])),
    teams: new Map(teams.map(({ id, projectId, name }) => [id, { projectId, name }])),
  };
}

/** O1, U1, P3: one owner, the pointer's; nobody twice; as many as are counted. */
function compareUsers({ owner, users }: ModelState, { total, resources }: List): readonly string[] {
  const names = [...users.values()].map(({ userName }) => userName.toLowerCase());
  const owners = resources.filter((user) => user['statsigOrgRole'] === 'Owner').map(idOf);
  return [
    ...(total === users.size && resources.length === users.size
      ? []
      : [`P3: ${total} users are counted, ${resources.length} are listed, and ${users.size} are there.`]),
    ...(new Set(names).size === names.length ? [] : ['U1: A userName belongs to two users.']),
    ...(owners.length === 1 && owners[0] === owner
      ? []
      : [`O1: The owner item names ${owner}, and SCIM shows as owners: ${owners.join(', ')}.`]),
    ...(users.get(owner)?.active === true ? [] : ['O1: The owner is not active, or not there.']),
  ];
}

/** G3, G7, P3: each name once, and exactly the active members are shown. */
function compareGroups(state: ModelState, { total, resources }: List): readonly string[] {
  const names = resources.map((group) => String(group['displayName']));
  return [
    ...(total === state.groups.size && resources.length === state.groups.size
      ? []
      : [`P3: ${total} groups are counted, ${resources.length} are listed, and ${state.groups.size} are there.`]),
    ...(new Set(names).size === names.length ? [] : ['G3: A group name belongs to two groups.']),
    ...resources.flatMap((resource) => compareGroup(state, resource)),
  ];
}

function compareGroup(state: ModelState, resource: JsonObject): readonly string[] {
  const group = state.groups.get(idOf(resource));
  if (group === undefined) return [`G1: ${String(resource['displayName'])} is listed and not there.`];
  const name = nameOf(state, group);
  const shown = ((resource['members'] ?? []) as readonly JsonObject[]).map((member) => String(member['value']));
  const active = [...group.members].filter((member) => state.users.get(member)?.active === true);
  return [
    ...(name === resource['displayName'] ? [] : [`G1: ${name} is shown as ${String(resource['displayName'])}.`]),
    ...(shown.toSorted().join(' ') === active.toSorted().join(' ')
      ? []
      : [`G7: ${name} shows ${shown.length} members, and ${active.length} active users are members.`]),
    ...[...group.members].flatMap((member) =>
      state.users.has(member) ? [] : [`U5: ${name} has the member ${member}, who does not exist.`],
    ),
  ];
}

/** U6: each user is in the groups that have the user as a member; true once the worker has caught up. */
export function compareStandings({ state, standings }: Observation): readonly string[] {
  return standings.flatMap(({ userId, active, groups, waiting }) => {
    const held = [...(active ? groups : waiting)].filter((group) => state.groups.has(group));
    const wrong = [...(active ? waiting : groups)].filter((group) => state.groups.has(group));
    const members = [...state.groups].filter(([, group]) => group.members.has(userId)).map(([id]) => id);
    const same = held.toSorted().join(' ') === members.toSorted().join(' ') && wrong.length === 0;
    const { userName } = state.users.get(userId) ?? { userName: userId };
    return same ? [] : [`U6: ${userName} is in ${held.length} groups, and a member of ${members.length}.`];
  });
}

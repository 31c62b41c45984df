import { teamRoles, type GroupPlace, type TeamRole } from '#domain/group.ts';
import type { Operation } from './operation.ts';
import { keeping, type ModelGroup, type ModelState, nameOf, withEntry } from './state.ts';
import { done, type Effect, refuse } from './user-rules.ts';

type Of<Kind extends Operation['kind']> = Extract<Operation, { kind: Kind }>;

/** Members come, go, or are others (G7): whom nobody knows is skipped, unless a replacement names nobody else. */
export function changeMembers(state: ModelState, { group: id, by, change, users }: Of<'changeMembers'>): Effect {
  const group = state.groups.get(id);
  if (group === undefined) return refuse(state, 404);
  const known = users.filter((user) => state.users.has(user));
  if (change === 'replace' && users.length > 0 && known.length === 0) return refuse(state, 400);
  const members = {
    add: () => group.members.union(new Set(known)),
    remove: () => group.members.difference(new Set(known)),
    replace: () => new Set(known),
  }[change]();
  const untouched = group.untouched && by === 'console';
  return done({ ...state, groups: withEntry(state.groups, id, { ...group, members, untouched }) });
}

/** POST of a group in an open organization (G4, G10). */
export function createGroup(state: ModelState, { name, users }: Of<'createGroup'>, newId: string): Effect {
  const members = new Set(users.filter((user) => state.users.has(user)));
  const taken = [...state.groups].find(([, group]) => nameOf(state, group) === name);
  if (taken !== undefined) {
    const [id, group] = taken;
    if (!group.untouched || group.members.size > 0) return refuse(state, 409);
    return done({ ...state, groups: withEntry(state.groups, id, { ...group, members, untouched: false }) });
  }
  const wanted = readTeam(state, name);
  if (wanted === undefined) {
    return done({ ...state, groups: withEntry(state.groups, newId, newGroup({ kind: 'ordinary', name }, members)) });
  }
  const { projectId, teamName, role } = wanted;
  const known = [...state.teams].find(
    ([, team]) => team.projectId === projectId && team.name.replaceAll(/\s/gu, '') === teamName,
  );
  const teamId = known?.[0] ?? `${newId} team`;
  const groups = new Map(state.groups).set(newId, newGroup({ kind: 'team', teamId, role }, members));
  if (known === undefined) {
    const sibling = newGroup({ kind: 'team', teamId, role: role === 'Admin' ? 'Member' : 'Admin' });
    groups.set(`${newId} sibling`, { ...sibling, untouched: true });
  }
  return unlessClashing(state, {
    ...state,
    groups,
    teams: withEntry(state.teams, teamId, known?.[1] ?? { projectId, name: teamName }),
  });
}

/** Another name of an ordinary group; that of a generated one is refused (G6, G10). */
export function renameGroup(state: ModelState, { group: id, name }: Of<'renameGroup'>): Effect {
  const group = state.groups.get(id);
  if (group === undefined) return refuse(state, 404);
  if (group.place.kind !== 'ordinary') throw new Error('Only ordinary groups are renamed in histories.');
  const renamed = { ...group, place: { ...group.place, name } };
  return unlessClashing(state, { ...state, groups: withEntry(state.groups, id, renamed) });
}

/** DELETE of a group: a project's stays, a team's takes the team along once the other is empty or gone (G5, G10). */
export function removeGroup(state: ModelState, { group: id }: Of<'removeGroup'>): Effect {
  const group = state.groups.get(id);
  if (group === undefined) return refuse(state, 404);
  const { place } = group;
  if (place.kind === 'project') return refuse(state, 403);
  const groups = keeping(state.groups, (_, other) => other !== id);
  if (place.kind === 'ordinary') return done({ ...state, groups });
  const siblings = [...groups.values()].filter(
    ({ place: other }) => other.kind === 'team' && other.teamId === place.teamId,
  );
  return siblings.some(({ members }) => members.size > 0)
    ? done({ ...state, groups })
    : done(withoutParts(state, (teamId) => teamId === place.teamId));
}

/** A new project has a group for each role, a new role one in each project (G1). */
export function createPart(state: ModelState, { part, name }: Of<'createPart'>, newId: string): Effect {
  const places = (part === 'project' ? state.roles : state.projects).keys().map((other): GroupPlace => ({
    kind: 'project',
    projectId: part === 'project' ? newId : other,
    roleId: part === 'project' ? other : newId,
  }));
  const groups = new Map(state.groups);
  for (const place of places) groups.set(`${newId} ${groups.size}`, newGroup(place));
  const after =
    part === 'project'
      ? { projects: withEntry(state.projects, newId, name) }
      : { roles: withEntry(state.roles, newId, name) };
  return unlessClashing(state, { ...state, groups, ...after });
}

/** A new team has two groups (G1). */
export function createTeam(state: ModelState, { project, name }: Of<'createTeam'>, newId: string): Effect {
  if (!state.projects.has(project)) return refuse(state, 404);
  const groups = new Map(state.groups);
  for (const role of teamRoles) groups.set(`${newId} ${role}`, newGroup({ kind: 'team', teamId: newId, role }));
  return unlessClashing(state, {
    ...state,
    groups,
    teams: withEntry(state.teams, newId, { projectId: project, name }),
  });
}

/** The groups of a renamed part follow (G2). */
export function renamePart(state: ModelState, { part, id, name }: Of<'renamePart'>): Effect {
  switch (part) {
    case 'project':
      if (!state.projects.has(id)) return refuse(state, 404);
      return unlessClashing(state, { ...state, projects: withEntry(state.projects, id, name) });
    case 'role':
      if (!state.roles.has(id)) return refuse(state, 404);
      return unlessClashing(state, { ...state, roles: withEntry(state.roles, id, name) });
    default: {
      const team = state.teams.get(id);
      if (team === undefined) return refuse(state, 404);
      return unlessClashing(state, { ...state, teams: withEntry(state.teams, id, { ...team, name }) });
    }
  }
}

/** The groups of a deleted part vanish with it, and with a project its teams (G1). */
export function removePart(state: ModelState, { part, id }: Of<'removePart'>): Effect {
  const { projects, roles, teams } = state;
  if (!{ project: projects, role: roles, team: teams }[part].has(id)) return refuse(state, 404);
  const goesWith = (team: string): boolean => (part === 'project' ? teams.get(team)?.projectId === id : team === id);
  const rest = withoutParts(state, (team) => part !== 'role' && goesWith(team));
  return done({
    ...rest,
    projects: keeping(projects, (_, key) => key !== id),
    roles: keeping(roles, (_, key) => key !== id),
    groups: keeping(
      rest.groups,
      ({ place }) => place.kind !== 'project' || (place.projectId !== id && place.roleId !== id),
    ),
  });
}

/** What a free name asks for where it is that of a team's group in a project that exists (G4). */
function readTeam(
  { projects }: ModelState,
  name: string,
): { readonly projectId: string; readonly teamName: string; readonly role: TeamRole } | undefined {
  const [, projectName, teamName, role] = /^Statsig-([^-]+)-([^-]+)-(Admin|Member)$/u.exec(name) ?? [];
  const [projectId] = [...projects].find(([, project]) => project.replaceAll(/\s/gu, '') === projectName) ?? [];
  if (projectId === undefined || teamName === undefined) return undefined;
  return { projectId, teamName, role: role === 'Admin' ? 'Admin' : 'Member' };
}

function newGroup(place: GroupPlace, members: ReadonlySet<string> = new Set()): ModelGroup {
  return { place, untouched: false, members };
}

function withoutParts(state: ModelState, goes: (teamId: string) => boolean): ModelState {
  return {
    ...state,
    teams: keeping(state.teams, (_, id) => !goes(id)),
    groups: keeping(state.groups, ({ place }) => place.kind !== 'team' || !goes(place.teamId)),
  };
}

/** No two groups display one name, and no two roles have one (G3). */
function unlessClashing(before: ModelState, after: ModelState): Effect {
  const names = [...after.groups.values()].map((group) => nameOf(after, group));
  const isClear = new Set(names).size === names.length && new Set(after.roles.values()).size === after.roles.size;
  return isClear ? done(after) : refuse(before, 409);
}

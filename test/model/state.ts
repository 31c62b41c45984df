import type { GroupPlace } from '#domain/group.ts';

/** A user of the model. Memberships are the groups' to tell; those of inactive users wait (G7). */
export type ModelUser = {
  readonly userName: string;
  readonly title?: string | undefined;
  readonly active: boolean;
  readonly role: 'Member' | 'Admin';
  /** Was the owner before, until another role is sent (O4). */
  readonly formerOwner: boolean;
  /** SCIM asked for the owner's deactivation (O2). */
  readonly deactivationRefused: boolean;
  /** What the last deactivation took (U4). */
  readonly taken?: { readonly role: 'Member' | 'Admin'; readonly groups: ReadonlySet<string> } | undefined;
};

/** A group of the model. */
export type ModelGroup = {
  readonly place: GroupPlace;
  /** The sibling of a group that SCIM created, and never addressed by SCIM (G4). */
  readonly untouched: boolean;
  readonly members: ReadonlySet<string>;
};

/** A team of the model. */
export type ModelTeam = { readonly projectId: string; readonly name: string };

/** All that an organization is, by ids; nothing in it is ever changed in place. */
export type ModelState = {
  readonly owner: string;
  readonly users: ReadonlyMap<string, ModelUser>;
  readonly groups: ReadonlyMap<string, ModelGroup>;
  readonly projects: ReadonlyMap<string, string>;
  readonly roles: ReadonlyMap<string, string>;
  readonly teams: ReadonlyMap<string, ModelTeam>;
};

/** The name that a group displays (G1). */
export function nameOf(state: ModelState, { place }: ModelGroup): string {
  switch (place.kind) {
    case 'project':
      return groupName(state.projects.get(place.projectId), state.roles.get(place.roleId));
    case 'team': {
      const team = state.teams.get(place.teamId);
      return groupName(team && state.projects.get(team.projectId), team?.name, place.role);
    }
    default:
      return place.name;
  }
}

function groupName(...parts: readonly (string | undefined)[]): string {
  return ['Statsig', ...parts].map((part) => (part ?? '?').replaceAll(/\s/gu, '')).join('-');
}

/**
 * The state as lines of text without an id, so that what the model made can be held against what is stored: the same
 * lines, the same state.
 */
export function describeState(state: ModelState): readonly string[] {
  const names = new Map([...state.groups].map(([id, group]) => [id, nameOf(state, group)]));
  return [
    ...[...state.users].map(([id, user]) => describeUser(user, id === state.owner, names)),
    ...[...state.groups].map(([id, { untouched, members }]) => {
      const userNames = [...members].map((member) => state.users.get(member)?.userName ?? member);
      return `group ${names.get(id)}${untouched ? ', untouched' : ''}: ${userNames.toSorted().join(' ')}`;
    }),
    ...[...state.projects.values()].map((name) => `project ${name}`),
    ...[...state.roles.values()].map((name) => `role ${name}`),
    ...[...state.teams.values()].map(({ projectId, name }) => `team ${state.projects.get(projectId)} / ${name}`),
  ].toSorted();
}

function describeUser(user: ModelUser, owns: boolean, names: ReadonlyMap<string, string>): string {
  const { userName, title = '', active, role, formerOwner, deactivationRefused, taken } = user;
  const words = [
    active ? 'active' : 'inactive',
    owns ? 'Owner' : role,
    ...(formerOwner ? ['was owner'] : []),
    ...(deactivationRefused ? ['is to be deactivated'] : []),
    ...(title === '' ? [] : [`"${title}"`]),
  ];
  // Of what was taken only that counts which can be given back.
  const groups = [...(taken?.groups ?? [])].flatMap((id) => names.get(id) ?? []).toSorted();
  const isWorth = taken !== undefined && (taken.role === 'Admin' || groups.length > 0);
  return `user ${userName}: ${words.join(', ')}${isWorth ? `, taken ${taken.role} ${groups.join(' ')}` : ''}`;
}

/** The state with its ids, as a key: two states of one key have the same future. */
export function keyOf({ owner, users, groups, projects, roles, teams }: ModelState): string {
  return JSON.stringify(
    [
      owner,
      ...[users, groups, projects, roles, teams].map((things) =>
        [...things].toSorted(([one], [other]) => (one < other ? -1 : 1)),
      ),
    ],
    (_, value: unknown) => (value instanceof Set ? [...(value as ReadonlySet<string>)].toSorted() : value),
  );
}

/** The map with one entry more, or another one in its place. */
export function withEntry<Value>(
  map: ReadonlyMap<string, Value>,
  key: string,
  value: Value,
): ReadonlyMap<string, Value> {
  return new Map(map).set(key, value);
}

/** The map with the entries alone that are to stay. */
export function keeping<Value>(
  map: ReadonlyMap<string, Value>,
  stays: (value: Value, key: string) => boolean,
): ReadonlyMap<string, Value> {
  return new Map([...map].filter(([key, value]) => stays(value, key)));
}

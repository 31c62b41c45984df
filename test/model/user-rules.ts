import { keeping, type ModelGroup, type ModelState, type ModelUser, withEntry } from './state.ts';
import type { Operation, UserWish } from './operation.ts';

/** How an operation ends in the model. */
export type Effect = { readonly answer: 'done' | number; readonly after: ModelState };

type Of<Kind extends Operation['kind']> = Extract<Operation, { kind: Kind }>;

/** Nothing done, and this status. */
export function refuse(state: ModelState, status: number): Effect {
  return { answer: status, after: state };
}

/** Done, whatever has come of it. */
export function done(after: ModelState): Effect {
  return { answer: 'done', after };
}

/** A new user; one userName belongs to one user (U1). */
export function createUser(state: ModelState, { userName, role, active }: Of<'createUser'>, newId: string): Effect {
  if (isTaken(state, userName)) return refuse(state, 409);
  const user: ModelUser = { userName, active, role, formerOwner: false, deactivationRefused: false };
  return done({ ...state, users: withEntry(state.users, newId, user) });
}

/** PUT, PATCH and the Console's PATCH of a user (U4, U7, O2, O3, O5). */
export function changeUser(
  state: ModelState,
  { user: id, wish, ...operation }: Of<'putUser'> | Of<'patchUser'> | Of<'changeMember'>,
): Effect {
  const before = state.users.get(id);
  if (before === undefined) return refuse(state, 404);
  const { active } = wish;
  const role = active === false ? undefined : wish.role;
  if (id === state.owner) {
    if (active === false)
      return operation.kind === 'changeMember' ? refuse(state, 403) : protectOwner(state, id, before);
    if (role === 'Admin' || role === 'Member') return refuse(state, 403);
  }
  const profile = profileOf(before, wish, operation.kind === 'putUser');
  if (profile.userName !== before.userName && isTaken(state, profile.userName)) return refuse(state, 409);
  const written = withUser(state, id, profile);
  if (active === false) return done(deactivate(written, id));
  const user = { ...profile, ...(active === true && { active, deactivationRefused: false }) };
  if (id === state.owner) return done(withUser(written, id, user));
  if (role === 'Owner')
    return user.formerOwner && user.active ? refuse(state, 403) : crown(state, withUser(written, id, user), id);
  return done(withUser(written, id, role === undefined ? user : { ...user, role, formerOwner: false }));
}

/** The user and the memberships are gone (U5); the owner stays (O2). */
export function removeUser(state: ModelState, { user: id, by }: Of<'removeUser'>): Effect {
  const user = state.users.get(id);
  if (user === undefined) return refuse(state, 404);
  if (id === state.owner) return by === 'console' ? refuse(state, 403) : protectOwner(state, id, user);
  return done({
    ...state,
    users: keeping(state.users, (_, other) => other !== id),
    groups: withoutMember(state.groups, id),
  });
}

/** Gives back what a deactivation took, as far as it is still there (U4). */
export function restoreMember(state: ModelState, { user: id }: Of<'restoreMember'>): Effect {
  const user = state.users.get(id);
  if (user === undefined) return refuse(state, 404);
  const { taken, ...rest } = user;
  if (!user.active || taken === undefined) return refuse(state, 409);
  const missing = [...taken.groups].filter((group) => state.groups.get(group)?.members.has(id) === false);
  const role = taken.role === 'Admin' ? 'Admin' : user.role;
  if (missing.length === 0 && role === user.role) return refuse(state, 409);
  const groups = new Map(state.groups);
  for (const group of missing)
    groups.set(
      group,
      withMembers(state.groups, group, (members) => members.add(id)),
    );
  return done(withUser({ ...state, groups }, id, { ...rest, role }));
}

/** The Console's transfer, which is always allowed (O3). */
export function transferOwnership(state: ModelState, { user: id }: Of<'transferOwnership'>): Effect {
  if (!state.users.has(id)) return refuse(state, 404);
  return id === state.owner ? done(state) : crown(state, state, id);
}

function profileOf(before: ModelUser, { title, userName = before.userName }: UserWish, replaces: boolean): ModelUser {
  return { ...before, userName, title: title ?? (replaces ? undefined : before.title) };
}

function protectOwner(state: ModelState, id: string, owner: ModelUser): Effect {
  return { answer: 403, after: withUser(state, id, { ...owner, deactivationRefused: true }) };
}

function crown(before: ModelState, after: ModelState, id: string): Effect {
  const user = after.users.get(id);
  const previous = after.users.get(before.owner);
  if (user === undefined || previous === undefined) throw new Error('There is no owner, or no such user.');
  if (!user.active) return refuse(before, 400);
  const crowned = withUser(after, id, { ...user, role: 'Admin', formerOwner: false });
  const moved = withUser({ ...crowned, owner: id }, before.owner, { ...previous, role: 'Admin', formerOwner: true });
  return done(previous.deactivationRefused ? deactivate(moved, before.owner) : moved);
}

/** Every membership goes and the role falls; what there was is kept to be given back (U4). */
function deactivate(state: ModelState, id: string): ModelState {
  const user = state.users.get(id);
  if (user === undefined || !user.active) return state;
  const groups = new Set([...state.groups].flatMap(([group, { members }]) => (members.has(id) ? group : [])));
  const { role } = user;
  const taken = role === 'Member' && groups.size === 0 ? user.taken : { role, groups };
  const after: ModelUser = { ...user, active: false, role: 'Member', deactivationRefused: false, taken };
  return withUser({ ...state, groups: withoutMember(state.groups, id) }, id, after);
}

function isTaken({ users }: ModelState, userName: string): boolean {
  return users.values().some((user) => user.userName.toLowerCase() === userName.toLowerCase());
}

function withUser(state: ModelState, id: string, user: ModelUser): ModelState {
  return { ...state, users: withEntry(state.users, id, user) };
}

function withoutMember(groups: ModelState['groups'], id: string): ModelState['groups'] {
  return new Map(
    [...groups].map(([group, value]) => [
      group,
      value.members.has(id) ? withMembers(groups, group, (members) => members.delete(id)) : value,
    ]),
  );
}

function withMembers(groups: ModelState['groups'], id: string, change: (members: Set<string>) => void): ModelGroup {
  const group = groups.get(id);
  if (group === undefined) throw new Error(`There is no group ${id}.`);
  const members = new Set(group.members);
  change(members);
  return { ...group, members };
}

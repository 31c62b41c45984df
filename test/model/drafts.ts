import fc from 'fast-check';
import type { MemberChange, Operation, Part, UserWish } from './operation.ts';
import type { ModelState } from './state.ts';

/** A request before it is known whom it can be about: numbers that choose among those who are there. */
export type Draft = {
  readonly kind: Operation['kind'];
  readonly by: number;
  readonly target: number;
  readonly other: number;
  readonly name: number;
  readonly users: readonly number[];
  readonly wish: number;
};

/** A draft, and what happens to its client and its process. */
export type Step = {
  readonly draft: Draft;
  /** Writes after which the process of the first try dies. */
  readonly dies: number | null;
  /** The answer does not reach the client, who sends the request again. */
  readonly lost: boolean;
  /** The client does not wait for the answer and sends the request again meanwhile. */
  readonly impatient: boolean;
};

/** What one client does, one step after the other; `bulk`: in one request, as far as Bulk knows it. */
export type Turn = { readonly steps: readonly Step[]; readonly bulk: boolean };

/** What the clients do at once; then it is quiet, and the state is looked at. */
export type Burst = readonly Turn[];

/** How often which requests are sent; members are what races most. */
const weights: Readonly<Record<Operation['kind'], number>> = {
  changeMembers: 24,
  patchUser: 16,
  putUser: 4,
  changeMember: 5,
  createUser: 5,
  removeUser: 4,
  restoreMember: 4,
  transferOwnership: 2,
  createGroup: 6,
  renameGroup: 2,
  removeGroup: 3,
  createPart: 2,
  createTeam: 2,
  renamePart: 3,
  removePart: 2,
};

const lot = fc.nat({ max: 999_999 });

/** Bursts of so many clients; `mostUsers`: how many one change of members names at most. */
export function bursts(clients: number, { mostUsers }: { readonly mostUsers: number }): fc.Arbitrary<Burst> {
  const kind = fc.oneof(
    ...Object.entries(weights).map(([name, weight]) => ({
      weight,
      arbitrary: fc.constant(name as Operation['kind']),
    })),
  );
  const users = fc.oneof(
    { weight: 3, arbitrary: fc.array(lot, { maxLength: 6 }) },
    { weight: 1, arbitrary: fc.array(lot, { maxLength: mostUsers, size: 'max' }) },
  );
  const draft = fc.record({ kind, by: lot, target: lot, other: lot, name: lot, users, wish: lot });
  const seldom = (weight: number) =>
    fc.oneof({ weight, arbitrary: fc.constant(true) }, { weight: 100 - weight, arbitrary: fc.constant(false) });
  const dies = fc.oneof({ weight: 10, arbitrary: fc.nat({ max: 4 }) }, { weight: 90, arbitrary: fc.constant(null) });
  const step = fc.record({ draft, dies, lost: seldom(5), impatient: seldom(5) });
  const turn = fc.record({ steps: fc.array(step, { minLength: 1, maxLength: 2 }), bulk: seldom(20) });
  return fc.array(turn, { minLength: clients, maxLength: clients });
}

/** Of few names, so that they are wanted twice. */
const partNames = 6;

/** The request that a draft becomes in the state that the client knows; undefined where there is nobody for it. */
export function operationOf(state: ModelState, draft: Draft): Operation | undefined {
  const { kind, by, name } = draft;
  const user = pick([...state.users.keys()], draft.target);
  const group = pick([...state.groups.keys()], draft.target);
  // Two requests in three are on few of them, so that they meet.
  const busyUser = pick([...state.users.keys()].slice(0, draft.other % 3 === 0 ? state.users.size : 5), draft.target);
  const busyGroup = pick(
    [...state.groups.keys()].slice(0, draft.other % 3 === 0 ? state.groups.size : 4),
    draft.target,
  );
  switch (kind) {
    case 'createUser':
      return {
        kind,
        by: by % 4 === 0 ? 'console' : 'scim',
        userName: userNameOf(state, name),
        role: draft.wish % 3 === 0 ? 'Admin' : 'Member',
        active: by % 4 === 0 || draft.wish % 5 !== 0,
      };
    case 'putUser': {
      const userName = busyUser && state.users.get(busyUser)?.userName;
      return busyUser && userName ? { kind, user: busyUser, wish: { ...wishOf(state, draft), userName } } : undefined;
    }
    case 'patchUser':
      return busyUser ? { kind, user: busyUser, wish: wishOf(state, draft) } : undefined;
    case 'changeMember': {
      const { active = false, role } = wishOf(state, draft);
      return busyUser
        ? { kind, user: busyUser, wish: role === 'Admin' || role === 'Member' ? { role } : { active } }
        : undefined;
    }
    case 'removeUser':
      return user ? { kind, by: by % 3 === 0 ? 'console' : 'scim', user } : undefined;
    case 'restoreMember':
    case 'transferOwnership':
      return busyUser ? { kind, user: busyUser } : undefined;
    case 'changeMembers': {
      const change = (['add', 'add', 'remove', 'replace'] as const)[draft.wish % 4] ?? 'add';
      const users = usersOf(state, draft);
      if (busyGroup === undefined || (users.length === 0 && change !== 'replace')) return undefined;
      return { kind, by: channelOf(change, by), group: busyGroup, change, users };
    }
    case 'createGroup':
      return { kind, name: groupNameOf(state, draft), users: usersOf(state, draft) };
    case 'renameGroup': {
      const ordinary = pick(
        [...state.groups].filter(([, { place }]) => place.kind === 'ordinary').map(([id]) => id),
        draft.target,
      );
      return ordinary ? { kind, group: ordinary, name: `Club ${name % partNames}` } : undefined;
    }
    case 'removeGroup':
      return group ? { kind, group } : undefined;
    case 'createPart':
      return {
        kind,
        part: by % 2 === 0 ? 'project' : 'role',
        name: partNameOf(by % 2 === 0 ? 'project' : 'role', name),
      };
    case 'createTeam': {
      const project = pick([...state.projects.keys()], draft.target);
      return project ? { kind, project, name: partNameOf('team', name) } : undefined;
    }
    default: {
      const part = (['project', 'role', 'team', 'team'] as const)[by % 4] ?? 'team';
      const id = pick(partIds(state, part), draft.target);
      if (id === undefined) return undefined;
      return kind === 'renamePart' ? { kind, part, id, name: partNameOf(part, name) } : { kind, part, id };
    }
  }
}

/** The userName of somebody with whom a history begins. */
export function personName(place: number): string {
  return `person${place}@example.com`;
}

/** One name in two is somebody's, as long as those are there with whom the history began. */
function userNameOf({ users }: ModelState, number: number): string {
  return personName(number % (2 * users.size));
}

function partNameOf(part: Part, number: number): string {
  return `${{ project: 'Project', role: 'Role', team: 'Team' }[part]} ${'BCDEFGHIJ'[number % partNames]}`;
}

/** The name of a club, or of a group of a team in a project that there is. */
function groupNameOf({ projects }: ModelState, { name, target, by }: Draft): string {
  const project = pick([...projects.values()], target);
  if (by % 3 === 0 || project === undefined) return `Club ${name % partNames}`;
  return ['Statsig', project, partNameOf('team', name), by % 2 === 0 ? 'Admin' : 'Member']
    .join('-')
    .replaceAll(' ', '');
}

function channelOf(change: MemberChange, by: number): 'patch' | 'put' | 'console' {
  if (change === 'replace') return by % 2 === 0 ? 'put' : 'patch';
  return by % 4 === 0 ? 'console' : 'patch';
}

function wishOf(state: ModelState, { wish, name }: Draft): UserWish {
  const wishes: readonly UserWish[] = [
    { active: false },
    { active: false },
    { active: true },
    { active: true },
    { role: 'Admin' },
    { role: 'Member' },
    { role: 'Owner' },
    { title: `Title ${name % 5}` },
    { title: `Title ${name % 5}`, active: false },
    { userName: userNameOf(state, name) },
  ];
  return wishes[wish % wishes.length] ?? {};
}

function usersOf({ users }: ModelState, draft: Draft): readonly string[] {
  const ids = [...users.keys()];
  return [...new Set(draft.users.flatMap((number) => pick(ids, number) ?? []))];
}

function partIds({ projects, roles, teams }: ModelState, part: Part): readonly string[] {
  if (part === 'role') return [...roles.keys()].filter((id) => !['admin', 'member', 'read-only'].includes(id));
  return [...(part === 'project' ? projects : teams).keys()];
}

function pick<Item>(items: readonly Item[], number: number): Item | undefined {
  return items[number % Math.max(1, items.length)];
}

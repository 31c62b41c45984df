import { refused } from './failure.ts';
import { isId, onlyOne } from './identity.ts';
import { path } from './path.ts';
import type { Session } from './session.ts';
import type { GroupSummary, Key, MemberSummary, Project, Role, Team } from './views.ts';

/** What has the wanted name; `note` tells it apart from others that have it too. */
type Named = { readonly id: string; readonly note?: string };
type Look = (session: Session, wanted: string) => Promise<readonly Named[]>;

/** How things of each kind are found by their names. */
const kinds = {
  member: membersNamed,
  group: groupsNamed,
  project: projectsNamed,
  role: rolesNamed,
  team: teamsNamed,
  key: keysNamed,
} as const satisfies Readonly<Record<string, Look>>;

/** The id of a project, by id or name. */
export function findProject(session: Session, wanted: string): Promise<string> {
  return find('project', session, wanted);
}

/** The id of a project role, by id or name. */
export function findRole(session: Session, wanted: string): Promise<string> {
  return find('role', session, wanted);
}

/** The id of a team, by id or name; by name in all projects where none is named. */
export async function findTeam(session: Session, wanted: string, project?: string): Promise<string> {
  if (isId(wanted)) return wanted;
  const named = await teamsNamed(session, wanted, project);
  return onlyOne('team', wanted, named, ({ note = '' }) => note).id;
}

/** The id of a member, by id or userName. */
export function findMember(session: Session, wanted: string): Promise<string> {
  return find('member', session, wanted);
}

/** The id of a group, by id or displayName, which is compared as the rules have it: case and white space ignored (G3). */
export function findGroup(session: Session, wanted: string): Promise<string> {
  return find('group', session, wanted);
}

/** The id of a SCIM key, by id or name. */
export function findKey(session: Session, wanted: string): Promise<string> {
  return find('key', session, wanted);
}

/** The id of whatever has this id or name: a member, group, project, role, team or key. */
export async function findTarget(session: Session, wanted: string): Promise<string> {
  if (isId(wanted)) return wanted;
  const found = await Promise.all(
    Object.entries(kinds).map(async ([kind, look]) =>
      (await look(session, wanted)).map(({ id, note = '' }) => ({ id, note: `${kind} ${note}`.trim() })),
    ),
  );
  const named = found.flat();
  if (named.length > 0) return onlyOne('thing', wanted, named, ({ note }) => note).id;
  throw refused(
    `No member, group, project, role, team or key is named "${wanted}". Please give the exact name, or the id: what ` +
      'was removed has no name any more, and "rollcall activity --json" tells its id.',
  );
}

async function find(kind: keyof typeof kinds, session: Session, wanted: string): Promise<string> {
  if (isId(wanted)) return wanted;
  return onlyOne<Named>(kind, wanted, await kinds[kind](session, wanted), ({ note = '' }) => note).id;
}

async function projectsNamed(session: Session, wanted: string): Promise<readonly Named[]> {
  return (await projects(session)).filter(({ name }) => name === wanted);
}

async function rolesNamed(session: Session, wanted: string): Promise<readonly Named[]> {
  // Built-in roles have ids that look like names.
  return (await all<Role>(session, '/roles')).filter(({ id, name }) => id === wanted || name === wanted);
}

async function teamsNamed(session: Session, wanted: string, project?: string): Promise<readonly Named[]> {
  const within =
    project === undefined ? await projects(session) : [{ id: await findProject(session, project), name: project }];
  const found = within.map(async ({ id, name: projectName }) => {
    const teams = await all<Team>(session, path`/projects/${id}/teams`);
    const named = teams.filter(({ name }) => name === wanted);
    return named.map((team) => ({ id: team.id, note: `in the project "${projectName}"` }));
  });
  return (await Promise.all(found)).flat();
}

async function membersNamed(session: Session, wanted: string): Promise<readonly Named[]> {
  const query = { query: wanted, inactive: true };
  const found = await session.client.list<MemberSummary>(await session.place('/members'), query);
  return found.items.filter(({ userName }) => userName.toLowerCase() === wanted.toLowerCase());
}

async function groupsNamed(session: Session, wanted: string): Promise<readonly Named[]> {
  const groups = await all<GroupSummary>(session, '/groups');
  return groups.filter(({ displayName }) => fold(displayName) === fold(wanted));
}

async function keysNamed(session: Session, wanted: string): Promise<readonly Named[]> {
  const keys = await all<Key>(session, '/keys');
  const named = keys.filter(({ name }) => name === wanted);
  return named.map(({ id, state, createdAt }) => ({ id, note: `${state}, created ${createdAt}` }));
}

function projects(session: Session): Promise<readonly Project[]> {
  return all<Project>(session, '/projects');
}

async function all<Item>(session: Session, below: string): Promise<readonly Item[]> {
  return (await session.client.list<Item>(await session.place(below))).items;
}

function fold(name: string): string {
  return name.normalize('NFKC').replace(/\s+/gu, '').toLowerCase();
}

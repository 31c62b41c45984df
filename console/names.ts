import { exits, isFailure } from './failure.ts';
import { isId, onlyOne } from './identity.ts';
import { path } from './path.ts';
import type { Session } from './session.ts';
import type { GroupSummary, Key, MemberSummary, Project, Role, Team } from './views.ts';

/** The id of a project, by id or name. */
export async function findProject(session: Session, wanted: string): Promise<string> {
  if (isId(wanted)) return wanted;
  const named = (await projects(session)).filter(({ name }) => name === wanted);
  return onlyOne('project', wanted, named).id;
}

/** The id of a project role, by id or name. */
export async function findRole(session: Session, wanted: string): Promise<string> {
  if (isId(wanted)) return wanted;
  // Built-in roles have ids that look like names.
  const named = (await all<Role>(session, '/roles')).filter(({ id, name }) => id === wanted || name === wanted);
  return onlyOne('role', wanted, named).id;
}

/** The id of a team, by id or name; by name in all projects where none is named. */
export async function findTeam(session: Session, wanted: string, project?: string): Promise<string> {
  if (isId(wanted)) return wanted;
  const within =
    project === undefined ? await projects(session) : [{ id: await findProject(session, project), name: project }];
  const names = new Map(within.map(({ id, name }) => [id, name]));
  const teams = (await Promise.all(within.map(({ id }) => all<Team>(session, path`/projects/${id}/teams`)))).flat();
  const named = teams.filter(({ name }) => name === wanted);
  return onlyOne('team', wanted, named, ({ projectId }) => `in the project "${names.get(projectId) ?? projectId}"`).id;
}

/** The id of a member, by id or userName. */
export async function findMember(session: Session, wanted: string): Promise<string> {
  if (isId(wanted)) return wanted;
  const found = await session.client.list<MemberSummary>(await session.place('/members'), {
    query: wanted,
    inactive: true,
  });
  const exactly = found.items.filter(({ userName }) => userName.toLowerCase() === wanted.toLowerCase());
  return onlyOne('member', wanted, exactly).id;
}

/** The id of a group, by id or displayName, which is compared as the rules have it: case and white space ignored (G3). */
export async function findGroup(session: Session, wanted: string): Promise<string> {
  if (isId(wanted)) return wanted;
  const named = (await all<GroupSummary>(session, '/groups')).filter(
    ({ displayName }) => fold(displayName) === fold(wanted),
  );
  return onlyOne('group', wanted, named).id;
}

/** The id of a SCIM key, by id or name. */
export async function findKey(session: Session, wanted: string): Promise<string> {
  if (isId(wanted)) return wanted;
  const named = (await all<Key>(session, '/keys')).filter(({ name }) => name === wanted);
  return onlyOne('key', wanted, named, ({ state, createdAt }) => `${state}, created ${createdAt}`).id;
}

/** The id of whatever has this id or name: a member, group, project, role, team or key. */
export async function findTarget(session: Session, wanted: string): Promise<string> {
  if (isId(wanted)) return wanted;
  const kinds = {
    member: findMember,
    group: findGroup,
    project: findProject,
    role: findRole,
    team: findTeam,
    key: findKey,
  };
  const found = await Promise.all(
    Object.entries(kinds).map(async ([kind, find]) => {
      const id = await find(session, wanted).catch(noneOf);
      return id === undefined ? [] : [{ id, kind }];
    }),
  );
  return onlyOne('thing', wanted, found.flat(), ({ kind }) => kind).id;
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

/** None of this name, or several: another kind of thing may be meant. */
function noneOf(error: unknown): undefined {
  if (!isFailure(error) || error.exit !== exits.refused) throw error;
  return undefined;
}

import { randomBytes } from 'node:crypto';
import { fold } from '#scim/fold.ts';
import type { Directory, NamedGroup, Registry, RequestStamp } from './directory.ts';
import type { Group, GroupPlace } from './group.ts';
import { teamRoles } from './group.ts';
import { groupName, projectGroupId } from './group-names.ts';
import type { KeyRecord, KeyScope } from './key.ts';
import { hashKey, keyBytes, mintKey } from './keys.ts';
import type { Organization, OrganizationSettings } from './organization.ts';
import { defaultSettings } from './organization.ts';
import type { Product } from './product.ts';
import { refusals } from './refusals.ts';
import { settle } from './settle.ts';
import { newStanding } from './standing.ts';
import type { Project, Team } from './structure.ts';
import type { User } from './user.ts';

/** Where time and ids come from. */
export type Clock = { now(): Date; newId(): string };

/** What an organization begins with. The owner's userName becomes the primary email as well. */
export type Founding = {
  readonly name: string;
  readonly domains: readonly string[];
  readonly settings?: Partial<OrganizationSettings>;
  readonly owner: { readonly userName: string; readonly givenName: string; readonly familyName: string };
};

const secretBytes = 32;

/** Creates an organization together with its owner: there is no instant without one (O1). */
export async function foundOrganization(
  registry: Registry,
  founding: Founding,
  clock: Clock,
  stamp: RequestStamp,
): Promise<Organization> {
  const { organization, owner } = newOrganization(founding, clock);
  await registry.createOrganization(organization, owner, stamp);
  return organization;
}

/** An organization and its owner as they begin. */
export function newOrganization(
  founding: Founding,
  clock: Clock,
): { readonly organization: Organization; readonly owner: User } {
  const at = clock.now().toISOString();
  const organization: Organization = {
    id: clock.newId(),
    name: founding.name,
    domains: founding.domains.map(fold),
    settings: { ...defaultSettings, ...founding.settings },
    secret: randomBytes(secretBytes).toString('base64url'),
    createdAt: at,
  };
  const id = clock.newId();
  const { userName, givenName, familyName } = founding.owner;
  const profile = {
    id,
    attributes: {
      userName,
      name: { givenName, familyName },
      displayName: `${givenName} ${familyName}`,
      emails: [{ value: userName, type: 'work', primary: true }],
    },
    createdAt: at,
    modifiedAt: at,
    revision: 1,
  };
  const owner = { profile, standing: { ...newStanding(id, true, 'Admin', at), owner: true } };
  return { organization, owner };
}

/** Creates a SCIM key (T2). The key itself is returned here and never again. */
export async function createKey(
  directory: Directory,
  wanted: {
    readonly organizationId: string;
    readonly name: string;
    readonly scope: KeyScope;
    readonly expiresAt?: string;
  },
  clock: Clock,
): Promise<{ readonly key: string; readonly record: KeyRecord }> {
  const { key, hash } = newKey();
  const record = { ...wanted, id: clock.newId(), hash, createdAt: clock.now().toISOString() };
  await directory.createKey(record);
  return { key, record };
}

/** A key that nobody had before, and its hash (T2). */
export function newKey(): { readonly key: string; readonly hash: string } {
  const key = mintKey(randomBytes(keyBytes));
  return { key, hash: hashKey(key) };
}

/** Creates a project with a group for each role (G1). Throws 409 where a group name is taken (G3). */
export async function addProject(directory: Directory, product: Product, name: string, clock: Clock): Promise<Project> {
  const at = clock.now().toISOString();
  const project: Project = { id: clock.newId(), name, earlierNames: [], createdAt: at };
  return settle(async () => {
    const structure = await directory.structure();
    const groups = structure.roles.map((role) => ({
      group: newGroup(
        projectGroupId(project.id, role.id),
        { kind: 'project', projectId: project.id, roleId: role.id },
        at,
      ),
      name: groupName(product, name, role.name),
    }));
    const outcome = await directory.createProject(structure, project, groups);
    if (outcome === 'stale') return 'stale';
    return written(outcome, project, groups);
  });
}

/** Creates a team of a project with its two groups (G1). A fault without the project; throws 409 where a name is taken. */
export async function addTeam(
  directory: Directory,
  product: Product,
  projectId: string,
  name: string,
  clock: Clock,
): Promise<Team> {
  return settle(async () => {
    const structure = await directory.structure();
    const project = structure.projects.find((candidate) => candidate.id === projectId);
    if (project === undefined) throw new Error(`The structure has no project ${projectId}.`);
    const { team, groups } = newTeam(product, project, name, 'console', clock);
    const [first] = groups;
    const outcome = await directory.putTeam(structure, team, groups, { groupId: first.group.id, add: [] });
    if (outcome === 'stale') return 'stale';
    return written(outcome, team, groups);
  });
}

/** A team as it begins, with its groups in the order of `teamRoles`. */
export function newTeam(
  product: Product,
  project: Project,
  name: string,
  createdBy: Team['createdBy'],
  clock: Clock,
): { readonly team: Team; readonly groups: readonly [NamedGroup, NamedGroup] } {
  const at = clock.now().toISOString();
  const id = clock.newId();
  const named = (role: (typeof teamRoles)[number]): NamedGroup => ({
    group: newGroup(clock.newId(), { kind: 'team', teamId: id, role }, at),
    name: groupName(product, project.name, name, role),
  });
  const [adminRole, memberRole] = teamRoles;
  const groups = [named(adminRole), named(memberRole)] as const;
  const team: Team = {
    id,
    projectId: project.id,
    name,
    earlierNames: [],
    createdBy,
    groups: { [adminRole]: groups[0].group.id, [memberRole]: groups[1].group.id },
    createdAt: at,
  };
  return { team, groups };
}

/** A group as it begins. */
export function newGroup(id: string, place: GroupPlace, at: string): Group {
  return { id, place, untouched: false, memberPartitions: new Set(), version: 1, createdAt: at, modifiedAt: at };
}

function written<Value>(
  outcome: 'written' | 'nameTaken' | 'tooLarge',
  value: Value,
  groups: readonly NamedGroup[],
): Value {
  if (outcome === 'nameTaken') throw refusals.groupNameTaken(groups.map(({ name }) => name).join('", "'));
  if (outcome === 'tooLarge') throw new Error('A new project or team has more groups than one transaction holds.');
  return value;
}

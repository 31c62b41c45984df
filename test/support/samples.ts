import { randomUUID } from 'node:crypto';
import type { Directory, NamedGroup, Outcome, PartChange, Registry, RequestStamp } from '#domain/directory.ts';
import type { Group } from '#domain/group.ts';
import { projectGroupId } from '#domain/group-names.ts';
import type { Organization } from '#domain/organization.ts';
import { defaultSettings } from '#domain/organization.ts';
import type { Project, Structure, StructurePart, Team } from '#domain/structure.ts';
import type { Standing, User } from '#domain/user.ts';
import type { JsonObject } from '#scim/json.ts';
import { memberPartitions } from '#storage/member-keys.ts';

/** When the samples were made. */
export const at = '2026-11-23T12:00:00.000Z';

/** A request that may take as long as a whole file of tests. */
export function stamp(): RequestStamp {
  return { actor: 'key-1', requestId: randomUUID(), at, deadline: Date.now() + 600_000 };
}

/** A user with a random id and name. */
export function sampleUser(
  attributes: JsonObject = {},
  standing: Partial<Standing> = {},
  id: string = randomUUID(),
): User {
  return {
    profile: {
      id,
      attributes: { userName: `${randomUUID()}@example.com`, ...attributes },
      createdAt: at,
      modifiedAt: at,
      revision: 1,
    },
    standing: {
      userId: id,
      active: true,
      epoch: 0,
      role: 'Member',
      owner: false,
      formerOwner: false,
      groups: new Set(),
      waiting: new Set(),
      changedAt: at,
      modifiedAt: at,
      revision: 1,
      ...standing,
    },
  };
}

/** The user with another profile. */
export function withAttributes(user: User, attributes: JsonObject): User {
  const { profile, standing } = user;
  return { profile: { ...profile, attributes, revision: profile.revision + 1 }, standing };
}

/** The user with another standing. */
export function withStanding(user: User, standing: Partial<Standing>): User {
  return {
    profile: user.profile,
    standing: { ...user.standing, ...standing, revision: user.standing.revision + 1 },
  };
}

/** An ordinary group with a random id and name. */
export function sampleGroup(name: string = randomUUID(), id: string = randomUUID()): Group {
  return {
    id,
    place: { kind: 'ordinary', name },
    untouched: false,
    // All of them, so that tests see members wherever they are.
    memberPartitions,
    version: 1,
    createdAt: at,
    modifiedAt: at,
  };
}

/** A new organization with its owner, and the directory of it. */
export async function found(
  registry: Registry,
): Promise<{ readonly organization: Organization; readonly owner: User; readonly directory: Directory }> {
  const organization: Organization = {
    id: randomUUID(),
    name: 'Acme',
    domains: ['example.com'],
    settings: defaultSettings,
    secret: 'c2VjcmV0',
    createdAt: at,
  };
  // No random name: it would be among those that a test looks for by their beginning.
  const owner = sampleUser({ userName: 'owner@example.com' }, { owner: true, role: 'Admin' });
  await registry.createOrganization(organization, owner, stamp());
  return { organization, owner, directory: registry.directory(organization.id, stamp()) };
}

/** A project with the groups of the built-in roles. */
export function sampleProject(
  structure: Structure,
  name = 'Project A',
): { readonly project: Project; readonly groups: readonly NamedGroup[] } {
  const project = { id: randomUUID(), name, earlierNames: [], createdAt: at };
  const groups = structure.roles.map((role) => ({
    group: {
      ...sampleGroup('', projectGroupId(project.id, role.id)),
      place: { kind: 'project' as const, projectId: project.id, roleId: role.id },
    },
    name: `Statsig-${name}-${role.name}`,
  }));
  return { project, groups };
}

/** A new project, role or team as it is written with its groups. */
export function newPart(part: StructurePart, groups: readonly NamedGroup[]): PartChange {
  return {
    part,
    did: `${part.kind}.created`,
    groups: groups.map(({ group }) => group),
    gained: groups.map(({ group: { id, place }, name }) => ({ id, place, name })),
    lost: [],
    change: {
      id: randomUUID(),
      kind: `${part.kind}Rename`,
      targetId: part.value.id,
      startedAt: at,
      work: { groupPrefix: 'Statsig', namesBegin: 'statsig-' },
    },
  };
}

/** A team of a project with both its groups. */
export function sampleTeam(
  projectId: string,
  name = 'Growth',
): { readonly team: Team; readonly groups: readonly [NamedGroup, NamedGroup] } {
  const id = randomUUID();
  const named = (role: 'Admin' | 'Member'): NamedGroup => ({
    group: { ...sampleGroup(), place: { kind: 'team', teamId: id, role } },
    name: `Statsig-ProjectA-${name}-${role}`,
  });
  const [admin, member] = [named('Admin'), named('Member')];
  const team: Team = {
    id,
    projectId,
    name,
    earlierNames: [],
    createdBy: 'console',
    groups: { Admin: admin.group.id, Member: member.group.id },
    createdAt: at,
  };
  return { team, groups: [admin, member] };
}

/** Decides and writes again while the outcome is stale, as the use cases do. */
export async function settled(attempt: () => Promise<Outcome>): Promise<Outcome> {
  for (let round = 0; round < 100; round++) {
    const outcome = await attempt();
    if (outcome !== 'stale') return outcome;
  }
  throw new Error('A hundred rounds were stale.');
}

import { randomUUID } from 'node:crypto';
import type { Context, Notice } from '../../lambdas/domain/context.ts';
import type { Precondition } from '../../lambdas/scim/version.ts';
import type { Directory, Registry, RequestStamp } from '../../lambdas/domain/directory.ts';
import type { Clock } from '../../lambdas/domain/founding.ts';
import { addProject, addTeam, foundOrganization } from '../../lambdas/domain/founding.ts';
import { groupUseCases } from '../../lambdas/domain/groups.ts';
import type { Organization, OrganizationSettings } from '../../lambdas/domain/organization.ts';
import { productNamed } from '../../lambdas/domain/product.ts';
import { userUseCases } from '../../lambdas/domain/users.ts';
import type { Json, JsonObject } from '../../lambdas/scim/json.ts';
import { readPatchRequest } from '../../lambdas/scim/patch.ts';
import { selectAttributes } from '../../lambdas/scim/project.ts';
import { readListQuery } from '../../lambdas/scim/query.ts';
import type { Table } from './table.ts';

export const product = productNamed('Statsig');

/** No If-Match. */
export const anyVersion: Precondition = { required: false, check: () => undefined };

/** One organization on a real table, with the use cases as functions of what a client sends. */
export type World = Awaited<ReturnType<typeof foundWorld>>;

/** A clock that stands still until it is set, with random ids. */
export function steadyClock(start = '2026-03-01T12:00:00.000Z'): Clock & { set(at: string): void } {
  let at = start;
  return { now: () => new Date(at), newId: randomUUID, set: (next) => void (at = next) };
}

/** Founds an organization with the projects "Project A" (team "Growth") and "Mobile App". */
export async function foundWorld(
  table: Pick<Table, 'registry'> & Partial<Table>,
  options: { domains?: readonly string[]; settings?: Partial<OrganizationSettings>; clock?: Clock } = {},
) {
  const { registry } = table;
  const clock = options.clock ?? steadyClock();
  const owner = { userName: 'owner@example.com', givenName: 'Olivia', familyName: 'Owner' };
  const founding = {
    name: 'Acme',
    domains: options.domains ?? ['example.com'],
    settings: options.settings ?? {},
    owner,
  };
  const organization = await foundOrganization(registry, founding, clock, stamp());
  const directory = registry.directory(organization.id, stamp());
  const project = await addProject(directory, product, 'Project A', clock);
  const mobile = await addProject(directory, product, 'Mobile App', clock);
  const team = await addTeam(directory, product, project.id, 'Growth', clock);
  const notices: Notice[] = [];
  const context = contextOf(registry, organization, directory, clock, notices);
  return { organization, directory, project, mobile, team, notices, clock, context, ...verbs(context) };
}

/** A context; `directory` may be a copy whose methods were replaced. */
export function contextOf(
  registry: Registry,
  organization: Organization,
  directory: Directory,
  clock: Clock,
  notices: Notice[] = [],
): Context {
  return {
    organization,
    directory,
    product,
    baseUrl: 'https://scim.test/scim/v2',
    now: () => clock.now(),
    newId: () => clock.newId(),
    refreshOrganization: async () => (await registry.organization(organization.id)) ?? organization,
    notice: (notice) => void notices.push(notice),
  };
}

/** Who acts in tests: one stamp serves a whole file, however busy the machine is. */
export function stamp(more: Partial<RequestStamp> = {}): RequestStamp {
  const at = '2026-03-01T12:00:00.000Z';
  return { actor: 'test-key', requestId: randomUUID(), at, deadline: Date.now() + 600_000, ...more };
}

/** The requests of a client, as functions. */
export function verbs(context: Context) {
  const userType = userUseCases.resourceType(context);
  const groupType = groupUseCases.resourceType(context);
  const allOfUser = selectAttributes(undefined, undefined, userType);
  const allOfGroup = selectAttributes(undefined, undefined, groupType);
  const patchOf = (operations: readonly JsonObject[]): JsonObject => ({ Operations: operations });
  const query = (parameters: Record<string, string>) => new Map(Object.entries(parameters));
  return {
    createUser: (userName: string, more: JsonObject = {}) => userUseCases.create(context, { userName, ...more }),
    readUser: (id: string) => userUseCases.read(context, id, allOfUser),
    putUser: (id: string, body: Json, precondition = anyVersion) =>
      userUseCases.replace(context, id, body, precondition, allOfUser),
    patchUser: async (id: string, operations: readonly JsonObject[], precondition = anyVersion): Promise<JsonObject> =>
      (await userUseCases.patch(
        context,
        id,
        readPatchRequest(patchOf(operations), userType),
        precondition,
        allOfUser,
      )) ?? {},
    deleteUser: (id: string, precondition = anyVersion) => userUseCases.remove(context, id, precondition),
    listUsers: (parameters: Record<string, string> = {}) =>
      userUseCases.list(context, readListQuery(query(parameters), userType), allOfUser),
    createGroup: (displayName: string, more: JsonObject = {}) =>
      groupUseCases.create(context, { displayName, ...more }),
    readGroup: (id: string) => groupUseCases.read(context, id, allOfGroup),
    putGroup: (id: string, body: JsonObject, precondition = anyVersion) =>
      groupUseCases.replace(context, id, body, precondition, allOfGroup),
    patchGroup: async (id: string, operations: readonly JsonObject[], precondition = anyVersion): Promise<JsonObject> =>
      (await groupUseCases.patch(
        context,
        id,
        readPatchRequest(patchOf(operations), groupType),
        precondition,
        allOfGroup,
      )) ?? {},
    deleteGroup: (id: string, precondition = anyVersion) => groupUseCases.remove(context, id, precondition),
    listGroups: (parameters: Record<string, string> = {}) =>
      groupUseCases.list(context, readListQuery(query(parameters), groupType), allOfGroup),
    /** The id of the group of that name. */
    groupNamed: async (name: string): Promise<string> => {
      const filter = readListQuery(query({ filter: `displayName eq "${name}"` }), groupType);
      const { resources } = await groupUseCases.list(context, filter, allOfGroup);
      if (resources.length !== 1) throw new Error(`${resources.length} groups are named ${name}.`);
      return String(resources[0]?.['id']);
    },
  };
}

/** The ids of a group's members as SCIM shows them. */
export function memberIds(group: JsonObject): string[] {
  const members = (group['members'] ?? []) as readonly JsonObject[];
  return members.map((member) => String(member['value'])).toSorted();
}

/** The names of a user's groups as SCIM shows them. */
export function groupNames(user: JsonObject): string[] {
  const groups = (user['groups'] ?? []) as readonly JsonObject[];
  return groups.map((group) => String(group['display']));
}

/** The id of a resource. */
export function idOf(resource: JsonObject): string {
  return String(resource['id']);
}

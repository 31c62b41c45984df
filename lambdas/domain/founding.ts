import { randomBytes } from 'node:crypto';
import { fold } from '#scim/fold.ts';
import type { ProjectView, TeamView } from './console.ts';
import { createProject } from './console-projects.ts';
import { createTeam } from './console-teams.ts';
import type { Directory, Registry, RequestStamp } from './directory.ts';
import type { KeyRecord, KeyScope } from './key.ts';
import { hashKey, keyBytes, mintKey } from './keys.ts';
import type { Organization, OrganizationSettings } from './organization.ts';
import { defaultSettings } from './organization.ts';
import { type Person, personAttributes } from './person.ts';
import type { Product } from './product.ts';
import { newStanding } from './standing.ts';
import type { StructureDesk } from './structure-writing.ts';
import type { User } from './user.ts';

/** Where time and ids come from. */
export type Clock = { now(): Date; newId(): string };

/** What an organization begins with. The owner's userName becomes the primary email as well. */
export type Founding = {
  readonly name: string;
  readonly domains: readonly string[];
  readonly settings?: Partial<OrganizationSettings>;
  readonly owner: Person;
  /** The name of the product that the deployment is of. */
  readonly product?: string;
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
    ...(founding.product !== undefined && { product: founding.product }),
  };
  const id = clock.newId();
  const profile = { id, attributes: personAttributes(founding.owner), createdAt: at, modifiedAt: at, revision: 1 };
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
  const record = { id: clock.newId(), hash, ...wanted, createdAt: clock.now().toISOString() };
  await directory.createKey(record);
  return { key, record };
}

/** A key that nobody had before, and its hash (T2). */
export function newKey(): { readonly key: string; readonly hash: string } {
  const key = mintKey(randomBytes(keyBytes));
  return { key, hash: hashKey(key) };
}

/** Creates a project with a group for each role (G1). Throws 409 where a group name is taken (G3). */
export async function addProject(
  directory: Directory,
  product: Product,
  name: string,
  clock: Clock,
): Promise<ProjectView> {
  return createProject(deskOf(directory, product, clock), { name });
}

/** Creates a team of a project with its two groups (G1). Throws 404 without the project, 409 where a name is taken. */
export async function addTeam(
  directory: Directory,
  product: Product,
  projectId: string,
  name: string,
  clock: Clock,
): Promise<TeamView> {
  return createTeam(deskOf(directory, product, clock), projectId, { name });
}

function deskOf(directory: Directory, product: Product, clock: Clock): StructureDesk {
  return { directory, product, now: () => clock.now(), newId: () => clock.newId() };
}

import { readDomains } from './console-domains.ts';
import { readName } from './console-name.ts';
import { consoleRefusals } from './console-refusals.ts';
import type { Console, ConsoleDesk, ConsolePage, OrganizationView, PageRequest, Settled } from './console.ts';
import { newOrganization } from './founding.ts';
import type { Founding } from './founding.ts';
import type { Organization, OrganizationPlace, OrganizationSettings } from './organization.ts';
import { settle } from './settle.ts';
import { settleChange } from './structure-writing.ts';
import { assertAdmitted, assertStorable } from './user-decision.ts';

/** What an organization may change of itself; what is left out stays. */
export type OrganizationChange = {
  readonly name?: string;
  readonly domains?: readonly string[];
  readonly settings?: Partial<OrganizationSettings>;
};

/**
 * Creates an organization with its owner, whose userName is the primary email too. Names are not unique: the same
 * again makes another organization. Throws where U1 or U2 refuse the owner.
 */
export async function createOrganization(
  desk: ConsoleDesk,
  wanted: Omit<Founding, 'settings'>,
): Promise<{
  readonly organization: OrganizationView;
  readonly owner: { readonly id: string; readonly userName: string };
}> {
  const founding = {
    name: readName(wanted.name),
    domains: readDomains(wanted.domains),
    owner: wanted.owner,
    product: desk.product.name,
  };
  const { organization, owner } = newOrganization(founding, desk);
  const { id, attributes } = owner.profile;
  assertStorable(organization, attributes);
  assertAdmitted(desk.product, organization, attributes);
  await desk.registry.createOrganization(organization, owner, desk.stamp);
  return { organization: organizationView(organization), owner: { id, userName: wanted.owner.userName } };
}

/** The organizations in the order of their names, case ignored. */
export async function listOrganizations(
  desk: ConsoleDesk,
  { limit, cursor }: PageRequest,
): Promise<ConsolePage<OrganizationView>> {
  const after = cursor === undefined ? undefined : readPlace(cursor);
  const { organizations, last } = await desk.registry.organizations(limit, after);
  return {
    items: organizations.map(organizationView),
    ...(last !== undefined && { nextCursor: writePlace(last) }),
  };
}

/** What the organization says of itself. */
export function readOrganization({ organization }: Console): OrganizationView {
  return organizationView(organization);
}

/**
 * Changes name, domains or settings, each whole; two changes at once both take effect. Users whose domain goes stay
 * (U2), and so do ordinary groups when no more of them may be created (G10).
 */
export async function changeOrganization(console: Console, wanted: OrganizationChange): Promise<OrganizationView> {
  const change = {
    ...(wanted.name !== undefined && { name: readName(wanted.name) }),
    ...(wanted.domains !== undefined && { domains: readDomains(wanted.domains) }),
  };
  return settle(async () => {
    const before = await readStored(console);
    const settings = { ...before.settings, ...wanted.settings };
    const after = { ...before, ...change, settings, revision: nextRevision(before) };
    const outcome = await console.directory.changeOrganization(before, after);
    return outcome === 'stale' ? outcome : organizationView(after);
  });
}

/**
 * Removes an organization, where `confirm` is its name: it and its keys exist for nobody from then on, and everything
 * of it is erased. Throws 409 without the name.
 */
export async function removeOrganization(console: Console, confirm: string | undefined): Promise<Settled<undefined>> {
  const { id: changeId } = await settle(async () => {
    const before = await readStored(console);
    if (confirm !== before.name) throw consoleRefusals.organizationRemovalUnconfirmed();
    const at = console.now().toISOString();
    const after = { ...before, removedAt: at, revision: nextRevision(before) };
    const change = { id: console.newId(), kind: 'organizationDeletion', targetId: before.id, startedAt: at } as const;
    const outcome = await console.directory.removeOrganization(before, after, change);
    return outcome === 'stale' ? outcome : change;
  });
  return settleChange(console, changeId, undefined);
}

/** As it is stored now: whoever changes it may have waited for somebody else who did. Throws 404 once it was removed. */
async function readStored({ registry, organization: { id } }: Console): Promise<Organization> {
  const organization = await registry.organization(id);
  if (organization === undefined) throw consoleRefusals.organizationNotFound(id);
  return organization;
}

function nextRevision({ revision = 0 }: Organization): number {
  return revision + 1;
}

function organizationView({ id, name, domains, settings, createdAt }: Organization): OrganizationView {
  return { id, name, domains, settings, createdAt };
}

/** The number of characters in an id. */
const idLength = 36;

/** All that the list holds its reader may read, so that a cursor needs no seal. */
function writePlace({ id, name }: OrganizationPlace): string {
  return Buffer.from(id + name).toString('base64url');
}

function readPlace(cursor: string): OrganizationPlace {
  const text = Buffer.from(cursor, 'base64url').toString();
  const place = { id: text.slice(0, idLength), name: text.slice(idLength) };
  if (place.name === '' || writePlace(place) !== cursor) throw consoleRefusals.cursorInvalid();
  return place;
}

import type { OrganizationPlace } from '#domain/organization.ts';
import { fold } from '#scim/fold.ts';
import { fit } from './key-text.ts';

/** The primary key of an item. */
export type Key = { readonly PK: string; readonly SK: string };

/** Neighbours in one partition, both ends included. */
export type KeyRange = { readonly PK: string; readonly from: string; readonly to: string };

/** Neighbours in one partition: all whose sort keys begin so. */
export type KeyPrefix = { readonly PK: string; readonly prefix: string };

/** What an item says to the index of changes, which finds it by this instead of its key. */
export type Entry = { readonly ChangedPK: string; readonly ChangedSK: string };

const organizationList = 'ORGANIZATIONS';
const organizationNamePrefix = 'NAME#';

/** `META`: name, domains, settings. */
export function organizationKey(organization: string): Key {
  return { PK: `ORG#${organization}`, SK: 'META' };
}

/** An organization in the list of all, which only the Console reads: the other partition that belongs to no organization. */
export function organizationNameKey({ id, name }: OrganizationPlace): Key {
  // No name has a tab, and whatever a name goes on with comes after it: `Acme` stands before `Acme 2`.
  return { PK: organizationList, SK: `${organizationNamePrefix}${fit(fold(name))}\t${id}` };
}

/** The list of organizations, after a name and id, or from the first on. */
export function organizationsAfter(organization?: OrganizationPlace): KeyRange {
  // The space follows the id, with which each of these keys ends.
  const from = organization === undefined ? organizationNamePrefix : `${organizationNameKey(organization).SK} `;
  return { PK: organizationList, from, to: 'NAME$' };
}

/** The organization that an item belongs to, by the beginning of its key; undefined for the few that belong to none. */
export function organizationOf({ PK }: Key): string | undefined {
  return /^ORG#([^#]+)/u.exec(PK)?.[1];
}

/** `OWNER`: the one truth about who owns the organization (O1). */
export function ownerKey(organization: string): Key {
  return { PK: `ORG#${organization}`, SK: 'OWNER' };
}

/** `STRUCTURE`: the version of projects, roles and teams together. */
export function structureKey(organization: string): Key {
  return { PK: `ORG#${organization}`, SK: 'STRUCTURE' };
}

/** One project. */
export function projectKey(organization: string, id: string): Key {
  return { PK: `ORG#${organization}`, SK: `PROJECT#${id}` };
}

/** One custom role. */
export function roleKey(organization: string, id: string): Key {
  return { PK: `ORG#${organization}`, SK: `ROLE#${id}` };
}

/** One team. */
export function teamKey(organization: string, id: string): Key {
  return { PK: `ORG#${organization}`, SK: `TEAM#${id}` };
}

/** Projects, roles, the structure's version and teams: neighbours, so that one Query reads them. */
export function structureRange(organization: string): KeyRange {
  return { PK: `ORG#${organization}`, from: 'PROJECT#', to: 'TEAM$' };
}

/** A SCIM key by its hash: the only partition that does not begin with the organization, because it finds it. */
export function scimKeyKey(hash: string): Key {
  return { PK: `KEY#${hash}`, SK: 'KEY' };
}

/** A SCIM key in the list of its organization. */
export function scimKeyEntryKey(organization: string, id: string): Key {
  return { PK: `ORG#${organization}`, SK: `KEY#${id}` };
}

/** All SCIM keys in the list of their organization. */
export function scimKeyEntryRange(organization: string): KeyRange {
  return { PK: `ORG#${organization}`, from: 'KEY#', to: 'KEY$' };
}

/** Goes, by its time to live, when it is time to warn of the end of a SCIM key. */
export function keyReminderKey(organization: string, keyId: string): Key {
  return { PK: `ORG#${organization}#PENDING`, SK: `REMINDER#${keyId}` };
}

/** A change that outlasts its request. */
export function changeKey(organization: string, id: string): Key {
  return { PK: `ORG#${organization}#CHANGES`, SK: id };
}

/** Says that groups are being written of a project or role that is not yet there itself. */
export function creationKey(organization: string, partId: string): Key {
  return { PK: `ORG#${organization}#PENDING`, SK: `CREATION#${partId}` };
}

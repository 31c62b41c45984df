import type { JsonObject } from '#scim/json.ts';
import { randomUUID } from 'node:crypto';
import { urns } from './urns.ts';
import type { ScimRequest } from './client.ts';

/**
 * Okta's two kinds of app. An app made in the App Integration Wizard changes users and groups by GET and PUT; an app
 * of the catalogue changes them by PATCH.
 */
export type AppKind = 'custom' | 'catalogue';

/** A person as Okta knows them; `externalId` is Okta's own id. */
export type Person = {
  readonly userName: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly externalId: string;
};

/** A member as Okta sends it. */
export type PushedMember = { readonly value: string; readonly display: string };

/** What "Test Connector Configuration" asks for. */
export function probeUsers(): ScimRequest {
  return { method: 'GET', path: '/Users?startIndex=1&count=2' };
}

/** One page of an import; Okta always asks for 100. */
export function importPage(endpoint: '/Users' | '/Groups', startIndex: number): ScimRequest {
  return { method: 'GET', path: `${endpoint}?startIndex=${startIndex}&count=100` };
}

/** Looks a person up by the unique identifier field. */
export function lookUpUser(kind: AppKind, userName: string): ScimRequest {
  return {
    method: 'GET',
    path: `/Users?filter=${encodeFilter(kind, `userName eq "${userName}"`)}&startIndex=1&count=100`,
  };
}

/** Looks a group up by its name. */
export function lookUpGroup(kind: AppKind, displayName: string): ScimRequest {
  return {
    method: 'GET',
    path: `/Groups?filter=${encodeFilter(kind, `displayName eq "${displayName}"`)}&startIndex=1&count=100`,
  };
}

/** Reads a user. */
export function readUser(id: string): ScimRequest {
  return { method: 'GET', path: `/Users/${encodeURIComponent(id)}` };
}

/** Reads a group, members included. */
export function readGroup(id: string): ScimRequest {
  return { method: 'GET', path: `/Groups/${encodeURIComponent(id)}` };
}

/** Creates a user: with an empty list of groups and a random password, whether passwords are synchronized or not. */
export function createUser(person: Person, extra: JsonObject = {}): ScimRequest {
  const { userName, givenName, familyName, externalId } = person;
  return {
    method: 'POST',
    path: '/Users',
    body: {
      schemas: [urns.user],
      userName,
      name: { givenName, familyName },
      emails: [{ primary: true, value: userName, type: 'work' }],
      displayName: `${givenName} ${familyName}`,
      locale: 'en-US',
      externalId,
      groups: [],
      password: randomUUID().slice(0, 8),
      active: true,
      ...extra,
    },
  };
}

/** Writes a user back as GET gave it, with `change` written over: read-only attributes and all. */
export function replaceUser(current: JsonObject, change: JsonObject): ScimRequest {
  return { method: 'PUT', path: `/Users/${String(current['id'])}`, body: { ...current, ...change } };
}

/** Changes attributes of a user the way catalogue apps do: one operation without a path. */
export function patchUser(id: string, value: JsonObject): ScimRequest {
  return { method: 'PATCH', path: `/Users/${id}`, body: patchBody([{ op: 'replace', value }]) };
}

/** Creates a group. */
export function createGroup(displayName: string, members: readonly PushedMember[]): ScimRequest {
  return { method: 'POST', path: '/Groups', body: { schemas: [urns.group], displayName, members } };
}

/** Writes a group back as GET gave it, with `change` written over. */
export function replaceGroup(current: JsonObject, change: JsonObject): ScimRequest {
  return { method: 'PUT', path: `/Groups/${String(current['id'])}`, body: { ...current, ...change } };
}

/** A group as a catalogue app addresses it: the name goes along with every change of members. */
export type LinkedGroup = { readonly id: string; readonly displayName: string };

/** Takes members out and puts others in. */
export function changeMembers(
  group: LinkedGroup,
  change: { readonly add?: readonly PushedMember[]; readonly remove?: readonly string[] },
): ScimRequest {
  return patchGroup(group, [
    { op: 'replace', value: { id: group.id, displayName: group.displayName } },
    ...(change.remove ?? []).map((id) => ({ op: 'remove', path: `members[value eq "${id}"]` })),
    ...(change.add === undefined ? [] : [{ op: 'add', path: 'members', value: change.add }]),
  ]);
}

/** "Push now": the whole list of members. */
export function pushMembers(group: LinkedGroup, members: readonly PushedMember[]): ScimRequest {
  return patchGroup(group, [{ op: 'replace', path: 'members', value: members }]);
}

/** The same without a path, as some catalogue apps send it. */
export function pushWholeGroup(group: LinkedGroup, members: readonly PushedMember[]): ScimRequest {
  return patchGroup(group, [{ op: 'replace', value: { members, id: group.id, displayName: group.displayName } }]);
}

/** "Rename groups": the group gets its Okta name. */
export function renameGroup(group: LinkedGroup, displayName: string): ScimRequest {
  return patchGroup(group, [{ op: 'replace', value: { id: group.id, displayName } }]);
}

/** Removes a group: "unlink and delete". */
export function deleteGroup(id: string): ScimRequest {
  return { method: 'DELETE', path: `/Groups/${id}` };
}

/** Removes a user, as granular deprovisioning does. */
export function deleteUser(id: string): ScimRequest {
  return { method: 'DELETE', path: `/Users/${id}` };
}

function patchGroup(group: LinkedGroup, operations: readonly JsonObject[]): ScimRequest {
  return { method: 'PATCH', path: `/Groups/${group.id}`, body: patchBody(operations) };
}

function patchBody(operations: readonly JsonObject[]): JsonObject {
  return { schemas: [urns.patchOp], Operations: operations };
}

/** Okta's older samples write spaces as `+`, the newer ones as `%20`: each kind of app plays one. */
function encodeFilter(kind: AppKind, filter: string): string {
  const encoded = encodeURIComponent(filter);
  return kind === 'custom' ? encoded : encoded.replaceAll('%20', '+');
}

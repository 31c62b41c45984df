import type { JsonObject } from '../../lambdas/scim/json.ts';
import { bodyOf } from './expect.ts';
import type { Session } from './session.ts';
import { urns } from './urns.ts';

/** The body of a user whom nobody has made yet, with what every client sends. */
export function newUser(session: Session, label: string, extra: JsonObject = {}): JsonObject {
  const userName = session.newUserName(label);
  const extensions = Object.keys(extra).filter((name) => name.startsWith('urn:'));
  return {
    schemas: [urns.user, ...extensions],
    userName,
    name: { givenName: 'Conf', familyName: 'Ormance' },
    emails: [{ value: userName, type: 'work', primary: true }],
    ...extra,
  };
}

/** Makes a user, and gives what the answer to it says. */
export async function makeUser(session: Session, label: string, extra: JsonObject = {}): Promise<JsonObject> {
  return bodyOf(await session.post('/Users', newUser(session, label, extra)), 201);
}

/** The body of a group whose name nobody has used yet. */
export function newGroup(session: Session, label: string, members: readonly JsonObject[] = []): JsonObject {
  const displayName = `Conformance ${session.newWord(label)}`;
  return {
    schemas: [urns.group],
    displayName,
    ...(members.length > 0 && { members: members.map((user) => ({ value: idOf(user) })) }),
  };
}

/** Makes a group of these users, and gives what the answer to it says. */
export async function makeGroup(
  session: Session,
  label: string,
  members: readonly JsonObject[] = [],
): Promise<JsonObject> {
  return bodyOf(await session.post('/Groups', newGroup(session, label, members)), 201);
}

/** The id of a resource. */
export function idOf(resource: JsonObject): string {
  return String(resource['id']);
}

/** The path of a resource. */
export function pathOf(resource: JsonObject): string {
  const { resourceType } = resource['meta'] as JsonObject;
  return `/${String(resourceType)}s/${idOf(resource)}`;
}

/** A resource without what the server says of it: what was sent. */
export function sentOf({ id: _id, meta: _meta, ...sent }: JsonObject): JsonObject {
  return sent;
}

/** A query string. */
export function queryOf(parameters: Readonly<Record<string, string | number>>): string {
  const pairs = Object.entries(parameters).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return `?${pairs.join('&')}`;
}

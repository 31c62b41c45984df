import { randomUUID } from 'node:crypto';
import type { JsonObject } from '#scim/json.ts';
import { finds, isUser, contains } from './answer.ts';
import {
  createUser,
  lookUpUser,
  readUser,
  type AppKind,
  type LinkedGroup,
  type Person,
  type PushedMember,
} from './identity-provider.ts';
import type { Stage } from './stage.ts';

/** Who and what the play finds in the organization, and the domain in which it makes people up. */
export type Cast = {
  readonly domain: string;
  /** Distinguishes this run's names from those of every other. */
  readonly run: string;
  readonly owner: JsonObject;
  /** The attribute of the organization role: `statsigOrgRole`. */
  readonly orgRole: string;
  /** A project's group without members: `Statsig-ProjectA-Read-Only`. */
  readonly projectGroup: LinkedGroup;
  /** What the names of that project's groups begin with: `Statsig-ProjectA`. */
  readonly projectPrefix: string;
};

/** A short random word for names that nobody else has. */
export function newRun(): string {
  return randomUUID().slice(0, 8);
}

/** A person whom nobody has created yet. */
export function inventPerson(cast: Pick<Cast, 'domain' | 'run'>, givenName: string): Person {
  return {
    userName: `Okta.Play.${givenName}.${cast.run}@${cast.domain}`,
    givenName,
    familyName: 'Play',
    externalId: `00u${cast.run}${givenName}`,
  };
}

/** Assigns a person to the app: Okta looks the userName up, finds nobody, and creates the user. */
export async function assignPerson(stage: Stage, kind: AppKind, person: Person): Promise<JsonObject> {
  const { userName, givenName, familyName, externalId } = person;
  await stage.perform({
    what: `Look ${givenName} up: not there`,
    request: lookUpUser(kind, userName),
    expect: { rule: 'U1', status: 200, checks: [finds(0)] },
  });
  const sent = { userName, name: { givenName, familyName }, externalId, active: true, locale: 'en-US' };
  const created = await stage.obtain({
    what: `Create ${givenName}`,
    request: createUser(person),
    expect: { rule: 'U1', status: 201, checks: [isUser, contains(sent)] },
    task: `Error while creating user ${userName}`,
    shows: `${userName} is provisioned`,
  });
  await stage.perform({
    what: `Look ${givenName} up: there at once`,
    request: lookUpUser(kind, userName),
    expect: { rule: 'U1', status: 200, checks: [finds(1, contains({ ...sent, id: idOf(created) }))] },
  });
  return created;
}

/** Reads a user back and checks what the last change has left. */
export async function expectUser(
  stage: Stage,
  what: string,
  rule: string,
  user: JsonObject,
  ...checks: readonly ReturnType<typeof contains>[]
): Promise<JsonObject> {
  return stage.obtain({
    what,
    request: readUser(idOf(user)),
    expect: { rule, status: 200, checks: [isUser, contains({ id: idOf(user) }), ...checks] },
  });
}

/** A user as a member of a pushed group. */
export function asMember(user: JsonObject): PushedMember {
  return { value: idOf(user), display: String(user['userName']) };
}

/** The id of a resource. */
export function idOf(resource: JsonObject): string {
  return String(resource['id']);
}

import type { ScimError } from '#scim/errors.ts';
import type { JsonObject } from '#scim/json.ts';
import type { Context } from './context.ts';
import type { Outcome } from './directory.ts';
import { freshly } from './freshly.ts';
import { refusals } from './refusals.ts';
import { newStanding } from './standing.ts';
import type { UserDecision } from './user-decision.ts';
import { assertAdmitted, assertStorable } from './user-decision.ts';
import type { StoredRole, User } from './user.ts';

type Stale = Extract<Outcome, 'stale'>;

/** Creates a user, whoever asks for it. Throws where U1 or U2 refuse the attributes. */
export async function writeNewUser(
  context: Context,
  attributes: JsonObject,
  active: boolean,
  role: StoredRole,
): Promise<User> {
  await freshly(context, (organization) => assertStorable(organization, attributes));
  await freshly(context, (organization) => assertAdmitted(context.product, organization, attributes));
  const id = context.newId();
  const at = context.now().toISOString();
  const user: User = {
    profile: { id, attributes, createdAt: at, modifiedAt: at, revision: 1 },
    standing: newStanding(id, active, role, at),
  };
  if ((await context.directory.createUser(user)) === 'nameTaken') throw nameTaken(user);
  return user;
}

/** Throws where the user may not become so: by U1 in what is stored, by U2 where the decision asks for its check. */
export async function assertAllowed(
  context: Context,
  before: User,
  decision: Exclude<UserDecision, { kind: 'ownerProtected' }>,
): Promise<void> {
  const { attributes } = decision.after.profile;
  if (decision.after.profile !== before.profile) {
    await freshly(context, (organization) => assertStorable(organization, attributes, before.profile.attributes));
  }
  if (decision.domainCheck) {
    await freshly(context, (organization) => assertAdmitted(context.product, organization, attributes));
  }
}

/** Writes what was decided of a user; nothing where nothing changes. `whole`: only while neither half has changed. */
export async function writeUser(context: Context, before: User, after: User, whole: boolean): Promise<User | Stale> {
  if (after.profile === before.profile && after.standing === before.standing) return after;
  const outcome = await context.directory.changeUser({ before, after, whole });
  if (outcome === 'nameTaken') throw nameTaken(after);
  return outcome === 'written' ? after : 'stale';
}

/** Deletes a user with all memberships (U5); the owner is the caller's to protect. */
export function writeRemoval(context: Context, user: User): Promise<'written' | Stale> {
  return context.directory.removeUser(user);
}

/** The userName belongs to somebody else (U1). */
export function nameTaken({ profile }: User): ScimError {
  return refusals.userNameTaken(String(profile.attributes['userName']));
}

import { readAssignments } from '#scim/assignments.ts';
import type { ResourceType } from '#scim/attribute.ts';
import { parseBoolean } from '#scim/boolean.ts';
import type { Json, JsonObject } from '#scim/json.ts';
import type { Operation } from '#scim/patch.ts';
import { applyPatch } from '#scim/patch.ts';
import type { Selection } from '#scim/project.ts';
import { readResource, requireAttributes, requireObject, withoutNulls } from '#scim/validate.ts';
import type { Precondition } from '#scim/version.ts';
import type { Context, ResourceUseCases } from './context.ts';
import { handOver } from './handover.ts';
import type { Ownership } from './organization.ts';
import { readOrgRole } from './org-role.ts';
import { assertReplaceable } from './ownership.ts';
import { refusals } from './refusals.ts';
import { userType } from './resource-types.ts';
import { settle } from './settle.ts';
import { deactivationRefused, revised } from './standing.ts';
import type { Structure } from './structure.ts';
import type { WantedUser } from './user-decision.ts';
import { decideUpdate } from './user-decision.ts';
import { listUsers } from './user-list.ts';
import { nameGroups, userResource, userVersion, writableUser } from './user-resource.ts';
import { assertAllowed, nameTaken, writeNewUser, writeRemoval, writeUser } from './user-writing.ts';
import type { User } from './user.ts';

/** What SCIM may do with users (U1 to U7, O1 to O6). */
export const userUseCases: ResourceUseCases = {
  resourceType: (context) => userType(context.product),

  async create(context, body) {
    const draft = readResource(body, userType(context.product));
    requireAttributes(draft, userType(context.product));
    return userResource(context, await create(context, draft), []);
  },

  async read(context, id, selection) {
    const { user, structure } = await readUser(context, id, selection);
    return present(context, user, structure);
  },

  async replace(context, id, body, precondition, selection) {
    const type = userType(context.product);
    // Beside `active` false the role is not even read: no mistake in it may keep an access alive (U4).
    const draft = readResource(body, type, saysInactive(body, type) ? context.product.orgRole : undefined);
    requireAttributes(draft, type);
    return update(context, id, precondition, selection, (before) => wantedByPut(context, before, draft));
  },

  async patch(context, id, operations, precondition, selection) {
    return update(context, id, precondition, selection, (before) => wantedByPatch(context, before, operations));
  },

  async remove(context, id, precondition) {
    await settle(async () => {
      const user = await context.directory.user(id);
      if (user === undefined) throw refusals.userNotFound(id);
      precondition.check(userVersion(user));
      if (user.standing.owner) return protectOwner(context, user, true);
      return writeRemoval(context, user);
    });
  },

  list: listUsers,
};

async function create(context: Context, draft: JsonObject): Promise<User> {
  const { product } = context;
  const active = draft['active'] !== false;
  const role = readOrgRole(product, draft[product.orgRole]);
  if (role === 'Owner') throw active ? refusals.secondOwner(product) : refusals.ownerMustBeActive(product);
  return writeNewUser(context, stored(context, draft), active, role === 'Admin' ? 'Admin' : 'Member');
}

/** PUT keeps what it leaves out of `active`, the organization role and `externalId`, and clears the rest (U7). */
function wantedByPut(context: Context, before: User, draft: JsonObject): WantedUser {
  const externalId = before.profile.attributes['externalId'];
  const kept = draft['externalId'] === undefined && externalId !== undefined ? { externalId } : {};
  return {
    attributes: stored(context, { ...draft, ...kept }),
    active: said(draft['active']),
    role: readOrgRole(context.product, draft[context.product.orgRole]),
  };
}

/** What the operations do not mention stays; an organization role that they remove is empty (O5). */
function wantedByPatch(context: Context, before: User, operations: readonly Operation[]): WantedUser {
  const { orgRole } = context.product;
  const ofActive = operations.filter((operation) => attributeOf(operation) === 'active');
  const active = ofActive.length === 0 ? undefined : said(applyPatch({}, ofActive)['active']);
  const ofRole = operations.filter((operation) => attributeOf(operation) === orgRole);
  const applied = active === false ? operations.filter((operation) => !ofRole.includes(operation)) : operations;
  const after = applyPatch(writableUser(context, before), applied);
  requireAttributes(after, userType(context.product));
  const sendsRole = ofRole.length > 0 && active !== false;
  return {
    attributes: stored(context, after),
    active,
    role: sendsRole ? readOrgRole(context.product, after[orgRole] ?? null) : undefined,
  };
}

function attributeOf({ path }: Operation): string {
  return path.path.attribute.name;
}

/** True where a body deactivates, by whatever name of `active`, whatever else is wrong with it (U4). */
function saysInactive(body: Json, type: ResourceType): boolean {
  const active = readAssignments(requireObject(body), type).findLast(({ path }) => path.name === 'active')?.value;
  return active === false || (typeof active === 'string' && parseBoolean(active) === false);
}

function said(active: Json | undefined): boolean | undefined {
  return typeof active === 'boolean' ? active : undefined;
}

/** The attributes that the profile stores: no nulls, and not what the standing holds. */
function stored(context: Context, draft: JsonObject): JsonObject {
  const { active: _, [context.product.orgRole]: __, ...attributes } = withoutNulls(draft);
  return attributes;
}

async function update(
  context: Context,
  id: string,
  precondition: Precondition,
  selection: Selection | undefined,
  want: (before: User) => WantedUser,
): Promise<JsonObject> {
  let firstSeen: Ownership | undefined;
  return settle(async () => {
    const { user: before, structure } = await readUser(context, id, selection);
    precondition.check(userVersion(before));
    const wanted = want(before);
    const decision = decideUpdate(before, wanted, context.now().toISOString());
    if (decision.kind === 'ownerProtected') return protectOwner(context, before, decision.remember);
    await assertAllowed(context, before, decision);
    if (decision.kind === 'replaceOwner') {
      const ownership = await context.directory.owner();
      firstSeen ??= ownership;
      if (ownership.userId !== firstSeen.userId) throw refusals.ownershipRaceLost(context.product);
      const after = await transfer(context, before, decision.after, ownership);
      return after === 'stale' ? after : present(context, after, structure);
    }
    const after = await writeUser(context, before, decision.after, decision.restsOnBoth || precondition.required);
    return after === 'stale' ? after : present(context, after, structure);
  });
}

/** Moves the ownership to the user (O3). Throws 403 where O4 forbids it or another transfer was first. */
async function transfer(context: Context, before: User, wanted: User, ownership: Ownership): Promise<User | 'stale'> {
  // The same request, sent twice, was faster: the user is the owner by now, and the role that was sent is no change.
  if (ownership.userId === before.profile.id) return 'stale';
  const organization = await context.refreshOrganization();
  assertReplaceable(organization, ownership, wanted.standing, context.product, context.now());
  const handover = await handOver(context, { before, wanted, ownership }, 'scim');
  if (handover === 'stale') return handover;
  const { outcome, after } = handover;
  if (outcome === 'nameTaken') throw nameTaken(after);
  return after;
}

/** Refuses, and remembers that the owner was to be deactivated, so that the next transfer does it (O2). */
async function protectOwner(context: Context, before: User, remember: boolean): Promise<'stale'> {
  const at = context.now().toISOString();
  const standing = revised(before.standing, deactivationRefused(before.standing, at), at);
  if (remember && standing !== before.standing) {
    const after = { profile: before.profile, standing };
    const outcome = await context.directory.changeUser({ before, after });
    if (outcome !== 'written') return 'stale';
  }
  throw refusals.ownerProtected(context.product);
}

async function readUser(
  context: Context,
  id: string,
  selection: Selection | undefined,
): Promise<{ readonly user: User; readonly structure: Structure | undefined }> {
  const { directory } = context;
  const [user, structure] = await Promise.all([
    directory.user(id),
    selection?.wants('groups') === true ? directory.structure() : undefined,
  ]);
  if (user === undefined) throw refusals.userNotFound(id);
  return { user, structure };
}

async function present(context: Context, user: User, structure: Structure | undefined): Promise<JsonObject> {
  if (structure === undefined) return userResource(context, user, undefined);
  const naming = await nameGroups(context, structure, [user.standing]);
  return userResource(context, user, naming(user.standing));
}

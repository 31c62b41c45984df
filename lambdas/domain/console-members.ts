import { consoleRefusals } from './console-refusals.ts';
import type { Console, MemberView } from './console.ts';
import { memberView } from './member-view.ts';
import type { OrgRole } from './org-role.ts';
import type { Person } from './person.ts';
import { personAttributes } from './person.ts';
import { refusals } from './refusals.ts';
import { settle } from './settle.ts';
import type { Structure } from './structure.ts';
import { decideUpdate } from './user-decision.ts';
import { assertAllowed, writeNewUser, writeRemoval, writeUser } from './user-writing.ts';
import type { User } from './user.ts';

/** Creates an active member, whose userName is the primary email too. Throws where U1 or U2 refuse, and for `Owner`. */
export async function createMember(
  console: Console,
  { orgRole, ...person }: Person & { readonly orgRole: OrgRole },
): Promise<MemberView> {
  if (orgRole === 'Owner') throw consoleRefusals.ownerByTransferOnly();
  const structure = await console.directory.structure();
  return memberView(console, await writeNewUser(console, personAttributes(person), true, orgRole), structure);
}

/** A member with effective access, what waits, and what can be restored (G7, G9, G10, U4). Throws 404. */
export async function readMember(console: Console, id: string): Promise<MemberView> {
  const { user, structure } = await readUser(console, id);
  return memberView(console, user, structure);
}

/**
 * Sets the org role and the activity, both in one write (U2, U4). Throws 403 for the owner: what is refused here is
 * read by whoever asked for it, and not remembered; activating the owner forgets what was (O2). A role that is sent
 * ends the memory of having been the owner (O4).
 */
export async function changeMember(
  console: Console,
  id: string,
  { orgRole, active }: { readonly orgRole?: OrgRole; readonly active?: boolean },
): Promise<MemberView> {
  if (orgRole === 'Owner') throw consoleRefusals.ownerByTransferOnly();
  return settle(async () => {
    const { user: before, structure } = await readUser(console, id);
    const { attributes } = before.profile;
    const decision = decideUpdate(before, { attributes, active, role: orgRole }, console.now().toISOString());
    if (decision.kind !== 'change') throw refusals.ownerProtected(console.product);
    await assertAllowed(console, before, decision);
    const after = await writeUser(console, before, decision.after, decision.restsOnBoth);
    return after === 'stale' ? after : memberView(console, after, structure);
  });
}

/** Removes a member, who is gone from SCIM too (U5). Throws 403 for the owner, and 404. */
export async function removeMember(console: Console, id: string): Promise<void> {
  await settle(async () => {
    const user = await console.directory.user(id);
    if (user === undefined) throw consoleRefusals.memberNotFound(id);
    if (user.standing.owner) throw refusals.ownerProtected(console.product);
    return writeRemoval(console, user);
  });
}

async function readUser(console: Console, id: string): Promise<{ readonly user: User; readonly structure: Structure }> {
  const [user, structure] = await Promise.all([console.directory.user(id), console.directory.structure()]);
  if (user === undefined) throw consoleRefusals.memberNotFound(id);
  return { user, structure };
}

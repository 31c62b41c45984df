import * as z from 'zod/mini';
import type { UsersInTransit } from '#domain/directory.ts';
import type { Member } from '#domain/group.ts';
import { openUserKey, openUsersRange } from './change-keys.ts';
import { itemOf, stamped } from './item.ts';
import type { Item, Stamp } from './item.ts';
import { readRange } from './send-reads.ts';
import type { Session } from './session.ts';

/** What is said of one user: either of the two. */
export type Transit = { readonly left: number } | { readonly entered: number };

const openUser = itemOf('openUser', {
  userId: z.string(),
  left: z.exactOptional(z.number()),
  entered: z.exactOptional(z.number()),
});

/** Says, until the change is applied, how the memberships of its user are to be read. */
export function openUserItem(
  organization: string,
  stamp: Stamp,
  userId: string,
  changeId: string,
  transit: Transit,
): Item {
  return stamped(openUserKey(organization, userId, changeId), 'openUser', stamp, { userId, ...transit });
}

/** Of whom something is said, and what. */
export function readOpenUser(item: unknown): Pick<z.infer<typeof openUser>, 'userId' | 'left' | 'entered'> {
  return openUser.parse(item);
}

/** Reads all users of whom something is said; normally there is none, and it costs one read unit. */
export async function readUsersInTransit(session: Session): Promise<UsersInTransit> {
  const transit = new Map<string, { left?: number; entered?: number }>();
  for (const item of await readRange(session, openUsersRange(session.organization))) {
    const { userId, left, entered } = readOpenUser(item);
    const known = transit.get(userId);
    transit.set(userId, {
      ...known,
      ...(left !== undefined && { left: Math.max(left, known?.left ?? left) }),
      ...(entered !== undefined && { entered: Math.max(entered, known?.entered ?? entered) }),
    });
  }
  return transit;
}

/** Members as their users' standings have them. */
export function asInTransit(members: readonly Member[], transit: UsersInTransit): readonly Member[] {
  if (transit.size === 0) return members;
  return members.flatMap((member) => {
    const said = transit.get(member.userId);
    if (said === undefined) return member;
    if (said.left !== undefined && member.epoch < said.left) return [];
    return said.entered === member.epoch ? { ...member, waiting: false } : member;
  });
}

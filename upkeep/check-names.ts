import { readGroup, readGroupName } from '#storage/group-items.ts';
import { groupKey, groupNameKey } from '#storage/group-keys.ts';
import type { Attributes } from '#storage/item.ts';
import { readProfile, readUserName } from '#storage/user-items.ts';
import { profileKey, userIdAtEnd, userNameKey } from '#storage/user-keys.ts';
import { suspect, textOf } from './check.ts';
import type { Check } from './check.ts';
import { generatedNameKeys } from './check-structure.ts';
import { lookupKeys, nameKeys, userNameOf } from './check-users.ts';

/** A userName is reserved for the user who has it (U1). */
export const userNameCheck: Check<string> = {
  read: readUserName,
  needs: (userId, { organization }) => [profileKey(organization, userId)],
  judge(userId, { organization, find }, item) {
    const profile = find(profileKey(organization, userId), readProfile);
    const held = profile && userNameKey(organization, userNameOf(profile));
    const words = `This userName is reserved for the user ${userId}, who ${profile ? 'has another' : 'does not exist'}.`;
    return suspect([held === undefined || textOf(held) !== textOf(item), { code: 'userNameNotHeld', words }]);
  },
};

/** An externalId or address leads to a user who has it. */
export const lookupCheck: Check<string> = {
  read: userIdAtEndOf,
  needs: (userId, { organization }) => [profileKey(organization, userId)],
  judge(userId, { organization, session, find }, item) {
    const profile = find(profileKey(organization, userId), readProfile);
    const words = `This leads to the user ${userId}, who ${profile ? 'has no such value' : 'does not exist'}.`;
    const leads = profile !== undefined && lookupKeys(session, profile).some((key) => textOf(key) === textOf(item));
    return suspect([!leads, { code: 'lookupLeft', words }]);
  },
};

/** What a person is called leads to the user; late ones do no harm, because readers look at the profile. */
export const nameLookupCheck: Check<string> = {
  read: userIdAtEndOf,
  needs: (userId, { organization }) => [profileKey(organization, userId)],
  judge(userId, { organization, find }, item) {
    const profile = find(profileKey(organization, userId), readProfile);
    const words = `This leads to the user ${userId}, who ${profile ? 'is called otherwise' : 'does not exist'}.`;
    const leads = profile !== undefined && nameKeys(organization, profile).some((key) => textOf(key) === textOf(item));
    return suspect([!leads, { code: 'nameLookupLeft', words }]);
  },
};

/** A group name belongs to the ordinary group that has it, or is kept for a generated one (G3). */
export const groupNameCheck: Check<ReturnType<typeof readGroupName>> = {
  read: readGroupName,
  needs: ({ groupId, kind }, { organization }) => (kind === 'ordinary' ? [groupKey(organization, groupId)] : []),
  async judge({ groupId, kind }, look, item) {
    const { organization } = look;
    if (kind === 'ordinary') {
      const place = look.find(groupKey(organization, groupId), readGroup)?.place;
      const held = place?.kind === 'ordinary' ? groupNameKey(organization, place.name) : undefined;
      const words = `This name belongs to the group ${groupId}, which ${place ? 'has another' : 'does not exist'}.`;
      return suspect([held === undefined || textOf(held) !== textOf(item), { code: 'groupNameNotHeld', words }]);
    }
    const isHeld = (await generatedNameKeys(look)).has(textOf(item));
    return suspect([!isHeld, { code: 'reservationLeft', words: `This name is kept, and no group has it.` }]);
  },
};

function userIdAtEndOf({ SK }: Attributes): string {
  return userIdAtEnd(String(SK));
}

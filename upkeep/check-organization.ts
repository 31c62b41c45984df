import type { KeyRecord } from '#domain/key.ts';
import type { Organization, Ownership } from '#domain/organization.ts';
import {
  creationKey,
  keyReminderKey,
  organizationKey,
  organizationNameKey,
  ownerKey,
  scimKeyEntryKey,
  scimKeyKey,
  structureKey,
} from '#storage/keys.ts';
import type { Key } from '#storage/keys.ts';
import {
  readKeyReminder,
  readOrganization,
  readOrganizationName,
  readOwnership,
  readScimKey,
} from '#storage/organization-items.ts';
import { readProfile } from '#storage/user-items.ts';
import { profileKey, standingKey } from '#storage/user-keys.ts';
import { nothingWrong, suspect, textOf } from './check.ts';
import type { Check } from './check.ts';
import { judgeCounter } from './check-counts.ts';
import { readStandingIfAny } from './check-users.ts';
import { suspectValues } from './sanity.ts';

/** An organization, which the Console finds in the list of all. */
export const organizationCheck: Check<Organization> = {
  read: readOrganization,
  place: ({ id }) => organizationKey(id),
  needs: (value) => [organizationNameKey(value)],
  judge(value, { find }) {
    const key = organizationNameKey(value);
    const words = `The organization ${value.name} is missing in the list of all.`;
    return [
      ...suspectValues({ revision: [value.revision ?? 1, 1] }, { createdAt: value.createdAt }),
      ...suspect([
        find(key, readOrganizationName)?.id !== value.id,
        { code: 'organizationNotListed', words, keys: [key] },
      ]),
    ];
  },
};

/** The owner: one active user, whose standing says so (O1). */
export const ownerCheck: Check<Ownership> = {
  read: readOwnership,
  place: (_, organization) => ownerKey(organization),
  needs: ({ userId }, { organization }) => [profileKey(organization, userId), standingKey(organization, userId)],
  judge({ userId, version, replacedByScimAt }, { organization, find }) {
    const standing = find(standingKey(organization, userId), readStandingIfAny);
    const isUser = standing !== undefined && find(profileKey(organization, userId), readProfile) !== undefined;
    const keys = [standingKey(organization, userId)];
    return [
      ...suspectValues({ version: [version, 1] }, { replacedByScimAt }),
      ...suspect(
        [!isUser, { code: 'ownerNotUser', words: `The owner is the user ${userId}, who does not exist.`, keys }],
        [
          isUser && !standing.owner,
          { code: 'ownerWithoutFlag', words: `The owner is the user ${userId}, whose standing does not say so.`, keys },
        ],
      ),
    ];
  },
};

/** A SCIM key in the list of its organization, which is found by its hash too (T2). */
export const scimKeyCheck: Check<KeyRecord> = {
  read: readScimKey,
  place: ({ organizationId, id }) => scimKeyEntryKey(organizationId, id),
  needs: ({ hash }) => [scimKeyKey(hash)],
  judge({ id, name, hash, organizationId }, { find }) {
    const found = find(scimKeyKey(hash), readScimKey);
    const words = `The SCIM key "${name}" is listed, and no request is let in with it.`;
    const isThere = found?.id === id && found.organizationId === organizationId;
    return suspect([!isThere, { code: 'keyMissing', words, keys: [scimKeyKey(hash)] }]);
  },
};

/** When to warn of the end of a SCIM key. */
export const keyReminderCheck: Check<{ readonly keyId: string }> = {
  read: readKeyReminder,
  place: ({ keyId }, organization) => keyReminderKey(organization, keyId),
  needs: ({ keyId }, { organization }) => [scimKeyEntryKey(organization, keyId)],
  judge: ({ keyId }, { organization, find }) =>
    suspect([
      find(scimKeyEntryKey(organization, keyId), readScimKey) === undefined,
      { code: 'reminderOfNothing', words: `The SCIM key ${keyId}, of whose end is to be warned, does not exist.` },
    ]),
};

/** Says that an organization that was removed is erased; nobody reads anything of it. */
export const purgeCheck: Check<undefined> = { read: () => undefined, judge: () => nothingWrong };

/** Says which groups are written of a project or role that is to come, or has not come. */
export const creationCheck: Check<string> = {
  read: (item) => String(item['partId']),
  place: (partId, organization) => creationKey(organization, partId),
  judge: () => nothingWrong,
};

/** What is not there at all and has to be. */
export const absentCheck: Check<Key> = {
  read: ({ PK, SK }) => ({ PK: String(PK), SK: String(SK) }),
  async judge(key, { organization, session }, item) {
    const isKey = (other: Key): boolean => textOf(other) === textOf(key);
    return [
      ...suspect(
        [isKey(ownerKey(organization)), { code: 'ownerMissing', words: 'The organization has no owner (O1).' }],
        [isKey(structureKey(organization)), { code: 'insane', words: 'The structure has no version.' }],
      ),
      ...(await judgeCounter(session, item)),
    ];
  },
};

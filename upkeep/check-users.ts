import type { Profile } from '#domain/user.ts';
import type { Attributes } from '#storage/item.ts';
import type { Key } from '#storage/keys.ts';
import { nameKey } from '#storage/lookup-keys.ts';
import { lookupsOf } from '#storage/lookups.ts';
import { namesOf } from '#storage/name-lookups.ts';
import type { Session } from '#storage/session.ts';
import { isTombstone, readProfile, readStanding, readTombstone, readUserName } from '#storage/user-items.ts';
import { profileKey, standingKey, userNameKey } from '#storage/user-keys.ts';
import { nothingWrong, suspect } from './check.ts';
import type { Check, Look } from './check.ts';
import type { Suspicion } from './finding.ts';
import { suspectValues } from './sanity.ts';

/** The worker writes names after their profiles, in so many milliseconds at most. */
const trailing = 60_000;

/** A profile with its standing, userName and lookups. */
export const profileCheck: Check<Profile> = {
  read(item) {
    const profile = readProfile(item);
    userNameOf(profile);
    return profile;
  },
  place: ({ id }, organization) => profileKey(organization, id),
  needs: (profile, { organization, worker, session }) => [
    standingKey(organization, profile.id),
    userNameKey(organization, userNameOf(profile)),
    ...lookupKeys(session, profile),
    ...(worker ? nameKeys(organization, profile) : []),
  ],
  judge(profile, look) {
    const { id, revision, createdAt, modifiedAt } = profile;
    const standing = look.find(standingKey(look.organization, id), readStandingIfAny);
    return [
      ...suspectValues({ revision: [revision, 1] }, { createdAt, modifiedAt }),
      ...suspect([
        standing === undefined,
        { code: 'profileWithoutStanding', words: `The user ${id} has a profile and no standing: no reader finds it.` },
      ]),
      ...judgeUserName(profile, look),
      ...missing(look, lookupKeys(look.session, profile), 'lookupMissing'),
      ...(look.worker && Date.parse(modifiedAt) < look.now - trailing
        ? missing(look, nameKeys(look.organization, profile), 'nameLookupMissing')
        : []),
    ];
  },
};

/** What a deleted user has left for a day. */
export const tombstoneCheck: Check<{ readonly userId: string }> = {
  read: readTombstone,
  place: ({ userId }, organization) => standingKey(organization, userId),
  needs: ({ userId }, { organization }) => [profileKey(organization, userId)],
  judge: ({ userId }, look) =>
    suspect([
      look.find(profileKey(look.organization, userId), readProfile) !== undefined,
      { code: 'profileWithoutStanding', words: `The user ${userId} was deleted and still has a profile.` },
    ]),
};

/** The standing that an item holds; undefined for what a deleted user has left. */
export function readStandingIfAny(item: Attributes): ReturnType<typeof readStanding> | undefined {
  return isTombstone(item) ? undefined : readStanding(item);
}

/** The keys that lead from what a profile says to its user. */
export function lookupKeys(session: Session, profile: Profile): readonly Key[] {
  return [...lookupsOf(session, profile).values()].map(({ PK, SK }) => ({ PK, SK }));
}

/** The keys that lead from what the person is called to the user. */
export function nameKeys(organization: string, profile: Profile): readonly Key[] {
  return [...namesOf(profile)].map((name) => nameKey(organization, name, profile.id));
}

/** The userName, which every profile has. */
export function userNameOf({ id, attributes: { userName } }: Profile): string {
  if (typeof userName !== 'string') throw new Error(`The profile ${id} has no userName.`);
  return userName;
}

function judgeUserName(profile: Profile, look: Look): readonly Suspicion[] {
  const key = userNameKey(look.organization, userNameOf(profile));
  const holder = look.find(key, readUserName);
  if (holder === profile.id) return nothingWrong;
  const instead = holder === undefined ? 'reserved for nobody' : `reserved for the user ${holder}`;
  const words = `The userName of the user ${profile.id} is ${instead}: it could be given twice (U1).`;
  return [{ code: 'userNameMissing', words, keys: [key] }];
}

function missing(look: Look, keys: readonly Key[], code: 'lookupMissing' | 'nameLookupMissing'): readonly Suspicion[] {
  return keys.flatMap((key) =>
    suspect([
      look.find(key, () => true) === undefined,
      { code, words: `Nothing leads from ${key.SK.slice(0, 4)} to the user: a search does not find it.`, keys: [key] },
    ]),
  );
}

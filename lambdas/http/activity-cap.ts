import type { Activity } from '#domain/activity.ts';
import { expiringCache } from './expiring-cache.ts';

/** Bounds what one Lambda instance writes into the activity log, however much a client has refused. */
export type ActivityCap = {
  /** Those that may be written now; the first of them says how many were left out before it. */
  admit(organizationId: string, activities: readonly Activity[], now: number): readonly Activity[];
  /** Counts some that could not be written as left out. */
  leaveOut(organizationId: string, activities: readonly Activity[]): void;
};

/** So many entries of an organization at once, and then one in so many milliseconds. */
export const atOnce = 300;
export const oneIn = 1_000;
/** The same refusal is written again after so many milliseconds. */
export const sameAgainAfter = 60_000;
/** What is remembered: organizations, and refusals of all of them. */
const organizations = 1_000;
const refusals = 10_000;

type Account = { left: number; filledAt: number; leftOut: number };

/** A cap that has seen nothing yet. */
export function activityCap(): ActivityCap {
  const accounts = new Map<string, Account>();
  const seen = expiringCache<true>(refusals);

  const accountOf = (organizationId: string, now: number): Account => {
    const known = accounts.get(organizationId);
    if (known !== undefined) return known;
    const account = { left: atOnce, filledAt: now, leftOut: 0 };
    accounts.set(organizationId, account);
    const [oldest] = accounts.keys();
    if (accounts.size > organizations && oldest !== undefined) accounts.delete(oldest);
    return account;
  };

  const isAdmitted = (organizationId: string, account: Account, activity: Activity, now: number): boolean => {
    // Only what is written is remembered: what there was no room for is written when there is.
    if (account.left < 1) return false;
    // What a push left out differs from push to push, and the group's last one is looked at.
    if (activity.outcome !== 'partly') {
      const refusal = sameness(organizationId, activity);
      if (seen.get(refusal, now) === true) return false;
      seen.set(refusal, true, now + sameAgainAfter);
    }
    account.left -= 1;
    return true;
  };

  return {
    admit(organizationId, activities, now) {
      const account = accountOf(organizationId, now);
      refill(account, now);
      const admitted = activities.filter((activity) => isAdmitted(organizationId, account, activity, now));
      const before = account.leftOut;
      account.leftOut = (admitted.length > 0 ? 0 : before) + activities.length - admitted.length;
      return admitted.map((activity, index) =>
        index === 0 && before > 0 ? { ...activity, leftOut: before } : activity,
      );
    },

    leaveOut(organizationId, activities) {
      const account = accounts.get(organizationId);
      if (account === undefined) return;
      account.leftOut += activities.reduce((sum, { leftOut = 0 }) => sum + 1 + leftOut, 0);
    },
  };
}

function refill(account: Account, now: number): void {
  const earned = Math.max(0, Math.floor((now - account.filledAt) / oneIn));
  account.left = Math.min(atOnce, account.left + earned);
  account.filledAt += earned * oneIn;
}

/** What is the same where somebody is refused the same again; each fault has the id of its request in its sentence. */
function sameness(
  organizationId: string,
  { actor, outcome, status, code, operation, target, detail }: Activity,
): string {
  // Whatever is asked, it is the same that there is too much of it.
  if (status === 429) return JSON.stringify([organizationId, actor, code]);
  const sentence = outcome === 'refused' ? detail : undefined;
  return JSON.stringify([organizationId, actor, code, operation, target?.id, target?.name, sentence]);
}

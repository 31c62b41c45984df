import type { ActivityAction } from '#domain/activity-actions.ts';
import { type DerivedActivity, readActivities } from './activity-entries.ts';
import { countLostUsers } from './lost-users.ts';
import type { StreamConsumer } from './stream-consumer.ts';

/** How much became of one organization's users and memberships, as far as some records tell; nothing where it is none. */
export type MadeChanges = {
  readonly organizationId: string;
  readonly usersCreated?: number;
  readonly usersDeactivated?: number;
  readonly usersReactivated?: number;
  readonly usersDeleted?: number;
  readonly membersAdded?: number;
  readonly membersRemoved?: number;
  /** How many users of the organization were deactivated or deleted in the present ten minutes. */
  readonly usersLostLately?: number;
};

/** Tells how much was done, once for each batch of an organization; records that are given again are told of again. */
export function changesTold(tell: (changes: MadeChanges) => void): StreamConsumer {
  return async function tellChanges(records, worker) {
    const [first] = records;
    // What is worked on late is no news.
    if (first === undefined || worker.isLate) return;
    const { organization: organizationId } = first;
    const changes = countChanges(readActivities(records));
    const { usersDeactivated = 0, usersDeleted = 0 } = changes;
    const lost = usersDeactivated + usersDeleted;
    if (Object.keys(changes).length === 0) return;
    tell({
      organizationId,
      ...changes,
      ...(lost > 0 && { usersLostLately: await countLostUsers(worker.open(organizationId), lost) }),
    });
  };
}

function countChanges(activities: readonly DerivedActivity[]): Omit<MadeChanges, 'organizationId'> {
  const all = activities.map(({ whole }) => whole);
  const ofUsers = all.filter(({ target }) => target.type === 'user');
  const ofGroups = all.filter(({ target }) => target.type === 'group');
  const usersWith = (action: ActivityAction): number =>
    ofUsers.filter(({ actions }) => actions.includes(action)).length;
  const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
  const counts = {
    usersCreated: usersWith('user.created'),
    usersDeactivated: usersWith('user.deactivated'),
    usersReactivated: usersWith('user.reactivated'),
    usersDeleted: usersWith('user.deleted'),
    membersAdded: sum(ofGroups.map(({ joined = [], joinedCount = joined.length }) => joinedCount)),
    membersRemoved: sum(ofGroups.map(({ left = [], leftCount = left.length }) => leftCount)),
  };
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
}

import type { Activity } from '#domain/activity.ts';
import { activityActions } from '#domain/activity-actions.ts';
import { groupParts, memberChangeParts, structureParts, sweepParts } from './activity-of-groups.ts';
import { keyParts, organizationParts } from './activity-of-organizations.ts';
import { profileParts, standingParts } from './activity-of-users.ts';
import type { ActivityPart, ReadParts } from './activity-part.ts';
import type { Stamp } from './item.ts';
import { workerActor } from './stream-consumer.ts';
import type { TableRecord } from './table-record.ts';

/** What one request did to one thing, as far as some records tell. */
export type DerivedActivity = {
  /** All of it, for the log of that thing. */
  readonly whole: TargetedActivity;
  /** What of it stands in the log of everything. */
  readonly main?: TargetedActivity;
};

/** An entry on something that has an id. */
type TargetedActivity = Activity & { readonly target: ActivityPart['target'] };

/** So many users or groups an entry names. */
export const mostNamed = 100;

const readers: Readonly<Record<string, ReadParts>> = {
  profile: profileParts,
  standing: standingParts,
  tombstone: standingParts,
  group: groupParts,
  change: memberChangeParts,
  sweep: sweepParts,
  structure: structureParts,
  organization: organizationParts,
  scimKey: keyParts,
};

/** What records tell of what was done, one entry for each request and thing; what the worker did itself is left out. */
export function readActivities(records: readonly TableRecord[]): readonly DerivedActivity[] {
  const derived = records.flatMap((record) => {
    const { stamp } = record;
    const read = readers[String((record.after ?? record.before)?.['type'])];
    if (stamp === undefined || stamp.actor === workerActor || read === undefined) return [];
    return read(record).map((part) => ({ part, stamp }));
  });
  const groups = Map.groupBy(derived, ({ part, stamp }) => JSON.stringify([stamp.at, stamp.request, part.target.id]));
  return [...groups.values()].map((group) => {
    const main = group.filter(({ part }) => part.main);
    return { whole: join(group), ...(main.length > 0 && { main: join(main) }) };
  });
}

type Derived = { readonly part: ActivityPart; readonly stamp: Stamp };

function join(group: readonly Derived[]): TargetedActivity {
  const [{ part: first, stamp }] = group as readonly [Derived];
  const parts = group.map(({ part }) => part);
  const actions = new Set(parts.flatMap((part) => part.actions));
  const changed = new Set(parts.flatMap((part) => part.changed ?? []));
  const name = parts.find(({ target }) => target.name !== undefined)?.target.name;
  return {
    at: stamp.at,
    requestId: stamp.request,
    actor: stamp.actor,
    ...(stamp.onBehalfOf !== undefined && { onBehalfOf: stamp.onBehalfOf }),
    outcome: 'done' as const,
    actions: activityActions.filter((action) => actions.has(action)),
    target: { ...first.target, ...(name !== undefined && { name }) },
    ...(changed.size > 0 && { changed: [...changed] }),
    ...someOf(parts, 'joined', 'joinedCount'),
    ...someOf(parts, 'left', 'leftCount'),
  };
}

/** At most so many as an entry names, and how many they are where they are more. */
function someOf(parts: readonly ActivityPart[], names: 'joined' | 'left', count: 'joinedCount' | 'leftCount') {
  const ids = new Set(parts.flatMap((part) => part[names] ?? []));
  if (ids.size === 0) return {};
  const all = Math.max(ids.size, ...parts.map((part) => part[count] ?? 0));
  return { [names]: [...ids].slice(0, mostNamed), ...(all > mostNamed && { [count]: all }) };
}

import * as z from 'zod/mini';
import type { Activity } from '#domain/activity.ts';
import { activityOutcomes, targetTypes } from '#domain/activity.ts';
import { isUuid } from '#domain/uuid.ts';
import { activityKey } from './activity-keys.ts';
import type { ActivityLog } from './activity-keys.ts';
import { itemOf, schemaVersion } from './item.ts';
import type { Attributes, Item } from './item.ts';
import { uuidFromBytes, uuidToBytes } from './uuid.ts';

const texts = z.exactOptional(z.set(z.string()));
const ids = z.exactOptional(z.set(z.instanceof(Uint8Array)));
const text = z.exactOptional(z.string());
const count = z.exactOptional(z.number());

const entry = itemOf('activity', {
  at: z.string(),
  request: z.string(),
  actor: z.string(),
  onBehalfOf: text,
  outcome: z.enum(activityOutcomes),
  actions: texts,
  targetType: z.exactOptional(z.enum(targetTypes)),
  targetId: text,
  targetName: text,
  operation: text,
  status: count,
  code: text,
  detail: text,
  changed: texts,
  joined: ids,
  left: ids,
  joinedCount: count,
  leftCount: count,
  skipped: z.exactOptional(z.object({ ids: z.array(z.string()), count: z.number() })),
  leftOut: count,
});

/** When an entry may go (TTL, in seconds since 1970), so many days after the request began. */
export function endOfActivity(at: string, days: number): number {
  return Math.floor(Date.parse(at) / 1000) + days * 86_400;
}

/** True once an entry may go, whether or not the database has removed it; `now` in milliseconds since 1970. */
export function isExpiredActivity(item: Attributes, now: number): boolean {
  return Number(item['expiresAt']) * 1000 <= now;
}

/** The key of an entry; a target whose id is none of ours has no part in it. */
export function keyOfActivity(
  organization: string,
  log: ActivityLog,
  { at, requestId, target }: Pick<Activity, 'at' | 'requestId' | 'target'>,
) {
  const id = target?.id;
  return activityKey(organization, log, { at, requestId, ...(id !== undefined && isUuid(id) && { targetId: id }) });
}

/** An entry as an item. Sets, which a later part of the same request adds to. */
export function activityItem(organization: string, log: ActivityLog, activity: Activity, days: number): Item {
  return {
    ...keyOfActivity(organization, log, activity),
    type: 'activity',
    v: schemaVersion,
    ...scalarsOf(activity),
    ...setsOf(activity),
    outcome: activity.outcome,
    expiresAt: endOfActivity(activity.at, days),
  };
}

/** The attributes of an entry that have one value each, the outcome apart; undefined where it has none. */
export function scalarsOf(activity: Activity): Attributes {
  const { requestId, target, actions: _, changed: __, joined: ___, left: ____, outcome: _____, ...rest } = activity;
  return { ...rest, request: requestId, targetType: target?.type, targetId: target?.id, targetName: target?.name };
}

/** The attributes of an entry that are sets; DynamoDB has no empty ones. */
export function setsOf({ actions, changed = [], joined = [], left = [] }: Activity): Attributes {
  return {
    ...(actions.length > 0 && { actions: new Set(actions) }),
    ...(changed.length > 0 && { changed: new Set(changed) }),
    ...(joined.length > 0 && { joined: new Set(joined.map(uuidToBytes)) }),
    ...(left.length > 0 && { left: new Set(left.map(uuidToBytes)) }),
  };
}

/** The entry that an item holds. */
export function readActivity(item: unknown): Activity {
  const {
    type: _,
    v: __,
    request,
    actions,
    targetType,
    targetId,
    targetName,
    changed,
    joined,
    left,
    ...rest
  } = entry.parse(item);
  return {
    ...rest,
    requestId: request,
    actions: [...(actions ?? [])],
    ...(targetType !== undefined && {
      target: {
        type: targetType,
        ...(targetId !== undefined && { id: targetId }),
        ...(targetName !== undefined && { name: targetName }),
      },
    }),
    ...(changed && { changed: [...changed].toSorted() }),
    ...(joined && { joined: [...joined].map(uuidFromBytes) }),
    ...(left && { left: [...left].map(uuidFromBytes) }),
  };
}

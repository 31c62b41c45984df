import type { Activity } from '#domain/activity.ts';
import { mostNamed } from './activity-entries.ts';
import { endOfActivity, keyOfActivity, scalarsOf, setsOf } from './activity-items.ts';
import { schemaVersion } from './item.ts';
import type { Attributes } from './item.ts';
import type { ActivityLog } from './keys.ts';
import type { Scope, Write } from './write.ts';

/**
 * Adds to an entry what one request did to one thing, and makes it where it is missing. To write the same again changes
 * nothing. Refused where as many users or groups are named as an entry holds: then without them.
 */
export function addToEntry(
  scope: Scope,
  log: ActivityLog,
  activity: Activity,
  { days, named = true }: { readonly days: number; readonly named?: boolean },
): Write<'tooLarge'> {
  const set = withoutUndefined({
    type: 'activity',
    v: schemaVersion,
    ...scalarsOf(activity),
    expiresAt: endOfActivity(activity.at, days),
  });
  const { joined, left, ...sets } = setsOf(activity);
  const names = named ? withoutUndefined({ joined, left }) : {};
  const add = { ...sets, ...names };
  // How a request ended is its own word: what was written in it does not take that back.
  const outcome = activity.outcome === 'done' ? 'if_not_exists(#outcome, :outcome)' : ':outcome';
  const clauses = [
    `SET ${[...Object.keys(set).map((name) => `#${name} = :${name}`), `#outcome = ${outcome}`].join(', ')}`,
    ...(Object.keys(add).length > 0
      ? [
          `ADD ${Object.keys(add)
            .map((name) => `#${name} :${name}`)
            .join(', ')}`,
        ]
      : []),
  ];
  const room = Object.keys(names).map((name) => `(attribute_not_exists(#${name}) OR size(#${name}) < :most)`);
  const used = [...Object.keys(set), ...Object.keys(add), 'outcome'];
  return {
    action: {
      Update: {
        TableName: scope.tableName,
        Key: keyOfActivity(scope.organization, log, activity),
        UpdateExpression: clauses.join(' '),
        ...(room.length > 0 && { ConditionExpression: room.join(' AND ') }),
        ExpressionAttributeNames: Object.fromEntries(used.map((name) => [`#${name}`, name])),
        ExpressionAttributeValues: {
          ...Object.fromEntries(Object.entries({ ...set, ...add }).map(([name, value]) => [`:${name}`, value])),
          ':outcome': activity.outcome,
          ...(room.length > 0 && { ':most': mostNamed }),
        },
      },
    },
    refused: 'tooLarge',
  };
}

function withoutUndefined(attributes: Attributes): Attributes {
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined));
}

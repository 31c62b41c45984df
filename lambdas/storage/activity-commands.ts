import type { Activity } from '#domain/activity.ts';
import { mostNamed } from './activity-entries.ts';
import { endOfActivity, keyOfActivity, scalarsOf, setsOf } from './activity-items.ts';
import type { ActivityLog } from './activity-keys.ts';
import { schemaVersion } from './item.ts';
import type { Attributes } from './item.ts';
import type { Scope, Write } from './write.ts';

/** How an entry is added to. */
export type Addition = {
  /** How many days it is kept. */
  readonly days: number;
  /** What the target is called by now, where nothing that the request wrote says it. */
  readonly name?: string | undefined;
  /** False where it names as many users or groups as it holds. */
  readonly named?: boolean;
};

/**
 * Adds to an entry what one request did to one thing, and makes it where it is missing. To write the same again changes
 * nothing. Refused where as many users or groups are named as an entry holds: then without them.
 */
export function addToEntry(
  scope: Scope,
  log: ActivityLog,
  activity: Activity,
  { days, name, named = true }: Addition,
): Write<'tooLarge'> {
  const { outcome, at } = activity;
  // How a request ended is its own word: what was written in it does not take that back.
  const weak = defined({ targetName: name, outcome: outcome === 'done' ? outcome : undefined });
  const set = defined({
    type: 'activity',
    v: schemaVersion,
    ...scalarsOf(activity),
    outcome: outcome === 'done' ? undefined : outcome,
    expiresAt: endOfActivity(at, days),
  });
  const { joined, left, ...sets } = setsOf(activity);
  const people = named ? defined({ joined, left }) : {};
  const add = { ...sets, ...people };
  const room = Object.keys(people).map((one) => `(attribute_not_exists(#${one}) OR size(#${one}) < :most)`);
  const values = { ...weak, ...set, ...add };
  return {
    action: {
      Update: {
        TableName: scope.tableName,
        Key: keyOfActivity(scope.organization, log, activity),
        UpdateExpression: expressionOf(set, weak, add),
        ...(room.length > 0 && { ConditionExpression: room.join(' AND ') }),
        ExpressionAttributeNames: Object.fromEntries(Object.keys(values).map((one) => [`#${one}`, one])),
        ExpressionAttributeValues: {
          ...Object.fromEntries(Object.entries(values).map(([one, value]) => [`:${one}`, value])),
          ...(room.length > 0 && { ':most': mostNamed }),
        },
      },
    },
    refused: 'tooLarge',
  };
}

/** `weak` is set where there is nothing yet. */
function expressionOf(set: Attributes, weak: Attributes, add: Attributes): string {
  const assignments = [
    ...Object.keys(set).map((name) => `#${name} = :${name}`),
    ...Object.keys(weak).map((name) => `#${name} = if_not_exists(#${name}, :${name})`),
  ];
  const additions = Object.keys(add).map((name) => `#${name} :${name}`);
  return `SET ${assignments.join(', ')}${additions.length > 0 ? ` ADD ${additions.join(', ')}` : ''}`;
}

function defined(attributes: Attributes): Attributes {
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined));
}

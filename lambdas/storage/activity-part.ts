import type { ActivityTarget } from '#domain/activity.ts';
import type { ActivityAction } from '#domain/activity-actions.ts';
import type { TableRecord } from './table-record.ts';

/** What a single write tells of what its request did to one thing. */
export type ActivityPart = {
  readonly target: ActivityTarget & { readonly id: string };
  readonly actions: readonly ActivityAction[];
  readonly changed?: readonly string[];
  readonly joined?: readonly string[];
  readonly left?: readonly string[];
  /** How many they are, where not all are named. */
  readonly joinedCount?: number;
  readonly leftCount?: number;
  /** True where the log of everything has it too: what follows from it for others stands in the logs of these alone. */
  readonly main: boolean;
};

/** Reads a kind of record. */
export type ReadParts = (record: TableRecord) => readonly ActivityPart[];

/** The names of what differs between two objects, in their order. */
export function differences(before: object, after: object): readonly string[] {
  const [old, now] = [new Map(Object.entries(before)), new Map(Object.entries(after))];
  return [...new Set([...old.keys(), ...now.keys()])].filter(
    (name) => JSON.stringify(old.get(name)) !== JSON.stringify(now.get(name)),
  );
}

/** Those of one set that another lacks. */
export function missingIn(ids: ReadonlySet<string>, others: ReadonlySet<string>): readonly string[] {
  return [...ids].filter((id) => !others.has(id));
}

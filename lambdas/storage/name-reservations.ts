import type { NameHolder } from '#domain/generated-names.ts';
import { groupNameItem, readGroupName } from './group-items.ts';
import { groupNameKey } from './group-keys.ts';
import type { Attributes } from './item.ts';
import { readItems } from './send-reads.ts';
import { writeAlone } from './send-writes.ts';
import type { Session } from './session.ts';
import { sideBySide } from './side-by-side.ts';
import type { Scope, Write } from './write.ts';

/*
 * A generated name is decided by the structure, and two changes of it cannot be made of one version. An ordinary group's
 * name is decided by its item. A reservation stands between the two: it is there before the structure has the name, so
 * that no ordinary group takes it at the same moment; and it goes only in a transaction that raises the structure's
 * version, so that a change which rests on it is stale. Whose reservation it is does not matter for that.
 */

/** Keeps a name from ordinary groups; `nameTaken` where one has it. */
export function reserveName({ tableName, organization, stamp }: Scope, holder: NameHolder): Write<'nameTaken'> {
  const item = groupNameItem(organization, stamp, holder.name, holder);
  return { action: { Put: { TableName: tableName, Item: item, ...unlessOrdinary } }, refused: 'nameTaken' };
}

/** Gives a reservation up, if it is there; belongs into a transaction with the structure's version. */
export function freeName({ tableName, organization }: Scope, name: string): Write<'nameTaken'> {
  return freeNameAt(tableName, groupNameKey(organization, name));
}

/** The same, by the key of the reservation. */
export function freeNameAt(tableName: string, { PK, SK }: Attributes): Write<'nameTaken'> {
  return { action: { Delete: { TableName: tableName, Key: { PK, SK }, ...unlessOrdinary } }, refused: 'nameTaken' };
}

/** Makes sure that all these names are reserved, more of them than one transaction holds. */
export async function reserveNames(session: Session, holders: readonly NameHolder[]): Promise<'written' | 'nameTaken'> {
  const held = await readReservations(
    session,
    holders.map(({ name }) => name),
  );
  if ([...held.values()].includes('ordinary')) return 'nameTaken';
  const missing = holders.filter(({ name }) => !held.has(keyOf(session, name)));
  const outcomes = await sideBySide(missing, (holder) => writeAlone(session, reserveName(session, holder)));
  return outcomes.includes('nameTaken') ? 'nameTaken' : 'written';
}

/** One of the names that an ordinary group has. */
export async function findOrdinaryName(session: Session, names: readonly string[]): Promise<string | undefined> {
  const held = await readReservations(session, names);
  return names.find((name) => held.get(keyOf(session, name)) === 'ordinary');
}

type Kinds = ReadonlyMap<unknown, NameHolder['place']['kind']>;

async function readReservations(session: Session, names: readonly string[]): Promise<Kinds> {
  const keys = new Map(names.map((name) => [keyOf(session, name), groupNameKey(session.organization, name)]));
  const items = await readItems(session, [...keys.values()]);
  return new Map(items.map((item) => [item['SK'], readGroupName(item).kind]));
}

function keyOf({ organization }: Scope, name: string): string {
  return groupNameKey(organization, name).SK;
}

const unlessOrdinary = {
  ConditionExpression: 'attribute_not_exists(PK) OR #kind <> :ordinary',
  ExpressionAttributeNames: { '#kind': 'kind' },
  ExpressionAttributeValues: { ':ordinary': 'ordinary' },
};

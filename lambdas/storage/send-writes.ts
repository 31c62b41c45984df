import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, GetCommand, PutCommand, TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { transactionActions } from '#domain/limits.ts';
import { isTooLarge, reasonCodes } from './busy.ts';
import { stampedItem } from './item.ts';
import type { Item } from './item.ts';
import { persist } from './persist.ts';
import type { Try } from './persist.ts';
import type { Session } from './session.ts';
import type { Action, Refusal, Write } from './write.ts';

/** True where one transaction holds all of these writes. */
export function fitTogether(writes: readonly Write<Refusal>[]): boolean {
  return writes.length <= transactionActions;
}

/**
 * Writes all or nothing, and once only, however often the answer is lost. The first failed condition says what the
 * outcome is; one that cannot fail is a fault. `lost` tells of a transaction that others have held up whether it is in
 * vain by now: where many want one item, those who come too late need not get hold of it to hear so.
 */
export async function writeTogether<Refused extends Refusal>(
  session: Session,
  writes: readonly Write<Refused>[],
  lost?: () => Promise<Refused | undefined>,
): Promise<'written' | Refused> {
  const command = { TransactItems: writes.map(({ action }) => action), ClientRequestToken: session.timing.newToken() };
  let unsure = false;
  try {
    return await persist(session, async ({ options, first }) => {
      // An earlier try whose answer was lost may have written.
      const known = first || unsure ? undefined : await lost?.();
      if (known !== undefined) return known;
      try {
        await session.client.send(new TransactWriteCommand(command), options);
        return 'written';
      } catch (error) {
        unsure ||= !(error instanceof TransactionCanceledException);
        throw error;
      }
    });
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error;
    const failed = reasonCodes(error).flatMap((code, index) =>
      code === 'ConditionalCheckFailed' ? (writes[index]?.refused ?? []) : [],
    );
    if (failed[0] === undefined) throw error;
    return failed[0];
  }
}

/** As `writeTogether`; `tooLarge`, with nothing written, where the items are together more than a transaction holds. */
export async function tryTogether<Refused extends Refusal>(
  session: Session,
  writes: readonly Write<Refused>[],
): Promise<'written' | 'tooLarge' | Refused> {
  try {
    return await writeTogether(session, writes);
  } catch (error) {
    if (isTooLarge(error)) return 'tooLarge';
    throw error;
  }
}

/**
 * Writes a single item. A condition that fails after a lost answer may have failed because of this very write: then
 * the item is read, and its stamp and revision decide.
 */
export async function writeAlone<Refused extends Refusal>(
  session: Session,
  { action, refused }: Write<Refused>,
): Promise<'written' | Refused> {
  let lost = false;
  try {
    await persist(session, async (one) => {
      lost ||= !one.first;
      await sendAction(session, action, one);
    });
    return 'written';
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException) || refused === undefined) throw error;
    lost ||= (error.$metadata.attempts ?? 1) > 1;
    const item = action.Put?.Item as Item | undefined;
    return lost && item !== undefined && (await isStored(session, item)) ? 'written' : refused;
  }
}

/** Writes one item alone and several together, which costs twice as much; none at all is written already. */
export async function writeAll<Refused extends Refusal>(
  session: Session,
  writes: readonly Write<Refused>[],
  lost?: () => Promise<Refused | undefined>,
): Promise<'written' | Refused> {
  const [first, ...others] = writes;
  if (first === undefined) return 'written';
  return others.length === 0 ? writeAlone(session, first) : writeTogether(session, writes, lost);
}

async function sendAction({ client }: Session, action: Action, { options }: Try): Promise<void> {
  if (action.Put) await client.send(new PutCommand(action.Put), options);
  else if (action.Update) await client.send(new UpdateCommand(action.Update), options);
  else if (action.Delete) await client.send(new DeleteCommand(action.Delete), options);
  else throw new Error('A condition without a write cannot be sent alone.');
}

async function isStored(session: Session, item: Item): Promise<boolean> {
  const command = { TableName: session.tableName, Key: { PK: item.PK, SK: item.SK }, ConsistentRead: true };
  const { Item: found } = await persist(session, ({ options }) =>
    session.client.send(new GetCommand(command), options),
  );
  if (found === undefined || found['revision'] !== item['revision']) return false;
  const { by } = stampedItem.parse(found);
  return by.actor === session.stamp.actor && by.request === session.stamp.request;
}

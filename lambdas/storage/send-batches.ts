import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { Item } from './item.ts';
import type { Key } from './keys.ts';
import { pause, persist } from './persist.ts';
import type { Session } from './session.ts';
import { sideBySide } from './side-by-side.ts';

/** Items that one BatchWriteItem takes (a limit of DynamoDB). */
const itemsPerBatch = 25;

type Requests = NonNullable<BatchWriteCommand['input']['RequestItems']>[string];

/** Puts many different items, without conditions and not at once: the fewest calls for what may be written twice. */
export async function putMany(session: Session, items: readonly Item[]): Promise<void> {
  await writeMany(
    session,
    items.map((Item) => ({ PutRequest: { Item } })),
  );
}

/** Deletes many different items, those that are there; not at once. */
export async function eraseMany(session: Session, keys: readonly Key[]): Promise<void> {
  await writeMany(
    session,
    keys.map(({ PK, SK }) => ({ DeleteRequest: { Key: { PK, SK } } })),
  );
}

async function writeMany(session: Session, requests: Requests): Promise<void> {
  const batches = Array.from({ length: Math.ceil(requests.length / itemsPerBatch) }, (_, index) =>
    requests.slice(index * itemsPerBatch, (index + 1) * itemsPerBatch),
  );
  await sideBySide(batches, (batch) => writeBatch(session, batch));
}

async function writeBatch(session: Session, requests: Requests): Promise<void> {
  const { client, tableName } = session;
  let wanted = requests;
  for (let tries = 0; wanted.length > 0; tries++) {
    if (tries > 0) await pause(session, tries - 1);
    const command = new BatchWriteCommand({ RequestItems: { [tableName]: wanted } });
    const { UnprocessedItems = {} } = await persist(session, ({ options }) => client.send(command, options));
    wanted = UnprocessedItems[tableName] ?? [];
  }
}

import { randomUUID } from 'node:crypto';
import { DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { Directory } from '#domain/directory.ts';
import type { User } from '#domain/user.ts';
import { countAttribute, groupCountKey } from '#storage/count-keys.ts';
import { groupItem, groupNameItem } from '#storage/group-items.ts';
import { schemaVersion } from '#storage/item.ts';
import { memberKey, memberPartitionOf } from '#storage/member-keys.ts';
import { realTiming, sessionOpener } from '#storage/open-session.ts';
import { tableRegistry } from '#storage/registry.ts';
import { putMany } from '#storage/send-batches.ts';
import { readItems } from '#storage/send-reads.ts';
import { writeAlone } from '#storage/send-writes.ts';
import type { Session } from '#storage/session.ts';
import { memberItem } from '#storage/user-items.ts';
import { change } from '#storage/write.ts';
import type { TestTable } from './engine.ts';
import { sampleGroup, sampleUser, stamp } from './samples.ts';

/** A session as the store opens one; it may take as long as a whole file of tests. */
export function openSession(table: TestTable, organization: string): Session {
  return sessionOpener(table)(organization, stamp());
}

/** The directory of requests that are answered as soon as they are committed: nothing follows while they last. */
export function answeringAtOnce(table: TestTable, organization: string): Directory {
  const now = Date.now();
  const timing = { ...realTiming, now: () => now };
  return tableRegistry({ ...table, timing }).directory(organization, { ...stamp(), deadline: now + 1_000 });
}

/** A user in many groups, or one who waits for them: written by the fewest calls. */
export async function userInGroups(
  session: Session,
  directory: Directory,
  count: number,
  { waiting = false } = {},
): Promise<{ readonly user: User; readonly groups: readonly string[] }> {
  const { organization, stamp: by } = session;
  // All of them in one counter.
  const groups = Array.from({ length: count }, () => `000${randomUUID().slice(3)}`);
  const ids = new Set(groups);
  const user = sampleUser({}, waiting ? { active: false, epoch: 1, waiting: ids } : { groups: ids });
  const { userId, epoch } = user.standing;
  const memberPartitions = new Set([memberPartitionOf(userId)]);
  await directory.createUser(user);
  const stored = groups.map((id) => ({ ...sampleGroup(id, id), memberPartitions }));
  const counter = change(session, groupCountKey(organization, '000'), {
    set: { type: 'count', v: schemaVersion },
    add: { [countAttribute('000')]: count },
  });
  await writeAlone(session, counter);
  await putMany(session, [
    ...stored.map((group) => groupItem(organization, by, group)),
    ...stored.map((group) => groupNameItem(organization, by, group.id, group)),
    ...groups.map((id) => memberItem(organization, by, id, { userId, waiting, epoch })),
  ]);
  return { user, groups };
}

/** The items of a partition as they are stored. */
export async function itemsIn(
  { client, tableName }: TestTable,
  partition: string,
): Promise<readonly Record<string, unknown>[]> {
  const { Items = [] } = await DynamoDBDocumentClient.from(client).send(
    new QueryCommand({
      TableName: tableName,
      KeyConditionExpression: 'PK = :partition',
      ExpressionAttributeValues: { ':partition': partition },
      ConsistentRead: true,
    }),
  );
  return Items;
}

/** What is stored of a user's memberships, seen from these groups. */
export function storedMembers(session: Session, userId: string, groups: readonly string[]) {
  return readItems(
    session,
    groups.map((group) => memberKey(session.organization, group, userId)),
  );
}

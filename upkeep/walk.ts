import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { Attributes } from '#storage/item.ts';
import { journalRange, journalsPrefix } from '#storage/change-keys.ts';
import { organizationKey, ownerKey, scimKeyEntryRange, structureKey, structureRange } from '#storage/keys.ts';
import type { Key, KeyRange } from '#storage/keys.ts';
import { memberRanges, membersPrefix } from '#storage/member-keys.ts';
import { persist } from '#storage/persist.ts';
import { wholePart } from '#storage/purge-keys.ts';
import { readItems, readPages, readRange } from '#storage/send-reads.ts';
import type { Session } from '#storage/session.ts';
import { textOf } from './check.ts';
import { countInto, counted, differing } from './check-counts.ts';

/** What of an organization is looked at, in this order. */
export type Part = 'organization' | 'users' | 'groups' | 'members' | 'counts' | 'names' | 'lookups' | 'changes';

/** Some items of an organization. */
export type Page = { readonly part: Part; readonly items: readonly Attributes[] };

/** Items that are read from one partition at a time. */
const pageSize = 400;

/** Partitions that are read at the same time. */
const lanes = 32;

/**
 * Everything that an organization has, page by page; counters only where they do not say what went by. Activity and
 * bookmarks end by themselves. `whole`: also what no group leads to, by reading the whole table.
 */
export async function* walkTable(session: Session, whole: boolean): AsyncIterable<Page> {
  const { organization } = session;
  const [users, groups]: [number[], number[]] = [[], []];
  yield { part: 'organization', items: await readOnes(session) };
  yield* walk(session, 'organization', [structureRange(organization), scimKeyEntryRange(organization)]);
  for await (const page of walk(session, 'users', [wholePart(organization, 'USERS')])) {
    countInto(users, page.items, counted.users);
    yield page;
  }
  for await (const page of walk(session, 'groups', [wholePart(organization, 'GROUPS')])) {
    countInto(groups, page.items, counted.groups);
    yield page;
    const ids = page.items.map(({ SK }) => String(SK));
    const below = ids.flatMap((id) => [...memberRanges(organization, id), journalRange(organization, id)]);
    if (!whole) yield* walk(session, 'members', below);
  }
  if (whole) yield* scanBelowGroups(session);
  const stored = await readRange(session, wholePart(organization, 'COUNT'));
  yield { part: 'counts', items: await differingCounters(session, stored, users, groups) };
  yield* walk(session, 'names', [wholePart(organization, 'NAMES')]);
  yield* walk(session, 'lookups', [wholePart(organization, 'FIND')]);
  const last = ['PENDING', 'OPEN', 'CHANGES'] as const;
  yield* walk(
    session,
    'changes',
    last.map((part) => wholePart(organization, part)),
  );
}

/** What stands for itself, also where it is not there. */
async function readOnes(session: Session): Promise<readonly Attributes[]> {
  const { organization } = session;
  // The structure's version itself is among its parts.
  const keys = [organizationKey(organization), ownerKey(organization), structureKey(organization)];
  return withAbsent(keys, await readItems(session, keys));
}

async function differingCounters(
  session: Session,
  stored: readonly Attributes[],
  users: readonly number[],
  groups: readonly number[],
): Promise<readonly Attributes[]> {
  const { organization } = session;
  const ofUsers = (item: Attributes): boolean => String(item['SK']).startsWith('USERS');
  const keys = [
    ...differing(organization, stored.filter(ofUsers), users, counted.users),
    ...differing(
      organization,
      stored.filter((item) => !ofUsers(item)),
      groups,
      counted.groups,
    ),
  ];
  return withAbsent(keys, stored);
}

function withAbsent(keys: readonly Key[], items: readonly Attributes[]): readonly Attributes[] {
  const there = new Map(items.map((item) => [textOf(item), item]));
  return keys.map((key) => there.get(textOf(key)) ?? { ...key, type: 'absent' });
}

async function* walk(session: Session, part: Part, ranges: readonly KeyRange[]): AsyncIterable<Page> {
  for (let first = 0; first < ranges.length; first += lanes) {
    const pages = ranges
      .slice(first, first + lanes)
      .map((range) => readPages(session, range, { limit: pageSize })[Symbol.asyncIterator]());
    let open = pages;
    while (open.length > 0) {
      const read = await Promise.all(open.map((one) => one.next()));
      const items = read.flatMap(({ done, value }) => (done === true ? [] : value));
      if (items.length > 0) yield { part, items };
      open = open.filter((_, index) => read[index]?.done !== true);
    }
  }
}

/** Reads the table for all memberships and slices of an organization, those of groups that are gone too. */
async function* scanBelowGroups(session: Session): AsyncIterable<Page> {
  const { client, tableName: TableName, organization } = session;
  let start: Attributes | undefined;
  do {
    const command = new ScanCommand({
      TableName,
      ConsistentRead: true,
      FilterExpression: 'begins_with(PK, :members) OR begins_with(PK, :journals)',
      ExpressionAttributeValues: {
        ':members': membersPrefix(organization),
        ':journals': journalsPrefix(organization),
      },
      ...(start && { ExclusiveStartKey: start }),
    });
    const page = await persist(session, ({ options }) => client.send(command, options));
    start = page.LastEvaluatedKey;
    yield { part: 'members', items: page.Items ?? [] };
  } while (start !== undefined);
}

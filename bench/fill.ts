import { createHash, randomUUID } from 'node:crypto';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Registry, RequestStamp } from '#domain/directory.ts';
import { addProject, createKey, foundOrganization } from '#domain/founding.ts';
import { generatedGroupIds } from '#domain/group-names.ts';
import { productNamed } from '#domain/product.ts';
import { newStanding } from '#domain/standing.ts';
import type { User } from '#domain/user.ts';
import { countAttribute, userCountKey } from '#storage/count-keys.ts';
import { groupKey } from '#storage/group-keys.ts';
import { schemaVersion, stamped } from '#storage/item.ts';
import type { Attributes, Item } from '#storage/item.ts';
import { nameKey } from '#storage/lookup-keys.ts';
import { memberPartitionOf } from '#storage/member-keys.ts';
import { namesOf } from '#storage/name-lookups.ts';
import { sessionOpener } from '#storage/open-session.ts';
import { tableRegistry } from '#storage/registry.ts';
import { putMany } from '#storage/send-batches.ts';
import { writeAlone } from '#storage/send-writes.ts';
import type { Session } from '#storage/session.ts';
import { sideBySide } from '#storage/side-by-side.ts';
import { createUser } from '#storage/user-commands.ts';
import { memberItem } from '#storage/user-items.ts';
import { change } from '#storage/write.ts';
import { type Person, person } from './people.ts';
import { testPepper } from '../test/support/engine.ts';

/** The product whose organizations are filled. */
export const product = productNamed('Statsig');

/** What an organization is filled with. */
export type Filling = {
  readonly users: number;
  /** Each project generates a group for each of the three roles. */
  readonly projects: number;
  /** Which of the groups the user of that number is in, by their numbers. */
  readonly groupsOf: (user: number) => readonly number[];
};

/** An organization that is full. Users and groups are known by their numbers. */
export type FilledOrganization = {
  readonly id: string;
  readonly key: string;
  readonly userId: (user: number) => string;
  readonly groupIds: readonly string[];
};

/** Users whose items are made and written at the same time. */
const slice = 400;
const clock = { now: () => new Date(), newId: () => randomUUID() };

/**
 * Founds an organization and fills it by what the use cases would have written, without their requests: in batches,
 * as fast as the table takes them.
 */
export async function fillOrganization(
  table: { readonly client: DynamoDBClient; readonly tableName: string },
  filling: Filling,
): Promise<FilledOrganization> {
  const registry = tableRegistry({ ...table, pepper: testPepper });
  const organization = await found(registry);
  const groupIds = await makeGroups(registry, organization.id, filling.projects);
  const session = sessionOpener(table)(organization.id, requestStamp());
  const userId = (user: number): string => idFrom(`${organization.id}/${user}`);
  const counts = new Map<string, Map<string, number>>();
  const partitions = new Map<string, Set<string>>();
  for (let first = 0; first < filling.users; first += slice) {
    const items: Item[] = [];
    for (let number = first; number < Math.min(first + slice, filling.users); number += 1) {
      const id = userId(number);
      const groups = filling.groupsOf(number).map((group) => groupIds[group] ?? '');
      items.push(...itemsOf(session, userOf(person(number), id, groups)));
      for (const group of groups) open(partitions, group).add(memberPartitionOf(id));
      count(counts, session, id);
    }
    await putMany(session, items);
  }
  await addCounts(session, counts);
  await sideBySide([...partitions], ([group, names]) =>
    writeAlone(session, change(session, groupKey(session.organization, group), { add: { memberPartitions: names } })),
  );
  return { ...organization, userId, groupIds };
}

/** A stamp of a request that may take as long as it likes. */
function requestStamp(): RequestStamp {
  return { actor: 'bench', requestId: randomUUID(), at: clock.now().toISOString(), deadline: Date.now() + 7_200_000 };
}

async function found(registry: Registry): Promise<{ readonly id: string; readonly key: string }> {
  const owner = { userName: 'owner@example.com', givenName: 'Olivia', familyName: 'Owner' };
  const founding = { name: `Bench ${randomUUID()}`, domains: ['example.com'], owner };
  const { id } = await foundOrganization(registry, founding, clock, requestStamp());
  const directory = registry.directory(id, requestStamp());
  const { key } = await createKey(directory, { organizationId: id, name: 'Bench', scope: 'full' }, clock);
  return { id, key };
}

async function makeGroups(registry: Registry, organization: string, projects: number): Promise<readonly string[]> {
  const directory = registry.directory(organization, requestStamp());
  for (let number = 1; number <= projects; number += 1) {
    await addProject(directory, product, `Project ${number}`, clock);
  }
  return [...generatedGroupIds(await directory.structure())];
}

function userOf({ id: _, meta, schemas: __, active: ___, ...attributes }: Person, id: string, groups: string[]): User {
  const { created: createdAt, lastModified: modifiedAt } = meta;
  const profile = { id, attributes, createdAt, modifiedAt, revision: 1 };
  return { profile, standing: { ...newStanding(id, true, 'Member', createdAt), groups: new Set(groups) } };
}

/** What a creation writes, the count apart; what the worker adds to it; and the memberships. */
function itemsOf(session: Session, user: User): readonly Item[] {
  const { organization, stamp } = session;
  const { id: userId } = user.profile;
  const written = createUser(session, user).flatMap(({ action }) => (action.Put?.Item as Item | undefined) ?? []);
  const names = [...namesOf(user.profile)].map((name) =>
    stamped(nameKey(organization, name, userId), 'name', stamp, {}),
  );
  const member = { userId, waiting: false, epoch: 0 };
  const members = [...user.standing.groups].map((group) => memberItem(organization, stamp, group, member));
  return [...written, ...names, ...members];
}

function count(counts: Map<string, Map<string, number>>, { organization }: Session, id: string): void {
  const key = userCountKey(organization, id).SK;
  const digits = counts.get(key) ?? new Map<string, number>();
  counts.set(key, digits.set(countAttribute(id), (digits.get(countAttribute(id)) ?? 0) + 1));
}

/** Added, because the owner is counted already. */
async function addCounts(session: Session, counts: Map<string, Map<string, number>>): Promise<void> {
  const { PK } = userCountKey(session.organization, '000');
  await sideBySide([...counts], ([SK, digits]) => {
    const add: Attributes = Object.fromEntries(digits);
    return writeAlone(session, change(session, { PK, SK }, { set: { type: 'count', v: schemaVersion }, add }));
  });
}

function open(partitions: Map<string, Set<string>>, group: string): Set<string> {
  const names = partitions.get(group) ?? new Set<string>();
  partitions.set(group, names);
  return names;
}

/** A UUID that looks random and is always the same (version 8, RFC 9562 §5.8). */
function idFrom(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

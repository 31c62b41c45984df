import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Registry, RequestStamp } from '#domain/directory.ts';
import { toStamp } from './item.ts';
import { noteActivities } from './activity-notes.ts';
import { organizationKey, scimKeyKey } from './keys.ts';
import { readOrganization, readScimKey } from './organization-items.ts';
import { createKey, createOrganization, markKeyUsed } from './registry-commands.ts';
import { readItem } from './send-reads.ts';
import { writeAlone, writeTogether } from './send-writes.ts';
import type { Session } from './session.ts';
import { tableActivity } from './table-activity.ts';
import { tableGroupLists } from './table-group-lists.ts';
import { tableGroups } from './table-groups.ts';
import { tableStructure } from './table-structure.ts';
import type { StructureCache } from './table-structure.ts';
import { tableUserLists } from './table-user-lists.ts';
import { tableUserLookups } from './table-user-lookups.ts';
import { tableUsers } from './table-users.ts';

/** Where the table is. */
export type TableSettings = {
  readonly client: DynamoDBClient;
  readonly tableName: string;
  readonly timing?: Timing;
  /** How many days the activity log is kept. */
  readonly activityDays?: number;
};

/** The time that work without a request of its own may take, in milliseconds. */
const ownTime = 8_000;

/** The same for a note of a key's last use, for which its request waits. */
const noteTime = 1_000;

const realTiming: Timing = {
  now: () => Date.now(),
  sleep: (milliseconds) => sleep(milliseconds),
  random: () => Math.random(),
  newToken: () => randomUUID(),
};

/** The store: everything that is kept, in one table. */
export function tableRegistry(settings: TableSettings): Registry {
  const { client, tableName, timing = realTiming, activityDays = 90 } = settings;
  const documents = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
  const structures: StructureCache = new Map();

  const open = (organization: string, stamp: RequestStamp): Session => ({
    client: documents,
    tableName,
    timing,
    organization,
    stamp: toStamp(stamp),
    deadline: stamp.deadline,
  });
  const openOwn = (organization: string, time = ownTime): Session => {
    const now = timing.now();
    const at = new Date(now).toISOString();
    return open(organization, { actor: 'registry', requestId: timing.newToken(), at, deadline: now + time });
  };

  return {
    async key(hash) {
      const item = await readItem(openOwn(''), scimKeyKey(hash));
      return item && readScimKey(item);
    },

    async organization(id) {
      const item = await readItem(openOwn(id), organizationKey(id));
      return item && readOrganization(item);
    },

    async createOrganization(organization, owner) {
      const session = openOwn(organization.id);
      const outcome = await writeTogether(session, createOrganization(session, organization, owner));
      if (outcome !== 'written') throw new Error(`A new organization cannot have a name taken: ${organization.id}`);
    },

    async createKey(key) {
      const session = openOwn(key.organizationId);
      await writeTogether(session, createKey(session, key));
    },

    async keyUsed(key, at) {
      const session = openOwn(key.organizationId, noteTime);
      await Promise.all(markKeyUsed(session, key, at).map((write) => writeAlone(session, write)));
    },

    async noteActivities(organizationId, activities, deadline) {
      const session = openOwn(organizationId, deadline - timing.now());
      await noteActivities(session, activities, activityDays);
    },

    directory(organizationId, request) {
      const session = open(organizationId, request);
        ...tableOrganization(session),
        ...tableActivity(session),
      return {
        ...tableStructure(session, structures),
        ...tableUsers(session),
        ...tableUserLookups(session),
        ...tableUserLists(session),
        ...tableGroups(session),
        ...tableGroupLists(session),
      };
    },
  };
}

import type { Registry } from '#domain/directory.ts';
import type { Organization } from '#domain/organization.ts';
import { isUuid } from '#domain/uuid.ts';
import { noteActivities } from './activity-notes.ts';
import { organizationKey, organizationsAfter } from './keys.ts';
import { createOrganization, markKeyUsed } from './organization-commands.ts';
import { readOrganization, readOrganizationName } from './organization-items.ts';
import { type Pepper, noPepper } from './pepper.ts';
import { type KeyTrouble, readProvenKey } from './proven-keys.ts';
import { tellRequests } from './request-counts.ts';
import { readItem, readItems, readPages } from './send-reads.ts';
import { realTiming, sessionOpener } from './open-session.ts';
import type { StoreSettings } from './open-session.ts';
import { writeAlone, writeTogether } from './send-writes.ts';
import type { Session } from './session.ts';
import { tableActivity } from './table-activity.ts';
import { tableBookmarks } from './table-bookmarks.ts';
import { tableGroupLists } from './table-group-lists.ts';
import { tableGroups } from './table-groups.ts';
import { tableOrganization } from './table-organization.ts';
import { tableStructure } from './table-structure.ts';
import type { StructureCache } from './table-structure.ts';
import { tableUserLists } from './table-user-lists.ts';
import { tableUserLookups } from './table-user-lookups.ts';
import { tableUserSearch } from './table-user-search.ts';
import { tableUsers } from './table-users.ts';
import { take } from './take.ts';

/** Where the table is. */
export type TableSettings = StoreSettings & {
  /** How many days the activity log is kept. */
  readonly activityDays?: number;
  /** Without it no SCIM key is known, and none can be made. */
  readonly pepper?: Pepper | undefined;
  /** Is told of what is wrong with a key, and should be looked at. */
  readonly report?: (trouble: KeyTrouble) => void;
};

/** The time that work without a request of its own may take, in milliseconds. */
const ownTime = 8_000;

/** The same for a note of a key's last use, for which its request waits. */
const noteTime = 1_000;

/** The same for a count of requests, which the next one tells too. */
const countTime = 300;

/** The store: everything that is kept, in one table. */
export function tableRegistry(settings: TableSettings): Registry {
  const { timing = realTiming, activityDays = 90, pepper = noPepper, report = () => undefined } = settings;
  const open = sessionOpener(settings);
  const structures: StructureCache = new Map();
  const openOwn = (organization: string, time = ownTime): Session => {
    const now = timing.now();
    const at = new Date(now).toISOString();
    return open(organization, { actor: 'registry', requestId: timing.newToken(), at, deadline: now + time });
  };

  const readAny = async (id: string): Promise<Organization | undefined> => {
    const item = isUuid(id) ? await readItem(openOwn(id), organizationKey(id)) : undefined;
    return item && { ...readOrganization(item), id };
  };

  return {
    async key(hash) {
      return readProvenKey(hash, { session: openOwn(''), aside: openOwn('', noteTime), pepper, report });
    },

    async organization(id) {
      const organization = await readAny(id);
      return organization?.removedAt === undefined ? organization : undefined;
    },

    organizationEvenRemoved: readAny,

    async organizations(limit, after) {
      const session = openOwn('');
      const pages = readPages(session, organizationsAfter(after), { limit: limit + 1 });
      const found = (await take(pages, 0, limit + 1)).map(readOrganizationName);
      const places = found.slice(0, limit);
      const items = await readItems(
        session,
        places.map(({ id }) => organizationKey(id)),
      );
      const there = items.map(readOrganization).filter(({ removedAt }) => removedAt === undefined);
      const byId = new Map(there.map((organization) => [organization.id, organization]));
      const last = found.length > limit ? places.at(-1) : undefined;
      return { organizations: places.flatMap(({ id }) => byId.get(id) ?? []), ...(last !== undefined && { last }) };
    },

    async createOrganization(organization, owner, request) {
      const session = open(organization.id, request);
      const outcome = await writeTogether(session, createOrganization(session, organization, owner));
      if (outcome !== 'written') throw new Error(`A new organization cannot have a name taken: ${organization.id}`);
    },

    async keyUsed(key, at) {
      const session = openOwn(key.organizationId, noteTime);
      await Promise.all(markKeyUsed(session, key, at).map((write) => writeAlone(session, write)));
    },

    async noteActivities(organizationId, activities, deadline) {
      const session = openOwn(organizationId, deadline - timing.now());
      await noteActivities(session, activities, activityDays);
    },

    tellRequests: (organizationId, count) => tellRequests(openOwn(organizationId, countTime), count),

    directory(organizationId, request) {
      const session = open(organizationId, request);
      return {
        ...tableOrganization(session, pepper),
        ...tableActivity(session),
        ...tableStructure(session, structures),
        ...tableUsers(session),
        ...tableUserLookups(session),
        ...tableUserSearch(session),
        ...tableUserLists(session),
        ...tableBookmarks(session),
        ...tableGroups(session),
        ...tableGroupLists(session),
      };
    },
  };
}

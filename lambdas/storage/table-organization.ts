import type { Directory } from '#domain/directory.ts';
import { isUuid } from '#domain/uuid.ts';
import { scimKeyEntryKey, scimKeyEntryRange } from './keys.ts';
import { changeKey, changeOrganization, createKey, removeOrganization } from './organization-commands.ts';
import { readScimKey } from './organization-items.ts';
import type { Pepper } from './pepper.ts';
import { readItem, readRange } from './send-reads.ts';
import { writeTogether } from './send-writes.ts';
import type { Session } from './session.ts';

/** The part of the directory that is about the organization itself and its SCIM keys. */
export type OrganizationDirectory = Pick<
  Directory,
  'changeOrganization' | 'removeOrganization' | 'keys' | 'keyById' | 'createKey' | 'changeKey'
>;

/** What one organization says of itself, and its keys, in the table. */
export function tableOrganization(session: Session, pepper: Pepper): OrganizationDirectory {
  const { organization } = session;
  return {
    changeOrganization: (before, after) => writeTogether(session, changeOrganization(session, before, after)),

    removeOrganization: (before, after, change) =>
      writeTogether(session, removeOrganization(session, before, after, change)),

    async keys() {
      const items = await readRange(session, scimKeyEntryRange(organization));
      return items.map(readScimKey);
    },

    async keyById(id) {
      const item = isUuid(id) ? await readItem(session, scimKeyEntryKey(organization, id)) : undefined;
      return item && readScimKey(item);
    },

    async createKey(key) {
      const prove = await pepper.prover();
      await writeTogether(session, createKey(session, key, prove(key)));
    },

    async changeKey(before, after) {
      const prove = await pepper.prover();
      return writeTogether(session, changeKey(session, before, after, prove(after)));
    },
  };
}

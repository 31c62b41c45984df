import type { Directory } from '#domain/directory.ts';
import type { KeyRecord } from '#domain/key.ts';
import { isUuid } from '#domain/uuid.ts';
import type { Attributes } from './item.ts';
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
  // Whose a key is, its place says: what its entry says would be proven once it is made anew (T1).
  const readOwn = (item: Attributes): KeyRecord => ({ ...readScimKey(item), organizationId: organization });
  return {
    changeOrganization: (before, after) => writeTogether(session, changeOrganization(session, before, after)),

    removeOrganization: (before, after, change) =>
      writeTogether(session, removeOrganization(session, before, after, change)),

    async keys() {
      const items = await readRange(session, scimKeyEntryRange(organization));
      return items.map(readOwn);
    },

    async keyById(id) {
      const item = isUuid(id) ? await readItem(session, scimKeyEntryKey(organization, id)) : undefined;
      return item && readOwn(item);
    },

    async createKey(key) {
      const prove = await pepper.prover();
      await writeTogether(session, createKey(session, key, prove(key)));
    },

    async changeKey(before, after) {
      // A key that ends keeps its proof, and waits for no pepper (T3).
      const proof = after.hash === before.hash ? undefined : (await pepper.prover())(after);
      return writeTogether(session, changeKey(session, before, after, proof));
    },
  };
}

import { randomUUID } from 'node:crypto';
import { organizationKey, organizationsAfter } from '#storage/keys.ts';
import { sessionOpener } from '#storage/open-session.ts';
import { readOrganizationName } from '#storage/organization-items.ts';
import { readItem, readRange } from '#storage/send-reads.ts';
import { exportOrganization } from './export.ts';
import type { Exported, ExportOptions } from './export.ts';
import { importOrganization } from './import.ts';
import type { Imported, ImportOptions } from './import.ts';
import { openClient } from './open-table.ts';
import type { TablePlace } from './open-table.ts';

/** A table out of which and into which organizations are carried. */
export type Carrier = {
  organizations(): Promise<readonly { readonly id: string; readonly name: string }[]>;
  export(organization: string, options: ExportOptions): Promise<Exported>;
  import(options: ImportOptions): Promise<Imported>;
  close(): void;
};

/** How long the database may be tried again that does not answer, in milliseconds. */
const patience = 60_000;

/** Opens a table for exports and imports. */
export function openCarrier(place: TablePlace): Carrier {
  const client = openClient(place);
  const opener = sessionOpener({ client, tableName: place.tableName });
  const open = (organization: string, deadline = Date.now() + patience) =>
    opener(organization, { actor: 'import', requestId: randomUUID(), at: new Date().toISOString(), deadline });
  return {
    organizations: async () => (await readRange(open(''), organizationsAfter())).map(readOrganizationName),
    async export(organization, options) {
      // Whether the table answers at all; from then on each page is read for itself, however long all of them take.
      await readItem(open(organization), organizationKey(organization));
      return exportOrganization({ ...open(organization, Number.POSITIVE_INFINITY), patience }, options);
    },
    import: (options) => importOrganization(open, options),
    close: () => client.destroy(),
  };
}

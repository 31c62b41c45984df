import { randomUUID } from 'node:crypto';
import { productNamed } from '#domain/product.ts';
import { organizationKey, organizationsAfter } from '#storage/keys.ts';
import { sessionOpener } from '#storage/open-session.ts';
import { readOrganization, readOrganizationName } from '#storage/organization-items.ts';
import { readItem, readRange } from '#storage/send-reads.ts';
import type { Finding } from './finding.ts';
import { openClient } from './open-table.ts';
import type { TablePlace } from './open-table.ts';
import { findDamage } from './verify.ts';
import type { Part } from './walk.ts';

/** A table that is verified, organization by organization. Reads alone. */
export type Verifier = {
  organizations(): Promise<readonly { readonly id: string; readonly name: string }[]>;
  verify(
    organization: string,
    settings: { readonly product: string; readonly whole: boolean; progress(part: Part, items: number): void },
  ): Promise<AsyncIterable<Finding> | undefined>;
  close(): void;
};

/** How long the first reads may be tried again where the database does not answer, in milliseconds. */
const patience = 10_000;

/** Opens a table to be verified. */
export function openVerifier(place: TablePlace): Verifier {
  const client = openClient(place);
  const open = sessionOpener({ client, tableName: place.tableName });
  const sessionOf = (organization: string, deadline: number) =>
    open(organization, { actor: 'verify', requestId: randomUUID(), at: new Date().toISOString(), deadline });
  return {
    async organizations() {
      const items = await readRange(sessionOf('', Date.now() + patience), organizationsAfter());
      return items.map(readOrganizationName);
    },

    async verify(organization, { product, ...settings }) {
      const item = await readItem(sessionOf(organization, Date.now() + patience), organizationKey(organization));
      const found = item && readOrganization(item);
      if (found === undefined || found.removedAt !== undefined) return undefined;
      // However long it takes: each page is read for itself.
      return findDamage(sessionOf(organization, Number.POSITIVE_INFINITY), {
        ...settings,
        product: productNamed(found.product ?? product),
      });
    },

    close: () => client.destroy(),
  };
}

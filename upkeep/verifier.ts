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

/** How long a read may be tried again where the database does not answer, in milliseconds: the first ones, and any later one. */
const patience = { first: 10_000, later: 60_000 };

/** Opens a table to be verified. */
export function openVerifier(place: TablePlace): Verifier {
  const client = openClient(place);
  const open = sessionOpener({ client, tableName: place.tableName });
  const sessionOf = (organization: string, deadline: number) =>
    open(organization, { actor: 'verify', requestId: randomUUID(), at: new Date().toISOString(), deadline });
  return {
    async organizations() {
      const items = await readRange(sessionOf('', Date.now() + patience.first), organizationsAfter());
      return items.map(readOrganizationName);
    },

    async verify(organization, { product, ...settings }) {
      const item = await readItem(sessionOf(organization, Date.now() + patience.first), organizationKey(organization));
      const found = item && readOrganization(item);
      if (found === undefined || found.removedAt !== undefined) return undefined;
      // However long it takes: each page is read for itself.
      const session = { ...sessionOf(organization, Number.POSITIVE_INFINITY), patience: patience.later };
      return findDamage(session, {
        ...settings,
        product: productNamed(found.product ?? product),
      });
    },

    close: () => client.destroy(),
  };
}

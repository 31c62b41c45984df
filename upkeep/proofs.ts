import { randomUUID } from 'node:crypto';
import { countProofs } from '#storage/key-proofs.ts';
import type { ProofCounts } from '#storage/key-proofs.ts';
import { sessionOpener } from '#storage/open-session.ts';
import { pepperIn, requirePepper } from '#storage/pepper.ts';
import { secretReader } from '#storage/secret.ts';
import type { SecretPlace } from '#storage/secret.ts';
import { openClient } from './open-table.ts';
import type { TablePlace } from './open-table.ts';

/** The SCIM keys of a table, by the pepper that proves them. */
export type KeyProofs = {
  /** Counts them; with `renew` those of the pepper before are proven by the present one then. */
  count(settings: { readonly renew: boolean }): Promise<ProofCounts>;
  close(): void;
};

/** How long a call may be tried again that the database does not answer, in milliseconds. */
const patience = 60_000;

/** Opens the keys of a table whose pepper is in a secret. */
export function openProofs(place: TablePlace, secret: SecretPlace): KeyProofs {
  const client = openClient(place);
  const open = sessionOpener({ client, tableName: place.tableName });
  const read = secretReader(client, secret);
  return {
    async count({ renew }) {
      const [current, previous] = await Promise.all([read('AWSCURRENT'), read('AWSPREVIOUS')]);
      const requestId = randomUUID();
      const sessionOf = (organization: string) => {
        const now = Date.now();
        const at = new Date(now).toISOString();
        return open(organization, { actor: 'pepper', requestId, at, deadline: now + patience });
      };
      return countProofs(
        sessionOf,
        { current: requirePepper(current), previous: pepperIn(previous) },
        { now: Date.now(), renewed: renew ? ['previous'] : [] },
      );
    },

    close: () => client.destroy(),
  };
}

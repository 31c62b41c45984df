import { randomUUID } from 'node:crypto';
import { newStanding } from '#domain/standing.ts';
import { createClient } from '#storage/client.ts';
import { tableRegistry } from '#storage/registry.ts';
import { sideBySide } from '#storage/side-by-side.ts';
import type { Endpoint } from '../support/local-process.ts';
import { stamp } from '../support/world.ts';

/** Creates so many users in the organization of a running server, and gives their ids. */
export async function createPeople(endpoint: Endpoint, count: number): Promise<readonly string[]> {
  const client = createClient(endpoint.databaseEndpoint);
  try {
    const registry = tableRegistry({ client, tableName: endpoint.tableName });
    const directory = registry.directory(endpoint.organizationId, stamp());
    const at = new Date().toISOString();
    return await sideBySide(
      Array.from({ length: count }, (_, place) => `person${place}@example.com`),
      async (userName) => {
        const id = randomUUID();
        const profile = { id, attributes: { userName }, createdAt: at, modifiedAt: at, revision: 1 };
        await directory.createUser({ profile, standing: newStanding(id, true, 'Member', at) });
        return id;
      },
    );
  } finally {
    client.destroy();
  }
}

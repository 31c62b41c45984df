import { createClient } from '../../lambdas/storage/client.ts';
import { tableRegistry } from '../../lambdas/storage/registry.ts';
import type { Registry } from '../../lambdas/domain/directory.ts';
import { startEngine } from '../../local/engine.ts';
import { createTable } from '../../local/table.ts';

/** An empty table on an engine of its own. */
export type Table = { readonly registry: Registry; stop(): Promise<void> };

/** Starts an engine in memory with the table; tests of one file share it, each with an organization of its own. */
export async function startTable(): Promise<Table> {
  const engine = await startEngine();
  const client = createClient(engine.endpoint);
  await createTable(client, 'Rollcall');
  return {
    registry: tableRegistry({ client, tableName: 'Rollcall' }),
    async stop() {
      client.destroy();
      await engine.stop();
    },
  };
}

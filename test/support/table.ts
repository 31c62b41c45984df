import type { Registry } from '../../lambdas/domain/directory.ts';
import { tableRegistry } from '../../lambdas/storage/registry.ts';
import { startTestTable } from './engine.ts';

/** An empty table on an engine of its own, as the domain sees it. */
export type Table = { readonly registry: Registry; stop(): Promise<void> };

/** Starts the table of one test file; its tests share it, each with an organization of its own. */
export async function startTable(): Promise<Table> {
  const table = await startTestTable();
  return { registry: tableRegistry(table), stop: () => table.stop() };
}

import { join } from 'node:path';
import { embedded } from '../../local/database.ts';
import { startEngine } from '../../local/engine.ts';
import { hashAdminKey } from '../../local/admin-key.ts';
import { type Invoke, type InvokeOnStream, loadFunctions } from '../../local/functions.ts';
import { openMemoryFolder } from '../../local/memory-folder.ts';
import { type Application, startServer } from '../../local/server.ts';
import { createTable } from '../../local/table.ts';
import { loadDeployment } from '../../local/template.ts';
import { startWorker } from '../../local/worker.ts';
import { createClient } from '#storage/client.ts';
import type { Need } from './needs.ts';
import { type RecordingProxy, startRecordingProxy } from './recording-proxy.ts';

const tableName = 'rollcall';
const adminKey = `admin-${'p'.repeat(43)}`;

/** Every Lambda as the templates declare it, each with a DynamoDB of its own to ask, which are all the same one. */
export async function openWorld() {
  const folder = await openMemoryFolder();
  const dataFile = join(folder.path, 'engine.db');
  const [deployment, engine] = await Promise.all([loadDeployment(), startEngine({ dataFile })]);
  const database = createClient(engine.endpoint);
  await createTable(database, tableName);
  const application = Promise.withResolvers<Application>();
  const server = await startServer({ port: 0, application: application.promise });
  const proxies = new Map<string, RecordingProxy>();
  const gateway = new Map<string, Invoke>();
  const stream = new Map<string, InvokeOnStream>();
  for (const one of deployment.functions) {
    const proxy = await startRecordingProxy(engine.endpoint);
    proxies.set(one.entry, proxy);
    const loaded = await loadFunctions(
      { functions: [one], eventSources: deployment.eventSources },
      {
        TABLE_NAME: tableName,
        DYNAMODB_ENDPOINT: proxy.endpoint,
        PUBLIC_HOSTS: `127.0.0.1:${server.port}`,
        ADMIN_KEY_HASH: hashAdminKey(adminKey),
        PEPPER: 'a pepper that proves nothing outside of this process',
        RATE_LIMIT: '10000',
      },
    );
    for (const [entry, invoke] of loaded.gateway) gateway.set(entry, invoke);
    for (const [entry, invoke] of loaded.stream) stream.set(entry, invoke);
  }
  application.resolve({ routes: deployment.routes, functions: gateway });
  const worker = await startWorker(
    deployment,
    { stream },
    {
      database: { name: embedded, endpoint: engine.endpoint, dataFile },
      tableName,
      positionsFile: undefined,
      givenUpFolder: undefined,
    },
  );
  const origin = `http://127.0.0.1:${server.port}`;
  return {
    database,
    tableName,
    adminKey,
    adminBaseUrl: `${origin}/admin/v1`,
    scimBaseUrl: `${origin}/scim/v2`,
    /** What each Lambda needed, by its handler file. */
    needed: (): Record<string, readonly Need[]> =>
      Object.fromEntries([...proxies].map(([entry, proxy]) => [entry, proxy.needed()])),
    async stop(): Promise<void> {
      await server.close();
      await worker.stop();
      for (const proxy of proxies.values()) await proxy.stop();
      database.destroy();
      await engine.stop();
      await folder.remove();
    },
  };
}

/** The Lambdas and their table. */
export type PrivilegeWorld = Awaited<ReturnType<typeof openWorld>>;

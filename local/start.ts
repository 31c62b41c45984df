import { createClient } from '#storage/client.ts';
import { tableRegistry } from '#storage/registry.ts';
import { productNamed } from '#domain/product.ts';
import { rm } from 'node:fs/promises';
import { type Demo, prepareDemo } from './demo.ts';
import { startEngine } from './engine.ts';
import { type DataFolder, lockFolder, openFolder, readJsonFile, writeJsonFile } from './folder.ts';
import { loadFunctions } from './functions.ts';
import { type Application, startServer } from './server.ts';
import { createTable } from './table.ts';
import { loadDeployment } from './template.ts';

/** How the local server is wanted. */
export type LocalOptions = {
  /** 0 for any free port. */
  readonly port: number;
  /** True: the data is gone at the end. */
  readonly memory: boolean;
  /** True: the demo organization admits every userName and lets SCIM create groups (G10). */
  readonly open: boolean;
  readonly dataFolder: string;
};

/** The running system, and how to end it. */
export type LocalSystem = Demo & { readonly port: number; readonly scimBaseUrl: string; stop(): Promise<void> };

const tableName = 'rollcall';

/** Starts engine, demo data and server. Throws one sentence where something is in the way, and leaves nothing behind. */
export async function startLocal(options: LocalOptions): Promise<LocalSystem> {
  const folder = await openFolder(options.dataFolder);
  if (!options.memory) await lockFolder(folder);
  const application = Promise.withResolvers<Application>();
  // Requests that came too early are answered with it; without one of them nobody else looks at a failure.
  application.promise.catch(() => undefined);
  const server = await startServer({ port: options.port, application: application.promise });
  const undo: (() => Promise<void>)[] = [() => server.close()];
  const stop = async (): Promise<void> => {
    for (const step of undo) await step();
  };
  try {
    const { port } = server;
    const [deployment, endpoint] = await Promise.all([loadDeployment(), startDatabase(options, folder, undo)]);
    const client = createClient(endpoint);
    await createTable(client, tableName);
    const variables = { TABLE_NAME: tableName, DYNAMODB_ENDPOINT: endpoint, PUBLIC_HOSTS: publicHosts(port) };
    const productName = deployment.functions[0]?.environment['PRODUCT_NAME'] ?? '';
    const [demo, functions] = await Promise.all([
      prepareDemo(
        tableRegistry({ client, tableName }),
        productNamed(productName),
        options.open ? 'open' : 'generated',
        options.memory ? undefined : folder.demoFile,
      ),
      loadFunctions(deployment.functions, variables),
    ]);
    client.destroy();
    const scimBaseUrl = `http://127.0.0.1:${port}/scim/v2`;
    await writeJsonFile(folder.endpointFile, { scimBaseUrl, ...demo, pid: process.pid });
    undo.push(() => removeEndpointFile(folder));
    application.resolve({ routes: deployment.routes, functions });
    return { ...demo, port, scimBaseUrl, stop };
  } catch (error) {
    application.reject(error);
    await stop();
    throw error;
  }
}

/** The engine, or the DynamoDB that the variable DYNAMODB_ENDPOINT names. */
async function startDatabase(
  options: LocalOptions,
  folder: DataFolder,
  undo: (() => Promise<void>)[],
): Promise<string> {
  const given = process.env['DYNAMODB_ENDPOINT'];
  if (given !== undefined && given !== '') {
    await requireAnswer(given);
    return given;
  }
  const engine = await startEngine(options.memory ? {} : { dataFile: folder.engineFile });
  undo.push(() => engine.stop());
  return engine.endpoint;
}

async function requireAnswer(endpoint: string): Promise<void> {
  try {
    await fetch(endpoint);
  } catch (cause) {
    throw new Error(
      `Nothing answers at ${endpoint}, which the variable DYNAMODB_ENDPOINT names. ` +
        'Please start that DynamoDB, or leave the variable out to use the embedded one.',
      { cause },
    );
  }
}

/** The names that this server is called by, and those that the variable PUBLIC_HOSTS adds, a tunnel's for instance. */
function publicHosts(port: number): string {
  return [`127.0.0.1:${port}`, `localhost:${port}`, process.env['PUBLIC_HOSTS'] ?? ''].filter(Boolean).join(',');
}

/** Another server may have written its own by now. */
async function removeEndpointFile({ endpointFile }: DataFolder): Promise<void> {
  const content = await readJsonFile(endpointFile);
  if (typeof content === 'object' && content !== null && 'pid' in content && content.pid === process.pid) {
    await rm(endpointFile, { force: true });
  }
}

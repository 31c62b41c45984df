import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { productNamed } from '#domain/product.ts';
import { createClient } from '#storage/client.ts';
import { keepPepper } from '#storage/pepper.ts';
import { tableRegistry } from '#storage/registry.ts';
import { hashAdminKey, prepareAdminKey } from './admin-key.ts';
import { type Demo, prepareDemo } from './demo.ts';
import { type Database, describeOldTable, embedded, explainFailure, openDatabase } from './database.ts';
import { documentServer, referencePath } from './documents.ts';
import { type DataFolder, lockFolder, openFolder, readJsonFile, writeJsonFile } from './folder.ts';
import { loadFunctions } from './functions.ts';
import { openMemoryFolder } from './memory-folder.ts';
import { type LocalPepper, describeLostKeys, preparePepper, takeOverKeys } from './pepper.ts';
import { type Application, startServer } from './server.ts';
import { createTable, isComplete } from './table.ts';
import { loadDeployment } from './template.ts';
import { openTrouble } from './trouble.ts';
import { startWorker } from './worker.ts';

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
export type LocalSystem = Demo & {
  readonly port: number;
  readonly scimBaseUrl: string;
  readonly adminBaseUrl: string;
  readonly adminKey: string;
  /** The DynamoDB that was given to it; undefined for the embedded one. */
  readonly databaseUrl: string | undefined;
  /** Whether the data folder's endpoint.json names this server, and not another one. */
  readonly isNamed: boolean;
  /** Sentences on what is otherwise than one may expect. */
  readonly news: readonly string[];
  /** Resolves, with a sentence, where it cannot go on. */
  readonly lost: Promise<string>;
  stop(): Promise<void>;
};

const tableName = 'rollcall';

/** Starts engine, demo data and server. Throws one sentence where something is in the way. */
export async function startLocal(options: LocalOptions): Promise<LocalSystem> {
  const folder = await openFolder(options.dataFolder);
  const isOurs = await lockFolder(folder);
  if (!isOurs && !options.memory) {
    throw new Error(
      `The data folder ${folder.path} is in use by a running server. ` +
        'Please stop that one, or choose another folder with --data.',
    );
  }
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
    const [deployment, database] = await Promise.all([loadDeployment(), startDatabase(options, folder, undo)]);
    const adminKey = await prepareAdminKey(options.memory ? undefined : folder.adminFile);
    const pepper = await preparePepper(options.memory ? undefined : folder.pepperFile);
    const variables = {
      TABLE_NAME: tableName,
      DYNAMODB_ENDPOINT: database.endpoint,
      PUBLIC_HOSTS: publicHosts(port),
      ADMIN_KEY_HASH: hashAdminKey(adminKey),
      PEPPER: pepper.pepper,
      // What is measured here is the code, and suites send as much as they can; an organization may set a limit of its own.
      RATE_LIMIT: '10000',
      HELP_URL: `http://127.0.0.1:${port}${referencePath}`,
    };
    const productName = deployment.functions[0]?.environment['PRODUCT_NAME'] ?? '';
    const [{ demo, reason, lost }, functions] = await Promise.all([
      prepareData(options, folder, database, { productName, pepper }),
      loadFunctions(deployment, variables),
    ]);
    const worker = await startWorker(deployment, functions, {
      database,
      tableName,
      positionsFile: options.memory ? undefined : folder.streamFile,
      givenUpFolder: options.memory ? undefined : folder.givenUpFolder,
    });
    // After the server, whose last writes it may see, and before the database, which it needs.
    undo.splice(1, 0, () => worker.stop());
    const scimBaseUrl = `http://127.0.0.1:${port}/scim/v2`;
    const adminBaseUrl = `http://127.0.0.1:${port}/admin/v1`;
    const news = reason === undefined ? [] : [`The demo organization is a new one: ${reason}.`];
    if (lost > 0) news.push(describeLostKeys(lost));
    if (isOurs) {
      const { scimKey, organizationId } = demo;
      const place = { databaseEndpoint: database.endpoint, tableName };
      const endpoint = { scimBaseUrl, scimKey, adminBaseUrl, adminKey, organizationId, ...place, pid: process.pid };
      await writeJsonFile(folder.endpointFile, endpoint);
      undo.push(() => removeEndpointFile(folder));
    } else {
      news.push(`${folder.endpointFile} goes on naming the server that runs there already.`);
    }
    application.resolve({
      routes: deployment.routes,
      functions: openTrouble(database).watch(functions.gateway),
      documents: documentServer(productName),
    });
    return {
      ...demo,
      port,
      scimBaseUrl,
      adminBaseUrl,
      adminKey,
      databaseUrl: database.name === embedded ? undefined : database.name,
      isNamed: isOurs,
      news,
      lost: database.lost ?? Promise.withResolvers<string>().promise,
      stop,
    };
  } catch (error) {
    application.reject(error);
    await stop();
    throw error;
  }
}

async function startDatabase(
  options: LocalOptions,
  folder: DataFolder,
  undo: (() => Promise<void>)[],
): Promise<Database> {
  const given = process.env['DYNAMODB_ENDPOINT'] ?? '';
  const temporary = options.memory && given === '' ? await openMemoryFolder() : undefined;
  // After the engine has ended.
  const removal = async (): Promise<void> => temporary?.remove();
  try {
    const dataFile = temporary === undefined ? folder.engineFile : join(temporary.path, 'engine.db');
    const database = await openDatabase(given, dataFile);
    undo.push(() => database.stop());
    return database;
  } finally {
    undo.push(removal);
  }
}

async function prepareData(
  options: LocalOptions,
  folder: DataFolder,
  database: Database,
  { productName, pepper }: { readonly productName: string; readonly pepper: LocalPepper },
) {
  const client = createClient(database.endpoint);
  try {
    const isEmpty = await createTable(client, tableName);
    if (!(await isComplete(client, tableName))) throw new Error(describeOldTable(database, tableName));
    const lost = pepper.isNew && !isEmpty ? await takeOverKeys(client, tableName, pepper.pepper) : 0;
    const prepared = await prepareDemo(
      tableRegistry({ client, tableName, pepper: keepPepper(async () => pepper.pepper) }),
      productNamed(productName),
      options.open ? 'open' : 'generated',
      { database, isEmpty, file: options.memory ? undefined : folder.demoFile },
    );
    return { ...prepared, lost };
  } catch (error) {
    throw explainFailure(database, error);
  } finally {
    client.destroy();
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

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { unreachable } from './failure.ts';
import type { Surroundings } from './surroundings.ts';

const schema = z.object({
  scimBaseUrl: z.string(),
  scimKey: z.string(),
  adminBaseUrl: z.string(),
  adminKey: z.string(),
  organizationId: z.string(),
  databaseEndpoint: z.string(),
  tableName: z.string(),
  pid: z.int(),
});

/** What the local server writes about itself. */
export type LocalServer = z.infer<typeof schema>;

const projectFolder = join(import.meta.dirname, '..');
const advice = 'Please start one with "npm start", or name another endpoint with --endpoint.';

/**
 * The local server that runs from a data folder: the one named, else that of the folder of the call or of the project.
 * Fails with the reason where there is none.
 */
export async function findLocalServer(
  dataFolder: string | undefined,
  surroundings: Surroundings,
): Promise<LocalServer> {
  const folders =
    dataFolder === undefined
      ? [surroundings.folder, projectFolder].map((folder) => join(folder, '.rollcall'))
      : [dataFolder];
  for (const folder of folders) {
    const file = join(folder, 'endpoint.json');
    const text = await readIfThere(file);
    if (text === undefined) continue;
    const server = parse(text, file);
    if (surroundings.isAlive(server.pid)) return server;
    throw unreachable(`The local server of ${file} has ended (process ${server.pid} is gone). ${advice}`);
  }
  throw unreachable(`There is no local server: ${join(folders[0] ?? '', 'endpoint.json')} does not exist. ${advice}`);
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw unreachable(`The file ${file} cannot be read (${code ?? String(cause)}). ${advice}`, cause);
  }
}

function parse(text: string, file: string): LocalServer {
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    throw unreachable(
      `The file ${file} is not what this version writes. Please start the local server anew with "npm start".`,
      cause,
    );
  }
}

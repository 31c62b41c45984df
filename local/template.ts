import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import * as z from 'zod';
import { type Deployment, readTemplate } from './deployment.ts';

const projectRoot = join(import.meta.dirname, '..');
const cacheFolder = join(projectRoot, 'node_modules', '.cache', 'rollcall');
/** What the template is made from; a change in any of it makes the template anew. */
const sources = ['lib', 'bin/app.ts', 'cdk.json', 'package-lock.json', 'local/deployment.ts'];
/** The environment whose settings the local server runs with. */
const environment = 'development';

const deploymentSchema: z.ZodType<Deployment> = z.object({
  routes: z.array(z.object({ routeKey: z.string(), entry: z.string() })),
  functions: z.array(
    z.object({ entry: z.string(), environment: z.record(z.string(), z.string()), timeoutSeconds: z.number() }),
  ),
  eventSources: z.array(
    z.object({
      entry: z.string(),
      patterns: z.array(z.unknown()),
      batchSize: z.number(),
      retries: z.number(),
    }),
  ),
});

/**
 * The routes, functions and event sources that CDK deploys, read from the synthesized templates: a route that is missing
 * in CDK is missing locally. Kept until one of its sources changes, because a synthesis takes a second.
 */
export async function loadDeployment(folder = cacheFolder): Promise<Deployment> {
  const cacheFile = join(folder, `routes-${await hashSources()}.json`);
  return (await readCache(cacheFile)) ?? (await synthesizeInto(cacheFile));
}

async function hashSources(): Promise<string> {
  const hash = createHash('sha256');
  for (const source of sources) {
    for (const file of await filesOf(source)) hash.update(`${file}\0`).update(await readFile(join(projectRoot, file)));
  }
  return hash.digest('hex').slice(0, 32);
}

async function filesOf(source: string): Promise<readonly string[]> {
  if (source !== 'lib') return [source];
  const entries = await readdir(join(projectRoot, source), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(projectRoot.length + 1))
    .toSorted();
}

/** The cached deployment; undefined where there is none that can be read. */
async function readCache(file: string): Promise<Deployment | undefined> {
  try {
    return deploymentSchema.safeParse(JSON.parse(await readFile(file, 'utf8'))).data;
  } catch {
    // Absent, damaged or unreadable: the template itself has all that a cache can say.
    return undefined;
  }
}

async function writeCache(file: string, deployment: Deployment): Promise<void> {
  // Written aside and renamed: another server that starts at the same time never reads half a file.
  const draft = `${file}.${process.pid}`;
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(draft, JSON.stringify(deployment));
    await rename(draft, file);
  } catch {
    // Without a cache the next start takes a second longer, and that is all.
    await rm(draft, { force: true }).catch(() => undefined);
  }
}

async function synthesizeInto(cacheFile: string): Promise<Deployment> {
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-synth-'));
  try {
    await runApp(folder);
    const deployment = await readAssembly(join(folder, `assembly-rollcall-${environment}`));
    await writeCache(cacheFile, deployment);
    return deployment;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Runs the CDK app without bundling and without its checks: only the routes are wanted. */
async function runApp(folder: string): Promise<void> {
  const variables = {
    CDK_OUTDIR: folder,
    CDK_VALIDATION: 'false',
    CDK_CONTEXT_JSON: JSON.stringify({ 'aws:cdk:bundling-stacks': [] }),
  };
  try {
    await promisify(execFile)(process.execPath, [join('bin', 'app.ts')], {
      cwd: projectRoot,
      env: { ...process.env, ...variables },
    });
  } catch (cause) {
    const { stderr = '' } = cause as { stderr?: string };
    throw new Error(`The routes cannot be read, because the CDK app fails:\n${stderr.trim()}`, { cause });
  }
}

async function readAssembly(folder: string): Promise<Deployment> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.template.json'));
  const stacks = await Promise.all(
    files.map(async (file) => readTemplate(JSON.parse(await readFile(join(folder, file), 'utf8')))),
  );
  const routes = stacks.flatMap((stack) => stack.routes);
  if (routes.length === 0) throw new Error(`The CDK app has no routes in its environment "${environment}".`);
  return {
    routes,
    functions: stacks.flatMap((stack) => stack.functions),
    eventSources: stacks.flatMap((stack) => stack.eventSources),
  };
}

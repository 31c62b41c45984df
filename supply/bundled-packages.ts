import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { codeOf } from '../lib/handler-code.ts';

/** A package of which the bundles of the Lambdas hold something. */
export type BundledPackage = {
  readonly name: string;
  readonly version: string;
  /** As its package.json says it (SPDX); undefined where it says nothing. */
  readonly licence: string | undefined;
};

const root = join(import.meta.dirname, '..');
const handlers = 'lambdas/handlers';

/** The packages in the bundles of all handlers, made with the options of the deployment, by name. */
export async function findBundledPackages(): Promise<readonly BundledPackage[]> {
  const folders = new Set<string>();
  for (const file of await readdir(join(root, handlers))) {
    for (const input of await inputsOf(`${handlers}/${file}`)) {
      const folder = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/u.exec(input)?.[0];
      if (folder !== undefined) folders.add(folder);
    }
  }
  const packages = await Promise.all([...folders].map(readPackage));
  return packages.toSorted((one, other) => (`${one.name}@${one.version}` < `${other.name}@${other.version}` ? -1 : 1));
}

/** The files of which something is left in the bundle of a handler. */
async function inputsOf(entry: string): Promise<readonly string[]> {
  const { bundling } = codeOf(entry);
  if (bundling === undefined) throw new Error(`The handler ${entry} is not bundled from its file.`);
  const alias = Object.entries(bundling.esbuildArgs ?? {}).map(([name, value]) => [
    name.replace('--alias:', ''),
    String(value),
  ]);
  const { metafile } = await build({
    entryPoints: [join(root, entry)],
    absWorkingDir: root,
    outdir: join(root, 'never-written'),
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    format: 'cjs',
    minify: true,
    logLevel: 'error',
    alias: Object.fromEntries(alias) as Record<string, string>,
    external: [...(bundling.externalModules ?? [])],
    mainFields: [...(bundling.mainFields ?? [])],
    ...(bundling.target !== undefined && { target: bundling.target }),
  });
  return Object.values(metafile.outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([file, { bytesInOutput }]) => (bytesInOutput > 0 ? [file] : [])),
  );
}

async function readPackage(folder: string): Promise<BundledPackage> {
  const place = join(root, folder);
  const { name, version, license } = JSON.parse(await readFile(join(place, 'package.json'), 'utf8')) as {
    readonly name: string;
    readonly version: string;
    readonly license?: string;
  };
  return { name, version, licence: license };
}

import { execFile } from 'node:child_process';
import { cp, glob, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { Template } from 'aws-cdk-lib/assertions';
import { App } from 'aws-cdk-lib/core';
import { build } from 'esbuild';
import configuration from '../cdk.json' with { type: 'json' };
import { ScimStage } from '../lib/scim-stage.ts';
import description from '../package.json' with { type: 'json' };

const root = join(import.meta.dirname, '..');
const run = promisify(execFile);

const usage = `Packs the endpoint for the CDK app of a product: the constructs as JavaScript with their types, each Lambda bundled, and
the command line.

  npm run package [-- --folder <folder>]

  --folder  where it is made (dist): the package as a folder, and packed, rollcall-<version>.tgz

docs/embed.md says how an app uses it.`;

/** The constructs as JavaScript: Node strips no types in node_modules. */
async function compileConstructs(folder: string): Promise<void> {
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  await run(process.execPath, [compiler, '-p', 'tsconfig.package.json', '--outDir', join(folder, 'lib')], {
    cwd: root,
  });
  for await (const file of glob(join(folder, 'lib/*.d.ts'))) {
    // In JavaScript the compiler has done so itself.
    await writeFile(file, (await readFile(file, 'utf8')).replaceAll(/(from '\.\/[a-z-]+)\.ts'/gu, "$1.js'"));
  }
}

type Lambda = { Properties: { Code: { S3Key: string } }; Metadata?: Record<string, string> };

/** The bundles that a deployment would make, each where lib/handler-code.ts looks for it. */
async function bundleHandlers(folder: string): Promise<void> {
  const outdir = await mkdtemp(join(tmpdir(), 'rollcall-package-'));
  try {
    const app = new App({ context: { ...configuration.context, 'aws:cdk:bundling-stacks': ['**'] }, outdir });
    const stage = new ScimStage(app, { name: 'package', productName: 'Package', canary: {} });
    const lambdas = Template.fromStack(stage.endpoint).findResources('AWS::Lambda::Function') as Record<string, Lambda>;
    for (const { Metadata: metadata, Properties: properties } of Object.values(lambdas)) {
      const entry = metadata?.['rollcall:entry'];
      if (entry === undefined) continue;
      const asset = join(outdir, `asset.${properties.Code.S3Key.replace('.zip', '')}`);
      await cp(asset, join(folder, entry.replace(/\.ts$/u, '')), { recursive: true });
    }
  } finally {
    await rm(outdir, { recursive: true, force: true });
  }
  const bundled = await readdir(join(folder, 'lambdas/handlers'));
  for await (const file of glob('lambdas/handlers/*.ts', { cwd: root })) {
    // What handlers share among themselves exports none.
    if (!/^export const handler\b/mu.test(await readFile(join(root, file), 'utf8'))) continue;
    if (!bundled.includes(basename(file, '.ts'))) throw new Error(`No Lambda of the endpoint runs ${file}.`);
  }
}

async function bundleCommandLine(folder: string): Promise<void> {
  await build({
    entryPoints: [join(root, 'bin/rollcall.ts')],
    outfile: join(folder, 'bin/rollcall.js'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    minifySyntax: true,
    // What is CommonJS among its libraries asks for the modules of Node itself.
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    logLevel: 'error',
  });
}

/** The package's own description: what it exports, and the CDK that the app brings. */
async function describe(folder: string): Promise<void> {
  const { name, version, license, type, engines, exports: exported, devDependencies } = description;
  const published = Object.entries(exported).map(([path, file]) => {
    const built = file.replace(/\.ts$/u, '');
    return [path, { types: `${built}.d.ts`, default: `${built}.js` }] as const;
  });
  const peers = ['aws-cdk-lib', 'constructs'] as const;
  const written = {
    name,
    version,
    description: description.description,
    license,
    type,
    exports: Object.fromEntries(published),
    bin: { rollcall: 'bin/rollcall.js' },
    engines,
    peerDependencies: Object.fromEntries(peers.map((peer) => [peer, `^${devDependencies[peer]}`])),
  };
  await writeFile(join(folder, 'package.json'), `${JSON.stringify(written, undefined, 2)}\n`);
  const pages = ['LICENSE', '*.md', 'docs/**/*.md', 'docs/*.html', 'docs/*.json'];
  for await (const file of glob(pages, { cwd: root })) await cp(join(root, file), join(folder, file));
}

try {
  const { values } = parseArgs({
    options: { folder: { type: 'string', default: 'dist' }, help: { type: 'boolean', default: false } },
  });
  if (values.help) console.log(usage);
  else {
    const made = resolve(values.folder);
    const folder = join(made, 'package');
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    await Promise.all([compileConstructs(folder), bundleHandlers(folder), bundleCommandLine(folder), describe(folder)]);
    await run('npm', ['pack', folder, '--pack-destination', made], { cwd: made });
    console.log(join(made, `${description.name}-${description.version}.tgz`));
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  console.error(usage);
  process.exitCode = 1;
}

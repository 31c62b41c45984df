import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { App } from 'aws-cdk-lib/core';
import { build } from 'esbuild';
import configuration from '../../cdk.json' with { type: 'json' };
import { environments } from '../../lib/environments.ts';
import { ScimStage } from '../../lib/scim-stage.ts';

/** A Lambda's code: a folder with one file, `index.js`, that exports `handler`. */
export type Bundle = { readonly name: string; readonly folder: string; readonly bytes: number };

type Lambda = { Properties: { Code: { S3Key: string } }; Metadata: Record<string, string> };

/** The bundles that CDK deploys, by the names of their handlers; made in a folder within the one given. */
export async function synthesizeBundles(parent: string): Promise<readonly Bundle[]> {
  const outdir = join(parent, 'deployed');
  const app = new App({ context: { ...configuration.context, 'aws:cdk:bundling-stacks': ['**'] }, outdir });
  const production = environments.find(({ name }) => name === 'production');
  if (production === undefined) throw new Error('There is no environment "production".');
  const stage = new ScimStage(app, production);
  const template = Template.fromStack(stage.endpoint);
  const lambdas = Object.values(template.findResources('AWS::Lambda::Function')) as unknown as readonly Lambda[];
  const bundles = lambdas.flatMap(({ Metadata, Properties }) => {
    const entry = Metadata['rollcall:entry'];
    return entry === undefined
      ? []
      : [{ name: basename(entry, '.ts'), folder: join(outdir, `asset.${Properties.Code.S3Key.replace('.zip', '')}`) }];
  });
  return Promise.all(bundles.map(measured));
}

/** A handler beside ours, bundled with the same options. */
export async function bundle(parent: string, name: string, entry: string): Promise<Bundle> {
  const folder = join(parent, name);
  await build({
    entryPoints: [join(import.meta.dirname, entry)],
    outfile: join(folder, 'index.js'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    mainFields: ['module', 'main'],
    target: 'node24',
    minify: true,
    logLevel: 'error',
  });
  return measured({ name, folder });
}

async function measured({ name, folder }: Omit<Bundle, 'bytes'>): Promise<Bundle> {
  const { size: bytes } = await stat(join(folder, 'index.js'));
  return { name, folder, bytes };
}

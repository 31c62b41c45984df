import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { type NodejsFunctionProps, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';

const projectRoot = join(import.meta.dirname, '..');

/** What the SDK loads only where a Lambda never gets: event streams, which no operation of DynamoDB has. */
const neverLoaded = ['@smithy/core/event-streams'];

/**
 * What the SDK loads for what a Lambda never does, with what stands in its place: each other source of credentials than
 * the environment, the memory of endpoints that are found by asking, and the translation of items, which is our own
 * (docs/decisions/025). Together more than a quarter of a bundle.
 */
const standIns = {
  '--alias:@aws-sdk/credential-provider-node': './lib/stand-ins/credential-provider-node.ts',
  '--alias:@aws-sdk/endpoint-cache': './lib/stand-ins/endpoint-cache.ts',
  '--alias:@aws-sdk/lib-dynamodb': './lib/stand-ins/lib-dynamodb.ts',
  '--alias:@aws-sdk/dynamodb-codec': './lib/stand-ins/dynamodb-codec.ts',
};

/** The code of a handler: bundled from its file, or, in the package, the bundle that was made when that was packed. */
export function codeOf(entry: string): Partial<NodejsFunctionProps> {
  const packed = join(projectRoot, entry.replace(/\.ts$/u, ''));
  if (existsSync(packed)) return { code: Code.fromAsset(packed), handler: 'index.handler' };
  return {
    entry: join(projectRoot, entry),
    projectRoot,
    depsLockFilePath: join(projectRoot, 'package-lock.json'),
    bundling: {
      // CommonJS loads about 20 ms faster than ESM; module before main keeps the SDK a third smaller.
      format: OutputFormat.CJS,
      mainFields: ['module', 'main'],
      target: 'node24',
      minify: true,
      // The rest of the SDK is bundled: a list of our own takes the place of CDK's, which leaves all of it out.
      externalModules: neverLoaded,
      esbuildArgs: standIns,
    },
  };
}

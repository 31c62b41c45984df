import { randomUUID } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createKey, foundOrganization } from '#domain/founding.ts';
import type { ScimHandler } from '#http/endpoint.ts';
import { tableRegistry } from '#storage/registry.ts';
import type { StreamHandler } from '#storage/stream-worker.ts';
import { adminEvent } from '../support/admin.ts';
import { eventOf, invocation, readable } from '../support/endpoint.ts';
import { pepperText, startTestTable, type TestTable } from '../support/engine.ts';
import { stamp } from '../support/world.ts';
import { streamPatterns } from '../../lib/stream-patterns.ts';
import { matchesAny } from '../../local/stream-filter.ts';
import { openStream } from '../../local/stream-reader.ts';
import { found, sampleUser } from '../support/samples.ts';
import { environmentNamed, synthesize } from './synthesis.ts';

const { app, endpointTemplate } = synthesize(environmentNamed('production'), { bundled: true });

type Lambda = { Properties: { Code: { S3Key: string } }; Metadata: Record<string, string> };

/** The folder that is deployed as the Lambda of that handler. It is in the folder for temporary files. */
function bundleOf(name: string): string {
  const lambdas = Object.values(endpointTemplate.findResources('AWS::Lambda::Function')) as unknown as Lambda[];
  const lambda = lambdas.find(({ Metadata }) => Metadata['rollcall:entry'] === `lambdas/handlers/${name}.ts`);
  if (lambda === undefined) throw new Error(`No Lambda runs the handler "${name}".`);
  return join(app.outdir, `asset.${lambda.Properties.Code.S3Key.replace('.zip', '')}`);
}

let table: TestTable;
let key: string;

beforeAll(async () => {
  table = await startTestTable();
  const registry = tableRegistry(table);
  const clock = { now: () => new Date(), newId: randomUUID };
  const owner = { userName: 'owner@example.com', givenName: 'Olivia', familyName: 'Owner' };
  const { id } = await foundOrganization(registry, { name: 'Acme', domains: ['example.com'], owner }, clock, stamp());
  ({ key } = await createKey(
    registry.directory(id, stamp()),
    { organizationId: id, name: 'Okta', scope: 'full' },
    clock,
  ));
  // What Lambda gives each function, with the engine in the place of the Region's DynamoDB.
  vi.stubEnv('TABLE_NAME', table.tableName);
  vi.stubEnv('PEPPER', pepperText);
  vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', table.endpoint);
  vi.stubEnv('AWS_REGION', 'eu-central-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'local');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'local');
  vi.stubEnv('AWS_SESSION_TOKEN', 'local');
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
});

afterAll(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  await table.stop();
});

describe.each([
  ['users', 'GET /Users', '/Users', 200],
  ['groups', 'GET /Groups', '/Groups', 200],
  ['search', 'POST /.search', '/.search', 200],
  // Users and groups in one.
  ['bulk', 'POST /Bulk', '/Bulk', 200],
  ['discovery', 'GET /Schemas', '/Schemas', 200],
  // No request of the Console is signed here, and in AWS there is no admin key.
  ['admin', 'GET /organizations', '/organizations', 401],
  ['activity', 'GET /organizations/{org}/activity', '/organizations/acme/activity', 401],
  ['fallback', '$default', '/Nothing', 404],
])('the bundle of %s', (name, operation, path, status) => {
  const folder = bundleOf(name);

  it('is one file of at most 420 KB, because every cold start loads it', () => {
    expect(readdirSync(folder)).toEqual(['index.js']);
    expect(statSync(join(folder, 'index.js')).size).toBeLessThan(420_000);
  });

  it('answers without any package beside it, with the credentials of its environment', async () => {
    const { handler } = createRequire(import.meta.url)(join(folder, 'index.js')) as { handler: ScimHandler };
    const sent = operation.startsWith('POST') ? { method: 'POST', body: { Operations: [] } } : {};
    const event = operation.includes('/organizations')
      ? adminEvent({ path })
      : eventOf({ url: `/scim/v2${path}`, key, ...sent }, [operation]);
    expect(readable(await handler(event, invocation(10_000)))).toMatchObject({ status });
  });
});

describe('the bundle of stream', () => {
  const folder = bundleOf('stream');

  it('is one file of at most 420 KB', () => {
    expect(readdirSync(folder)).toEqual(['index.js']);
    expect(statSync(join(folder, 'index.js')).size).toBeLessThan(420_000);
  });

  it('works without any package beside it, with the credentials of its environment', async () => {
    const streamed = await startTestTable({ streamed: true });
    vi.stubEnv('TABLE_NAME', streamed.tableName);
    vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', streamed.endpoint);
    const { handler } = createRequire(import.meta.url)(join(folder, 'index.js')) as { handler: StreamHandler };
    const { directory } = await found(tableRegistry(streamed));
    await directory.createUser(sampleUser());
    const stream = await openStream(streamed.client, { ...streamed, positions: () => ({}) });
    const { records = [] } = (await stream.read()) ?? {};
    const Records = records.filter((record) => matchesAny(streamPatterns, record));
    expect(await handler({ Records }, invocation(60_000))).toEqual({ batchItemFailures: [] });
    // What the worker itself has written.
    expect(await stream.read()).toBeDefined();
    stream.close();
    await streamed.stop();
  });
});

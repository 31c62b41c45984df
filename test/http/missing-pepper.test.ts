import { afterAll, beforeAll, expect, it } from 'vitest';
import { createKey } from '#domain/founding.ts';
import type { AccessLine } from '#http/access-log.ts';
import { discoveryOperations } from '#http/discovery-operations.ts';
import { scimEndpoint } from '#http/endpoint.ts';
import { keepPepper, type ReadPepper } from '#storage/pepper.ts';
import { tableRegistry } from '#storage/registry.ts';
import { unavailable } from '#scim/errors.ts';
import { eventOf, invocation, readable } from '../support/endpoint.ts';
import { pepperText, startTestTable, type TestTable } from '../support/engine.ts';
import { foundWorld, product } from '../support/world.ts';

let table: TestTable;
let key: string;
beforeAll(async () => {
  table = await startTestTable();
  const { organization, directory, clock } = await foundWorld({ registry: tableRegistry(table) });
  ({ key } = await createKey(directory, { organizationId: organization.id, name: 'Okta', scope: 'full' }, clock));
});
afterAll(() => table.stop());

/** Asks for what needs a key, or for nothing that does. */
function endpointWith(read: ReadPepper) {
  const lines: AccessLine[] = [];
  const operations = discoveryOperations('https://help.example.com');
  const registry = tableRegistry({ ...table, pepper: keepPepper(read) });
  const writeLine = (line: AccessLine) => void lines.push(line);
  const handler = scimEndpoint({ operations, registry, product, publicHosts: [], writeLine });
  const ask = async (wanted: string | null) =>
    readable(
      await handler(eventOf({ url: '/scim/v2/Schemas', key: wanted }, Object.keys(operations)), invocation(10_000)),
    );
  return { ask, lines };
}

it('a pepper that cannot be read is a fault of the deployment, which the log explains and the answer does not', async () => {
  const sentence = 'The secret with the pepper of the SCIM keys was deleted. Please restore it.';
  const { ask, lines } = endpointWith(async () => {
    throw new Error(sentence);
  });
  const { status, body } = await ask(key);
  expect(status).toBe(500);
  expect(JSON.stringify(body)).not.toMatch(/pepper|secret/iu);
  expect(lines).toMatchObject([{ level: 'ERROR', status: 500, fault: { message: sentence } }]);
  expect(JSON.stringify(lines)).not.toContain(key);
  // T5: what needs no key goes on.
  expect((await ask(null)).status).toBe(200);
});

it('a pepper that is not answered for just now is a reason to send the request again', async () => {
  const { ask, lines } = endpointWith(async () => {
    throw unavailable('The key cannot be looked up just now. Please send the request again.', 1);
  });
  expect(await ask(key)).toMatchObject({ status: 503, headers: { 'retry-after': '1' } });
  expect(lines).toMatchObject([{ level: 'ERROR', status: 503 }]);
});

it('T4: another pepper than that of the table knows nobody, in the words of every refusal', async () => {
  const { ask } = endpointWith(async () => `another than ${pepperText}`);
  const unknown = await ask(`${key.slice(0, -1)}x`);
  const unproven = await ask(key);
  expect(unproven.status).toBe(401);
  expect(unproven.body).toEqual(unknown.body);
});

import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { readInput, refuseInput } from '#http/admin-input.ts';
import { organizationOperation } from '#http/admin-operation.ts';
import { adminOperations } from '#http/admin-operations.ts';
import { tableRegistry } from '#storage/registry.ts';
import { adminClient, adminEvent, type AdminClient } from '../support/admin.ts';
import { startTestTable, type TestTable } from '../support/engine.ts';

const operation = organizationOperation({
  method: 'POST',
  path: '/things',
  operationId: 'createThing',
  tag: 'Projects',
  summary: 'In tests',
  query: z.strictObject({ limit: z.coerce.number().int().max(200).exactOptional() }),
  body: z.strictObject({
    kind: z.enum(['one', 'two']),
    role: z.union([z.strictObject({ a: z.string() }), z.strictObject({ b: z.string() })]).exactOptional(),
    list: z.array(z.int()).exactOptional(),
    at: z.iso.datetime({ offset: true }).exactOptional(),
  }),
  answers: {},
  problems: [],
  answer: async () => ({ status: 204 }),
});

function read(body: unknown, query = '') {
  const path = `/organizations/1/things${query}`;
  return readInput(operation, adminEvent({ method: 'POST', path, body }, [operation]));
}

describe('the input of an operation', () => {
  it('is what its schemas make of query and body', () => {
    expect(read({ kind: 'one' }, '?limit=7&')).toEqual({ input: { query: { limit: 7 }, body: { kind: 'one' } } });
  });

  it('may have a content type with parameters, or none', () => {
    for (const contentType of ['application/json; charset=utf-8', 'APPLICATION/JSON', '']) {
      const headers = { 'content-type': contentType };
      const event = adminEvent({ method: 'POST', path: '/organizations/1/things', body: '{"kind":"two"}', headers }, [
        operation,
      ]);
      expect(readInput(operation, event)).toMatchObject({ input: { body: { kind: 'two' } } });
    }
  });

  it.each([
    [{}, '', [{ pointer: '#/kind', detail: 'It is missing.' }]],
    [{ kind: 'three' }, '', [{ pointer: '#/kind', detail: 'It has to be one of one, two.' }]],
    [
      { kind: 'one', role: { c: 1 } },
      '',
      [{ pointer: '#/role', detail: 'It is in none of the forms that it may have.' }],
    ],
    [{ kind: 'one', list: 'x' }, '', [{ pointer: '#/list', detail: 'It has to be a list.' }]],
    [{ kind: 'one', list: [1, 2.5] }, '', [{ pointer: '#/list/1', detail: 'It has to be a whole number.' }]],
    [{ kind: 'one', list: null }, '', [{ pointer: '#/list', detail: 'It has to be a list.' }]],
    [
      { kind: 'one', at: 'tomorrow' },
      '',
      [{ pointer: '#/at', detail: 'It has to be a moment such as 2027-01-01T00:00:00Z.' }],
    ],
    [[], '', [{ pointer: '#', detail: 'It has to be an object.' }]],
    [{ kind: 'one' }, '?limit=201', [{ parameter: 'limit', detail: 'It has to be at most 200.' }]],
    [{ kind: 'one' }, '?limit=x', [{ parameter: 'limit', detail: 'It has to be a number.' }]],
    [{ kind: 'one' }, '?limit=1.5', [{ parameter: 'limit', detail: 'It has to be a whole number.' }]],
    [{ kind: 'one' }, '?LIMITS=1', [{ parameter: 'limits', detail: 'This is not known here.' }]],
  ])('%j%s is refused, with what is wrong where', (body, query, faults) => {
    expect(read(body, query)).toEqual({ faults });
  });

  it('is refused with a sentence only where something is wrong', () => {
    expect(() => refuseInput([])).toThrow('without a fault');
    expect(refuseInput([{ pointer: '#/a', detail: 'It is missing.' }]).detail).toBe(
      'The request is not what this operation takes. #/a: It is missing. Please correct the request.',
    );
  });
});

describe('whatever is sent', () => {
  let table: TestTable;
  let admin: AdminClient;
  let organization: string;
  let member: string;

  beforeAll(async () => {
    table = await startTestTable();
    admin = adminClient(tableRegistry(table));
    const owner = { userName: 'owner@example.com', givenName: 'O', familyName: 'W' };
    const { body } = await admin.post('/organizations', { name: 'Acme', domains: ['example.com'], owner });
    ({ id: organization } = body['organization'] as { id: string });
    ({ id: member } = body['owner'] as { id: string });
  });

  afterAll(() => table.stop());

  const value = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('Admin', 'Member', 'ada@example.com', '2099-01-01T00:00:00Z', '+275760-09-13T00:00:00Z', '', ' '),
    fc.integer(),
    fc.double(),
    fc.boolean(),
    fc.constant(null),
    fc.array(fc.string({ unit: 'binary' }), { maxLength: 3 }),
  );
  /** What has some or all of the fields of a schema, each of any kind. */
  const likeness = (schema: z.core.$ZodType | undefined, ofField: fc.Arbitrary<unknown>) => {
    const { properties = {} } = schema === undefined ? {} : z.toJSONSchema(schema, { io: 'input' });
    return fc.record(Object.fromEntries(Object.keys(properties).map((name) => [name, ofField])), { requiredKeys: [] });
  };

  it.each(adminOperations.map(({ method, path, query, body }) => ({ method, path, query, body })))(
    'is answered by $method $path, and not with a fault',
    async ({ method, path, ...schemas }) => {
      const body = likeness(schemas.body, value);
      const query = likeness(schemas.query, fc.string({ unit: 'binary-ascii' }));
      const place = path.replace('{org}', organization).replace('{id}', member);
      await fc.assert(
        fc.asyncProperty(body, query, async (sent, parameters) => {
          const url = `${place}?${new URLSearchParams(parameters as Record<string, string>).toString()}`;
          const response = await admin.call({ method, path: url, ...(method !== 'GET' && { body: sent }) });
          expect(response).toMatchObject({ status: expect.toSatisfy((status: number) => status < 500) });
        }),
        { numRuns: 20 },
      );
    },
  );
});

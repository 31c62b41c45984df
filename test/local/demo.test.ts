import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { productNamed } from '#domain/product.ts';
import { tableRegistry } from '#storage/registry.ts';
import { type DemoKind, prepareDemo } from '../../local/demo.ts';
import { startTestTable, type TestTable } from '../support/engine.ts';
import { stamp } from '../support/world.ts';

let table: TestTable;
let folder: string;
let file: string;

beforeAll(async () => {
  table = await startTestTable();
});
afterAll(() => table.stop());

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollcall-demo-'));
  file = join(folder, 'demo.json');
  return () => rm(folder, { recursive: true });
});

const elsewhere = 'http://127.0.0.1:8000';

async function prepare(more: { kind?: DemoKind; name?: string; isEmpty?: boolean; file?: undefined } = {}) {
  const { kind = 'generated', name = 'embedded', isEmpty = false } = more;
  const place = { database: { name }, isEmpty, file: 'file' in more ? undefined : file };
  return prepareDemo(tableRegistry(table), productNamed('Statsig'), kind, place);
}

describe('prepareDemo', () => {
  it('makes one on the first start without a word, and finds it on the second', async () => {
    const first = await prepare({ isEmpty: true });
    expect(first).toEqual({ demo: { organizationId: expect.any(String), scimKey: expect.stringMatching(/^scim-/u) } });
    expect(await prepare()).toEqual(first);
  });

  it('remembers one for each DynamoDB and kind, and says when there is none yet', async () => {
    const { demo } = await prepare({ isEmpty: true });
    const there = await prepare({ name: elsewhere, isEmpty: true });
    expect(there.reason).toBe(`${file} named none for ${elsewhere}`);
    const open = await prepare({ kind: 'open' });
    expect(open.reason).toBe(`${file} named none with --open`);
    expect(new Set([demo, there.demo, open.demo].map(({ scimKey }) => scimKey)).size).toBe(3);

    expect(await prepare()).toEqual({ demo });
    expect(await prepare({ name: elsewhere })).toEqual({ demo: there.demo });
    expect(await prepare({ kind: 'open' })).toEqual({ demo: open.demo });
  });

  it('says when there is none yet for the embedded DynamoDB, and none without --open', async () => {
    await prepare({ name: elsewhere, kind: 'open', isEmpty: true });
    expect((await prepare({ name: elsewhere })).reason).toBe(`${file} named none without --open`);
    expect((await prepare()).reason).toBe(`${file} named none for the embedded DynamoDB`);
  });

  it('says that the file was lost', async () => {
    expect((await prepare()).reason).toBe(`there was no ${file}`);
  });

  it.each(['[]', '{"generated":{"organizationId":"1","scimKey":"2"}}', '{"embedded":{"generated":{}}}', 'null'])(
    'says that the file has another shape, as %s has, and replaces it',
    async (content) => {
      await writeFile(file, content);
      const { demo, reason } = await prepare({ isEmpty: true });
      expect(reason).toBe(`${file} had another shape than is written now`);
      expect(await prepare()).toEqual({ demo });
    },
  );

  it('makes another one where the one that is remembered was removed', async () => {
    const { demo } = await prepare({ isEmpty: true });
    const registry = tableRegistry(table);
    const before = await registry.organization(demo.organizationId);
    if (before === undefined) throw new Error('There is no demo organization.');
    const after = { ...before, revision: 1, removedAt: before.createdAt };
    await registry.directory(before.id, stamp()).changeOrganization(before, after);
    const made = await prepare();
    expect(made.demo.organizationId).not.toBe(demo.organizationId);
    expect(made.reason).toBe(`${file} named one that the data does not hold`);
  });

  it('says that the data does not hold the one that is remembered', async () => {
    const demo = { organizationId: 'gone', scimKey: 'scim-gone' };
    await writeFile(file, JSON.stringify({ embedded: { generated: demo } }));
    const made = await prepare({ isEmpty: true });
    expect(made.reason).toBe(`${file} named one that the data does not hold`);
    expect(await prepare()).toEqual({ demo: made.demo });
  });

  it('keeps nothing without a file, and says so where an earlier one may be', async () => {
    expect(await prepare({ file: undefined, isEmpty: true })).not.toHaveProperty('reason');
    expect((await prepare({ file: undefined })).reason).toBe('with --memory no key of an earlier one is kept');
  });
});

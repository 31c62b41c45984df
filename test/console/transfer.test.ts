import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createKey } from '#domain/founding.ts';
import { tableRegistry } from '#storage/registry.ts';
import { pretend, runIn } from '../support/command-line.ts';
import { startTestTable, type TestTable } from '../support/engine.ts';
import { temporaryFolder } from '../support/exports.ts';
import { foundWorld } from '../support/world.ts';

let table: TestTable;
let id: string;
beforeAll(async () => {
  table = await startTestTable();
  const { organization, directory, clock } = await foundWorld({ registry: tableRegistry(table) });
  await createKey(directory, { organizationId: organization.id, name: 'Okta', scope: 'full' }, clock);
  ({ id } = organization);
});
afterAll(() => table.stop());

/** Runs a command on the table of this file. */
function call(...args: readonly string[]) {
  return runIn([...args, '--table', table.tableName, '--database', table.endpoint], pretend({}));
}

describe('rollcall export and import', () => {
  it('carry an organization, found by its name, and say what they have carried', async () => {
    const file = join(await temporaryFolder(), 'acme.jsonl');
    const out = `${file}: 2 projects, 1 team, 8 groups, 1 user, 1 key.`;
    expect(await call('export', 'Acme', '--file', file)).toMatchObject({ code: 0, out, err: '' });
    const as = '99999999-9999-4999-8999-999999999999';
    expect(await call('import', '--file', file, '--as', as)).toMatchObject({
      code: 0,
      out: `Acme (${as}): 1 user, 8 groups.`,
      err: '1 SCIM key cannot be imported. "rollcall key create" makes a new one.',
    });
  });

  it('make an organization that is found, however its id is written', async () => {
    const file = join(await temporaryFolder(), 'acme.jsonl');
    await call('export', id, '--file', file);
    const as = 'abcdef99-9999-4999-8999-999999999999';
    expect(await call('import', '--file', file, '--as', as.toUpperCase())).toMatchObject({ code: 0 });
    expect(await tableRegistry(table).organization(as)).toMatchObject({ id: as, name: 'Acme' });
  });

  it('say under which new id an import can go on', async () => {
    const file = join(await temporaryFolder(), 'acme.jsonl');
    const exported = await call('export', id, '--file', file, '--json');
    expect(JSON.parse(exported.out)).toMatchObject({ organization: id, file, lines: { user: 1, export: 1 } });
    const { code, out, err } = await call('import', '--file', file, '--as', 'new', '--json');
    const { organization } = JSON.parse(out) as { organization: { id: string } };
    expect({ code, err }).toMatchObject({ code: 0, err: expect.stringContaining(`--as ${organization.id} goes on.`) });
    expect(organization.id).not.toBe(id);
  });

  it.each<[string, readonly string[], number, RegExp]>([
    ['a file that is there', ['export', '--organization', 'ID', '--file', 'THERE'], 1, /is there already\. Please/u],
    ['a folder that is not', ['export', 'ID', '--file', 'FOLDER/none/x'], 2, /cannot be used \(ENOENT\)\. Please/u],
    ['a file that is not', ['import', '--file', 'FOLDER/none'], 2, /cannot be used \(ENOENT\)\. Please/u],
    ['a folder as a file', ['import', '--file', 'FOLDER'], 2, /cannot be used \(EISDIR\)\. Please/u],
    ['something else', ['import', '--file', 'THERE'], 1, /^Line 1 of the file is of no use: it is no JSON/u],
    ['an id that is none', ['import', '--file', 'THERE', '--as', 'Acme'], 2, /^"Acme" is no id\. Please/u],
    ['no organization', ['export', 'Nobody', '--file', 'FOLDER/x'], 1, /Nobody/u],
    ['no file', ['import'], 2, /--file/u],
  ])('refuse %s with a sentence', async (_, args, code, words) => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'there'), 'no export\n');
    const given = args.map((arg) =>
      arg.replace('FOLDER', folder).replace('THERE', join(folder, 'there')).replace('ID', id),
    );
    const ended = await call(...given);
    expect(ended).toMatchObject({ code, out: '', err: expect.stringMatching(words) });
    expect(await readFile(join(folder, 'there'), 'utf8')).toBe('no export\n');
  });
});

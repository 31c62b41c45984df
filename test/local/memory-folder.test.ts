import { existsSync } from 'node:fs';
import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openMemoryFolder } from '../../local/memory-folder.ts';
import { folderMaker } from '../support/local-process.ts';

const newFolder = folderMaker();

it('makes a folder for this user alone, and takes it away with all that is in it', async () => {
  const parent = await newFolder();
  const folder = await openMemoryFolder(parent);
  expect((await stat(folder.path)).mode & 0o777).toBe(0o700);
  await writeFile(join(folder.path, 'engine.db'), 'x');
  await folder.remove();
  await folder.remove();
  expect(await readdir(parent)).toEqual([]);
});

it('takes away what a server left behind that was killed, and nothing that is in use or of others', async () => {
  const parent = await newFolder();
  const left = join(parent, 'rollcall-memory-left');
  await mkdir(left);
  await writeFile(join(left, 'engine.db'), 'x');
  await mkdir(join(parent, 'another'));
  const used = await openMemoryFolder(parent);
  expect(existsSync(left)).toBe(false);
  const second = await openMemoryFolder(parent);
  expect(new Set(await readdir(parent))).toEqual(
    new Set(['another', used.path.slice(parent.length + 1), second.path.slice(parent.length + 1)]),
  );
});

it.each([
  ['is not there', 'none', 'ENOENT'],
  ['is no folder', 'file', 'ENOTDIR'],
])('says in one sentence where the folder for it %s', async (_, name, code) => {
  const parent = join(await newFolder(), name);
  if (name === 'file') await writeFile(parent, '');
  await expect(openMemoryFolder(parent)).rejects.toThrow(
    `The folder ${parent}, where --memory keeps data until the end, cannot be used (${code}). ` +
      'Please name another one in the variable TMPDIR.',
  );
});

import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hashAdminKey, prepareAdminKey } from '../../local/admin-key.ts';
import { folderMaker } from '../support/local-process.ts';

const newFolder = folderMaker();

describe('the admin key', () => {
  it('is made once, of 32 random bytes, and kept for this user alone', async () => {
    const file = join(await newFolder(), 'admin.json');
    const adminKey = await prepareAdminKey(file);
    expect(adminKey).toMatch(/^admin-[\w-]{43}$/u);
    expect(await prepareAdminKey(file)).toBe(adminKey);
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({ adminKey });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it('is another one at each start where no file keeps it, and where the file holds no such key', async () => {
    expect(await prepareAdminKey(undefined)).not.toBe(await prepareAdminKey(undefined));
    const file = join(await newFolder(), 'admin.json');
    await writeFile(file, JSON.stringify({ adminKey: 'admin-short' }));
    expect(await prepareAdminKey(file)).toMatch(/^admin-[\w-]{43}$/u);
  });

  it('is told to the Lambda as its hash', () => {
    expect(hashAdminKey('admin')).toBe('8c6976e5b5410415bde908bd4dee15dfb167a9c873fc4bb8a81f6f2ab448a918');
  });
});

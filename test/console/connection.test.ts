import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderWith, page, pretend, runIn } from '../support/command-line.ts';

const server = {
  scimBaseUrl: 'http://127.0.0.1:8787/scim/v2',
  scimKey: 'scim-secret',
  adminBaseUrl: 'http://127.0.0.1:8787/admin/v1',
  adminKey: 'admin-secret',
  organizationId: '22222222-2222-4222-8222-222222222222',
  databaseEndpoint: 'http://127.0.0.1:8000',
  tableName: 'rollcall',
  pid: 4711,
};
const list = ['org', 'list'];
const answers = { 'GET /organizations': page() };

describe('where the admin API is', () => {
  it('is the local server of the folder, with its key and its organization', async () => {
    const folder = await folderWith({});
    await mkdir(join(folder, '.rollcall'));
    await writeFile(join(folder, '.rollcall/endpoint.json'), JSON.stringify(server));
    const fetch = pretend({ [`GET /organizations/${server.organizationId}/projects`]: page() });
    const { code, asked } = await runIn(['project', 'list'], fetch, { folder });
    expect(code).toBe(0);
    expect(asked[0]?.url.href).toMatch(/^http:\/\/127\.0\.0\.1:8787\/admin\/v1\/organizations\/2{8}-/u);
    expect(asked[0]?.headers.get('authorization')).toBe('Bearer admin-secret');
  });

  it('is the local server of the data folder that is named', async () => {
    const data = await folderWith({ 'endpoint.json': JSON.stringify(server) });
    expect((await runIn([...list, '--data', data], pretend(answers))).code).toBe(0);
  });

  it('says so where the local server has ended', async () => {
    const data = await folderWith({ 'endpoint.json': JSON.stringify(server) });
    const { code, err, asked } = await runIn([...list, '--data', data], pretend(answers), {
      isAlive: (pid) => pid !== 4711,
    });
    expect([code, asked]).toEqual([3, []]);
    expect(err).toMatch(/has ended \(process 4711 is gone\)\. Please start one with "npm start"/u);
  });

  it('says so where there is none', async () => {
    const { code, err } = await runIn([...list, '--data', '/nowhere'], pretend(answers));
    expect(code).toBe(3);
    expect(err).toMatch(/^There is no local server: \/nowhere\/endpoint\.json does not exist\. Please start one/u);
  });

  it('says so where the file is that of another version, and shows nothing of it', async () => {
    const data = await folderWith({ 'endpoint.json': JSON.stringify({ ...server, adminKey: undefined }) });
    const { code, err } = await runIn([...list, '--data', data], pretend(answers));
    expect(code).toBe(3);
    expect(err).toContain('is not what this version writes');
    expect(err).not.toContain('secret');
  });

  it.each([
    ['https://admin.acme.com', 'https://admin.acme.com/admin/v1/organizations'],
    ['https://admin.acme.com/admin/v1/', 'https://admin.acme.com/admin/v1/organizations'],
    ['http://127.0.0.1:99/admin/v1', 'http://127.0.0.1:99/admin/v1/organizations'],
  ])('is the one that --endpoint names: %s', async (endpoint, expected) => {
    const { code, err, asked } = await runIn([...list, '--endpoint', endpoint, '--key', 'admin-k'], pretend(answers));
    expect([code, err]).toEqual([0, '']);
    expect(asked[0]?.url.href.split('?')[0]).toBe(expected);
    expect(asked[0]?.headers.get('authorization')).toBe('Bearer admin-k');
  });

  it('prefers options to variables, and reads a key from standard input', async () => {
    const variables = { ROLLCALL_ENDPOINT: 'https://wrong.example', ROLLCALL_KEY: 'wrong' };
    const options = ['--endpoint', 'https://right.example', '--key', '-'];
    const { asked } = await runIn([...list, ...options], pretend(answers), {
      variables,
      readInput: () => Promise.resolve('admin-typed\n'),
    });
    expect(asked[0]?.url.host).toBe('right.example');
    expect(asked[0]?.headers.get('authorization')).toBe('Bearer admin-typed');
  });

  it('gives the key of the local server to no other endpoint', async () => {
    const data = await folderWith({ 'endpoint.json': JSON.stringify(server) });
    const endpoint = ['--endpoint', 'http://127.0.0.1:9999/admin/v1', '--data', data];
    const { code, err, asked } = await runIn([...list, ...endpoint], pretend(answers));
    expect([code, asked]).toEqual([2, []]);
    expect(err).toMatch(/needs an admin key\. Please give one with --key/u);
  });

  it('takes the key of the local server where --endpoint names that server', async () => {
    const data = await folderWith({ 'endpoint.json': JSON.stringify(server) });
    const { asked } = await runIn([...list, '--endpoint', server.adminBaseUrl, '--data', data], pretend(answers));
    expect(asked[0]?.headers.get('authorization')).toBe('Bearer admin-secret');
  });

  it('warns where a key would travel without encryption', async () => {
    const { err } = await runIn([...list, '--endpoint', 'http://admin.acme.com', '--key', 'k'], pretend(answers));
    expect(err).toBe('Warning: the admin key is sent to admin.acme.com without encryption.');
  });

  it.each([
    [['--endpoint', 'acme.com', '--key', 'k'], /is no URL/u],
    [['--endpoint', 'ftp://acme.com', '--key', 'k'], /is no URL/u],
    [['--endpoint', 'https://me:pass@acme.com', '--key', 'k'], /without user, query or fragment/u],
    [['--endpoint', 'https://acme.com/?x=1', '--key', 'k'], /without user, query or fragment/u],
    [['--endpoint', 'https://acme.com', '--key', ' '], /The admin key is empty/u],
    [['--endpoint', 'https://acme.com', '--key', 'two words'], /characters that no key has/u],
  ])('refuses %j as called wrongly, and repeats no key', async (options, expected) => {
    const { code, err, asked } = await runIn([...list, ...options], pretend(answers));
    expect([code, asked]).toEqual([2, []]);
    expect(err).toMatch(expected);
    expect(err).not.toMatch(/two words|pass/u);
  });
});

import { type SpawnOptionsWithoutStdio, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { terminal } from '../../console/terminal.ts';
import type { Organization } from '../../console/views.ts';
import { programs } from '../../upkeep/programs.ts';
import { runIn, type Ended } from '../support/command-line.ts';
import { startLocalServer, type RunningServer } from '../support/local-server.ts';

const root = join(import.meta.dirname, '../..');
let server: RunningServer;
beforeAll(async () => {
  server = await startLocalServer();
});
afterAll(() => server.stop());

/** Runs a command against the local server. */
function rollcall(...args: readonly string[]): Promise<Ended> {
  const { isAlive, sleep: rest, now } = terminal(programs);
  return runIn([...args, '--data', server.folder], fetch, { isAlive, sleep: rest, now });
}

/** Runs a command that has to be done, and gives what it tells programs. */
async function json<Value>(...args: readonly string[]): Promise<Value> {
  const { code, out, err } = await rollcall(...args, '--json');
  expect([code, err.replace(/^The key is shown this once.*/u, '')]).toEqual([0, '']);
  return JSON.parse(out) as Value;
}

type Named = { readonly id: string; readonly name: string };
type List<Item> = { readonly items: readonly Item[]; readonly more: boolean };

describe('the command line with the local server', () => {
  it('creates, shows, renames and deletes a project', async () => {
    const made = await json<Named>('project', 'create', 'Web Shop');
    expect((await rollcall('project', 'show', 'Web Shop')).out).toContain('Statsig-WebShop-Read-Only');
    const renamed = await json<Named>('project', 'rename', 'Web Shop', 'Shop');
    expect(renamed).toMatchObject({ id: made.id, name: 'Shop' });
    const taken = await rollcall('project', 'create', 'Sho p');
    expect(taken.code).toBe(1);
    expect(taken.err).toMatch(
      /^Refused \(409\): .*please choose another name.*\nHelp: http.*\/docs\/reference\.html#generatedNameTaken$/su,
    );
    expect(await json('project', 'delete', 'Shop', '--yes')).toEqual({ id: made.id });
    expect((await rollcall('project', 'show', made.id)).err).toMatch(/^Refused \(404\): /u);
  });

  it('adds roles and teams, and tells teams of one name apart', async () => {
    await json('role', 'create', 'Reviewer', '--rank', '150');
    await json('role', 'change', 'Reviewer', '--name', 'Approver', '--rank', '160');
    const { items: roles } = await json<List<Named>>('role', 'list');
    expect(roles.map(({ name }) => name)).toContain('Approver');
    expect((await rollcall('role', 'delete', 'Admin', '--yes')).err).toMatch(/^Refused \(403\): /u);
    await json('role', 'delete', 'Approver', '--yes');

    await json('team', 'create', 'Project A', 'Core');
    const second = await json<Named>('team', 'create', 'Mobile App', 'Core');
    expect((await rollcall('team', 'show', 'Core')).err).toContain(`${second.id} in the project "Mobile App"`);
    await json('team', 'rename', 'Core', 'Kernel', '--project', 'Mobile App');
    expect(await json('team', 'show', 'Kernel')).toMatchObject({ id: second.id, name: 'Kernel' });
    await json('team', 'delete', 'Kernel', '--yes');
    expect((await json<List<Named>>('team', 'list', 'Mobile App')).items).toEqual([]);
  });

  it('looks into the table itself for what was set aside', async () => {
    expect(await json<List<object>>('undone', 'list')).toEqual({ items: [], more: false });
    const { code, err } = await rollcall('undone', 'list', '--table', 'none', '--database', server.databaseEndpoint);
    expect([code, err]).toEqual([1, expect.stringMatching(/^There is no table "none"/u)]);
  });

  it('verifies an organization in the table itself', async () => {
    const { code, out } = await rollcall('verify', 'Acme');
    expect([code, out]).toEqual([0, 'All is well.']);
    const whole = await rollcall('verify', '--whole', '--json');
    expect([whole.code, JSON.parse(whole.out)]).toEqual([0, { sound: true, complete: true, findings: [] }]);
    expect(whole.err).toMatch(/^users: \d+ items in all$/mu);
    expect((await rollcall('verify', 'Nobody')).err).toContain('There is no organization "Nobody".');
  });

  it('takes a member through a working life', async () => {
    const { id } = await json<Named>(
      'member',
      'create',
      'ada@example.com',
      '--given-name',
      'Ada',
      '--family-name',
      'L',
    );
    const group = 'statsig-projecta-admin';
    expect(await json('group', 'add', group, 'ada@example.com')).toEqual({ added: [id], removed: [], skipped: [] });
    expect((await rollcall('group', 'members', group)).out).toMatch(/^ada@example\.com {2}active/mu);
    expect((await rollcall('group', 'show', group)).out).toMatch(/^Members {2}1$/mu);
    expect((await rollcall('member', 'show', 'ada@example.com')).out).toMatch(/Projects:\n {2}Project A {2}Admin/u);
    expect(await json('member', 'set-role', 'ADA@example.com', 'Admin')).toMatchObject({ orgRole: 'Admin' });
    expect(await json('member', 'deactivate', id, '--yes')).toMatchObject({
      active: false,
      groups: [],
      orgRole: 'Member',
    });
    expect((await json<List<object>>('member', 'list', 'ada')).items).toEqual([]);
    expect((await rollcall('member', 'list', 'ada', '--inactive')).out).toContain('inactive');
    expect((await rollcall('member', 'restore', id)).code).toBe(1);
    await json('member', 'activate', id);
    expect(await json('member', 'restore', id)).toMatchObject({ member: { orgRole: 'Admin', groups: [{}] } });
    expect(await json('group', 'remove', group, id)).toEqual({ added: [], removed: [id], skipped: [] });
    expect(await json('owner', 'transfer', id, '--yes')).toMatchObject({ userId: id });
    const refusal = await rollcall('member', 'remove', id, '--yes');
    expect([refusal.code, refusal.out]).toEqual([1, '']);
    expect(refusal.err).toMatch(/^Refused \(403\): Owner cannot be modified\. .*\nHelp: http.*#ownerProtected$/su);
    await json('owner', 'transfer', 'owner@example.com', '--yes');
    expect((await rollcall('owner', 'show')).out).toMatch(/^Owner {2}owner@example\.com$/mu);
    expect(await json('member', 'remove', 'ada@example.com', '--yes')).toEqual({ id });
  });

  it('makes keys that work, and ends them', async () => {
    const { key } = await json<{ key: string }>('key', 'create', 'Okta', '--expires', '30d');
    const doctor = ['doctor', '--scim', server.scimBaseUrl, '--scim-key'];
    expect((await rollcall(...doctor, key)).code).toBe(0);
    const next = await json<{ key: string; replaced: object[] }>('key', 'regenerate', 'Okta', '--grace', '1h');
    expect([next.replaced.length, (await rollcall(...doctor, next.key)).code]).toEqual([1, 0]);
    expect(await json('key', 'deactivate', 'Okta', '--yes')).toMatchObject({ state: 'deactivated' });
    expect((await rollcall('key', 'list')).out).toMatch(/^Okta +full +deactivated/mu);
    const read = await json<{ key: string }>('key', 'create', 'Audit', '--scope', 'read');
    expect((await rollcall(...doctor, read.key)).out).toMatch(/^warn {2}writing {10}the key may only read$/mu);
  });

  it('changes settings and domains, and lets an ordinary group give roles', async () => {
    expect(await json('org', 'set', '--groups', 'open', '--rate-limit', '50')).toMatchObject({
      settings: { groups: 'open', rateLimit: 50 },
    });
    await json('org', 'set', '--rate-limit', 'none');
    expect(await json('domain', 'add', 'acme.com')).toEqual({ domains: ['example.com', 'acme.com'] });
    expect(await json('domain', 'remove', 'acme.com')).toEqual({ domains: ['example.com'] });
    await fetch(`${server.scimBaseUrl}/Groups`, {
      method: 'POST',
      headers: { authorization: `Bearer ${server.scimKey}`, 'content-type': 'application/scim+json' },
      body: JSON.stringify({ schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'], displayName: 'Engineering' }),
    });
    await json('group', 'map', 'Engineering', '--project', 'Project A=member', '--team', 'Growth=Admin');
    expect((await rollcall('group', 'map', 'Engineering')).out).toMatch(/^project {2}Member .*\n^team {5}Admin /mu);
    expect(await json('group', 'map', 'Engineering', '--none', '--yes')).toMatchObject({ roles: [] });
  });

  it('founds another organization, which has to be named from then on, and deletes it', async () => {
    const person = ['--owner', 'grace@other.com', '--given-name', 'Grace', '--family-name', 'Hopper'];
    const made = await json<{ organization: Organization }>(
      'org',
      'create',
      'Other',
      '--domain',
      'other.com',
      ...person,
    );
    const { id } = made.organization;
    expect((await rollcall('owner', 'show', '-o', 'Other')).out).toContain('grace@other.com');
    expect((await json<List<Named>>('org', 'list')).items.map(({ name }) => name).toSorted()).toEqual([
      'Acme',
      'Other',
    ]);
    expect(await json('org', 'delete', 'Other', '--confirm', 'Other')).toEqual({ id });
    expect((await rollcall('org', 'show', id)).err).toMatch(/^Refused \(404\): /u);
    expect((await json<List<Named>>('org', 'list')).items.map(({ name }) => name)).toEqual(['Acme']);
  });

  it('shows what was refused through SCIM, and what to do about it', async () => {
    const { id: keyId } = await json<{ id: string }>('key', 'show', 'Demo');
    await fetch(`${server.scimBaseUrl}/Users`, {
      method: 'POST',
      headers: { authorization: `Bearer ${server.scimKey}`, 'content-type': 'application/scim+json' },
      body: JSON.stringify({ schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName: 'who@elsewhere.com' }),
    });
    const { out } = await rollcall('activity', '--refused', '--actor', 'Demo', '--since', '1h');
    expect(out).toMatch(/ {2}refused \(403\) {2}key "Demo" {2}POST \/Users[\s\S]*What to do: /u);
    const { items } = await json<List<{ actor: { id: string } }>>('activity', '--refused', '--actor', keyId);
    expect(new Set(items.map(({ actor }) => actor.id))).toEqual(new Set([keyId]));
    expect((await rollcall('activity', '--target', 'Project A', '--to', '2020-01-01')).out).toMatch(
      /^Nothing of that kind/u,
    );
  });

  it('acts for a member only where that member may', async () => {
    const { userId } = await json<{ userId: string }>('owner', 'show');
    expect((await rollcall('project', 'list', '--on-behalf-of', userId)).code).toBe(0);
    const refusal = await rollcall('project', 'list', '--on-behalf-of', '99999999-9999-4999-8999-999999999999');
    expect([refusal.code, refusal.err.slice(0, 14)]).toEqual([1, 'Refused (403):']);
  });
});

describe('the process', () => {
  const begin = (args: readonly string[], options: SpawnOptionsWithoutStdio = {}) =>
    spawn(process.execPath, [join(root, 'bin/rollcall.ts'), ...args], { cwd: server.folder, ...options });
  const end = async (args: readonly string[], options: SpawnOptionsWithoutStdio & { readonly input?: string } = {}) => {
    const child = begin(args, options);
    child.stdin.end(options.input ?? '');
    const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
    await vi.waitFor(() => expect(child.exitCode).not.toBeNull());
    return { code: child.exitCode, out, err };
  };

  it('writes tables without colours into a file, and ends with 0', async () => {
    const { code, out, err } = await end(['project', 'list', '--data', server.folder]);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^NAME +GROUPS +CREATED +ID\nMobile App +3 /u);
    expect(out).not.toContain('\u001b');
  });

  it('reads the key from standard input, and ends with 3 where it is wrong', async () => {
    const { adminBaseUrl, adminKey } = JSON.parse(await readFile(join(server.folder, 'endpoint.json'), 'utf8')) as {
      adminBaseUrl: string;
      adminKey: string;
    };
    const args = ['org', 'list', '--endpoint', adminBaseUrl, '--key', '-'];
    expect(await end(args, { input: `${adminKey}\n` })).toMatchObject({ code: 0, err: '' });
    const { code, err } = await end(args, { input: 'admin-wrong' });
    expect([code, err.slice(0, 14)]).toEqual([3, 'Refused (401):']);
  });

  it('ends with 2 where nobody can be asked, and with 3 where nothing listens', async () => {
    expect((await end(['project', 'delete', 'Project A', '--data', server.folder])).code).toBe(2);
    const { code, err } = await end(['org', 'list', '--endpoint', 'http://127.0.0.1:9/admin/v1', '--key', 'k']);
    expect([code, err.split(':')[0]]).toEqual([3, 'http']);
    expect(err).toMatch(/gives no answer/u);
  });

  it('ends quietly where its reader has seen enough', async () => {
    const child = begin(['--help']);
    child.stdout.destroy();
    expect(await text(child.stderr)).toBe('');
  });

  it.skipIf(process.platform !== 'linux')('does not show its key to other users of the machine', async () => {
    const { adminBaseUrl, adminKey } = JSON.parse(await readFile(join(server.folder, 'endpoint.json'), 'utf8')) as {
      adminBaseUrl: string;
      adminKey: string;
    };
    const child = begin([
      'activity',
      '--follow',
      '--from',
      '2026-01-01',
      '--endpoint',
      adminBaseUrl,
      '--key',
      adminKey,
    ]);
    try {
      // The first entry shows that it runs.
      await new Promise((resolve) => child.stdout.once('data', resolve));
      await sleep(10);
      expect(await readFile(`/proc/${child.pid}/cmdline`, 'utf8')).not.toContain(adminKey);
    } finally {
      child.kill();
    }
  });
});

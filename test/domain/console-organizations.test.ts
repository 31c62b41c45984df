import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  changeOrganization,
  createOrganization,
  listOrganizations,
  readOrganization,
  removeOrganization,
} from '../../lambdas/domain/console-organizations.ts';
import { readChange } from '../../lambdas/domain/console-changes.ts';
import { createScimKey } from '../../lambdas/domain/console-keys.ts';
import type { Console, ConsoleDesk, OrganizationView } from '../../lambdas/domain/console.ts';
import { defaultSettings } from '../../lambdas/domain/organization.ts';
import { callerLookup } from '../../lambdas/http/caller.ts';
import { consoleOf, deskOf } from '../support/console.ts';
import { startTable } from '../support/table.ts';
import type { Table } from '../support/table.ts';
import { foundWorld, product, stamp, steadyClock } from '../support/world.ts';

const start = '2026-03-01T12:00:00.000Z';
const clock = steadyClock(start);
const owner = { userName: 'Olivia@Example.com', givenName: 'Olivia', familyName: 'Owner' };
const wanted = { name: 'Acme', domains: ['example.com'], owner };
let table: Table;
let desk: ConsoleDesk;

beforeAll(async () => {
  table = await startTable();
  desk = deskOf(table.registry, clock);
});
afterAll(() => table.stop());

describe('createOrganization', () => {
  it('O1: makes an organization with its owner, whose userName is the primary email too', async () => {
    const made = await createOrganization(desk, { ...wanted, name: ' Acme\u00A0 ' });
    expect(made).toEqual({
      organization: {
        id: made.organization.id,
        name: 'Acme',
        domains: ['example.com'],
        settings: defaultSettings,
        createdAt: start,
      },
      owner: { id: made.owner.id, userName: 'Olivia@Example.com' },
    });
    const directory = table.registry.directory(made.organization.id, stamp());
    expect((await directory.owner()).userId).toBe(made.owner.id);
    expect((await directory.user(made.owner.id))?.profile.attributes).toMatchObject({
      userName: 'Olivia@Example.com',
      name: { givenName: 'Olivia', familyName: 'Owner' },
      emails: [{ value: 'Olivia@Example.com', type: 'work', primary: true }],
    });
  });

  it('the same again makes another organization', async () => {
    const [one, other] = await Promise.all([createOrganization(desk, wanted), createOrganization(desk, wanted)]);
    expect(one.organization.id).not.toBe(other.organization.id);
    expect(one.owner.id).not.toBe(other.owner.id);
  });

  it('U2: refuses an owner whose domain is not among those of the organization, and makes nothing', async () => {
    const before = await allOrganizations();
    await expect(createOrganization(desk, { ...wanted, domains: ['example.org'] })).rejects.toMatchObject({
      status: 403,
      code: 'domainNotAllowed',
      detail: expect.stringMatching(/^User Olivia@Example.com is not allowed to be created in this organization/u),
    });
    await expect(createOrganization(desk, { ...wanted, domains: [] })).rejects.toMatchObject({ status: 403 });
    expect(await allOrganizations()).toEqual(before);
  });

  it('U1: refuses an owner whose userName is no address, unless every userName is admitted', async () => {
    const olivia = { ...wanted, owner: { ...owner, userName: 'olivia' } };
    await expect(createOrganization(desk, olivia)).rejects.toMatchObject({ status: 400, code: 'userNameIsNoAddress' });
    expect((await createOrganization(desk, { ...olivia, domains: ['*'] })).owner.userName).toBe('olivia');
  });

  it.each(['', ' ', 'x'.repeat(101), 'a\tb'])('refuses the name %j', async (name) => {
    await expect(createOrganization(desk, { ...wanted, name })).rejects.toMatchObject({
      status: 400,
      code: 'nameUnusable',
    });
  });
});

describe('domains', () => {
  it.each([
    [['Example.COM', 'example.com', ' example.com '], ['example.com']],
    [
      ['*', 'example.com'],
      ['*', 'example.com'],
    ],
    [
      ['xn--mnchen-3ya.de', 'MÜNCHEN.de', 'a-b.c1.example'],
      ['xn--mnchen-3ya.de', 'münchen.de', 'a-b.c1.example'],
    ],
    [[], []],
  ])('U2: %j is kept as %j', async (domains, kept) => {
    const console = consoleOf(table.registry, await foundWorld(table, { clock }));
    expect((await changeOrganization(console, { domains })).domains).toEqual(kept);
  });

  it.each([
    '',
    'localhost',
    '@example.com',
    'ada@example.com',
    '*.example.com',
    'https://example.com',
    'example.com.',
    '.example.com',
    'example..com',
    '-a.example.com',
    'a-.example.com',
    'exa mple.com',
    'example.com/x',
    'example.com, example.org',
    `${'a'.repeat(64)}.com`,
    `${'a.'.repeat(127)}com`,
  ])('U2: refuses %j, which is no email domain', async (domain) => {
    const console = consoleOf(table.registry, await foundWorld(table, { clock }));
    await expect(changeOrganization(console, { domains: ['example.org', domain] })).rejects.toMatchObject({
      status: 400,
      code: 'emailDomainUnusable',
    });
    expect((await table.registry.organization(console.organization.id))?.domains).toEqual(['example.com']);
  });

  it('refuses more than a hundred domains, and counts none twice', async () => {
    const console = consoleOf(table.registry, await foundWorld(table, { clock }));
    const domains = Array.from({ length: 101 }, (_, place) => `d${place}.example.com`);
    await expect(changeOrganization(console, { domains })).rejects.toMatchObject({
      status: 409,
      code: 'tooManyDomains',
    });
    const most = [...domains.slice(0, 100), 'D0.example.com'];
    expect((await changeOrganization(console, { domains: most })).domains).toHaveLength(100);
  });
});

describe('changeOrganization', () => {
  let console: Console;
  let before: OrganizationView;
  beforeEach(async () => {
    console = consoleOf(table.registry, await foundWorld(table, { clock }));
    before = readOrganization(console);
  });

  it('changes any part and leaves the others, the secret among them', async () => {
    const named = await changeOrganization(console, { name: 'Umbrella' });
    expect(named).toEqual({ ...before, name: 'Umbrella' });
    const set = await changeOrganization(console, { settings: { rateLimit: 20, ownerTransfer: 'console' } });
    expect(set).toEqual({ ...named, settings: { ...defaultSettings, rateLimit: 20, ownerTransfer: 'console' } });
    const reset = await changeOrganization(console, { settings: { rateLimit: null } });
    expect(reset.settings).toEqual({ ...defaultSettings, ownerTransfer: 'console' });
    const stored = await table.registry.organization(console.organization.id);
    expect(stored).toEqual({ ...console.organization, ...reset, revision: 3 });
    expect(await changeOrganization(console, {})).toEqual(reset);
  });

  it('two changes at once both take effect', async () => {
    await Promise.all([
      changeOrganization(console, { name: 'Umbrella' }),
      changeOrganization(console, { domains: ['example.org'] }),
      changeOrganization(console, { settings: { groups: 'open' } }),
      changeOrganization(console, { settings: { unknownMembers: 'reject' } }),
    ]);
    expect(await table.registry.organization(console.organization.id)).toMatchObject({
      name: 'Umbrella',
      domains: ['example.org'],
      settings: { ...defaultSettings, groups: 'open', unknownMembers: 'reject' },
    });
  });

  it('U2: a user whose domain goes stays, and can be updated', async () => {
    const world = await foundWorld(table, { clock });
    const ada = await world.createUser('ada@example.com');
    await changeOrganization(consoleOf(table.registry, world), { domains: ['example.org'] });
    expect(await world.patchUser(String(ada['id']), [{ op: 'add', path: 'title', value: 'x' }])).toMatchObject({
      active: true,
      title: 'x',
    });
    const stored = await table.registry.organization(world.organization.id);
    const later = { ...world, context: { ...world.context, organization: stored ?? world.organization } };
    expect(consoleOf(table.registry, later).organization.domains).toEqual(['example.org']);
  });

  it('G10: ordinary groups stay when no more of them may be created', async () => {
    const world = await foundWorld(table, { clock, settings: { groups: 'open' } });
    const { id } = await world.createGroup('Crew');
    const changed = await changeOrganization(consoleOf(table.registry, world), { settings: { groups: 'generated' } });
    expect(changed.settings.groups).toBe('generated');
    expect(await world.readGroup(String(id))).toMatchObject({ displayName: 'Crew' });
  });
});

describe('removeOrganization', () => {
  it.each([undefined, '', 'acme', 'Acme ', 'Umbrella'])('refuses without the name: %j', async (confirm) => {
    const world = await foundWorld(table, { clock });
    const console = consoleOf(table.registry, world);
    await expect(removeOrganization(console, confirm)).rejects.toMatchObject({
      status: 409,
      code: 'organizationRemovalUnconfirmed',
    });
    expect(await table.registry.organization(world.organization.id)).toEqual(world.organization);
  });

  it('T3: the organization and its keys are there for nobody from then on, and everything of it is erased', async () => {
    const [world, other] = [await foundWorld(table, { clock }), await foundWorld(table, { clock })];
    const console = consoleOf(table.registry, world);
    const ada = await world.createUser('ada@example.com');
    const { key } = await createScimKey(console, { name: 'Okta', scope: 'full' });
    const { key: otherKey } = await createScimKey(consoleOf(table.registry, other), { name: 'Okta', scope: 'full' });
    expect(await removeOrganization(console, 'Acme')).toEqual({ done: true, value: undefined });
    expect(await table.registry.organization(world.organization.id)).toBeUndefined();
    expect((await allOrganizations()).map(({ id }) => id)).not.toContain(world.organization.id);
    expect(await world.directory.user(String(ada['id']))).toBeUndefined();
    const lookup = callerLookup({ registry: table.registry, product, now: () => clock.now(), warn: () => undefined });
    await expect(lookup(key)).rejects.toMatchObject({ status: 401 });
    expect((await lookup(otherKey)).organization).toEqual(other.organization);
  });

  it('what has no time goes on, and can be followed although the organization is gone', async () => {
    const world = await foundWorld(table, { clock });
    const answerBy = Date.now() - 1;
    const outcome = await removeOrganization(consoleOf(table.registry, world, { answerBy }), 'Acme');
    if (outcome.done) throw new Error('There was no time to do anything.');
    const { change } = outcome;
    expect(change).toEqual({
      id: change.id,
      kind: 'organizationDeletion',
      targetId: world.organization.id,
      status: 'running',
      startedAt: start,
      handled: 0,
    });
    expect(await table.registry.organization(world.organization.id)).toBeUndefined();
    const organization = await table.registry.organizationEvenRemoved(world.organization.id);
    expect(organization).toMatchObject({ name: 'Acme', removedAt: start });
    const console = consoleOf(table.registry, { ...world, organization: organization ?? world.organization });
    expect(await readChange(console, change.id)).toEqual(change);
    await console.directory.continueChange(change.id, Date.now() + 60_000);
    expect(await readChange(console, change.id)).toMatchObject({ status: 'done', finishedAt: expect.any(String) });
  });

  it('of two at once one is told that the organization is not there, as whoever changes it then', async () => {
    const console = consoleOf(table.registry, await foundWorld(table, { clock }));
    const both = await Promise.allSettled([removeOrganization(console, 'Acme'), removeOrganization(console, 'Acme')]);
    const refused = both.filter((one) => one.status === 'rejected').map(({ reason }) => reason);
    expect(refused).toMatchObject([{ status: 404, code: 'organizationNotFound' }]);
    await expect(changeOrganization(console, { name: 'Umbrella' })).rejects.toMatchObject({ status: 404 });
  });
});

describe('listOrganizations', () => {
  it('lists by name, case ignored, page by page, under the present names', async () => {
    const { registry, stop } = await startTable();
    try {
      const ownDesk = deskOf(registry, clock);
      expect(await listOrganizations(ownDesk, { limit: 10 })).toEqual({ items: [] });
      for (const name of ['beta', 'Alpha', 'Alpha 2', 'gamma', 'alpha']) {
        await createOrganization(ownDesk, { ...wanted, name });
      }
      const names = await namesOf(ownDesk, 2);
      expect(names.map((name) => name.toLowerCase())).toEqual(['alpha', 'alpha', 'alpha 2', 'beta', 'gamma']);
      expect(await namesOf(ownDesk, 5)).toEqual(await namesOf(ownDesk, 1));

      const { items } = await listOrganizations(ownDesk, { limit: 10 });
      const gamma = await registry.organization(items.at(-1)?.id ?? '');
      const world = await foundWorld({ registry }, { clock });
      const console = consoleOf(registry, world, { organization: gamma ?? world.organization });
      const directory = registry.directory(console.organization.id, stamp());
      await changeOrganization({ ...console, directory }, { name: 'AAA' });
      expect((await namesOf(ownDesk, 2)).toSorted()).toEqual(
        ['AAA', 'Acme', 'Alpha', 'Alpha 2', 'alpha', 'beta'].toSorted(),
      );
      expect((await namesOf(ownDesk, 2))[0]).toBe('AAA');
    } finally {
      await stop();
    }
  });

  it.each([
    '',
    'x',
    '!',
    Buffer.from('x'.repeat(36)).toString('base64url'),
    `${Buffer.from('y'.repeat(60)).toString('base64')}==`,
  ])('refuses the cursor %j', async (cursor) => {
    await expect(listOrganizations(desk, { limit: 1, cursor })).rejects.toMatchObject({
      status: 400,
      code: 'cursorInvalid',
    });
  });

  it('goes on from whatever place a cursor says', async () => {
    const cursor = Buffer.from(`${'\u{1F600}'.repeat(18)}${'Ünïx \uFDFA'.repeat(300)}`).toString('base64url');
    expect((await listOrganizations(desk, { limit: 1, cursor })).items.length).toBeLessThanOrEqual(1);
  });
});

async function namesOf(from: ConsoleDesk, limit: number): Promise<readonly string[]> {
  const names: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listOrganizations(from, { limit, ...(cursor !== undefined && { cursor }) });
    names.push(...page.items.map(({ name }) => name));
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return names;
}

async function allOrganizations(): Promise<readonly OrganizationView[]> {
  return (await listOrganizations(desk, { limit: 200 })).items;
}

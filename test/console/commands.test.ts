import { describe, expect, it } from 'vitest';
import { organizationId, page, runWith, type Answers } from '../support/command-line.ts';

const id = 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa';
const settings = {
  ownerTransfer: 'scim',
  ownerTransferCooldown: 3600,
  unknownMembers: 'skip',
  groupNames: 'refuse',
  groups: 'generated',
  rateLimit: null,
};
const organization = {
  id: organizationId,
  name: 'Acme',
  domains: ['acme.com', 'acme.org'],
  settings,
  createdAt: '2026-11-23T12:00:00.000Z',
};
const at = `GET /organizations/${organizationId}`;
const patch = `PATCH /organizations/${organizationId}`;
const answers: Answers = { [at]: { body: organization }, [patch]: { body: organization } };

describe('what a command sends', () => {
  const made = {
    status: 201,
    body: {
      ...organization,
      organization,
      owner: { id, userName: 'ada@acme.com' },
      groups: [],
      access: { projects: [], teams: [] },
      waitingGroups: [],
      name: 'x',
    },
  };
  const all: Answers = {
    ...answers,
    'POST /organizations': made,
    'POST /projects': made,
    'POST /roles': made,
    [`PATCH /roles/${id}`]: { body: { id, name: 'R', rank: 3, builtIn: false } },
    [`POST /projects/${id}/teams`]: made,
    [`PATCH /teams/${id}`]: made,
    'POST /members': made,
    [`PATCH /members/${id}`]: made,
    [`POST /members/${id}/restore`]: { body: { member: made.body, restoredGroups: [] } },
    'POST /keys': made,
    [`PATCH /groups/${id}/members`]: { body: { added: [id], removed: [], skipped: ['who'] } },
  };

  it.each<[readonly string[], string, unknown]>([
    [
      [
        'org',
        'create',
        'Acme',
        '--domain',
        'acme.com',
        '--domain',
        'acme.org',
        '--owner',
        'ada@acme.com',
        '--given-name',
        'Ada',
        '--family-name',
        'L',
      ],
      'POST /organizations',
      {
        name: 'Acme',
        domains: ['acme.com', 'acme.org'],
        owner: { userName: 'ada@acme.com', givenName: 'Ada', familyName: 'L' },
      },
    ],
    [['org', 'set', '--name', 'Acme 2'], patch, { name: 'Acme 2' }],
    [
      [
        'org',
        'set',
        '--owner-transfer',
        'console',
        '--owner-transfer-cooldown',
        '7d',
        '--unknown-members',
        'reject',
        '--group-names',
        'keep',
        '--groups',
        'open',
        '--rate-limit',
        '20',
      ],
      patch,
      {
        settings: {
          ownerTransfer: 'console',
          ownerTransferCooldown: 604_800,
          unknownMembers: 'reject',
          groupNames: 'keep',
          groups: 'open',
          rateLimit: 20,
        },
      },
    ],
    [['org', 'set', organizationId, '--rate-limit', 'none'], patch, { settings: { rateLimit: null } }],
    [['domain', 'add', 'new.example'], patch, { domains: ['acme.com', 'acme.org', 'new.example'] }],
    [['domain', 'remove', 'ACME.org'], patch, { domains: ['acme.com'] }],
    [['project', 'create', 'Project A'], 'POST /projects', { name: 'Project A' }],
    [['role', 'create', 'Reviewer', '--rank', '150'], 'POST /roles', { name: 'Reviewer', rank: 150 }],
    [['role', 'change', id, '--rank', '3'], `PATCH /roles/${id}`, { rank: 3 }],
    [['team', 'create', id, 'Growth'], `POST /projects/${id}/teams`, { name: 'Growth' }],
    [['team', 'rename', id, 'Other'], `PATCH /teams/${id}`, { name: 'Other' }],
    [
      ['member', 'create', 'ada@acme.com', '--given-name', 'Ada', '--family-name', 'L'],
      'POST /members',
      { userName: 'ada@acme.com', givenName: 'Ada', familyName: 'L', orgRole: 'Member' },
    ],
    [['member', 'set-role', id, 'Admin'], `PATCH /members/${id}`, { orgRole: 'Admin' }],
    [['member', 'activate', id], `PATCH /members/${id}`, { active: true }],
    [['member', 'deactivate', id, '-y'], `PATCH /members/${id}`, { active: false }],
    [['member', 'restore', id], `POST /members/${id}/restore`, undefined],
    [['group', 'add', id, id], `PATCH /groups/${id}/members`, { add: [id] }],
    [['group', 'remove', id, id], `PATCH /groups/${id}/members`, { remove: [id] }],
    [['key', 'create', 'Okta'], 'POST /keys', { name: 'Okta', scope: 'full' }],
    [
      ['key', 'create', 'Audit', '--scope', 'read', '--expires', '90d'],
      'POST /keys',
      { name: 'Audit', scope: 'read', expiresAt: '2027-02-21T12:00:00.000Z' },
    ],
  ])('%j', async (args, request, body) => {
    const { code, err, asked } = await runWith(args, all);
    expect([code, err.replace(/^The key is shown this once.*/u, '')]).toEqual([0, '']);
    const last = asked.at(-1);
    expect(`${last?.method} ${last?.path.replace(`/organizations/${organizationId}/`, '/')}`).toBe(request);
    expect(last?.body).toEqual(body);
  });

  it.each<[readonly string[], string]>([
    [['activity'], 'limit=50'],
    [['activity', '--refused', '--since', '2h'], 'outcome=refused&from=2026-11-23T10%3A00%3A00.000Z&limit=50'],
    [
      ['activity', '--outcome', 'partly', '--from', '2026-11-01', '--to', '2026-11-02', '--limit', '5'],
      'outcome=partly&from=2026-11-01T00%3A00%3A00.000Z&to=2026-11-02T00%3A00%3A00.000Z&limit=5',
    ],
    [
      ['activity', '--actor', 'arn:aws:iam::1:user/ada', '--target', id],
      `actor=arn%3Aaws%3Aiam%3A%3A1%3Auser%2Fada&target=${id}&limit=50`,
    ],
    [['member', 'list', 'ada', '--inactive'], 'query=ada&inactive=true&limit=200'],
    [['member', 'list'], 'limit=200'],
  ])('%j', async (args, query) => {
    const { asked } = await runWith(args, { 'GET /activity': page(), 'GET /members': page() });
    expect(asked.at(-1)?.url.search).toBe(`?${query}`);
  });
});

describe('what is called wrongly ends with 2 and sends nothing that changes', () => {
  it.each<[readonly string[], RegExp]>([
    [[], /Usage: rollcall/u],
    [['project'], /Usage: rollcall project/u],
    [['nonsense'], /unknown command 'nonsense'/u],
    [['project', 'renam'], /Did you mean rename/u],
    [['project', 'show'], /missing required argument 'project'/u],
    [['project', 'show', id, 'more'], /too many arguments/u],
    [['project', 'list', '--limit', '0'], /1 or more/u],
    [['project', 'list', '--what'], /unknown option '--what'/u],
    [['org', 'set'], /Nothing is to be changed/u],
    [['org', 'set', '--groups', 'closed'], /Allowed choices are generated, open/u],
    [['org', 'set', '--rate-limit', 'many'], /1 or more/u],
    [['org', 'create', 'Acme'], /required option '--owner <userName>'/u],
    [['domain', 'remove', 'other.com'], /does not have the domain other\.com\. Please see "rollcall domain list"/u],
    [['role', 'create', 'R'], /required option '--rank <number>'/u],
    [['role', 'change', id], /Nothing is to be changed/u],
    [['member', 'set-role', id, 'Owner'], /Allowed choices are Member, Admin/u],
    [['group', 'map', id, '--project', 'Project A'], /is no role\. Please write --project "Name=Role"/u],
    [['group', 'map', id, '--none', '--team', 'Growth=Admin'], /--none leaves no roles/u],
    [['key', 'create', 'Okta', '--expires', 'never'], /is no moment/u],
    [['key', 'regenerate', id, '--grace', 'long'], /is no length of time/u],
    [['activity', '--refused', '--outcome', 'done'], /cannot be used with option/u],
    [['activity', '--since', '2h', '--from', '2026-11-01'], /cannot be used with option/u],
    [['activity', '--follow', '--json'], /--follow has no end/u],
    [['completion', 'fish'], /choose bash or zsh/u],
  ])('%j', async (args, expected) => {
    const { code, out, err, asked } = await runWith(args, answers);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(expected);
    expect(asked.filter(({ method }) => method !== 'GET')).toEqual([]);
  });
});

describe('what a command shows', () => {
  it('is a table of the width of the terminal', async () => {
    const { out } = await runWith(['org', 'list'], { 'GET /organizations': page(organization) }, { columns: 85 });
    expect(out.split('\n')).toEqual([
      'NAME  DOMAINS             CREATED               ID',
      `Acme  acme.com, acme.org  2026-11-23 12:00:00Z  ${organizationId}`,
    ]);
  });

  it('is a sentence where a list is empty, and an empty list to programs', async () => {
    const none = { 'GET /keys': page() };
    expect((await runWith(['key', 'list'], none)).out).toBe(
      'There is no SCIM key yet. "rollcall key create" makes one.',
    );
    expect(JSON.parse((await runWith(['key', 'list', '--json'], none)).out)).toEqual({ items: [], more: false });
  });

  it('lists groups by name, roles with their rank, teams with who made them, domains one a line', async () => {
    const at2026 = '2026-11-23T12:00:00.000Z';
    const group = (displayName: string): object => ({ id: displayName, displayName, kind: 'team', modifiedAt: at2026 });
    const team = { id: 't', name: 'Growth', createdBy: 'scim', createdAt: at2026 };
    const lists: Answers = {
      ...answers,
      'GET /groups': page(group('B'), group('a'), group('C')),
      'GET /roles': page({ id: 'admin', name: 'Admin', rank: 300, builtIn: true }),
      [`GET /projects/${id}/teams`]: page(team),
    };
    const cells = async (...args: readonly string[]): Promise<readonly (readonly string[])[]> =>
      (await runWith(args, lists)).out.split('\n').map((line) => line.split(/ {2,}/u));
    expect((await cells('group', 'list')).map(([name]) => name)).toEqual(['GROUP', 'a', 'B', 'C']);
    expect((await cells('role', 'list'))[1]).toEqual(['Admin', '300', 'built in', 'admin']);
    expect((await cells('team', 'list', id))[1]).toEqual(['Growth', 'scim', '2026-11-23 12:00:00Z', 't']);
    expect(await cells('domain', 'list')).toEqual([['acme.com'], ['acme.org']]);
  });

  it('says what a member may do, what waits, and what can be given back', async () => {
    const member = {
      id,
      userName: 'ada@acme.com',
      givenName: 'Ada',
      familyName: 'Lovelace',
      active: false,
      orgRole: 'Member',
      createdAt: '2026-11-23T12:00:00.000Z',
      modifiedAt: '2026-11-23T12:00:00.000Z',
      externalId: '00u1',
      groups: [{ id: 'g1', displayName: 'Statsig-ProjectA-Admin' }],
      waitingGroups: [{ id: 'g2', displayName: 'Statsig-Mobile-Member' }],
      access: {
        projects: [{ projectId: 'p', name: 'Project A', roles: ['Admin', 'Member'], effectiveRole: 'Admin' }],
        teams: [
          {
            teamId: 't',
            projectId: 'p',
            name: 'Growth',
            roles: ['Member'],
            effectiveRole: 'Member',
          },
        ],
      },
      taken: {
        at: '2026-11-22T12:00:00.000Z',
        orgRole: 'Admin',
        groups: [{ id: 'g1', displayName: 'G' }],
        restorableUntil: '2026-12-22T12:00:00.000Z',
      },
      deactivationRefusedAt: '2026-11-21T12:00:00.000Z',
    };
    const { out } = await runWith(['member', 'show', id], { [`GET /members/${id}`]: { body: member } });
    expect(out).toMatchInlineSnapshot(`
      "User name             ada@acme.com
      Name                  Ada Lovelace
      Id                    aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa
      External id           00u1
      Role                  Member
      State                 inactive
      Created               2026-11-23 12:00:00Z
      Changed               2026-11-23 12:00:00Z
      Deactivation refused  2026-11-21 12:00:00Z: the next transfer of ownership carries it out

      Groups:
        Statsig-ProjectA-Admin  g1

      Groups from the reactivation on:
        Statsig-Mobile-Member  g2

      Projects:
        Project A  Admin

      Teams:
        Growth  Member

      The deactivation of 2026-11-22 12:00:00Z took the role Admin and 1 membership. After "rollcall member activate", "restore" gives them back until 2026-12-22 12:00:00Z."
    `);
  });

  it('says whom the last push of a group left out, and who waits', async () => {
    const group = {
      id,
      displayName: 'Statsig-ProjectA-Admin',
      kind: 'project',
      role: 'Admin',
      memberCount: 2,
      createdAt: '2026-11-23T12:00:00.000Z',
      modifiedAt: '2026-11-23T12:00:00.000Z',
      lastPush: {
        at: '2026-11-23T11:00:00.000Z',
        keyId: 'k-1',
        requestId: 'r',
        outcome: 'partly',
        skipped: { count: 1, ids: ['u-9'] },
      },
      waiting: {
        count: 1,
        members: [{ id: 'u-2', userName: 'grace@acme.com', active: false }],
      },
    };
    const { out } = await runWith(['group', 'show', id], { [`GET /groups/${id}`]: { body: group } });
    expect(out).toMatchInlineSnapshot(`
      "Group      Statsig-ProjectA-Admin
      Id         aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa
      Kind       project
      Role       Admin
      Members    2
      Created    2026-11-23 12:00:00Z
      Changed    2026-11-23 12:00:00Z
      Last push  2026-11-23 11:00:00Z, partly, with the key k-1
      Waiting    1 inactive: in with their reactivation
        grace@acme.com
      The last push left out 1 whom the organization does not know:
        u-9
      Please assign them to the app in the identity provider, then push the group again."
    `);
  });

  it('tells each refusal in the activity log with what to do', async () => {
    const entries = page(
      {
        at: '2026-11-23T11:59:58.100Z',
        requestId: 'r-2',
        outcome: 'refused',
        status: 400,
        actions: [],
        code: 'groupNames',
        actor: { type: 'key', id: 'k-1', name: 'Okta' },
        target: { type: 'group', id, name: 'Statsig-ProjectA-Admin' },
        operation: 'PATCH /Groups/{id}',
        detail: 'Group names cannot be changed via SCIM. Please switch off "Rename groups" in the push settings.',
        leftOut: 3,
        help: {
          title: 't',
          cause: 'c',
          solution: 'Switch off "Rename groups".',
          url: 'https://docs.example/#groupNames',
        },
      },
      {
        at: '2026-11-23T11:58:00.000Z',
        requestId: 'r-1',
        outcome: 'done',
        actions: ['user.updated', 'user.role'],
        actor: { type: 'principal', id: 'local:admin' },
        onBehalfOf: { id: 'u-1', name: 'owner@acme.com' },
        target: { type: 'user', id },
        changed: ['title'],
        joined: [{ id: 'g-1', name: 'Statsig-ProjectA-Admin' }],
        left: [{ id: 'g-2' }],
        skipped: { ids: ['x'], count: 2 },
      },
    );
    const { out } = await runWith(['activity'], { 'GET /activity': entries }, { columns: 80 });
    expect(out).toMatchInlineSnapshot(`
      "2026-11-23 11:59:58Z  refused (400)  key "Okta"  PATCH /Groups/{id}  group Statsig-ProjectA-Admin
          3 refusals before this one were too many at once, and are not in the log.
          Group names cannot be changed via SCIM. Please switch off "Rename groups" in
          the push settings.
          What to do: Switch off "Rename groups".
          https://docs.example/#groupNames
      2026-11-23 11:58:00Z  done  local:admin for owner@acme.com  user.updated, user.role  user aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa
          Changed: title
          Joined: Statsig-ProjectA-Admin
          Left: g-2
          Skipped 2: x"
    `);
  });

  it('goes on with the activity log as it grows, each entry once', async () => {
    const entry = (requestId: string): object => ({
      at: '2026-11-23T12:00:00.000Z',
      requestId,
      actor: { type: 'key', id: 'k' },
      outcome: 'done',
      actions: ['user.created'],
      target: { type: 'user', id: requestId },
    });
    const pages = [page(entry('r-1')), page(entry('r-3'), entry('r-2'), entry('r-1'))];
    const answer = {
      'GET /activity': () => pages.shift() ?? { status: 401, body: { title: 'Unauthorized', status: 401 } },
    };
    const { code, out } = await runWith(['activity', '--follow'], answer);
    expect(out.split('\n').map((line) => line.split(' ').at(-1))).toEqual(['r-1', 'r-2', 'r-3']);
    expect(code).toBe(3);
  });
});

import { describe, expect, it } from 'vitest';
import { organizationId, page, pretend, runIn, runWith } from '../support/command-line.ts';

const endpoint = ['--endpoint', 'https://admin.acme.com', '--key', 'k'];
const acme = { id: organizationId, name: 'Acme', domains: ['acme.com'] };
const other = { id: '33333333-3333-4333-8333-333333333333', name: 'Other', domains: ['other.com'] };

describe('which organization is meant', () => {
  it('is the only one, where none is named', async () => {
    const fetch = pretend({ 'GET /organizations': page(acme), 'GET /projects': page() });
    expect((await runIn(['project', 'list', ...endpoint], fetch)).code).toBe(0);
  });

  it('is asked for where there are several', async () => {
    const fetch = pretend({ 'GET /organizations': page(acme, other) });
    const { code, err } = await runIn(['project', 'list', ...endpoint], fetch);
    expect([code, err]).toEqual([2, 'Which organization? Please name one with --organization: "Acme", "Other".']);
  });

  it('cannot be told where there is none', async () => {
    const { code, err } = await runIn(['project', 'list', ...endpoint], pretend({ 'GET /organizations': page() }));
    expect(code).toBe(1);
    expect(err).toBe('There is no organization yet. Please create one with "rollcall org create".');
  });

  it.each([
    ['--organization', 'Acme'],
    ['-o', organizationId],
  ])('is the one of %s %s', async (option, named) => {
    const fetch = pretend({ 'GET /organizations': page(other, acme), 'GET /projects': page() });
    expect((await runIn(['project', 'list', ...endpoint, option, named], fetch)).code).toBe(0);
  });

  it.each([
    ['org', 'set', '', '--groups', 'open'],
    ['project', 'list', '-o', ''],
  ])('is no other one where its name is empty: %s %s', async (...args) => {
    const { code, err, asked } = await runIn([...args, ...endpoint], pretend({ 'GET /organizations': page(acme) }));
    expect([code, asked]).toEqual([2, []]);
    expect(err).toBe('The name of the organization is empty. Please give its id or name.');
  });

  it('is refused where no organization, or several, have the name', async () => {
    const twin = { ...other, name: 'Acme' };
    const fetch = pretend({ 'GET /organizations': page(acme, twin) });
    const missing = await runIn(['project', 'list', ...endpoint, '-o', 'acme'], fetch);
    expect([missing.code, missing.err]).toEqual([
      1,
      'There is no organization "acme". Please give its id or its exact name.',
    ]);
    const several = await runIn(['project', 'list', ...endpoint, '-o', 'Acme'], fetch);
    expect(several.err.split('\n')).toEqual([
      '2 organizations are named "Acme". Please give the id of the one that you mean:',
      `  ${acme.id} acme.com`,
      `  ${twin.id} other.com`,
    ]);
  });
});

describe('what is named', () => {
  const uuid = (digit: string): string => [8, 4, 4, 4, 12].map((count) => digit.repeat(count)).join('-');
  const lists = {
    'GET /projects': page({ id: uuid('a'), name: 'Project A' }, { id: uuid('b'), name: 'Mobile' }),
    [`GET /projects/${uuid('a')}/teams`]: page({ id: uuid('c'), name: 'Growth', projectId: uuid('a') }),
    [`GET /projects/${uuid('b')}/teams`]: page({ id: uuid('d'), name: 'Growth', projectId: uuid('b') }),
    'GET /roles': page({ id: 'admin', name: 'Admin' }, { id: uuid('e'), name: 'Reviewer' }),
    'GET /members': page({ id: uuid('f'), userName: 'Ada@acme.com' }, { id: uuid('9'), userName: 'ada@acme.com.au' }),
    'GET /groups': page({ id: uuid('8'), displayName: 'Statsig-ProjectA-Admin' }),
    'GET /keys': page(
      { id: uuid('7'), name: 'Okta', state: 'active', createdAt: '2026' },
      { id: uuid('6'), name: 'Okta', state: 'deactivated', createdAt: '2025' },
    ),
  };

  it.each([
    [['project', 'show', 'Project A'], `/projects/${uuid('a')}`],
    [['project', 'show', uuid('1')], `/projects/${uuid('1')}`],
    [['team', 'show', 'Growth', '--project', 'Mobile'], `/teams/${uuid('d')}`],
    [['role', 'change', 'admin', '--rank', '1'], '/roles/admin'],
    [['member', 'show', 'ADA@acme.com'], `/members/${uuid('f')}`],
    [['group', 'show', 'statsig-Project A-admin'], `/groups/${uuid('8')}`],
  ])('is found: %j', async (args, expected) => {
    const { asked } = await runWith(args, lists);
    expect(asked.at(-1)?.path).toBe(`/organizations/${organizationId}${expected}`);
  });

  it('is looked for among inactive members too, by prefix', async () => {
    const { asked } = await runWith(['member', 'show', 'ada@acme.com'], lists);
    expect(asked[0]?.url.search).toBe('?query=ada%40acme.com&inactive=true&limit=200');
  });

  it.each([
    [['team', 'show', 'Growth'], `  ${uuid('d')} in the project "Mobile"`],
    [['key', 'show', 'Okta'], `  ${uuid('6')} deactivated, created 2025`],
  ])('is refused where it is ambiguous, with what tells apart: %j', async (args, expected) => {
    const { code, err } = await runWith(args, lists);
    expect(code).toBe(1);
    expect(err.split('\n').at(-1)).toBe(expected);
  });

  it.each([
    [['project', 'show', 'project a'], 'There is no project "project a". Please give its id or its exact name.'],
    [['role', 'delete', 'Nobody'], 'There is no role "Nobody". Please give its id or its exact name.'],
    [['group', 'show', 'My Group'], 'There is no group "My Group". Please give its id or its exact name.'],
    [
      ['member', 'show', 'nobody@acme.com'],
      'There is no member "nobody@acme.com". Please give its id or its exact name.',
    ],
  ])('is refused where it is not there: %j', async (args, expected) => {
    const { code, err } = await runWith(args, lists);
    expect([code, err]).toEqual([1, expected]);
  });

  it('says where the id of something removed is found, in the activity log', async () => {
    const { code, err } = await runWith(['activity', '--target', 'Nothing'], lists);
    expect([code, err]).toEqual([
      1,
      expect.stringMatching(/is named "Nothing".*"rollcall activity --json" tells its id/u),
    ]);
  });

  it('lists what has the name in the activity log, of one kind or of several', async () => {
    const key = (id: string) => ({ id, name: 'Reviewer', state: 'active', createdAt: '2026-11-23T12:00:00.000Z' });
    const answers = { ...lists, 'GET /keys': page(key(uuid('1')), key(uuid('2'))) };
    const { code, err } = await runWith(['activity', '--target', 'Reviewer'], answers);
    expect(code).toBe(1);
    expect(err).toMatch(/^3 things are named "Reviewer"\./u);
    expect(err).toContain(`${uuid('e')} role`);
    expect(err).toContain(`${uuid('2')} key active, created 2026-11-23T12:00:00.000Z`);
  });

  it('may be any kind of thing in the activity log', async () => {
    const answers = { ...lists, 'GET /activity': page() };
    const { asked } = await runWith(['activity', '--target', 'Reviewer'], answers);
    expect(asked.at(-1)?.url.searchParams.get('target')).toBe(uuid('e'));
  });
});

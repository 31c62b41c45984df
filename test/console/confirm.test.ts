import { describe, expect, it } from 'vitest';
import { organizationId, page, runWith, type Answers } from '../support/command-line.ts';

const id = 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa';
const organization = { id: organizationId, name: 'Acme', domains: [], settings: {}, createdAt: '2026' };
const key = { id, name: 'Okta', scope: 'full', state: 'active', createdAt: '2026', key: 'scim-new' };
const member = {
  id,
  userName: 'ada@acme.com',
  active: true,
  orgRole: 'Member',
  createdAt: '2026',
  modifiedAt: '2026',
  groups: [],
  waitingGroups: [],
  access: {
    projects: [],
    teams: [],
  },
};
const answers: Answers = {
  [`GET /organizations/${organizationId}`]: { body: organization },
  [`DELETE /organizations/${organizationId}`]: { status: 204 },
  [`GET /projects/${id}`]: { body: { id, name: 'Project A', groups: [{}, {}, {}], createdAt: '2026' } },
  [`DELETE /projects/${id}`]: { status: 204 },
  [`GET /roles/${id}`]: { body: { id, name: 'Reviewer', rank: 1, builtIn: false } },
  [`DELETE /roles/${id}`]: { status: 204 },
  [`GET /teams/${id}`]: {
    body: { id, name: 'Growth', groups: [], projectId: id, createdAt: '2026', createdBy: 'scim' },
  },
  [`DELETE /teams/${id}`]: { status: 204 },
  [`GET /members/${id}`]: { body: member },
  [`PATCH /members/${id}`]: { body: member },
  [`DELETE /members/${id}`]: { status: 204 },
  'GET /owner': { body: { userId: id, userName: 'owner@acme.com' } },
  'PUT /owner': { body: { userId: id, userName: 'ada@acme.com' } },
  [`GET /keys/${id}`]: { body: key },
  [`DELETE /keys/${id}`]: { status: 204 },
  [`POST /keys/${id}/regenerate`]: { body: key },
  [`GET /groups/${id}/roles`]: { body: { groupId: id, roles: [{ projectId: id, role: 'Admin' }] } },
  [`PUT /groups/${id}/roles`]: { body: { groupId: id, roles: [] } },
};

const questions: readonly (readonly [args: readonly string[], question: string])[] = [
  [
    ['project', 'delete', id],
    'Delete the project "Project A" with its teams, its 3 project groups and their memberships?',
  ],
  [['role', 'delete', id], 'Delete the project role "Reviewer" with its group in each project and their memberships?'],
  [['team', 'delete', id], 'Delete the team "Growth" with its groups and their memberships?'],
  [['member', 'deactivate', id], `Deactivate "${id}", and take the role and all group memberships?`],
  [['member', 'remove', id], 'Remove "ada@acme.com" from the organization, with all group memberships?'],
  [['owner', 'transfer', id], `Make "${id}" the owner? "owner@acme.com" becomes an Admin.`],
  [['key', 'deactivate', id], `Deactivate the key "${id}"? Whoever calls with it is refused within a minute.`],
  [['key', 'regenerate', id], `Replace the key "${id}"? The old one is refused within a minute.`],
  [['group', 'map', id, '--none'], `Take 1 of the roles that "${id}" gives its members?`],
];

describe.each(questions)('%j', (args, question) => {
  const writes = ({ asked }: Awaited<ReturnType<typeof runWith>>): number =>
    asked.filter(({ method }) => method !== 'GET').length;

  it('asks, and goes on after a yes', async () => {
    const ended = await runWith(args, answers, { replies: ['y'] });
    expect([ended.code, ended.questions]).toEqual([0, [`${question} [y/N] `]]);
    expect(writes(ended)).toBe(1);
  });

  it.each(['', 'n', 'yesterday', undefined])('changes nothing after %j', async (reply) => {
    const ended = await runWith(args, answers, { interactive: true, ask: () => Promise.resolve(reply) });
    expect([ended.code, ended.err, writes(ended)]).toEqual([1, 'Nothing was changed.', 0]);
  });

  it('needs --yes where nobody can be asked', async () => {
    const ended = await runWith(args, answers);
    expect([ended.code, writes(ended)]).toEqual([2, 0]);
    expect(ended.err).toBe('Nobody can be asked here. Please give --yes where this is meant to happen.');
    const sure = await runWith([...args, '--yes'], answers);
    expect([sure.code, writes(sure), sure.questions]).toEqual([0, 1, []]);
  });
});

describe('org delete', () => {
  const args = ['org', 'delete'];

  it('wants the name typed', async () => {
    const { code, out, asked, questions: asks } = await runWith(args, answers, { replies: ['Acme'] });
    expect([code, out]).toEqual([0, 'The organization "Acme" is deleted.']);
    expect(asks[0]).toMatch(/deletes the organization "Acme" .* for good\.\nPlease type its name to go on: $/u);
    expect(asked.at(-1)?.url.search).toBe('?confirm=Acme');
  });

  it.each(['acme', 'y', ''])('changes nothing after %j', async (reply) => {
    const { code, err, asked } = await runWith(args, answers, { replies: [reply] });
    expect([code, err]).toEqual([1, `"${reply}" is not its name. Nothing was changed.`]);
    expect(asked.map(({ method }) => method)).toEqual(['GET']);
  });

  it('needs the name as an option where nobody can be asked', async () => {
    const alone = await runWith(args, answers);
    expect([alone.code, alone.asked.length]).toEqual([2, 1]);
    expect(alone.err).toContain('--confirm <name>');
    expect((await runWith([...args, '--confirm', 'Acme'], answers)).code).toBe(0);
    expect((await runWith([...args, '--confirm', 'Other'], answers)).code).toBe(1);
  });
});

describe('what takes nothing away', () => {
  it('a key that is regenerated with a grace is not asked about', async () => {
    const { code, asked, out, err } = await runWith(['key', 'regenerate', id, '--grace', '24h'], answers);
    expect([code, asked[0]?.body]).toEqual([0, { graceSeconds: 86_400 }]);
    expect(out).toMatch(/^Key {8}scim-new\nName {7}Okta\n/u);
    expect(err).toContain('shown this once');
  });

  it('a mapping that keeps every role is not asked about', async () => {
    const lists = { ...answers, 'GET /projects': page() };
    const { code, asked } = await runWith(
      ['group', 'map', id, '--project', `${id}=admin`, '--team', `${id}=Member`],
      lists,
    );
    expect(code).toBe(0);
    expect(asked.at(-1)?.body).toEqual({
      roles: [
        { projectId: id, role: 'admin' },
        { teamId: id, role: 'Member' },
      ],
    });
  });

  it('the question says so where the owner goes, whose deactivation was refused', async () => {
    const owner = { userId: id, userName: 'owner@acme.com', deactivationRefusedAt: '2026-11-23T12:00:00.000Z' };
    const { questions: asks } = await runWith(
      ['owner', 'transfer', id],
      { ...answers, 'GET /owner': { body: owner } },
      { replies: ['n'] },
    );
    expect(asks[0]).toContain('"owner@acme.com" is deactivated, as was asked for before.');
  });
});

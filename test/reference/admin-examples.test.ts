import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { groupUseCases } from '#domain/groups.ts';
import { tableRegistry } from '#storage/registry.ts';
import type { Registry } from '#domain/directory.ts';
import type { JsonObject } from '#scim/json.ts';
import { adminClient } from '../support/admin.ts';
import { startStreamedTable, type StreamedTable } from '../support/stream.ts';
import { contextOf, stamp } from '../support/world.ts';
import { printRecording, type Recording, repeatableIds } from './recording.ts';

let table: StreamedTable;
beforeAll(async () => {
  table = await startStreamedTable();
});
afterAll(() => table.stop());

const userArn = 'arn:aws:iam::123456789012:role/Backend';

/** Calls the admin API, whose ids are the same in every run, as somebody in AWS, and keeps what it was asked and gave. */
function startPlay(registry: Registry, newId: () => string) {
  const recording: Recording = {};
  const patient = adminClient(registry, { newId, takesKey: false });
  // It has to answer before it begins, but may take its time: whatever can go on afterwards does.
  const hasty = adminClient(registry, { newId, takesKey: false, now: () => new Date(Date.now() - 6_000) });
  const record = async (name: string, method: string, path: string, request?: JsonObject, client = patient) => {
    const { status, body } = await client.call({
      method,
      path,
      userArn,
      ...(request !== undefined && { body: request }),
    });
    const before = recording[name] ?? { answers: {} };
    const answers = { ...before.answers, ...(status !== 204 && { [status]: body as JsonObject }) };
    recording[name] = { ...before, ...(request !== undefined && { request }), answers };
    return body as { readonly id: string } & Readonly<Record<string, unknown>>;
  };
  return { recording, record, patient, hasty };
}

describe('the examples of the admin API', () => {
  it('are what the endpoint answers', async () => {
    const registry = tableRegistry(table);
    const newId = repeatableIds();
    const { recording, record, patient, hasty } = startPlay(registry, newId);

    const olivia = { userName: 'olivia@example.com', givenName: 'Olivia', familyName: 'Owner' };
    const founding = { name: 'Acme', domains: ['example.com'], owner: olivia };
    const founded = await record('createOrganization', 'POST', '/organizations', founding);
    const {
      organization: { id: org },
      owner,
    } = founded as unknown as Record<'organization' | 'owner', { id: string }>;
    const base = `/organizations/${org}`;
    await record('listOrganizations', 'GET', '/organizations?limit=1');
    await record('readOrganization', 'GET', base);
    await record('changeOrganization', 'PATCH', base, { settings: { groups: 'open', unknownMembers: 'reject' } });

    const project = await record('createProject', 'POST', `${base}/projects`, { name: 'Project A' });
    await record('listProjects', 'GET', `${base}/projects`);
    await record('readProject', 'GET', `${base}/projects/${project.id}`);
    const role = await record('createRole', 'POST', `${base}/roles`, { name: 'Analyst', rank: 150 });
    await record('listRoles', 'GET', `${base}/roles`);
    await record('readRole', 'GET', `${base}/roles/${role.id}`);
    await record('changeRole', 'PATCH', `${base}/roles/${role.id}`, { rank: 50 });
    const team = await record('createTeam', 'POST', `${base}/projects/${project.id}/teams`, { name: 'Growth' });
    await record('listTeams', 'GET', `${base}/projects/${project.id}/teams`);
    await record('readTeam', 'GET', `${base}/teams/${team.id}`);
    await record('renameTeam', 'PATCH', `${base}/teams/${team.id}`, { name: 'Growth and Retention' });

    const ada = { userName: 'ada@example.com', givenName: 'Ada', familyName: 'Lovelace', orgRole: 'Member' };
    const member = await record('createMember', 'POST', `${base}/members`, ada);
    await record('listMembers', 'GET', `${base}/members?query=lovelace&inactive=true`);
    await table.drain();
    await record('listMembers', 'GET', `${base}/members?query=ada`);
    await record('listGroups', 'GET', `${base}/groups?limit=1`);
    const [group] = project['groups'] as readonly { readonly id: string }[];
    const added = { add: [member.id], remove: [] };
    await record('changeGroupMembers', 'PATCH', `${base}/groups/${group?.id}/members`, added);
    await record('listGroupMembers', 'GET', `${base}/groups/${group?.id}/members`);
    await record('readGroup', 'GET', `${base}/groups/${group?.id}`);
    await record('changeMember', 'PATCH', `${base}/members/${member.id}`, { orgRole: 'Admin' });
    await record('readMember', 'GET', `${base}/members/${member.id}`);
    for (const active of [false, true]) await patient.patch(`${base}/members/${member.id}`, { active }, { userArn });
    await record('restoreMember', 'POST', `${base}/members/${member.id}/restore`);

    const organization = await registry.organization(org);
    if (organization === undefined) throw new Error('The organization of the examples is gone.');
    const clock = { now: () => new Date(), newId };
    const directory = registry.directory(org, stamp());
    const context = contextOf(registry, organization, directory, clock);
    const ordinary = await groupUseCases.create(context, { displayName: 'Data Science' });
    const mapping = {
      roles: [
        { projectId: project.id, role: 'Analyst' },
        { teamId: team.id, role: 'Member' },
      ],
    };
    await record('changeMapping', 'PUT', `${base}/groups/${String(ordinary['id'])}/roles`, mapping);
    await record('readMapping', 'GET', `${base}/groups/${String(ordinary['id'])}/roles`);

    await record('readOwner', 'GET', `${base}/owner`);
    await record('transferOwnership', 'PUT', `${base}/owner`, { userId: member.id });
    await patient.put(`${base}/owner`, { userId: owner.id }, { userArn });

    const wanted = { name: 'Okta', scope: 'full', expiresAt: '2099-01-01T00:00:00Z' };
    const key = await record('createKey', 'POST', `${base}/keys`, wanted);
    await record('listKeys', 'GET', `${base}/keys`);
    await record('readKey', 'GET', `${base}/keys/${key.id}`);
    await record('regenerateKey', 'POST', `${base}/keys/${key.id}/regenerate`, { graceSeconds: 3600 });

    await record('problems', 'PATCH', base, { settings: { groups: 'closed' }, shoes: 7 });
    const unsigned = await patient.call({ path: base });
    recording['problems'] = { answers: { ...recording['problems']?.answers, 401: unsigned.body as JsonObject } };
    await record('problems', 'DELETE', `${base}/members/${owner.id}`);
    await record('problems', 'GET', `${base}/members/2819c223-7f76-453a-919d-413861904646`);
    await record('problems', 'POST', `${base}/projects`, { name: 'Project A' });
    delete recording['problems']?.request;

    await table.drain();
    await record('listActivity', 'GET', `${base}/activity?limit=2&outcome=refused`);

    await record('renameProject', 'PATCH', `${base}/projects/${project.id}`, { name: 'Project B' });
    for (const [name, path] of [
      ['removeTeam', `${base}/teams/${team.id}`],
      ['removeRole', `${base}/roles/${role.id}`],
      ['removeProject', `${base}/projects/${project.id}`],
    ] as const) {
      const change = await record(name, 'DELETE', path, undefined, hasty);
      await table.drain();
      await record('readChange', 'GET', `${base}/changes/${change.id}`);
    }
    await record('removeOrganization', 'DELETE', `${base}?confirm=Acme`, undefined, hasty);

    await expect(printRecording(recording)).toMatchFileSnapshot('../../reference/admin-examples.json');
  }, 60_000);
});

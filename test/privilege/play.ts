import { setTimeout as wait } from 'node:timers/promises';
import { ScanCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { sweepExpired } from '../../local/expiry.ts';
import { playOkta } from '../../local/okta/play.ts';
import { openSession } from '../conformance/session.ts';
import { runSuites } from '../conformance/run.ts';
import { suites } from '../conformance/suites.ts';
import { type Send, client, idOf, listOf } from './console.ts';
import type { PrivilegeWorld } from './world.ts';

const owner = { userName: 'owner@example.com', givenName: 'Olivia', familyName: 'Owner' };
/** What clients of every kind ask for; the suites of single identity providers send nothing else. */
const protocol = suites.filter(({ title }) =>
  /^RFC 7644 .*(?:list|search|PUT|DELETE|Bulk|versions|discovery)/u.test(title),
);

/** More members than one transaction takes, and more groups than it takes of one user. */
const many = 110;

type Realm = { readonly organization: string; readonly key: string; readonly console: Send; readonly scim: Send };

/** Drives every Lambda as far as it goes: what identity providers send, what administrators do, what follows by itself. */
export async function playEverything(world: PrivilegeWorld, tell: (words: string) => void): Promise<void> {
  const desk = client(world.adminBaseUrl, world.adminKey);
  const generated = await found(world, desk, { name: 'Generated', domains: ['example.com'] });
  const project = await desk('POST', `${generated.organization}/projects`, { name: 'Project A' });
  await desk('POST', `${generated.organization}/projects/${idOf(project)}/teams`, { name: 'Growth' });
  await desk('POST', `${generated.organization}/projects`, { name: 'Mobile App' });
  const { wrong } = await playOkta({
    baseUrl: world.scimBaseUrl,
    key: generated.key,
    domain: 'example.com',
    write: () => undefined,
  });
  if (wrong.length > 0) throw new Error(`Okta's play met what is wrong: ${wrong.join('; ')}`);
  tell('Okta');

  const open = await found(world, desk, { name: 'Open', domains: ['*'], settings: { groups: 'open' } });
  const session = await openSession(world.scimBaseUrl, open.key);
  await runSuites(session, protocol, ({ entry, outcome }) => {
    if (outcome.result === 'failed') throw new Error(`${entry.name}: ${outcome.what}`);
  });
  tell('conformance');

  await playLargeChanges(open);
  tell('large changes');
  await playConsole(open);
  await playConsole(generated);
  tell('the Console');
  await playRefusals(world, open);
  await playLimit(await found(world, desk, { name: 'Limited', domains: ['example.com'], settings: { rateLimit: 1 } }));
  await desk('DELETE', `${generated.organization}?confirm=Generated`);
  await desk('DELETE', `${open.organization}?confirm=Open`);
  await passTime(world);
  tell('the end');
}

async function found(world: PrivilegeWorld, desk: Send, wanted: object): Promise<Realm> {
  const { settings, ...founding } = wanted as { settings?: object };
  const { body: founded } = await desk('POST', '/organizations', { ...founding, owner });
  const organization = `/organizations/${(founded['organization'] as { readonly id: string }).id}`;
  if (settings !== undefined) await desk('PATCH', organization, { settings });
  const { body } = await desk('POST', `${organization}/keys`, { name: 'Okta', scope: 'full' });
  const key = String(body['key']);
  const console: Send = (method, path, more) => desk(method, organization + path, more);
  return { organization, key, console, scim: client(world.scimBaseUrl, key) };
}

/** What one transaction does not hold, by each of the Lambdas that may be asked for it. */
async function playLargeChanges({ scim, console }: Realm): Promise<void> {
  const people = await Promise.all(
    Array.from({ length: many }, async (_, place) =>
      idOf(await scim('POST', '/Users', { userName: `many${place}@example.com`, emails: emails(`many${place}`) })),
    ),
  );
  const members = people.map((value) => ({ value }));
  const group = await scim('POST', '/Groups', { displayName: 'Everybody' });
  const path = `/Groups/${idOf(group)}`;
  const patch = (op: string, value: unknown) => ({ Operations: [{ op, path: 'members', value }] });
  await scim('PATCH', path, patch('add', members));
  await scim('PUT', path, { displayName: 'Everybody', members: members.slice(0, 3) });
  const bulk = (...Operations: readonly object[]) => scim('POST', '/Bulk', { Operations });
  await bulk({ method: 'PATCH', path, data: patch('add', members) });
  await console('PATCH', `${path.toLowerCase()}/members`, { remove: people });

  const [first = '', second = '', third = ''] = people;
  for (let number = 0; number < many; number += 1) {
    const some = [first, second, third].map((value) => ({ value }));
    await scim('POST', '/Groups', { displayName: `Group ${number}`, members: some });
  }
  await scim('PATCH', `/Users/${first}`, { Operations: [{ op: 'replace', value: { active: false } }] });
  await scim('PATCH', `/Users/${first}`, { Operations: [{ op: 'replace', value: { active: true } }] });
  await bulk({
    method: 'PATCH',
    path: `/Users/${second}`,
    data: { Operations: [{ op: 'replace', value: { active: false } }] },
  });
  await bulk({ method: 'DELETE', path: `/Users/${second}` });
  await console('PATCH', `/members/${third}`, { active: false });
  await scim('DELETE', `/Users/${third}`);
}

/** Where so little is allowed, each Lambda tells the others of every request. */
async function playLimit({ scim }: Realm): Promise<void> {
  await scim('GET', '/ServiceProviderConfig');
  await scim('POST', '/.search', {});
}

async function playConsole({ console }: Realm): Promise<void> {
  const desired = await console('GET', '');
  await console('PATCH', '', { name: desired.body['name'], domains: desired.body['domains'] });
  const role = await console('POST', '/roles', { name: 'Auditor', rank: 5 });
  await console('PATCH', `/roles/${idOf(role)}`, { name: 'Reviewer' });
  const project = await console('POST', '/projects', { name: 'Console' });
  const team = await console('POST', `/projects/${idOf(project)}/teams`, { name: 'Team' });
  await console('PATCH', `/teams/${idOf(team)}`, { name: 'Crew' });
  await console('PATCH', `/projects/${idOf(project)}`, { name: 'Console Two' });
  const member = idOf(await console('POST', '/members', { ...owner, userName: 'member@example.com' }));
  for (const path of [
    '/members',
    '/members?query=mem',
    `/members/${member}`,
    '/groups',
    '/owner',
    '/keys',
    '/projects',
  ])
    await console('GET', path);
  const [group] = listOf(await console('GET', '/groups'));
  await console('PATCH', `/groups/${String(group?.['id'])}/members`, { add: [member] });
  await console('GET', `/groups/${String(group?.['id'])}`);
  await console('GET', `/groups/${String(group?.['id'])}/members`);
  const { userId } = (await console('GET', '/owner')).body;
  await console('PUT', '/owner', { userId: member });
  await console('PUT', '/owner', { userId });
  await console('PATCH', `/members/${member}`, { orgRole: 'Admin' });
  await console('PATCH', `/members/${member}`, { active: false });
  await console('PATCH', `/members/${member}`, { active: true });
  await console('POST', `/members/${member}/restore`);
  await console('DELETE', `/members/${member}`);
  const other = await console('POST', '/keys', { name: 'Other', scope: 'read', expiresAt: '2100-01-01T00:00:00Z' });
  await console('POST', `/keys/${idOf(other)}/regenerate`, { graceSeconds: 60 });
  await console('DELETE', `/keys/${idOf(other)}`);
  for (const path of ['/activity', `/activity?target=${member}`, '/activity?outcome=refused'])
    await console('GET', path);
  await console('DELETE', `/teams/${idOf(team)}`);
  await console('DELETE', `/roles/${idOf(role)}`);
  await console('DELETE', `/projects/${idOf(project)}`);
}

/** What is refused is noted in the activity log, whichever Lambda refuses it. */
async function playRefusals({ scimBaseUrl, adminBaseUrl, adminKey }: PrivilegeWorld, realm: Realm): Promise<void> {
  const refused = [400, 401, 403, 404, 409, 412, 413];
  const scim = client(scimBaseUrl, realm.key, refused);
  const console = client(`${adminBaseUrl}${realm.organization}`, adminKey, refused);
  const owners = listOf(await scim('GET', `/Users?filter=${encodeURIComponent('userName eq "owner@example.com"')}`));
  const path = `/Users/${String(owners[0]?.['id'])}`;
  await scim('DELETE', path);
  await scim('POST', '/Groups', { displayName: 'Everybody' });
  const Operations = Array.from({ length: 30 }, () => ({ method: 'DELETE', path }));
  await scim('POST', '/Bulk', { Operations });
  await scim('GET', '/Schemas?filter=id%20pr');
  // The first use of a key is noted, whichever Lambda it comes to.
  await (
    await withNewKey(console, scimBaseUrl)
  )('GET', '/Schemas');
  const searching = await withNewKey(console, scimBaseUrl);
  await searching('POST', '/.search', { filter: 'meta.lastModified gt "2026-01-01T00:00:00Z"' });
  await searching('POST', '/.search', { count: 1 });
  await scim('POST', '/.search', { filter: 'nothing' });
  await scim('GET', '/Users?filter=meta.lastModified%20gt%20%222026-01-01T00:00:00Z%22');
  await console('GET', '/activity?cursor=nonsense');
  await console('POST', '/members', { ...owner });
  await scim('GET', '/Nothing');
}

async function withNewKey(console: Send, scimBaseUrl: string): Promise<Send> {
  const { body } = await console('POST', '/keys', { name: 'New', scope: 'full' });
  return client(scimBaseUrl, String(body['key']));
}

/** Lets what waits for its time come to it: whatever DynamoDB would delete by itself later is deleted now. */
async function passTime({ database, tableName }: PrivilegeWorld): Promise<void> {
  for (let round = 0; round < 4; round += 1) {
    await wait(1_500);
    const { Items = [] } = await database.send(
      new ScanCommand({
        TableName: tableName,
        FilterExpression: '#type IN (:sweep, :creation, :reminder, :purge)',
        ExpressionAttributeNames: { '#type': 'type' },
        ExpressionAttributeValues: {
          ':sweep': { S: 'sweep' },
          ':creation': { S: 'creation' },
          ':reminder': { S: 'keyReminder' },
          ':purge': { S: 'purge' },
        },
      }),
    );
    for (const { PK, SK } of Items) {
      if (PK === undefined || SK === undefined) continue;
      await database.send(
        new UpdateItemCommand({
          TableName: tableName,
          Key: { PK, SK },
          UpdateExpression: 'SET expiresAt = :past',
          ExpressionAttributeValues: { ':past': { N: '1' } },
        }),
      );
    }
    await sweepExpired(database, tableName);
  }
}

function emails(name: string): readonly object[] {
  return [1, 2, 3].map((number) => ({ value: `${name}.${number}@example.com`, type: 'other' }));
}

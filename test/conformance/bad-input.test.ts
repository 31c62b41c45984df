import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../lambdas/scim/json.ts';
import { startLocalServer, type RunningServer } from '../support/local-server.ts';
import { patchBody, scimClient, userBody, type Call } from '../support/scim-client.ts';

let server: RunningServer;
let call: Call;
let before: readonly JsonObject[];
beforeAll(async () => {
  server = await startLocalServer();
  call = scimClient(server);
  before = await everything();
});
afterAll(() => server.stop());

const stranger = randomUUID();
const deep = '['.repeat(5000) + ']'.repeat(5000);

describe('what cannot be done', () => {
  it.each<[string, number, string | undefined, string, string, (JsonObject | string)?]>([
    ['U1: no userName', 400, 'invalidValue', 'POST', '/Users', { name: { givenName: 'A' } }],
    ['U1: a userName that is no address', 400, 'invalidValue', 'POST', '/Users', userBody('nobody')],
    ['U1: a userName that is a number', 400, 'invalidValue', 'POST', '/Users', { userName: 7 }],
    ['U1: a taken userName', 409, 'uniqueness', 'POST', '/Users', userBody('OWNER@example.com')],
    ['U2: a foreign domain', 403, undefined, 'POST', '/Users', userBody('a@example.org')],
    ['U2: a domain that only ends alike', 403, undefined, 'POST', '/Users', userBody('a@notexample.com')],
    [
      'U2: a foreign primary email',
      403,
      undefined,
      'POST',
      '/Users',
      userBody('a@example.com', { emails: [{ value: 'a@example.org', primary: true }] }),
    ],
    ['U3: a text for active', 400, 'invalidValue', 'POST', '/Users', userBody('a@example.com', { active: 'perhaps' })],
    ['O4: a second owner', 403, undefined, 'POST', '/Users', userBody('a@example.com', { statsigOrgRole: 'owner' })],
    [
      'O5: a role that does not exist',
      400,
      'invalidValue',
      'POST',
      '/Users',
      userBody('a@example.com', { statsigOrgRole: 'King' }),
    ],
    ['G4: a project', 403, undefined, 'POST', '/Groups', { displayName: 'Statsig-New-Admin' }],
    ['G4: a role', 403, undefined, 'POST', '/Groups', { displayName: 'Statsig-ProjectA-Auditor' }],
    ['G4: a taken name', 409, 'uniqueness', 'POST', '/Groups', { displayName: 'statsig-projecta-READ-ONLY' }],
    ['G4: no name', 400, 'invalidValue', 'POST', '/Groups', { members: [] }],
    ['P7: no JSON', 400, 'invalidSyntax', 'POST', '/Users', '{"userName": '],
    ['P7: no object', 400, 'invalidSyntax', 'POST', '/Users', '[]'],
    ['P7: no body', 400, 'invalidSyntax', 'POST', '/Users', ''],
    ['P7: a body without end', 400, 'invalidSyntax', 'POST', '/Users', deep],
    ['P7: a body above the limit', 413, undefined, 'POST', '/Users', `{"userName":"${'a'.repeat(4_600_000)}"}`],
    ['P7: a route that is none', 404, undefined, 'GET', '/Nothing'],
    ['P7: a method that is none', 404, undefined, 'DELETE', '/Users'],
    ['P7: a person of a key', 501, undefined, 'GET', '/Me'],
    ['P7: a filter on discovery', 403, undefined, 'GET', '/Schemas?filter=id%20pr'],
    ['P1: a filter that cannot be read', 400, 'invalidFilter', 'GET', '/Users?filter=userName%20eq'],
    ['P1: a filter on nothing', 400, 'invalidFilter', 'GET', '/Users?filter=shoeSize%20eq%207'],
    ['P3: a start that is no number', 400, 'invalidValue', 'GET', '/Users?startIndex=one'],
    ['T1: an id of nobody here', 404, undefined, 'GET', `/Users/${stranger}`],
    [
      'T1: an id of nobody, to be changed',
      404,
      undefined,
      'PATCH',
      `/Users/${stranger}`,
      patchBody({ op: 'replace', value: { active: false } }),
    ],
    ['T1: an id of nobody, to be deleted', 404, undefined, 'DELETE', `/Groups/${stranger}`],
  ])('%s: %i', async (_, status, scimType, method, path, body) => {
    const answer = await call(method, path, body);
    expectRefusal(answer, status, scimType);
    expect(await everything()).toEqual(before);
  });

  it.each<
    [string, number, string | undefined, (group: string, owner: string) => readonly [string, string, JsonObject?]]
  >([
    ['G5: delete a project', 403, undefined, (group) => ['DELETE', `/Groups/${group}`]],
    [
      'G6: rename a group',
      400,
      'mutability',
      (group) => ['PATCH', `/Groups/${group}`, patchBody({ op: 'replace', path: 'displayName', value: 'X' })],
    ],
    [
      'G7: members of whom nobody is known',
      400,
      'invalidValue',
      (group) => [
        'PATCH',
        `/Groups/${group}`,
        patchBody({ op: 'replace', path: 'members', value: [{ value: stranger }] }),
      ],
    ],
    [
      'G7: a group as a member',
      400,
      'invalidValue',
      (group) => ['PATCH', `/Groups/${group}`, patchBody({ op: 'add', path: 'members', value: [{ value: group }] })],
    ],
    [
      'P2: a path to nothing',
      400,
      'invalidPath',
      (_, owner) => ['PATCH', `/Users/${owner}`, patchBody({ op: 'replace', path: 'shoeSize', value: 7 })],
    ],
    [
      'P2: an operation that is none',
      400,
      'invalidSyntax',
      (_, owner) => ['PATCH', `/Users/${owner}`, patchBody({ op: 'move', path: 'title' })],
    ],
    [
      'P2: a good operation before a bad one',
      400,
      'invalidPath',
      (_, owner) => [
        'PATCH',
        `/Users/${owner}`,
        patchBody({ op: 'add', path: 'title', value: 'Boss' }, { op: 'add', path: 'x y', value: 1 }),
      ],
    ],
    [
      'O2: demote the owner',
      403,
      undefined,
      (_, owner) => ['PATCH', `/Users/${owner}`, patchBody({ op: 'replace', value: { statsigOrgRole: 'Member' } })],
    ],
  ])('%s: %i', async (_, status, scimType, request) => {
    const group = await idOf('/Groups?filter=displayName%20eq%20%22Statsig-ProjectA-Admin%22');
    const owner = await idOf('/Users?filter=userName%20eq%20%22owner@example.com%22');
    const [method, path, body] = request(group, owner);
    expectRefusal(await call(method, path, body), status, scimType);
    expect(await everything()).toEqual(before);
  });

  it('O2: delete the owner: 403, and the owner stays', async () => {
    const owner = await idOf('/Users?filter=userName%20eq%20%22owner@example.com%22');
    expectRefusal(await call('DELETE', `/Users/${owner}`), 403, undefined);
    expect((await call('GET', `/Users/${owner}`)).body).toMatchObject({ active: true, statsigOrgRole: 'Owner' });
  });

  it.each([
    ['none', ''],
    ['another', `Bearer scim-${'a'.repeat(49)}`],
    ['of another kind', 'Basic abc'],
  ])('T4: refuses a key that is %s, and says how to ask', async (_, authorization) => {
    const answer = await call('GET', '/Users', undefined, { authorization });
    expectRefusal(answer, 401, undefined);
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/u);
  });

  it('T5: answers discovery without a key', async () => {
    for (const path of ['/ServiceProviderConfig', '/ResourceTypes', '/Schemas']) {
      const response = await fetch(server.scimBaseUrl + path);
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toBe('application/scim+json');
    }
  });
});

function expectRefusal(
  { status, headers, body }: Awaited<ReturnType<Call>>,
  expected: number,
  scimType: string | undefined,
): void {
  expect({ status, body }).toMatchObject({ status: expected });
  expect(headers.get('content-type')).toBe('application/scim+json');
  expect(body).toEqual({
    schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
    status: String(expected),
    ...(scimType === undefined ? {} : { scimType }),
    detail: expect.stringMatching(/^.{20,}\.$/u) as unknown,
  });
}

/** All users and groups, as they are stored: a refusal must not leave a trace in them. */
async function everything(): Promise<readonly JsonObject[]> {
  return [(await call('GET', '/Users')).body, (await call('GET', '/Groups')).body];
}

async function idOf(path: string): Promise<string> {
  const { body } = await call('GET', path);
  return String((body['Resources'] as readonly JsonObject[])[0]?.['id']);
}

import { randomUUID } from 'node:crypto';
import type { JsonObject } from '#scim/json.ts';
import { contains, finds, isList, isUser, resources, type Check, type Expectation } from './answer.ts';
import { connect, type ScimRequest } from './client.ts';
import type { Stage } from './stage.ts';

const headers = { accept: 'application/scim+json; charset=utf-8', 'user-agent': 'OKTA SCIM Integration' };

/**
 * The SPEC suite that every catalogue app must pass, with its own numbers, headers and assertions. It needs one user
 * in the organization, and an answer to step 19 within 600 ms.
 */
export async function playSpecSuite(stage: Stage, baseUrl: string, domain: string): Promise<void> {
  stage.chapter('Okta SPEC suite');
  const spec = (what: string, request: ScimRequest, expect: Expectation): ReturnType<Stage['perform']> =>
    stage.perform({ what, request: { headers, ...request }, expect });

  const [first] = resources((await spec('1 Users endpoint', get('/Users?count=1&startIndex=1'), listOfUsers)).body);
  if (first === undefined) throw new Error('the SPEC suite needs at least one user in the organization');
  const id = String(first['id']);
  await spec('3 One user', get(`/Users/${id}`), { rule: 'U3', status: 200, checks: [isUser, contains({ id })] });
  await spec('5 Nobody of that name', get(byName('abcdefgh@atko.com')), {
    rule: 'P1',
    status: 200,
    checks: [finds(0)],
  });
  await spec('7 Nobody of that id', get('/Users/010101001010101011001010101011'), { rule: 'P7', status: 404 });
  const user = inventUser(domain);
  const userName = String(user['userName']);
  await spec('9 Nobody of a random name', get(byName(userName)), { rule: 'P1', status: 200, checks: [finds(0)] });

  const created = contains({ userName, name: user['name'] ?? null });
  const json = { ...headers, 'content-type': 'application/json' };
  const post: ScimRequest = { method: 'POST', path: '/Users', body: user, headers: json };
  const { body } = await spec('11 Create', post, {
    rule: 'U1',
    status: 201,
    checks: [isUser, created, contains({ active: true })],
  });
  const createdId = String((body as JsonObject)['id']);
  await spec('13 Read the new user', get(`/Users/${createdId}`), {
    rule: 'U3',
    status: 200,
    checks: [isUser, created],
  });
  await spec('15 Create again', post, { rule: 'U1', status: 409 });
  await spec('17 In capitals', get(byName(userName.toUpperCase())), { rule: 'U1', status: 200 });
  const groups = await spec('19 Groups endpoint', get('/Groups'), { rule: 'P3', status: 200, checks: [isList] });
  if (groups.milliseconds >= 600) stage.complain('P3', `/Groups took ${Math.round(groups.milliseconds)} ms of 600`);
  await stage.perform({
    what: '21 A wrong key',
    request: { ...get(byName(userName)), headers },
    send: connect(baseUrl, 'non-token'),
    expect: { rule: 'T4', status: 401 },
  });
  await spec('23 Nobody of another id', get('/Users/00919288221112222'), { rule: 'P7', status: 404 });
}

const hasResources: Check = (body) => (resources(body).length === 0 ? 'the list is empty' : isUser(resources(body)[0]));
const listOfUsers: Expectation = { rule: 'P3', status: 200, checks: [isList, hasResources] };

function get(path: string): ScimRequest {
  return { method: 'GET', path };
}

function byName(userName: string): string {
  return `/Users?filter=${encodeURIComponent(`userName eq "${userName}"`)}`;
}

/** A user as the suite's generator makes one: capitals and all. */
function inventUser(domain: string): JsonObject {
  const userName = `Runscope300Okta${randomUUID().slice(0, 8)}@${domain}`;
  return {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
    userName,
    name: { givenName: 'Runscope300', familyName: 'Okta' },
    emails: [{ primary: true, value: userName, type: 'work' }],
    displayName: 'Runscope300 Okta',
    active: true,
  };
}

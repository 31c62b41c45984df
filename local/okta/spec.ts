import { randomUUID } from 'node:crypto';
import type { Json, JsonObject } from '#scim/json.ts';
import { contains, finds, isList, isUser, resources, type Check, type Expectation } from './answer.ts';
import { connect, type ScimRequest } from './client.ts';
import type { Stage } from './stage.ts';

/** What the suite's later steps need of the earlier ones. */
export type SpecMemory = {
  /** The user that the suite creates, as it is sent. */
  readonly user: JsonObject;
  /** The id of the user that was there already. */
  firstId?: string;
  createdId?: string;
};

/** One step of the SPEC suite, with its own number. */
export type SpecStep = {
  readonly what: string;
  request(memory: SpecMemory): ScimRequest;
  expect(memory: SpecMemory): Expectation;
  /** An Authorization header in the place of the key. */
  readonly authorization?: string;
  /** The milliseconds within which the answer must be there. */
  readonly within?: number;
  /** Keeps of the answer what later steps need. */
  remember?(memory: SpecMemory, body: Json | undefined): void;
};

const headers = { accept: 'application/scim+json; charset=utf-8', 'user-agent': 'OKTA SCIM Integration' };
const json = { ...headers, 'content-type': 'application/json' };

const hasResources: Check = (body) => (resources(body).length === 0 ? 'the list is empty' : isUser(resources(body)[0]));

const isAbsent = (): Expectation => ({ rule: 'P1', status: 200, checks: [finds(0)] });
const isUnknown = (): Expectation => ({ rule: 'P7', status: 404 });
const isCreated = ({ user }: SpecMemory): Check =>
  contains({ userName: user['userName'] ?? '', name: user['name'] ?? {} });
const create = ({ user }: SpecMemory): ScimRequest => ({ method: 'POST', path: '/Users', body: user, headers: json });

/**
 * The SPEC suite that every catalogue app must pass, with its own numbers, headers and assertions. It needs one user
 * in the organization, and an answer to step 19 within 600 ms.
 */
export const specSteps: readonly SpecStep[] = [
  {
    what: '1 Users endpoint',
    request: () => get('/Users?count=1&startIndex=1'),
    expect: () => ({ rule: 'P3', status: 200, checks: [isList, hasResources] }),
    remember: (memory, body) => {
      memory.firstId = String(resources(body)[0]?.['id']);
    },
  },
  {
    what: '3 One user',
    request: ({ firstId }) => get(`/Users/${needed(firstId, '1')}`),
    expect: ({ firstId }) => ({ rule: 'U3', status: 200, checks: [isUser, contains({ id: needed(firstId, '1') })] }),
  },
  { what: '5 Nobody of that name', request: () => byName('abcdefgh@atko.com'), expect: isAbsent },
  { what: '7 Nobody of that id', request: () => get('/Users/010101001010101011001010101011'), expect: isUnknown },
  { what: '9 Nobody of a random name', request: ({ user }) => byName(String(user['userName'])), expect: isAbsent },
  {
    what: '11 Create',
    request: create,
    expect: (memory) => ({
      rule: 'U1',
      status: 201,
      checks: [isUser, isCreated(memory), contains({ active: true })],
    }),
    remember: (memory, body) => {
      memory.createdId = String((body as JsonObject)['id']);
    },
  },
  {
    what: '13 Read the new user',
    request: ({ createdId }) => get(`/Users/${needed(createdId, '11')}`),
    expect: (memory) => ({ rule: 'U3', status: 200, checks: [isUser, isCreated(memory)] }),
  },
  { what: '15 Create again', request: create, expect: () => ({ rule: 'U1', status: 409 }) },
  {
    what: '17 In capitals',
    request: ({ user }) => byName(String(user['userName']).toUpperCase()),
    expect: () => ({ rule: 'U1', status: 200 }),
  },
  {
    what: '19 Groups endpoint',
    request: () => get('/Groups'),
    expect: () => ({ rule: 'P3', status: 200, checks: [isList] }),
    within: 600,
  },
  {
    what: '21 A wrong key',
    request: ({ user }) => byName(String(user['userName'])),
    expect: () => ({ rule: 'T4', status: 401 }),
    authorization: 'non-token',
  },
  { what: '23 Nobody of another id', request: () => get('/Users/00919288221112222'), expect: isUnknown },
];

/** Plays the SPEC suite, step by step. */
export async function playSpecSuite(stage: Stage, baseUrl: string, domain: string): Promise<void> {
  stage.chapter('Okta SPEC suite');
  const memory: SpecMemory = { user: inventSpecUser(domain) };
  for (const step of specSteps) {
    const { body, milliseconds } = await stage.perform({
      what: step.what,
      request: step.request(memory),
      expect: step.expect(memory),
      ...(step.authorization !== undefined && { send: connect(baseUrl, step.authorization) }),
    });
    if (step.within !== undefined && milliseconds >= step.within) {
      stage.complain('P3', `${step.what}: took ${Math.round(milliseconds)} ms of ${step.within}`);
    }
    step.remember?.(memory, body);
  }
}

function needed(id: string | undefined, step: string): string {
  if (id === undefined || id === 'undefined') throw new Error(`the SPEC suite needs the user of its step ${step}`);
  return id;
}

function get(path: string): ScimRequest {
  return { method: 'GET', path, headers };
}

function byName(userName: string): ScimRequest {
  return get(`/Users?filter=${encodeURIComponent(`userName eq "${userName}"`)}`);
}

/** A user as the suite's generator makes one: capitals and all. */
export function inventSpecUser(domain: string): JsonObject {
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

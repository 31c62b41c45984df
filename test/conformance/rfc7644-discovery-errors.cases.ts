import type { JsonObject } from '../../lambdas/scim/json.ts';
import { bodyOf, expectRefusal, expectSame, expectStatus, expectThat } from './expect.ts';
import { makeUser, newUser, pathOf } from './resources.ts';
import type { Session } from './session.ts';
import type { Case, Need, Suite } from './suite.ts';

const endpoints = ['/ServiceProviderConfig', '/ResourceTypes', '/Schemas'];

/** Discovery. */
export const discovery: Suite = {
  title: 'RFC 7644 §4 discovery',
  source: 'RFC 7644 §4',
  cases: [
    ...endpoints.map((path): Case => ({
      name: `${path} is answered without a key`,
      proves: '§4, T5',
      run: async (session) => {
        bodyOf(await session.sendAs(undefined, { method: 'GET', path }));
      },
    })),
    ...endpoints.map((path): Case => ({
      name: `${path} with a filter: 403`,
      proves: '§4, P7',
      run: async (session) => expectRefusal(await session.get(`${path}?filter=id%20pr`), 403),
    })),
    ...endpoints.flatMap((path) =>
      ['POST', 'PUT', 'PATCH', 'DELETE'].map((method): Case => ({
        name: `${method} ${path} is refused`,
        proves: '§4',
        run: async (session) => {
          const request = { method: method as 'POST', path, ...(method !== 'DELETE' && { body: {} }) };
          const answer = await session.send(request);
          expectThat([404, 405, 501].includes(answer.status), `${method} ${path} gives ${answer.status}`);
          expectRefusal(answer, answer.status);
        },
      })),
    ),
    ...['/ResourceTypes/Shoe', '/Schemas/urn:example:other:2.0:User'].map((path): Case => ({
      name: `${path}: 404`,
      proves: '§4',
      run: async (session) => expectRefusal(await session.get(path), 404),
    })),
    {
      name: 'schemas and types are found in any case of their names',
      proves: '§4, RFC 7643 §2.1',
      run: async (session) => {
        const urn = 'URN:IETF:PARAMS:SCIM:SCHEMAS:CORE:2.0:USER';
        expectSame(bodyOf(await session.get(`/Schemas/${urn}`))['name'], 'User', 'name');
        expectSame(bodyOf(await session.get('/ResourceTypes/group'))['name'], 'Group', 'name');
      },
    },
    {
      name: 'discovery resources have versions',
      proves: '§3.14, P5',
      run: async (session) => {
        const answer = await session.get('/ServiceProviderConfig');
        const { version } = bodyOf(answer)['meta'] as JsonObject;
        expectSame(answer.headers.get('etag'), version, 'ETag');
        expectStatus(await session.get('/ServiceProviderConfig', { 'if-none-match': String(version) }), 304);
      },
    },
  ],
};

/** Keys. */
export const authentication: Suite = {
  title: 'RFC 7644 §2 keys',
  source: 'RFC 7644 §2, RFC 6750',
  cases: [
    ...(
      [
        ['no key', undefined],
        ['an empty header', ''],
        ['a word', 'Bearer non-token'],
        ['a key that is well formed and nobody’s', `Bearer scim-${'a'.repeat(49)}`],
        ['another scheme', 'Basic c2NpbTpzY2lt'],
        ['no word at all', 'Bearer'],
      ] as const
    ).map(([name, authorization]): Case => ({
      name: `${name}: 401 with WWW-Authenticate`,
      proves: '§2, §3.12, T4',
      run: async (session) => {
        const answer = await session.sendAs(authorization, { method: 'GET', path: '/Users' });
        expectRefusal(answer, 401);
        const challenge = answer.headers.get('www-authenticate');
        expectThat(challenge?.startsWith('Bearer') === true, `WWW-Authenticate is ${String(challenge)}`);
      },
    })),
    {
      name: 'a wrong key writes nothing',
      proves: '§2, T4',
      run: async (session) => {
        const body = newUser(session, 'wrong-key');
        expectRefusal(await session.sendAs('Bearer wrong', { method: 'POST', path: '/Users', body }), 401);
        const filter = encodeURIComponent(`userName eq "${String(body['userName'])}"`);
        expectSame(bodyOf(await session.get(`/Users?filter=${filter}`))['totalResults'], 0, 'totalResults');
      },
    },
  ],
};

const inVersion2: Need = ({ baseUrl }) =>
  baseUrl.endsWith('/v2') ? undefined : 'The base URL does not name the version v2.';

const deep = `{"userName":${'['.repeat(5000)}${']'.repeat(5000)}}`;

/** A request that is refused, with its status and scimType (RFC 7644 table 8 and table 9). */
const refused: readonly (readonly [
  name: string,
  status: number,
  scimType: string | undefined,
  request: (
    session: Session,
  ) => readonly [method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: JsonObject | string],
])[] = [
  ['invalidFilter', 400, 'invalidFilter', () => ['GET', '/Users?filter=userName%20is']],
  ['invalidSyntax: a body that is cut off', 400, 'invalidSyntax', () => ['POST', '/Users', '{"userName":']],
  ['invalidSyntax: a body that is a list', 400, 'invalidSyntax', () => ['POST', '/Users', '[]']],
  ['invalidSyntax: a body that is a text', 400, 'invalidSyntax', () => ['POST', '/Users', '"x"']],
  ['invalidSyntax: no body', 400, 'invalidSyntax', () => ['POST', '/Users', '']],
  ['invalidSyntax: a body without end', 400, 'invalidSyntax', () => ['POST', '/Users', deep]],
  ['invalidValue', 400, 'invalidValue', (session) => ['POST', '/Users', newUser(session, 'x', { active: 'perhaps' })]],
  ['sensitive: a password in a URL', 400, 'sensitive', () => ['GET', '/Users?filter=password%20eq%20%22x%22']],
  ['404 for a path that is none', 404, undefined, () => ['GET', '/Nothing']],
  ['404 for the root', 404, undefined, () => ['GET', '/']],
  ['501 for /Me', 501, undefined, () => ['GET', '/Me']],
  ['501 for /Me, written', 501, undefined, () => ['POST', '/Me', {}]],
  [
    '413 for a body above the limit',
    413,
    undefined,
    () => ['POST', '/Users', `{"userName":"${'a'.repeat(4_600_000)}"}`],
  ],
];

/** Errors: their form, and every scimType that a client can cause. */
export const errors: Suite = {
  title: 'RFC 7644 §3.12 errors',
  source: 'RFC 7644 §3.12, tables 8 and 9',
  cases: [
    ...refused.map(([name, status, scimType, request]): Case => ({
      name,
      proves: '§3.12, P7',
      run: async (session) => {
        const [method, path, body] = request(session);
        const answer = await session.send({ method, path, ...(body !== undefined && { body }) });
        expectRefusal(answer, status, scimType);
      },
    })),
    {
      name: 'invalidVers: another version of the protocol',
      proves: '§3.12, §3.13',
      needs: inVersion2,
      run: async (session) => expectRefusal(await session.get('/../v1/Users'), 400, 'invalidVers'),
    },
    {
      name: 'uniqueness',
      proves: '§3.12, U1',
      run: async (session) => {
        const { userName = '' } = await makeUser(session, 'unique');
        expectRefusal(await session.post('/Users', { ...newUser(session, 'x'), userName }), 409, 'uniqueness');
      },
    },
    ...(
      [
        ['mutability', [{ op: 'replace', path: 'id', value: 'x' }]],
        ['invalidPath', [{ op: 'replace', path: 'shoeSize', value: 7 }]],
        ['noTarget', [{ op: 'remove' }]],
      ] as const
    ).map(([scimType, operations]): Case => ({
      name: scimType,
      proves: '§3.12, P2',
      run: async (session) => {
        const user = await makeUser(session, 'error');
        expectRefusal(await session.patch(pathOf(user), operations), 400, scimType);
      },
    })),
    {
      name: 'status is a number',
      proves: 'an older scimverify',
      run: async (session) => {
        expectSame(bodyOf(await session.get('/Nothing'), 404)['status'], 404, 'status');
      },
      deviation: {
        reason: 'status is a text, as RFC 7644 §3.12 and Okta’s SPEC suite have it',
        run: async (session) => expectRefusal(await session.get('/Nothing'), 404),
      },
    },
  ],
};

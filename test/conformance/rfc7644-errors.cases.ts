import type { JsonObject } from '../../lambdas/scim/json.ts';
import { bodyOf, expectRefusal, expectSame } from './expect.ts';
import { makeUser, newUser, pathOf } from './resources.ts';
import type { Session } from './session.ts';
import type { Case, Need, Suite } from './suite.ts';

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

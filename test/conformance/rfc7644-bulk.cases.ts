import { isArray, isObject, type Json, type JsonObject } from '../../lambdas/scim/json.ts';
import type { Exchange } from '../../local/okta/client.ts';
import { bodyOf, expectGroup, expectRefusal, expectSame, expectThat, expectUser } from './expect.ts';
import { makeUser, newGroup, newUser, pathOf, sentOf } from './resources.ts';
import type { Session } from './session.ts';
import { openGroups, type Case, type Suite } from './suite.ts';
import { urns } from './urns.ts';

const enterprise = urns.enterpriseUser;

function send(session: Session, operations: readonly Json[], more: JsonObject = {}): Promise<Exchange> {
  return session.post('/Bulk', { schemas: [urns.bulkRequest], ...more, Operations: operations });
}

/** Sends a Bulk request, and gives what became of its operations; their statuses are as expected. */
async function bulk(
  session: Session,
  operations: readonly Json[],
  statuses: readonly string[],
  more: JsonObject = {},
): Promise<readonly JsonObject[]> {
  const body = bodyOf(await send(session, operations, more));
  const { Operations: results } = body;
  expectSame(body['schemas'] ?? [], [urns.bulkResponse], 'schemas');
  expectThat(isArray(results), 'Operations is no list');
  const found = results.filter((result) => isObject(result));
  expectSame(
    found.map(({ status }) => status ?? null),
    statuses,
    'the statuses',
  );
  return found;
}

function create(bulkId: string, data: JsonObject): JsonObject {
  const path = (data['schemas'] as readonly string[])[0] === urns.group ? '/Groups' : '/Users';
  return { method: 'POST', path, bulkId, data };
}

function patchOf(operations: readonly JsonObject[]): JsonObject {
  return { schemas: [urns.patchOp], Operations: operations };
}

/** The path of what an operation has made. */
function madeBy(session: Session, result: JsonObject | undefined): string {
  return String(result?.['location']).replace(session.baseUrl, '');
}

/** A refusal within an operation, whole. */
function expectRefused(result: JsonObject | undefined, status: number, scimType?: string): void {
  const { response } = result ?? {};
  expectThat(isObject(response), 'response is absent');
  const { detail = '' } = response;
  expectThat(typeof detail === 'string' && detail.length >= 20, 'response.detail is no sentence');
  const expected = {
    schemas: [urns.error],
    status: String(status),
    ...(scimType !== undefined && { scimType }),
    detail,
  };
  expectSame(response, expected, 'response');
}

const single: readonly Case[] = [
  {
    name: 'POST, PUT, PATCH and DELETE, each with status, location, version and bulkId',
    proves: '§3.7.3',
    run: async (session) => {
      const [one, two, three] = [
        await makeUser(session, 'put'),
        await makeUser(session, 'patch'),
        await makeUser(session, 'delete'),
      ];
      const sent = newUser(session, 'post');
      const results = await bulk(
        session,
        [
          create('a', sent),
          { method: 'PUT', path: pathOf(one), data: { ...one, title: 'Head' } },
          { method: 'PATCH', path: pathOf(two), data: patchOf([{ op: 'add', path: 'title', value: 'Head' }]) },
          { method: 'DELETE', path: pathOf(three) },
        ],
        ['201', '200', '200', '204'],
      );
      const created = expectUser(session, await session.get(madeBy(session, results[0])), 200, sent);
      const changed = [one, two].map((user) => ({ ...sentOf(user), title: 'Head' }));
      const put = expectUser(session, await session.get(pathOf(one)), 200, changed[0] ?? {});
      const patched = expectUser(session, await session.get(pathOf(two)), 200, changed[1] ?? {});
      const told = ({ meta }: JsonObject): JsonObject => {
        const { location = '', version = '' } = meta as JsonObject;
        return { location, version };
      };
      expectSame(results, [
        { method: 'POST', bulkId: 'a', status: '201', ...told(created) },
        { method: 'PUT', status: '200', ...told(put) },
        { method: 'PATCH', status: '200', ...told(patched) },
        { method: 'DELETE', status: '204', location: `${session.baseUrl}${pathOf(three)}` },
      ]);
      expectRefusal(await session.get(pathOf(three)), 404);
    },
  },
  {
    name: 'a PATCH whose data are its operations alone, as the RFC shows it',
    proves: '§3.7.3',
    run: async (session) => {
      const user = await makeUser(session, 'bare');
      const data = [{ op: 'add', path: 'title', value: 'Head' }];
      await bulk(session, [{ method: 'PATCH', path: pathOf(user), data }], ['200']);
      expectUser(session, await session.get(pathOf(user)), 200, { ...sentOf(user), title: 'Head' });
    },
  },
  {
    name: 'an operation that fails does not stop the others',
    proves: '§3.7.3',
    run: async (session) => {
      const [good, bad] = [newUser(session, 'good'), newUser(session, 'bad', { active: 'perhaps' })];
      const missing = '/Users/5e1b7d2c-0000-4000-8000-000000000000';
      const results = await bulk(
        session,
        [create('bad', bad), { method: 'DELETE', path: missing }, create('good', good)],
        ['400', '404', '201'],
      );
      expectRefused(results[0], 400, 'invalidValue');
      expectRefused(results[1], 404);
      expectSame(results[0]?.['location'], undefined, 'location of what was not created');
      expectSame(results[1]?.['location'], `${session.baseUrl}${missing}`, 'location');
    },
  },
  {
    name: 'an operation that cannot be read says what it is on, unless it creates',
    proves: '§3.7.3',
    run: async (session) => {
      const path = pathOf(await makeUser(session, 'unreadable'));
      const results = await bulk(
        session,
        [
          { method: 'PUT', path },
          { method: 'POST', path: '/Users', bulkId: 'none' },
        ],
        ['400', '400'],
      );
      expectSame(results[0]?.['location'], session.baseUrl + path, 'location');
      expectSame(results[1]?.['location'], undefined, 'location of what was not created');
    },
  },
  {
    name: 'an operation with another version than the resource has: 412',
    proves: '§3.7, §3.14',
    run: async (session) => {
      const user = await makeUser(session, 'version');
      const data = patchOf([{ op: 'add', path: 'title', value: 'Head' }]);
      const { version = '' } = user['meta'] as JsonObject;
      const results = await bulk(
        session,
        [{ method: 'PATCH', path: pathOf(user), version: 'W/"none"', data }],
        ['412'],
      );
      expectRefused(results[0], 412);
      await bulk(session, [{ method: 'PATCH', path: pathOf(user), version, data }], ['200']);
    },
  },
  {
    name: 'two of the same name: the first is made, the second is 409',
    proves: '§3.7, U1',
    run: async (session) => {
      const sent = newUser(session, 'twice');
      const results = await bulk(session, [create('a', sent), create('b', sent)], ['201', '409']);
      expectRefused(results[1], 409, 'uniqueness');
    },
  },
];

const references: readonly Case[] = [
  {
    name: 'a reference to what an earlier operation makes',
    proves: '§3.7.2',
    run: async (session) => {
      const [boss, user] = [newUser(session, 'boss'), newUser(session, 'managed')];
      const managed = { ...user, [enterprise]: { manager: { value: 'bulkId:boss' } } };
      const results = await bulk(session, [create('boss', boss), create('user', managed)], ['201', '201']);
      const { id = '' } = bodyOf(await session.get(madeBy(session, results[0])));
      const expected = { ...user, [enterprise]: { manager: { value: id } } };
      expectUser(session, await session.get(madeBy(session, results[1])), 200, expected);
    },
  },
  {
    name: 'a reference to what a later operation makes: a group before its members',
    proves: '§3.7.2',
    needs: openGroups,
    run: async (session) => {
      const { displayName = '' } = newGroup(session, 'bulk');
      const members = [{ value: 'bulkId:one' }, { value: 'bulkId:two' }];
      const results = await bulk(
        session,
        [
          create('group', { schemas: [urns.group], displayName, members }),
          create('one', newUser(session, 'one')),
          create('two', newUser(session, 'two')),
        ],
        ['201', '201', '201'],
      );
      const ids = results.slice(1).map((result) => madeBy(session, result).replace('/Users/', ''));
      expectGroup(session, await session.get(madeBy(session, results[0])), 200, { displayName }, ids);
    },
  },
  {
    name: 'references in a circle: each is the other’s manager',
    proves: '§3.7.1',
    run: async (session) => {
      const [one, two] = [newUser(session, 'one'), newUser(session, 'two')];
      const managedBy = (bulkId: string): JsonObject => ({ [enterprise]: { manager: { value: `bulkId:${bulkId}` } } });
      const operations = [
        create('one', { ...one, ...managedBy('two') }),
        create('two', { ...two, ...managedBy('one') }),
      ];
      const paths = (await bulk(session, operations, ['201', '201'])).map((result) => madeBy(session, result));
      for (const [place, sent] of [one, two].entries()) {
        const manager = { value: String(paths[1 - place]).replace('/Users/', '') };
        expectUser(session, await session.get(paths[place] ?? ''), 200, { ...sent, [enterprise]: { manager } });
      }
    },
  },
  {
    name: 'references in a path, and in the path of a PATCH',
    proves: '§3.7.2',
    needs: openGroups,
    run: async (session) => {
      const members = [{ value: 'bulkId:user' }];
      const removal = patchOf([{ op: 'remove', path: 'members[value eq "bulkId:user"]' }]);
      const { displayName = '' } = newGroup(session, 'bulk');
      const results = await bulk(
        session,
        [
          create('user', newUser(session, 'user')),
          create('group', { schemas: [urns.group], displayName, members }),
          { method: 'PATCH', path: '/Groups/bulkId:group', data: removal },
          { method: 'DELETE', path: '/Users/bulkId:user' },
        ],
        ['201', '201', '200', '204'],
      );
      expectGroup(session, await session.get(madeBy(session, results[1])), 200, { displayName });
      expectRefusal(await session.get(madeBy(session, results[0])), 404);
    },
  },
  {
    name: 'a reference to no operation: 400 invalidValue for that operation alone',
    proves: '§3.7.2',
    run: async (session) => {
      const lost = { ...newUser(session, 'lost'), [enterprise]: { manager: { value: 'bulkId:nobody' } } };
      const results = await bulk(session, [create('a', lost), create('b', newUser(session, 'b'))], ['400', '201']);
      expectRefused(results[0], 400, 'invalidValue');
    },
  },
  {
    name: 'a reference to an operation that failed: 409',
    proves: '§3.7.1',
    run: async (session) => {
      const boss = newUser(session, 'boss', { active: 'perhaps' });
      const managed = { ...newUser(session, 'managed'), [enterprise]: { manager: { value: 'bulkId:boss' } } };
      const results = await bulk(session, [create('boss', boss), create('user', managed)], ['400', '409']);
      expectRefused(results[1], 409);
    },
  },
];

const envelope: readonly Case[] = [
  {
    name: 'failOnErrors: after that many nothing more is done or told',
    proves: '§3.7, §3.7.3',
    run: async (session) => {
      const [last, bad] = [newUser(session, 'last'), newUser(session, 'bad', { active: 'perhaps' })];
      const operations = [create('a', newUser(session, 'a')), create('b', bad), create('c', bad), create('d', last)];
      await bulk(session, operations, ['201', '400', '400'], { failOnErrors: 2 });
      const filter = encodeURIComponent(`userName eq "${String(last['userName'])}"`);
      expectSame(bodyOf(await session.get(`/Users?filter=${filter}`))['totalResults'], 0, 'totalResults');
      await bulk(session, [create('b', bad), create('d', last)], ['400', '201'], { failOnErrors: 2 });
    },
  },
  {
    name: 'a POST without bulkId, a method and a path that are none: each its own refusal',
    proves: '§3.7.3',
    run: async (session) => {
      const results = await bulk(
        session,
        [
          { method: 'POST', path: '/Users', data: newUser(session, 'x') },
          { method: 'GET', path: '/Users' },
          { method: 'POST', path: '/Shoes', bulkId: 'shoe', data: {} },
          { method: 'PATCH', path: '/Users', data: {} },
          'operation',
        ],
        ['400', '400', '404', '400', '400'],
      );
      expectRefused(results[0], 400, 'invalidValue');
      expectRefused(results[1], 400, 'invalidSyntax');
      expectRefused(results[2], 404);
      expectRefused(results[3], 400, 'invalidValue');
      expectRefused(results[4], 400, 'invalidSyntax');
    },
  },
  {
    name: 'two operations with one bulkId: neither is done',
    proves: '§3.7.3',
    run: async (session) => {
      const operations = [create('a', newUser(session, 'one')), create('a', newUser(session, 'two'))];
      const results = await bulk(session, operations, ['400', '400']);
      for (const result of results) expectRefused(result, 400, 'invalidValue');
    },
  },
  {
    name: 'no operations at all: an empty answer',
    proves: '§3.7',
    run: async (session) => {
      await bulk(session, [], []);
    },
  },
  ...(
    [
      ['a body without Operations', { schemas: [urns.bulkRequest] }, 'invalidSyntax'],
      ['Operations that are no list', { Operations: {} }, 'invalidSyntax'],
      ['failOnErrors that is no number', { Operations: [], failOnErrors: 'never' }, 'invalidValue'],
      ['failOnErrors of 0', { Operations: [], failOnErrors: 0 }, 'invalidValue'],
    ] as const
  ).map(([name, body, scimType]): Case => ({
    name: `${name} is ${scimType}`,
    proves: '§3.7, §3.12',
    run: async (session) => expectRefusal(await session.post('/Bulk', body), 400, scimType),
  })),
  {
    name: 'more operations than maxOperations: 413, and nothing is done',
    proves: '§3.7.4',
    run: async (session) => {
      const { maxOperations } = await limits(session);
      const operation = { method: 'DELETE', path: '/Users/x' };
      const operations = Array.from({ length: maxOperations + 1 }, () => operation);
      expectRefusal(await send(session, operations), 413);
    },
  },
  {
    name: 'more bytes than maxPayloadSize: 413, and nothing is done',
    proves: '§3.7.4',
    run: async (session) => {
      const { maxPayloadSize } = await limits(session);
      const user = newUser(session, 'large', { displayName: 'x'.repeat(maxPayloadSize) });
      expectRefusal(await send(session, [create('a', user)]), 413);
      const filter = encodeURIComponent(`userName eq "${String(user['userName'])}"`);
      expectSame(bodyOf(await session.get(`/Users?filter=${filter}`))['totalResults'], 0, 'totalResults');
    },
  },
  {
    name: 'a hundred users in one request',
    proves: '§3.7, P6',
    run: async (session) => {
      const operations = Array.from({ length: 100 }, (_, place) => create(`u${place}`, newUser(session, 'hundred')));
      await bulk(
        session,
        operations,
        operations.map(() => '201'),
      );
    },
  },
];

async function limits(session: Session): Promise<{ maxOperations: number; maxPayloadSize: number }> {
  const { bulk: told } = bodyOf(await session.get('/ServiceProviderConfig'));
  const { maxOperations, maxPayloadSize } = told as { maxOperations: number; maxPayloadSize: number };
  return { maxOperations, maxPayloadSize };
}

/** Many changes in one request, and references between them. */
export const bulkSuite: Suite = {
  title: 'RFC 7644 §3.7 Bulk',
  source: 'RFC 7644 §3.7',
  cases: [...single, ...references, ...envelope],
};

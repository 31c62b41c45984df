import type { JsonObject } from '../../lambdas/scim/json.ts';
import { oktaHeaders } from '../../local/okta/client.ts';
import {
  changeMembers,
  createGroup,
  createUser,
  deleteGroup,
  deleteUser,
  importPage,
  lookUpGroup,
  lookUpUser,
  patchUser,
  probeUsers,
  pushMembers,
  pushWholeGroup,
  readGroup,
  readUser,
  renameGroup,
  replaceGroup,
  replaceUser,
  type AppKind,
  type LinkedGroup,
  type Person,
  type PushedMember,
} from '../../local/okta/identity-provider.ts';
import {
  bodyOf,
  expectGroup,
  expectList,
  expectNoContent,
  expectRefusal,
  expectSame,
  expectThat,
  expectUser,
} from './expect.ts';
import { idOf, makeGroup, makeUser, sentOf } from './resources.ts';
import { speakAs, type Session } from './session.ts';
import { anyUserName, openGroups, type Case, type Suite } from './suite.ts';
import { urns } from './urns.ts';

const enterprise = urns.enterpriseUser;

/** A case in which every request has the headers of Okta's client. */
function oktaCase(name: string, proves: string, run: (okta: Session) => Promise<void>, needs?: Case['needs']): Case {
  return { name, proves, run: (session) => run(speakAs(session, oktaHeaders)), ...(needs !== undefined && { needs }) };
}

function newPerson(session: Session): Person {
  const word = session.newWord('00u');
  return { userName: session.newUserName('Okta'), givenName: 'Test', familyName: 'User', externalId: word };
}

/** What is kept of what Okta sends: no password, no empty list of groups. */
function keptOf(body: JsonObject): JsonObject {
  const { password: _password, groups: _groups, ...kept } = body;
  return kept;
}

/** Assigns a new person: looked up, not there, created, there at once. Gives the user. */
async function assign(okta: Session, kind: AppKind, extra: JsonObject = {}): Promise<JsonObject> {
  const person = newPerson(okta);
  const lookUp = lookUpUser(kind, person.userName);
  expectList(await okta.send(lookUp), { totalResults: 0 });
  const request = createUser(person, extra);
  const created = expectUser(okta, await okta.send(request), 201, keptOf(request.body as JsonObject));
  const [found] = expectList(await okta.send(lookUp), { totalResults: 1 });
  expectSame(found, created);
  return created;
}

async function link(okta: Session, label: string, members: readonly JsonObject[] = []): Promise<LinkedGroup> {
  const group = await makeGroup(okta, label, members);
  return { id: idOf(group), displayName: String(group['displayName']) };
}

async function expectMembers(
  okta: Session,
  { id, displayName }: LinkedGroup,
  users: readonly JsonObject[],
): Promise<void> {
  expectGroup(okta, await okta.send(readGroup(id)), 200, { displayName }, users.map(idOf));
}

function asMember(user: JsonObject): PushedMember {
  return { value: idOf(user), display: String(user['userName']) };
}

/** An app of the App Integration Wizard. */
export const oktaCustomApp: Suite = {
  title: 'Okta custom app (AIW)',
  source: 'Okta’s SCIM 2.0 reference and published traces: GET and PUT',
  cases: [
    oktaCase('connection test: two users', 'P3', async (okta) => {
      const body = bodyOf(await okta.send(probeUsers()));
      for (const name of ['totalResults', 'startIndex', 'itemsPerPage']) {
        expectThat(Number.isInteger(body[name]), `${name} is ${JSON.stringify(body[name])}, expected an integer`);
      }
      expectSame(body['startIndex'], 1, 'startIndex');
    }),
    oktaCase('connection test with Import Groups: a hundred groups', 'P3', async (okta) => {
      expectSame(bodyOf(await okta.send(importPage('/Groups', 1)))['startIndex'], 1, 'startIndex');
    }),
    oktaCase(
      'create: looked up, created, found at once',
      'U1, U3, U7',
      async (okta) => void (await assign(okta, 'custom')),
    ),
    oktaCase('create with mappings of the enterprise extension', 'U3', async (okta) => {
      await assign(okta, 'custom', {
        locale: 'en_US',
        [enterprise]: { department: 'Engines', employeeNumber: '1815' },
      });
    }),
    oktaCase('create again, in capitals: 409, and the lookup finds the first', 'U1', async (okta) => {
      const user = await assign(okta, 'custom');
      const userName = String(user['userName']).toUpperCase();
      expectRefusal(await okta.send(createUser({ ...newPerson(okta), userName })), 409, 'uniqueness');
      expectSame(expectList(await okta.send(lookUpUser('custom', userName)), { totalResults: 1 })[0], user);
    }),
    oktaCase('link: GET, then PUT of what it gave with the profile of Okta over it', 'U7', async (okta) => {
      const user = await assign(okta, 'custom');
      const current = bodyOf(await okta.send(readUser(idOf(user))));
      const change = {
        displayName: 'Ada Lovelace',
        title: 'Analyst',
        name: { givenName: 'Ada', familyName: 'Lovelace' },
      };
      const put = await okta.send(replaceUser(current, { ...change, groups: [], password: '1mz050nq' }));
      expectUser(okta, put, 200, { ...sentOf(user), ...change });
    }),
    oktaCase('PUT that empties attributes: an empty text, null, a manager of null', 'U7', async (okta) => {
      const user = await assign(okta, 'custom', { title: 'Analyst', [enterprise]: { manager: { value: 'm-1' } } });
      const change = { title: '', nickName: null, [enterprise]: { manager: { value: null } } };
      const { [enterprise]: _enterprise, ...kept }: JsonObject = { ...sentOf(user), title: '' };
      expectUser(okta, await okta.send(replaceUser(user, change)), 200, kept);
    }),
    oktaCase('deactivate by PUT: still found, then reactivated', 'U4, U6', async (okta) => {
      const user = await assign(okta, 'custom');
      for (const active of [false, true]) {
        const current = bodyOf(await okta.send(readUser(idOf(user))));
        const expected = { ...sentOf(user), active };
        const put = expectUser(okta, await okta.send(replaceUser(current, { active })), 200, expected);
        const lookUp = lookUpUser('custom', String(user['userName']));
        expectSame(expectList(await okta.send(lookUp), { totalResults: 1 })[0], put);
      }
    }),
    oktaCase(
      'group push: looked up, created empty, read, overwritten with its members',
      'G10, G7',
      async (okta) => {
        const users = [await makeUser(okta, 'one'), await makeUser(okta, 'two')];
        const displayName = `Conformance ${okta.newWord('push')}`;
        expectList(await okta.send(lookUpGroup('custom', displayName)), { totalResults: 0 });
        const created = expectGroup(okta, await okta.send(createGroup(displayName, [])), 201, { displayName });
        const current = bodyOf(await okta.send(readGroup(idOf(created))));
        const put = await okta.send(replaceGroup(current, { members: users.map(asMember) }));
        expectGroup(okta, put, 200, { displayName }, users.map(idOf));
        await expectMembers(okta, { id: idOf(created), displayName }, users);
      },
      openGroups,
    ),
    oktaCase(
      'group push: one out, another in, then nobody',
      'G7',
      async (okta) => {
        const [one, two] = [await makeUser(okta, 'one'), await makeUser(okta, 'two')];
        const group = await link(okta, 'push', [one]);
        for (const members of [[two], [one, two], [], []]) {
          const current = bodyOf(await okta.send(readGroup(group.id)));
          const put = await okta.send(replaceGroup(current, { members: members.map(asMember) }));
          expectGroup(okta, put, 200, { displayName: group.displayName }, members.map(idOf));
          await expectMembers(okta, group, members);
        }
      },
      openGroups,
    ),
    oktaCase('import: pages of a hundred, in which everybody is once', 'P3, U6', async (okta) => {
      const user = await makeUser(okta, 'import', { active: false });
      const ids: string[] = [];
      for (let startIndex = 1, total = 1; startIndex <= total; startIndex += 100) {
        const body = bodyOf(await okta.send(importPage('/Users', startIndex)));
        total = Number(body['totalResults']);
        ids.push(...((body['Resources'] ?? []) as readonly JsonObject[]).map(idOf));
      }
      expectThat(ids.includes(idOf(user)), 'the new user is on no page');
      expectSame(new Set(ids).size, ids.length, 'the number of different ids');
    }),
    oktaCase(
      'a userName that is no address',
      'U2',
      async (okta) => {
        const person = { ...newPerson(okta), userName: okta.newWord('test user') };
        const request = createUser(person);
        expectUser(okta, await okta.send(request), 201, keptOf(request.body as JsonObject));
      },
      anyUserName,
    ),
  ],
};

/** An app of Okta's catalogue. */
export const oktaCatalogueApp: Suite = {
  title: 'Okta catalogue app (OIN)',
  source: 'Okta’s SCIM 2.0 reference and its client samples of 2018: PATCH',
  cases: [
    oktaCase(
      'create, with a plus for each space in the filter',
      'U1, P1',
      async (okta) => void (await assign(okta, 'catalogue')),
    ),
    oktaCase('deactivate: replace without a path, found inactive, reactivated', 'P2, U4, U6', async (okta) => {
      const user = await assign(okta, 'catalogue');
      for (const active of [false, false, true]) {
        const patched = await okta.send(patchUser(idOf(user), { active }));
        const body = expectUser(okta, patched, 200, { ...sentOf(user), active });
        const lookUp = lookUpUser('catalogue', String(user['userName']));
        expectSame(expectList(await okta.send(lookUp), { totalResults: 1 })[0], body);
      }
    }),
    oktaCase('push of the profile, twice: the second changes nothing', 'P2', async (okta) => {
      const user = await assign(okta, 'catalogue');
      const value = { title: 'Admiral', name: { familyName: 'Hopper' } };
      const expected = { ...sentOf(user), title: 'Admiral', name: { givenName: 'Test', familyName: 'Hopper' } };
      const first = expectUser(okta, await okta.send(patchUser(idOf(user), value)), 200, expected);
      expectSame(expectUser(okta, await okta.send(patchUser(idOf(user), value)), 200, expected), first);
    }),
    oktaCase('push of a password: taken, and nothing is different', 'U3', async (okta) => {
      const user = await assign(okta, 'catalogue');
      expectUser(okta, await okta.send(patchUser(idOf(user), { password: '1mz050nq' })), 200, sentOf(user));
    }),
    oktaCase('push of a new userName: the id stays', 'U1', async (okta) => {
      const user = await assign(okta, 'catalogue');
      const userName = okta.newUserName('renamed');
      const patched = await okta.send(patchUser(idOf(user), { userName }));
      expectSame(expectUser(okta, patched, 200, { ...sentOf(user), userName })['id'], user['id'], 'id');
    }),
    oktaCase(
      'rename of a group, with its id in the value',
      'G10, U7',
      async (okta) => {
        const group = await link(okta, 'rename');
        const displayName = `Conformance ${okta.newWord('renamed')}`;
        expectNoContent(await okta.send(renameGroup(group, displayName)));
        await expectMembers(okta, { ...group, displayName }, []);
      },
      openGroups,
    ),
    oktaCase(
      'members out and in, the name along with them',
      'P2, G7',
      async (okta) => {
        const [one, two, three] = [
          await makeUser(okta, 'one'),
          await makeUser(okta, 'two'),
          await makeUser(okta, 'three'),
        ];
        const group = await link(okta, 'incremental', [one, two]);
        const change = { remove: [idOf(one), idOf(two)], add: [asMember(three)] };
        // Okta repeats what it has no answer to.
        for (let round = 0; round < 2; round += 1) {
          expectNoContent(await okta.send(changeMembers(group, change)));
          await expectMembers(okta, group, [three]);
        }
      },
      openGroups,
    ),
    oktaCase(
      'Push now: exactly those who are named, an empty list too',
      'P2, G7',
      async (okta) => {
        const [one, two] = [await makeUser(okta, 'one'), await makeUser(okta, 'two')];
        const group = await link(okta, 'push now', [one]);
        for (const members of [[two], [one, two], []]) {
          expectNoContent(await okta.send(pushMembers(group, members.map(asMember))));
          await expectMembers(okta, group, members);
        }
      },
      openGroups,
    ),
    oktaCase(
      'Push now without a path: id, name and members in one value',
      'P2, G7',
      async (okta) => {
        const [one, two] = [await makeUser(okta, 'one'), await makeUser(okta, 'two')];
        const group = await link(okta, 'no path', [one]);
        for (const members of [[two], [one, two], []]) {
          expectNoContent(await okta.send(pushWholeGroup(group, members.map(asMember))));
          await expectMembers(okta, group, members);
        }
      },
      openGroups,
    ),
    oktaCase(
      'a push with somebody unknown: the others are in',
      'G7',
      async (okta) => {
        const user = await makeUser(okta, 'known');
        const group = await link(okta, 'stranger');
        const stranger = { value: '5e1b7d2c-0000-4000-8000-000000000000', display: 'stranger@example.net' };
        expectNoContent(await okta.send(changeMembers(group, { add: [asMember(user), stranger] })));
        await expectMembers(okta, group, [user]);
      },
      openGroups,
    ),
    oktaCase(
      'unlink and delete: 204, then 404',
      'G10',
      async (okta) => {
        const group = await link(okta, 'delete');
        expectNoContent(await okta.send(deleteGroup(group.id)));
        expectRefusal(await okta.send(readGroup(group.id)), 404);
      },
      openGroups,
    ),
    oktaCase('granular deprovisioning: DELETE, then 404', 'U5', async (okta) => {
      const user = await assign(okta, 'catalogue');
      expectNoContent(await okta.send(deleteUser(idOf(user))));
      expectRefusal(await okta.send(readUser(idOf(user))), 404);
    }),
    oktaCase('the token without the word Bearer', 'T4', async (okta) => {
      bodyOf(await okta.sendAs(okta.key, probeUsers()));
    }),
  ],
};

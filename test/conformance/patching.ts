import type { JsonObject } from '../../lambdas/scim/json.ts';
import { bodyOf, expectGroup, expectNoContent, expectRefusal, expectSame, expectThat, expectUser } from './expect.ts';
import { idOf, makeGroup, makeUser, pathOf, sentOf } from './resources.ts';
import type { Session } from './session.ts';
import { openGroups, type Case } from './suite.ts';

/** What a PATCH makes of a user: `after` lies over what was there, and null in it means absent. */
export type UserPatch = {
  readonly name: string;
  readonly proves: string;
  readonly before?: JsonObject;
  readonly operations: readonly JsonObject[];
  readonly after: JsonObject;
};

/** A PATCH that answers 200 with the whole user, who is the same when read again. */
export function patchesUser({ name, proves, before = {}, operations, after }: UserPatch): Case {
  return {
    name,
    proves,
    run: async (session) => {
      const user = await makeUser(session, 'patch', before);
      const expected = overlay(sentOf(user), after);
      const patched = expectUser(session, await session.patch(pathOf(user), operations), 200, expected);
      expectSame(patched['id'], user['id'], 'id');
      expectSame(createdOf(patched), createdOf(user), 'meta.created');
      expectSame(bodyOf(await session.get(pathOf(user))), patched);
    },
  };
}

/** A PATCH that is refused, and leaves the user as it was, version and all. */
export function refusesUserPatch({
  name,
  proves,
  before = {},
  operations,
  status = 400,
  scimType,
}: Omit<UserPatch, 'after'> & { readonly status?: number; readonly scimType?: string }): Case {
  return {
    name,
    proves,
    run: async (session) => {
      const user = await makeUser(session, 'patch', before);
      expectRefusal(await session.patch(pathOf(user), operations), status, scimType);
      expectSame(bodyOf(await session.get(pathOf(user))), user);
    },
  };
}

/** People of whom the first two are the group's members before, and what a PATCH makes of them. */
export type MembersPatch = {
  readonly name: string;
  readonly proves: string;
  operations(ids: readonly [string, string, string]): readonly JsonObject[];
  /** The places of those who are members after it. */
  readonly after: readonly (0 | 1 | 2)[];
};

/** A PATCH of a group that answers 204; the group and its people then say who is a member. */
export function patchesMembers({ name, proves, operations, after }: MembersPatch): Case {
  return {
    name,
    proves,
    needs: openGroups,
    run: async (session) => {
      const people = await session.once(makePeople);
      const ids = people.map(idOf) as [string, string, string];
      const group = await makeGroup(session, 'patch', people.slice(0, 2));
      expectNoContent(await session.patch(pathOf(group), operations(ids)));
      const { members: _members, ...rest } = sentOf(group);
      const read = await session.get(pathOf(group));
      const members = after.map((place) => ids[place]);
      expectGroup(session, read, 200, rest, members);
      await expectGroupOfPeople(session, ids, members, idOf(group));
    },
  };
}

async function makePeople(session: Session): Promise<readonly JsonObject[]> {
  return Promise.all(['one', 'two', 'three'].map((label) => makeUser(session, label)));
}

/** `groups` of each user tells the same as the group's members (RFC 7643 §4.1.2). */
async function expectGroupOfPeople(
  session: Session,
  ids: readonly string[],
  members: readonly string[],
  group: string,
): Promise<void> {
  for (const id of ids) {
    const { groups = [] } = bodyOf(await session.get(`/Users/${id}`));
    const shows = (groups as readonly JsonObject[]).some(({ value }) => value === group);
    const expected = members.includes(id);
    expectThat(shows === expected, `groups of ${id} ${shows ? 'has' : 'lacks'} the group, unlike the group's members`);
  }
}

/** `change` over `base`; what is null in it is taken away. */
export function overlay(base: JsonObject, change: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries({ ...base, ...change }).filter(([, value]) => value !== null));
}

function createdOf({ meta }: JsonObject): string {
  return String((meta as JsonObject)['created']);
}

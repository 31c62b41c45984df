import { expectFound, makePeople } from './people.ts';
import { expectList, expectRefusal } from './expect.ts';
import { idOf, makeGroup, makeUser, queryOf } from './resources.ts';
import type { Session } from './session.ts';
import { openGroups, type Case, type Suite } from './suite.ts';
import { urns } from './urns.ts';

const enterprise = urns.enterpriseUser;

/** A filter, and whom it finds of Ada, Barbara, Chen, Donald and Edsger (people.ts). */
const answered: readonly (readonly [name: string, filter: string, initials: string])[] = [
  ['eq ignores case where the attribute does', 'title eq "analyst"', 'AB'],
  ['eq compares the whole text', 'title eq "analys"', ''],
  ['ne finds the others, and those without a value', 'title ne "analyst"', 'CDE'],
  ['co', 'title co "NALYS"', 'ABE'],
  ['sw', 'title sw "struct"', 'E'],
  ['ew', 'title ew "ANALYST"', 'ABE'],
  ['pr', 'title pr', 'ABDE'],
  ['pr of a complex attribute', 'emails pr', 'ABCE'],
  ['pr of a sub-attribute', 'name.familyName pr', 'ABCD'],
  ['gt', 'nickName gt "Chen"', 'DE'],
  ['ge', 'nickName ge "chen"', 'CDE'],
  ['lt', 'nickName lt "Chen"', 'AB'],
  ['le', 'nickName le "Chen"', 'ABC'],
  ['a boolean', 'active eq false', 'B'],
  ['ne of a boolean', 'active ne true', 'B'],
  ['null is the absence of a value', 'title eq null', 'C'],
  ['ne null is its presence', 'title ne null', 'ABDE'],
  ['a date in the past', 'meta.created gt "2011-05-13T04:42:34Z"', 'ABCDE'],
  ['a date to come', 'meta.lastModified ge "2199-01-01T00:00:00.000Z"', ''],
  ['a date of another zone', 'meta.created lt "2199-01-01T00:00:00-08:00"', 'ABCDE'],
  ['a sub-attribute', 'name.familyName eq "KNUTH"', 'D'],
  ['a text of another script', 'displayName sw "陳"', 'C'],
  ['the case of letters beyond ASCII', 'name.familyName eq "ÆRØ"', 'C'],
  ['escaped quotes and backslashes', 'displayName eq "ada \\"the\\" countess \\\\ lovelace"', 'A'],
  ['letters as \\u', 'displayName sw "\\u9673"', 'C'],
  ['any value of a multi-valued attribute', 'emails.type eq "home"', 'AC'],
  ['a multi-valued attribute by its value', 'emails co ".HOME@"', 'AC'],
  ['a boolean sub-attribute', 'emails.primary eq true', 'AC'],
  ['a value path: one value has it all', 'emails[type eq "home" and primary eq true]', 'C'],
  ['the same without a value path: several values may', 'emails.type eq "home" and emails.primary eq true', 'AC'],
  ['a value path with or', 'emails[type eq "other" or value sw "barbara"]', 'BE'],
  ['a value path with not', 'emails[not (type eq "work")]', 'ACE'],
  ['a value path beside other conditions', 'emails[type eq "work"] and not (active eq false)', 'AC'],
  ['a value path with a sub-attribute behind it', 'emails[type eq "work"].value sw "ada"', 'A'],
  ['and', 'title co "analyst" and active eq true', 'AE'],
  ['or', 'nickName eq "Ada" or nickName eq "Edsger"', 'AE'],
  ['not', 'not (title co "analyst")', 'CD'],
  ['not of a group', 'not (nickName eq "Ada" or nickName eq "Chen")', 'BDE'],
  ['and binds before or', 'nickName eq "Ada" or nickName eq "Chen" and title pr', 'A'],
  ['parentheses bind before and', '(nickName eq "Ada" or nickName eq "Chen") and title pr', 'A'],
  ['not binds before and', 'not (nickName eq "Ada") and title co "analyst"', 'BE'],
  ['operators and names in any case', 'TITLE Eq "analyst" AND Not (ACTIVE EQ false)', 'A'],
  ['an attribute by the URN of the core schema', `${urns.user}:title eq "professor"`, 'D'],
  ['a sub-attribute by the URN of the core schema', `${urns.user}:name.givenName eq "ada"`, 'A'],
  ['an attribute of an extension', `${enterprise}:department eq "types"`, 'B'],
  ['a sub-attribute of an extension', `${enterprise}:manager.value eq "m-1"`, 'A'],
  ['numbers as text compare as text', `${enterprise}:employeeNumber lt "1900"`, 'A'],
  ['schemas', `schemas eq "${enterprise}"`, 'AB'],
  ['meta.resourceType', 'meta.resourceType eq "User"', 'ABCDE'],
];

const refused: readonly (readonly [name: string, filter: string])[] = [
  ['no filter at all', ''],
  ['no value', 'userName eq'],
  ['no operator', 'userName'],
  ['an operator that is none', 'userName is "x"'],
  ['a text without its end', 'userName eq "x'],
  ['a parenthesis without its end', '(userName eq "x"'],
  ['a bracket without its end', 'emails[type eq "work"'],
  ['an end without its beginning', 'userName eq "x")'],
  ['not without parentheses', 'not userName eq "x"'],
  ['and without a second condition', 'userName eq "x" and'],
  ['two conditions without an operator', 'userName eq "x" userName eq "y"'],
  ['an attribute that no schema has', 'shoeSize eq 7'],
  ['a sub-attribute that does not exist', 'name.size eq 7'],
  ['an extension that nobody knows', 'urn:example:other:2.0:User:badge eq "x"'],
  ['an order of booleans', 'active gt true'],
  ['a part of a boolean', 'active co "tr"'],
  ['a text that is no date', 'meta.created gt "yesterday"'],
];

const filters: readonly Case[] = [
  ...answered.map(([name, filter, initials]): Case => ({
    name: `${name}: ${filter}`,
    proves: '§3.4.2.2, P1',
    run: async (session) => {
      const { userType } = await session.once(makePeople);
      const query = queryOf({ filter: `userType eq "${userType}" and (${filter})` });
      const found = expectList(await session.get(`/Users${query}`), { totalResults: initials.length });
      expectFound(found, initials);
    },
  })),
  ...refused.map(([name, filter]): Case => ({
    name: `${name} is invalidFilter: ${filter}`,
    proves: '§3.4.2.2, §3.12, P1',
    run: async (session) => expectRefusal(await session.get(`/Users${queryOf({ filter })}`), 400, 'invalidFilter'),
  })),
];

const lookups: readonly Case[] = [
  {
    name: 'id and externalId are compared letter by letter',
    proves: '§3.4.2.2, RFC 7643 §3.1',
    run: async (session) => {
      const externalId = session.newWord('Exact');
      const user = await makeUser(session, 'exact', { externalId });
      await expectTotals(session, '/Users', [
        [`id eq "${idOf(user)}"`, 1],
        [`id eq "${idOf(user).toUpperCase()}"`, idOf(user) === idOf(user).toUpperCase() ? 1 : 0],
        [`externalId eq "${externalId}"`, 1],
        [`externalId eq "${externalId.toUpperCase()}"`, 0],
      ]);
    },
  },
  {
    name: 'userName is compared in any case, in every operator',
    proves: '§3.4.2.2, RFC 7643 §4.1.1, U1',
    run: async (session) => {
      const userName = String((await makeUser(session, 'any-case'))['userName']);
      const [shouted, start] = [userName.toUpperCase(), userName.slice(0, -3).toLowerCase()];
      await expectTotals(session, '/Users', [
        [`userName eq "${shouted}"`, 1],
        [`userName sw "${start}"`, 1],
        [`userName co "${start}"`, 1],
        [`userName ew "${shouted}"`, 1],
      ]);
    },
  },
  {
    name: 'groups are found by name, by externalId and by member',
    proves: '§3.4.2.2, G3',
    needs: openGroups,
    run: async (session) => {
      const user = await makeUser(session, 'in group');
      const name = String((await makeGroup(session, 'found', [user]))['displayName']);
      await expectTotals(session, '/Groups', [
        [`displayName eq "${name.toUpperCase()}"`, 1],
        [`displayName sw "${name}"`, 1],
        [`members.value eq "${idOf(user)}"`, 1],
        [`members[value eq "${idOf(user)}" and type eq "User"] and displayName pr`, 1],
        [`displayName eq "${name} of others"`, 0],
      ]);
    },
  },
  {
    name: 'users are found by the groups that they are in',
    proves: '§3.4.2.2, U6',
    needs: openGroups,
    run: async (session) => {
      const user = await makeUser(session, 'in group');
      const group = await makeGroup(session, 'of users', [user]);
      await expectTotals(session, '/Users', [
        [`groups.value eq "${idOf(group)}"`, 1],
        [`groups[display eq "${String(group['displayName'])}" and type eq "direct"]`, 1],
      ]);
    },
  },
  {
    name: 'spaces come as %20 and as +',
    proves: '§3.4.2.2, §3.4.2',
    run: async (session) => {
      const { userType } = await session.once(makePeople);
      for (const space of ['%20', '+']) {
        const filter = encodeURIComponent(`userType eq "${userType}"`).replaceAll('%20', space);
        expectList(await session.get(`/Users?filter=${filter}`), { totalResults: 5 });
      }
    },
  },
];

async function expectTotals(
  session: Session,
  endpoint: string,
  totals: readonly (readonly [filter: string, totalResults: number])[],
): Promise<void> {
  for (const [filter, totalResults] of totals) {
    expectList(await session.get(`${endpoint}${queryOf({ filter })}`), { totalResults });
  }
}

/** Filters: every operator and form of the grammar, and what is none. */
export const filter: Suite = {
  title: 'RFC 7644 §3.4.2.2 filter',
  source: 'RFC 7644 §3.4.2.2',
  cases: [...filters, ...lookups],
};

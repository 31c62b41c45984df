import type { JsonObject } from '../../lambdas/scim/json.ts';
import { expectThat, pluck } from './expect.ts';
import { makeUser } from './resources.ts';
import type { Session } from './session.ts';
import { urns } from './urns.ts';

/** Five people whom only this run knows: `userType` is the same word for all, and nobody else's. */
export type People = { readonly userType: string; readonly users: readonly JsonObject[] };

/** Makes them, Ada to Edsger, in this order. To be had by `session.once(makePeople)`. */
export async function makePeople(session: Session): Promise<People> {
  const userType = session.newWord('people');
  const users: JsonObject[] = [];
  for (const person of people(session)) users.push(await makeUser(session, 'people', { ...person, userType }));
  return { userType, users };
}

function people({ run, domain }: Session): readonly JsonObject[] {
  return [
    {
      nickName: 'Ada',
      externalId: `Ada-${run}`,
      name: { givenName: 'Ada', familyName: 'Lovelace' },
      title: 'Analyst',
      displayName: 'Ada "the" Countess \\ Lovelace',
      emails: [
        { value: `ada.work@${domain}`, type: 'work', primary: true },
        { value: `ada.home@${domain}`, type: 'home' },
      ],
      [urns.enterpriseUser]: { department: 'Engines', employeeNumber: '1815', manager: { value: 'm-1' } },
    },
    {
      nickName: 'Barbara',
      name: { givenName: 'Barbara', familyName: 'liskov' },
      title: 'ANALYST',
      active: false,
      emails: [{ value: `barbara.work@${domain}`, type: 'work' }],
      [urns.enterpriseUser]: { department: 'Types', employeeNumber: '1939' },
    },
    {
      nickName: 'Chen',
      name: { givenName: 'Chen', familyName: 'Ærø' },
      displayName: '陳 省身',
      emails: [
        { value: `chen.home@${domain}`, type: 'home', primary: true },
        { value: `chen.work@${domain}`, type: 'work' },
      ],
    },
    {
      nickName: 'Donald',
      name: { givenName: 'Donald', familyName: 'Knuth' },
      title: 'Professor',
      roles: [{ value: 'author', primary: true }, { value: 'organist' }],
      emails: [],
    },
    {
      nickName: 'Edsger',
      name: { givenName: 'Edsger' },
      title: 'Structured Analyst',
      phoneNumbers: [{ value: '+31-1', type: 'work' }],
      emails: [{ value: `edsger.other@${domain}`, type: 'other' }],
    },
  ];
}

/** The people found are these, by their first letters. */
export function expectFound(found: readonly JsonObject[], initials: string, ordered = false): void {
  const names = pluck(found, 'nickName').map((name) => String(name).slice(0, 1));
  const actual = (ordered ? names : names.toSorted()).join('');
  expectThat(actual === initials, `finds "${actual}", expected "${initials}"`);
}

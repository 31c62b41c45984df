import { describe, expect, it } from 'vitest';
import type { Json } from '../../lambdas/scim/json.ts';
import {
  contains,
  finds,
  findProblems,
  hasMembers,
  isGroup,
  isInGroups,
  isList,
  isUser,
} from '../../local/okta/answer.ts';
import type { Expectation } from '../../local/okta/answer.ts';
import type { Exchange } from '../../local/okta/client.ts';

const user = {
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
  id: 'u1',
  userName: 'Ada@example.com',
  name: { givenName: 'Ada', familyName: 'Lovelace' },
  emails: [{ value: 'Ada@example.com' }],
  active: true,
  groups: [{ value: 'g1' }],
  meta: { location: 'https://scim.example.com/scim/v2/Users/u1' },
};
const group = {
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
  id: 'g1',
  displayName: 'Statsig-ProjectA-Admin',
  members: [{ value: 'u1' }, { value: 'u2' }],
  meta: { location: 'https://scim.example.com/scim/v2/Groups/g1' },
};
const list = {
  schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
  totalResults: 1,
  startIndex: 1,
  itemsPerPage: 1,
  Resources: [user],
};
const refusal = {
  schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
  status: '403',
  detail: 'Project creation is not supported via SCIM. Please create projects in the Statsig Console.',
};
const refused: Expectation = { rule: 'G4', status: 403, opening: 'Project creation is not supported via SCIM' };

function answer(status: number, body: Json | undefined, contentType = 'application/scim+json'): Exchange {
  const text = body === undefined ? '' : JSON.stringify(body);
  const headers = new Headers({ 'content-type': contentType });
  return { request: { method: 'GET', path: '/Users' }, status, headers, text, body, milliseconds: 1 };
}

describe('what the play accepts', () => {
  it.each<[string, Exchange, Expectation]>([
    ['a user', answer(200, user), { rule: 'U3', status: 200, checks: [isUser, isInGroups('g1')] }],
    ['a group', answer(200, group), { rule: 'G1', status: 200, checks: [isGroup, hasMembers('u2', 'u1')] }],
    ['a list', answer(200, list), { rule: 'P3', status: 200, checks: [isList, finds(1, isUser)] }],
    ['an empty list without Resources', answer(200, emptyList()), { rule: 'P3', status: 200, checks: [finds(0)] }],
    ['a charset', answer(200, user, 'application/scim+json; charset=utf-8'), { rule: 'P7', status: 200 }],
    [
      'no content, where the checks are for a body',
      answer(204, undefined),
      { rule: 'P2', status: [200, 204], checks: [isUser] },
    ],
    ['a refusal', answer(403, refusal), refused],
  ])('%s', (_, exchange, expectation) => {
    expect(findProblems(exchange, expectation)).toEqual([]);
  });
});

describe('what the play complains about', () => {
  const user200 = (...checks: Expectation['checks'] & object): Expectation => ({ rule: 'U1', status: 200, checks });
  it.each<[string, Exchange, Expectation, string]>([
    ['another status', answer(201, user), user200(), 'status 201, expected 200'],
    ['HTML', answer(502, undefined, 'text/html'), { rule: 'P7', status: 502 }, 'the content type is "text/html"'],
    ['a body that is no JSON', answer(200, undefined), user200(), 'the body is no JSON object: '],
    ['a body with 204', answer(204, user), { rule: 'P2', status: 204 }, 'a body with status 204'],
    ['a password', answer(200, { ...user, password: 'x' }), user200(), 'a password is returned'],
    ['no id', answer(200, { ...user, id: null }), user200(isUser), 'the user has no id'],
    [
      'active as text',
      answer(200, { ...user, active: 'true' }),
      user200(isUser),
      'active is "true", expected a boolean',
    ],
    [
      'a relative location',
      answer(200, { ...user, meta: { location: '/Users/u1' } }),
      user200(isUser),
      'expected a URL that ends in /Users/u1',
    ],
    [
      'a name in small letters',
      answer(200, { ...user, userName: 'ada@example.com' }),
      user200(contains({ userName: 'Ada@example.com' })),
      'userName is "ada@example.com", expected "Ada@example.com"',
    ],
    [
      'a value that is gone',
      answer(200, { ...user, name: {} }),
      user200(contains({ name: { givenName: 'Ada' } })),
      'name.givenName is absent, expected "Ada"',
    ],
    [
      'a total as text',
      answer(200, { ...list, totalResults: '1' }),
      user200(isList),
      'totalResults is "1", expected an integer',
    ],
    [
      'a page that is longer than it says',
      answer(200, { ...list, itemsPerPage: 0 }),
      user200(isList),
      'itemsPerPage is 0 with 1 resources',
    ],
    ['a filter that finds everybody', answer(200, list), user200(finds(0)), 'totalResults is 1, expected 0'],
    ['the wrong one found', answer(200, list), user200(finds(1, contains({ id: 'u2' }))), 'id is "u1", expected "u2"'],
    ['a member too many', answer(200, group), user200(hasMembers('u1')), 'the members are [u1, u2], expected [u1]'],
    [
      'another member',
      answer(200, group),
      user200(hasMembers('u1', 'u3')),
      'the members are [u1, u2], expected [u1, u3]',
    ],
    ['a group that is left', answer(200, user), user200(isInGroups()), "the user's groups are [g1], expected []"],
    [
      'a group without a name',
      answer(200, { ...group, displayName: '' }),
      user200(isGroup),
      'the group has no displayName',
    ],
    [
      'another sentence',
      answer(403, { ...refusal, detail: 'No.' }),
      refused,
      'the detail is "No.", expected to open with "Project creation',
    ],
    ['no help', answer(403, { ...refusal, detail: `${refused.opening}.` }), refused, 'no help sentence follows'],
    ['no detail', answer(403, { ...refusal, detail: '' }), { rule: 'P7', status: 403 }, 'the refusal has no detail'],
    [
      'a status as a number',
      answer(403, { ...refusal, status: 403 }),
      { rule: 'P7', status: 403 },
      'status is 403, expected "403"',
    ],
    [
      'no schema of errors',
      answer(403, { ...refusal, schemas: [] }),
      { rule: 'P7', status: 403 },
      'the refusal lacks the schema of SCIM errors',
    ],
    [
      'another scimType',
      answer(409, { ...refusal, status: '409' }),
      { rule: 'U1', status: 409, scimType: 'uniqueness' },
      'scimType is absent, expected "uniqueness"',
    ],
  ])('%s', (_, exchange, expectation, problem) => {
    expect(findProblems(exchange, expectation).join('; ')).toContain(problem);
  });
});

function emptyList(): Json {
  const { Resources: _, ...rest } = list;
  return { ...rest, totalResults: 0, itemsPerPage: 0 };
}

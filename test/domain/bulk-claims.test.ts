import { describe, expect, it } from 'vitest';
import { readClaims } from '#domain/bulk-claims.ts';
import { groupType, userType } from '#domain/resource-types.ts';
import type { Json, JsonObject } from '#scim/json.ts';
import { product } from '../support/world.ts';

type Method = 'POST' | 'PUT' | 'PATCH' | 'DELETE';

const nothing = { ownership: false };
const alias = 'urn:ietf:params:scim:schemas:extension:statsig:2.0:User';
const core = 'urn:ietf:params:scim:schemas:core:2.0:User';

function patch(...operations: readonly JsonObject[]): JsonObject {
  return { Operations: operations };
}

describe('what a user operation claims', () => {
  it.each<[string, Method, Json, object]>([
    [
      'the userName of a new user',
      'POST',
      { userName: 'Ada@example.com' },
      { name: 'Ada@example.com', ownership: false },
    ],
    ['it in any spelling', 'PUT', { [`${core}:USERNAME`]: 'a@x.io' }, { name: 'a@x.io', ownership: false }],
    ['the last of several', 'PUT', { username: 'a@x.io', userName: 'b@x.io' }, { name: 'b@x.io', ownership: false }],
    [
      'the userName of a PATCH',
      'PATCH',
      patch({ op: 'replace', path: 'userName', value: 'a@x.io' }),
      { name: 'a@x.io', ownership: false },
    ],
    ['nothing without a userName', 'PATCH', patch({ op: 'add', path: 'title', value: 'CEO' }), nothing],
    ['no userName that is no text', 'POST', { userName: 7 }, nothing],
    ['nothing by a DELETE', 'DELETE', null, nothing],
    ['nothing where the data cannot be read', 'PUT', ['x'], nothing],
    ['nothing where a PATCH cannot be read', 'PATCH', patch({ op: 'replace', path: 'nothing', value: 1 }), nothing],
    ['the ownership of a new user', 'POST', { statsigOrgRole: 'Owner' }, { ownership: true }],
    ['it, case ignored', 'PUT', { STATSIGORGROLE: ' owner ' }, { ownership: true }],
    ['O6: it under the alias', 'PUT', { [`${alias}:statsigOrgRole`]: 'Owner' }, { ownership: true }],
    ['O6: it within the alias', 'PUT', { [alias]: { statsigOrgRole: 'Owner' } }, { ownership: true }],
    ['it by PATCH', 'PATCH', patch({ op: 'Add', value: { statsigOrgRole: 'Owner' } }), { ownership: true }],
    [
      'O6: it by PATCH under the alias',
      'PATCH',
      patch({ op: 'replace', path: `${alias}:statsigOrgRole`, value: 'OWNER' }),
      { ownership: true },
    ],
    [
      'not what a later operation of the PATCH takes back',
      'PATCH',
      patch({ op: 'add', path: 'statsigOrgRole', value: 'Owner' }, { op: 'remove', path: 'statsigOrgRole' }),
      nothing,
    ],
    ['no other role', 'PUT', { statsigOrgRole: 'Admin' }, nothing],
    ['no role that there is not', 'PUT', { statsigOrgRole: 'King' }, nothing],
    ['U4: not beside a deactivation by PUT', 'PUT', { statsigOrgRole: 'Owner', active: 'False' }, nothing],
    [
      'U4: not beside a deactivation by PATCH',
      'PATCH',
      patch({ op: 'replace', value: { active: false, statsigOrgRole: 'Owner' } }),
      nothing,
    ],
    ['it for a new user who is inactive', 'POST', { statsigOrgRole: 'Owner', active: false }, { ownership: true }],
    ['it for a user who is active', 'PUT', { statsigOrgRole: 'Owner', active: true }, { ownership: true }],
  ])('is %s', (_, method, data, expected) => {
    expect(readClaims(product, userType(product), { method, data })).toEqual(expected);
  });

  it('hands on what is no refusal', () => {
    const data = {
      get userName(): string {
        throw new TypeError('a fault');
      },
    };
    expect(() => readClaims(product, userType(product), { method: 'POST', data })).toThrow(TypeError);
  });
});

it('what a group operation claims is its displayName, and never the ownership', () => {
  const data = { displayName: 'Night shift', statsigOrgRole: 'Owner' };
  const expected = { name: 'Night shift', ownership: false };
  expect(readClaims(product, groupType(), { method: 'POST', data })).toEqual(expected);
});

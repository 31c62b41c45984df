import { describe, expect, it } from 'vitest';
import type { JsonObject } from '#scim/json.ts';
import { selectAttributes } from '#scim/project.ts';
import { expectRefusal } from './refusal.ts';
import { device, enterprise, group, jane, user } from './resource-types.ts';

const always = { schemas: jane['schemas'], id: jane['id'] };
const core = 'urn:ietf:params:scim:schemas:core:2.0:User';

function without(...names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(jane).filter(([name]) => !names.includes(name)));
}

describe('selectAttributes', () => {
  it.each<[string | undefined, unknown]>([
    [undefined, jane],
    ['', jane],
    ['userName', { ...always, userName: jane['userName'] }],
    [' USERNAME , active', { ...always, userName: jane['userName'], active: true }],
    ['shoeSize', always],
    ['name.givenName', { ...always, name: { givenName: 'Jane' } }],
    ['name,name.givenName', { ...always, name: jane['name'] }],
    ['emails.type', { ...always, emails: [{ type: 'work' }, { type: 'home' }] }],
    ['emails.display', always],
    [`${core}:userName`, { ...always, userName: jane['userName'] }],
    [`${enterprise}:department`, { ...always, [enterprise]: { department: 'Sales' } }],
    [`${enterprise}:manager.value`, { ...always, [enterprise]: { manager: { value: 'M-1' } } }],
    ['department', { ...always, [enterprise]: { department: 'Sales' } }],
    [`${enterprise}:division`, always],
    [enterprise, { ...always, [enterprise]: jane[enterprise] }],
    ['meta.created', { ...always, meta: { created: '2024-05-01T10:00:00Z' } }],
    ['emails.value', { ...always, emails: [{ value: 'jane@example.com' }, { value: 'jane@home.example' }] }],
    [
      `${core}:EMAILS.value,${core}:emails.TYPE`,
      {
        ...always,
        emails: [
          { value: 'jane@example.com', type: 'work' },
          { value: 'jane@home.example', type: 'home' },
        ],
      },
    ],
    [
      `${core}:name.familyName,${core}:id,${core}:meta.resourceType`,
      { ...always, name: { familyName: 'Doe' }, meta: { resourceType: 'User' } },
    ],
    [
      `${enterprise.toUpperCase()},shoeSize,userName`,
      { ...always, userName: jane['userName'], [enterprise]: jane[enterprise] },
    ],
    [`${enterprise}:manager`, { ...always, [enterprise]: { manager: { value: 'M-1', $ref: 'https://old' } } }],
    ['password,constructor,__proto__,emails[type eq "work"],*', always],
    [',', always],
  ])('P5: shows for attributes %s what it names', (attributes, expected) => {
    expect(selectAttributes(attributes, undefined, user).apply(jane)).toEqual(expected);
  });

  it('P5: shows for the URN of the core all of its attributes', () => {
    const shown = selectAttributes(core, undefined, user).apply(jane);
    expect(shown).toEqual(without(enterprise, 'externalId', 'meta'));
  });

  it.each<[string | undefined, unknown]>([
    ['emails', without('emails')],
    ['EMAILS, shoeSize', without('emails')],
    ['id,schemas', jane],
    [`${core}:ID,${core}:schemas,${core}:userName`, without('userName')],
    [core, { ...always, externalId: jane['externalId'], meta: jane['meta'], [enterprise]: jane[enterprise] }],
    ['emails.value,emails.type,emails.primary', without('emails')],
    [`${enterprise}:manager.$ref`, { ...jane, [enterprise]: { department: 'Sales', manager: { value: 'M-1' } } }],
    [`${enterprise}:department,${enterprise}:manager`, without(enterprise)],
    ['meta.created,meta.lastModified', { ...jane, meta: { resourceType: 'User' } }],
    ['password', jane],
    ['name.givenName', { ...jane, name: { familyName: 'Doe' } }],
    ['name.givenName,name.familyName', without('name')],
    ['addresses.country,addresses.type', without('addresses')],
    [
      'emails.type',
      { ...jane, emails: [{ value: 'jane@example.com', primary: true }, { value: 'jane@home.example' }] },
    ],
    [enterprise, without(enterprise)],
    ['manager', { ...jane, [enterprise]: { department: 'Sales' } }],
    [' ', jane],
  ])('P5: hides for excludedAttributes %s what it names', (excluded, expected) => {
    expect(selectAttributes(undefined, excluded, user).apply(jane)).toEqual(expected);
  });

  it('refuses both at once', () => {
    expectRefusal(() => selectAttributes('a', 'b', user), 'invalidValue', 'Please send only one of them');
  });

  it('RFC 7643 §7: shows what is returned on request only then, and what is never returned never', () => {
    const resource = { floor: 1, secret: 's', history: 'h', strange: 'x', tags: [] };
    expect(selectAttributes(undefined, undefined, device).apply(resource)).toEqual({ floor: 1, tags: [] });
    expect(selectAttributes('history,secret', undefined, device).apply(resource)).toEqual({ history: 'h' });
  });

  it('shows an extension only where it is an object', () => {
    expect(selectAttributes(undefined, undefined, user).apply({ id: 'x', [enterprise]: null })).toEqual({ id: 'x' });
  });

  it.each<[string | undefined, string | undefined, boolean]>([
    [undefined, undefined, true],
    ['displayName', undefined, false],
    ['members.value', undefined, true],
    [undefined, 'members', false],
    [undefined, 'members.display', true],
  ])(
    'P5: tells with attributes %s and excludedAttributes %s whether members are wanted',
    (attributes, excluded, wanted) => {
      expect(selectAttributes(attributes, excluded, group).wants('members')).toBe(wanted);
    },
  );

  it('P5: wants nothing that no schema has', () => {
    expect(selectAttributes(undefined, undefined, group).wants('shoeSize')).toBe(false);
  });

  it.each<[string | undefined, boolean]>([
    [undefined, true],
    ['displayName', true],
    ['members', true],
    ['members.value', true],
    ['members.value,members.$ref', false],
    ['MEMBERS.TYPE', false],
  ])('P3: tells with attributes %s whether it is left open what is shown of members', (attributes, open) => {
    expect(selectAttributes(attributes, undefined, group).leaves('members')).toBe(open);
    expect(selectAttributes(undefined, attributes, group).leaves('members')).toBe(true);
  });
});

import { describe, expect, it } from 'vitest';
import { findAttribute, findSchema, findSubAttribute, isUnderSchema } from '#scim/names.ts';
import { allPaths } from './arbitraries.ts';
import { enterprise, group, orgRoleUrn, user } from './resource-types.ts';

describe('findAttribute', () => {
  it.each(allPaths(user).map((path) => [path.name, path] as const))('finds %s in any case', (name, path) => {
    expect(findAttribute(user, name)).toBe(path);
    expect(findAttribute(user, name.toUpperCase())).toBe(path);
  });

  it.each(allPaths(user).map((path) => [path.name, path] as const))('finds %s under its URN', (name, path) => {
    const qualified = name.startsWith('urn:') ? name : `${user.schema.id}:${name}`;
    expect(findAttribute(user, qualified)).toBe(path);
  });

  it('O6: finds the role under its alias', () => {
    expect(findAttribute(user, `${orgRoleUrn}:STATSIGORGROLE`)?.name).toBe('statsigOrgRole');
  });

  it.each([
    '',
    'shoeSize',
    'name.',
    '.name',
    'userName.value',
    'constructor',
    '__proto__',
    'toString',
    'name.constructor',
  ])('finds nothing under "%s"', (name) => {
    expect(findAttribute(user, name)).toBeUndefined();
  });

  it('keeps the types apart', () => {
    expect(findAttribute(group, 'userName')).toBeUndefined();
    expect(findAttribute(user, 'members')).toBeUndefined();
  });
});

describe('findSchema', () => {
  it('finds the core by its URN and its alias, and extensions by theirs', () => {
    expect(findSchema(user, user.schema.id.toUpperCase())).toBe(user.schema);
    expect(findSchema(user, orgRoleUrn)).toBe(user.schema);
    expect(findSchema(user, enterprise)).toBe(user.extensions[0]);
    expect(findSchema(user, 'urn:example')).toBeUndefined();
  });
});

describe('isUnderSchema', () => {
  it('tells names under advertised URNs from others', () => {
    const under = [`${enterprise}:x`, `${user.schema.id.toUpperCase()}:x`, `${orgRoleUrn}:x`, 'urn:example:x', 'x'];
    expect(under.map((name) => isUnderSchema(user, name))).toEqual([true, true, false, false, false]);
  });
});

describe('findSubAttribute', () => {
  it('finds it in any case, and nothing in a simple attribute', () => {
    const name = findAttribute(user, 'name')!.attribute;
    expect(findSubAttribute(name, 'GIVENNAME')?.name).toBe('givenName');
    expect(findSubAttribute(name, 'constructor')).toBeUndefined();
    expect(findSubAttribute(findAttribute(user, 'title')!.attribute, 'value')).toBeUndefined();
  });
});

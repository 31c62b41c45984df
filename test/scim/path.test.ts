import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePath, printPath } from '#scim/path.ts';
import { filterText, pathOf } from './arbitraries.ts';
import { expectRefusal, refusalIn } from './refusal.ts';
import { enterprise, group, orgRoleUrn, user } from './resource-types.ts';

const core = 'urn:ietf:params:scim:schemas:core:2.0:User';

describe('parsePath', () => {
  it.each([
    ['userName', 'attribute', 'userName'],
    ['NAME.familyname', 'attribute', 'name.familyName'],
    [`${core}:name.familyName`, 'attribute', 'name.familyName'],
    [`${enterprise}:department`, 'attribute', `${enterprise}:department`],
    ['manager', 'attribute', `${enterprise}:manager`],
    ['department', 'attribute', `${enterprise}:department`],
    [`${orgRoleUrn}:statsigOrgRole`, 'attribute', 'statsigOrgRole'],
    ['emails[type eq "work"]', 'elements', 'emails[type eq "work"]'],
    ['emails[type eq "work"].VALUE', 'elements', 'emails[type eq "work"].value'],
    ['roles[primary eq "True"].value', 'elements', 'roles[primary eq true].value'],
    [`${core}:emails[not (type pr)].type`, 'elements', 'emails[not (type pr)].type'],
    [enterprise.toLowerCase(), 'schema', enterprise],
    [core, 'schema', core],
    [orgRoleUrn, 'schema', core],
    [`${orgRoleUrn}:shoeSize`, 'unadvertised', `${orgRoleUrn}:shoeSize`],
    ['urn:example:2.0:User:a[b eq "c"].d', 'unadvertised', 'urn:example:2.0:User:a[b eq "c"].d'],
    ['Password', 'unadvertised', 'Password'],
    [`${core}:password`, 'unadvertised', `${core}:password`],
    ['http://schemas.example.com/2006/11:x', 'unadvertised', 'http://schemas.example.com/2006/11:x'],
  ])('P2: understands %s', (text, kind, printed) => {
    const path = parsePath(text, user);
    expect({ kind: path.kind, printed: printPath(path) }).toEqual({ kind, printed });
  });

  it('P2: understands members by id', () => {
    expect(printPath(parsePath('members[value eq "u1"]', group))).toBe('members[value eq "u1"]');
  });

  it.each([
    ['shoeSize', 'offset 0: expected an attribute of User, found "shoeSize"'],
    ['', 'offset 0: expected an attribute of User, found the end'],
    ['[type eq "work"]', 'offset 0: expected an attribute of User'],
    [`${core}:shoeSize`, 'offset 0: expected an attribute of User'],
    [`${enterprise}:shoeSize`, 'offset 0: expected an attribute of User'],
    ['emails.shoeSize', 'offset 0: expected an attribute of User'],
    ['emails[type eq "work"]value', 'offset 22: expected "." or the end'],
    ['emails[type eq "work"].size', 'offset 23: expected a sub-attribute of emails'],
    ['emails[type eq "work"].value x', 'offset 23: expected a sub-attribute of emails'],
    ['userName x', 'offset 8: expected "[" or the end'],
    ['userName[value pr]', 'offset 8: expected no "[" after userName'],
    ['emails.value[type pr]', 'offset 12: expected no "[" after emails.value'],
    ['name[givenName pr]', 'offset 4: expected no "[" after name'],
    [`userName${'x'.repeat(9000)}`, 'longer than 8192 characters'],
  ])('P2: refuses %s as a path', (text, detail) => {
    expectRefusal(() => parsePath(text, user), 'invalidPath', detail);
  });

  it.each([
    ['emails[]', 'The path cannot be understood at offset 7: expected an attribute'],
    ['emails[size eq 1]', 'offset 7: expected an attribute of emails'],
    ['emails[type eq "work"', 'offset 21: expected "and", "or" or "]", found the end'],
  ])('P2: refuses the filter in %s', (text, detail) => {
    expectRefusal(() => parsePath(text, user), 'invalidFilter', detail);
  });

  it.each(['password[value eq "hunter2"]', 'Password eq hunter2'])(
    'U3: repeats nothing of %s, which may be a password',
    (text) => {
      const { detail = '' } = refusalIn(() => parsePath(text, user)) ?? {};
      expect(detail).toMatch(/^The path cannot be understood at offset \d+: expected an? .*, found something else\./u);
    },
  );

  it('P2: reads what it printed as the same path, whatever the path', () => {
    fc.assert(
      fc.property(pathOf(user), (path) => {
        expect(parsePath(printPath(path), user)).toEqual(path);
      }),
    );
  });

  it('P2: throws nothing but refusals, whatever the text', () => {
    fc.assert(
      fc.property(filterText, (text) => {
        expect([undefined, 400]).toContain(refusalIn(() => parsePath(text, user))?.status);
      }),
      { numRuns: 2000 },
    );
  });
});

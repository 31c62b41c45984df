import { describe, expect, it } from 'vitest';
import type { Attribute } from '#scim/attribute.ts';
import { groupResourceType } from '#scim/schemas.ts';
import { enterprise, group, orgRoleUrn, user } from './resource-types.ts';

const names = (attributes: readonly Attribute[] = []): string[] => attributes.map(({ name }) => name);

function attribute(name: string): Attribute {
  return user.schema.attributes.find((candidate) => candidate.name === name)!;
}

describe('the User', () => {
  it('U3: has every attribute of RFC 7643 §4.1 but password', () => {
    expect(names(user.schema.attributes)).toEqual([
      'userName',
      'name',
      'displayName',
      'nickName',
      'profileUrl',
      'title',
      'userType',
      'preferredLanguage',
      'locale',
      'timezone',
      'active',
      'emails',
      'phoneNumbers',
      'ims',
      'photos',
      'addresses',
      'groups',
      'entitlements',
      'roles',
      'x509Certificates',
      'statsigOrgRole',
    ]);
  });

  it('U1: requires userName and has it unique, case ignored', () => {
    expect(attribute('userName')).toMatchObject({ required: true, uniqueness: 'server', caseExact: false });
  });

  it('O6: advertises Member and Admin, and describes Owner', () => {
    expect(attribute('statsigOrgRole')).toMatchObject({ type: 'string', canonicalValues: ['Member', 'Admin'] });
    expect(attribute('statsigOrgRole').description).toContain('Statsig organization: Member, Admin or Owner');
    expect(user.coreAliases).toEqual([orgRoleUrn.toLowerCase()]);
  });

  it.each(['emails', 'phoneNumbers', 'ims', 'photos', 'entitlements', 'roles', 'x509Certificates'])(
    'RFC 7643 §2.4: gives %s value, display, type and primary',
    (name) => {
      expect(attribute(name)).toMatchObject({ type: 'complex', multiValued: true });
      expect(names(attribute(name).subAttributes)).toEqual(['value', 'display', 'type', 'primary']);
    },
  );

  it('U6: has read-only groups', () => {
    const { mutability, subAttributes = [] } = attribute('groups');
    expect(new Set([mutability, ...subAttributes.map((sub) => sub.mutability)])).toEqual(new Set(['readOnly']));
  });

  it('U3: has the enterprise extension of RFC 7643 §4.3', () => {
    const [extension] = user.extensions;
    expect(extension?.id).toBe(enterprise);
    expect(names(extension?.attributes)).toEqual([
      'employeeNumber',
      'costCenter',
      'organization',
      'division',
      'department',
      'manager',
    ]);
  });
});

describe('the Group', () => {
  it('G10: tells whether its name may change', () => {
    const mutabilityOf = (kind: 'immutable' | 'readWrite'): unknown =>
      groupResourceType(kind).schema.attributes.find(({ name }) => name === 'displayName')?.mutability;
    expect([mutabilityOf('immutable'), mutabilityOf('readWrite')]).toEqual(['immutable', 'readWrite']);
    expect(groupResourceType('immutable')).toBe(group);
  });

  it('G7: has users as its members', () => {
    const members = group.schema.attributes.find(({ name }) => name === 'members');
    expect(names(members?.subAttributes)).toEqual(['value', '$ref', 'type']);
  });
});

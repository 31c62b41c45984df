import { describe, expect, it } from 'vitest';
import type { Json } from '../../lambdas/scim/json.ts';
import { readOrgRole, shownRole } from '../../lambdas/domain/org-role.ts';
import { productNamed } from '../../lambdas/domain/product.ts';
import { newStanding } from '../../lambdas/domain/standing.ts';

const product = productNamed('Statsig');

describe('the organization role in a body', () => {
  it.each<[Json | undefined, string | undefined]>([
    ['Owner', 'Owner'],
    ['admin', 'Admin'],
    [' MEMBER ', 'Member'],
    ['', 'empty'],
    [null, 'empty'],
    [undefined, undefined],
  ])('O5: %j is read as %s', (value, role) => {
    expect(readOrgRole(product, value)).toBe(role);
  });

  it.each<Json>(['Root', 'Admins'])('O5: %j is refused as invalidValue, and the detail lists the three', (value) => {
    expect(() => readOrgRole(product, value)).toThrow(
      expect.objectContaining({
        status: 400,
        scimType: 'invalidValue',
        detail: expect.stringContaining('one of Member, Admin, Owner'),
      }),
    );
  });
});

describe('the organization role that is shown', () => {
  const standing = newStanding('a', true, 'Admin', '2026-01-01T00:00:00.000Z');
  it('O1: is the stored one, and Owner for the flag', () => {
    expect(shownRole(standing)).toBe('Admin');
    expect(shownRole({ ...standing, owner: true })).toBe('Owner');
  });

  it('O1: is what the owner item says where it was read', () => {
    expect(shownRole({ ...standing, owner: true }, 'b')).toBe('Admin');
    expect(shownRole(standing, 'a')).toBe('Owner');
  });
});

import { expect, it } from 'vitest';
import { shortened } from '#scim/shortened.ts';

it('leaves a text of a hundred characters as it is, and cuts a longer one', () => {
  expect(shortened('a'.repeat(100))).toBe('a'.repeat(100));
  expect(shortened('a'.repeat(101))).toBe(`${'a'.repeat(100)}…`);
});

it('cuts at another length where it is told', () => {
  expect(shortened('/Users/1', 6)).toBe('/Users…');
});

it('leaves no half of a character', () => {
  expect(shortened('abc😀', 4)).toBe('abc�…');
});

it('T2: repeats no key, wherever it was sent', () => {
  const key = `scim-${'k7'.repeat(24)}K`;
  expect(shortened(key)).toBe('scim-…');
  expect(shortened(`/scim/v2/Users/${key}/x`)).toBe('/scim/v2/Users/scim-…/x');
  expect(shortened(`Bearer%20${key}`)).toBe('Bearer%20scim-…');
  expect(shortened(`${'a'.repeat(80)} ${key}`)).toBe(`${'a'.repeat(80)} scim-…`);
  expect(shortened(`admin-${'_'.repeat(43)}`)).toBe('admin-…');
  expect(shortened('Statsig-scim-Admin')).toBe('Statsig-scim-Admin');
});

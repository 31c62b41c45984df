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

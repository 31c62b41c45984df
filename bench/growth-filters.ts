import { parseFilter, printFilter } from '#scim/filter.ts';
import { compileFilter } from '#scim/match.ts';
import { anyOf, type GrowthInput, orRefusal, roles, times, user } from './growth-input.ts';

const parsing = (make: (size: number) => string) => (size: number) => {
  const text = make(size);
  return orRefusal(() => parseFilter(text, user));
};

const nested = (levels: number): string => `${'('.repeat(levels)}title pr${')'.repeat(levels)}`;

/** Filters, and resources that they are held against. */
export const filterGrowth: readonly GrowthInput[] = [
  { name: 'parse: or of comparisons', smallest: 30, prepare: parsing(anyOf) },
  {
    name: 'parse: or of value paths',
    smallest: 20,
    prepare: parsing((size) => times(size, () => 'emails[type pr]').join(' or ')),
  },
  { name: 'parse: parentheses in each other', smallest: 6, prepare: parsing(nested) },
  {
    name: 'parse: not of not of …',
    smallest: 6,
    prepare: parsing((size) => `${'not ('.repeat(size)}title pr${')'.repeat(size)}`),
  },
  { name: 'parse: one long text', smallest: 1000, prepare: parsing((size) => `title eq "${'x'.repeat(size)}"`) },
  {
    name: 'parse: one long text of escapes',
    smallest: 500,
    prepare: parsing((size) => `title eq "${String.raw`\"`.repeat(size)}"`),
  },
  {
    name: 'parse: a text without an end',
    smallest: 1000,
    prepare: parsing((size) => `title eq "${'\\'.repeat(size)}`),
  },
  { name: 'parse: a long name', smallest: 1000, prepare: parsing((size) => `${'x:'.repeat(size / 2)} eq "a"`) },
  { name: 'parse: spaces', smallest: 1000, prepare: parsing((size) => `title${' '.repeat(size)}pr`) },
  { name: 'parse: a long numeral', smallest: 1000, prepare: parsing((size) => `title eq ${'1'.repeat(size)}e`) },
  {
    name: 'print: or of comparisons',
    smallest: 30,
    prepare: (size) => {
      const filter = parseFilter(anyOf(size), user);
      return () => printFilter(filter);
    },
  },
  {
    name: 'match: or of comparisons',
    smallest: 30,
    prepare: (size) => {
      const test = compileFilter(parseFilter(anyOf(size), user));
      return () => test({ title: 'none of them' });
    },
  },
  {
    name: 'match: many values',
    smallest: 500,
    prepare: (size) => {
      const test = compileFilter(parseFilter('roles[value eq "x" and type eq "b"]', user));
      const resource = { roles: roles(size) };
      return () => test(resource);
    },
  },
  {
    name: 'match: co within a long text',
    smallest: 5000,
    prepare: (size) => {
      const test = compileFilter(parseFilter(`title co "${'a'.repeat(100)}b"`, user));
      const resource = { title: 'Aa'.repeat(size / 2) };
      return () => test(resource);
    },
  },
  {
    name: 'match: a long text that is not ASCII',
    smallest: 5000,
    prepare: (size) => {
      const test = compileFilter(parseFilter('title eq "é"', user));
      const resource = { title: 'É\u0301'.repeat(size / 2) };
      return () => test(resource);
    },
  },
];

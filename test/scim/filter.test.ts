import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultFilterLimits, type Filter, parseFilter, printFilter } from '#scim/filter.ts';
import { refused, understood } from './filter.cases.ts';
import { expectRefusal, refusalIn } from './refusal.ts';
import { device, user } from './resource-types.ts';
import { filterOf, filterText } from './arbitraries.ts';

describe('parseFilter', () => {
  it.each(understood)('P1: understands $filter', ({ filter, tree }) => {
    expect(withNames(parseFilter(filter, user))).toEqual(tree);
  });

  it.each(understood)('P1: prints $filter so that it means the same', ({ filter, printed = filter }) => {
    expect(printFilter(parseFilter(filter, user))).toBe(printed);
  });

  it.each(refused)('P1: refuses $filter with the place and what was expected', ({ filter, detail }) => {
    expectRefusal(() => parseFilter(filter, user), 'invalidFilter', detail);
  });

  it.each([
    ['floor eq -3', 'floor eq -3'],
    ['weight ge 1.5e2', 'weight ge 150'],
    ['weight lt -0', 'weight lt 0'],
    ['tags eq "a"', 'tags eq "a"'],
    ['key sw "QQ"', 'key sw "QQ"'],
  ])('P1: understands numbers, simple lists and bytes in %s', (filter, printed) => {
    expect(printFilter(parseFilter(filter, device))).toBe(printed);
  });

  it.each([
    ['floor eq "3"', 'expected a number to compare with floor'],
    ['weight eq true', 'expected a number to compare with weight'],
    ['floor co 3', 'expected eq, ne or pr for floor'],
    ['key gt "QQ"', 'expected eq, ne or pr for key'],
  ])('P1: refuses %s', (filter, detail) => {
    expectRefusal(() => parseFilter(filter, device), 'invalidFilter', detail);
  });

  it('P1: reads what it printed as the same filter, whatever the filter', () => {
    fc.assert(
      fc.property(filterOf(user), (filter) => {
        expect(parseFilter(printFilter(filter), user)).toEqual(filter);
      }),
    );
  });

  it('P1: throws nothing but refusals, whatever the text', () => {
    fc.assert(
      fc.property(filterText, (text) => {
        expect([undefined, 'invalidFilter']).toContain(refusalIn(() => parseFilter(text, user))?.scimType);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('the limits of a filter', () => {
  const limits = { length: 100, depth: 3, nodes: 5 };

  it('P1: refuses a filter that is too long', () => {
    expectRefusal(
      () => parseFilter(`userName eq "${'x'.repeat(90)}"`, user, limits),
      'invalidFilter',
      '100 characters',
    );
    expect(parseFilter(`userName eq "${'x'.repeat(8178)}"`, user).kind).toBe('compare');
    expectRefusal(() => parseFilter(`userName eq "${'x'.repeat(8179)}"`, user), 'invalidFilter', '8192 characters');
  });

  it('P1: refuses a filter that is too deep', () => {
    expect(parseFilter('(((title pr)))', user, limits).kind).toBe('present');
    expectRefusal(() => parseFilter('((((title pr))))', user, limits), 'invalidFilter', 'more than 3 levels');
    expectRefusal(() => parseFilter('(((emails[type pr])))', user, limits), 'invalidFilter', 'more than 3 levels');
    expectRefusal(() => parseFilter('('.repeat(8000), user), 'invalidFilter', 'more than 50 levels');
  });

  it('P1: refuses a filter that has too many parts', () => {
    expect(parseFilter('title pr and title pr and title pr', user, limits).kind).toBe('and');
    const four = 'title pr and title pr and title pr or title pr';
    expectRefusal(() => parseFilter(four, user, limits), 'invalidFilter', 'more than 5 parts');
    expectRefusal(
      () => parseFilter('emails[not (not (not (not (type pr))))]', user, { ...limits, depth: 9 }),
      'invalidFilter',
      'parts',
    );
    expect(defaultFilterLimits).toEqual({ length: 8192, depth: 50, nodes: 500 });
  });
});

function withNames(filter: Filter): unknown {
  return JSON.parse(JSON.stringify(filter, (key, value) => (key === 'path' ? value.name : value)));
}

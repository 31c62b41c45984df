import { describe, expect, it } from 'vitest';
import { groupTest } from '#domain/group-filter.ts';
import { parseFilter } from '#scim/filter.ts';
import { group } from '../scim/resource-types.ts';

const test = (filter: string) => groupTest(parseFilter(filter, group));

describe('groupTest', () => {
  it.each<[string, boolean]>([
    ['displayName eq "sales team"', true],
    ['DISPLAYNAME EQ "\\u2003SALES\\tTeam "', true],
    ['displayName ne "sales team"', false],
    ['displayName eq "sales"', false],
    ['displayName ne "sales"', true],
    ['displayName eq ""', false],
    ['displayName eq null', false],
    ['displayName ne null', true],
    // What is no comparison of whole names looks at the name as it is shown.
    ['displayName eq "SalesTeam" and displayName co "s t"', true],
    ['displayName eq "SalesTeam" and displayName co "st"', false],
    ['not (displayName eq "salesteam") or displayName sw "sales "', true],
    ['displayName eq "salesteam" and members[value eq "m"]', true],
  ])('G3: %s', (filter, expected) => {
    expect(test(filter)({ displayName: 'Sales Team', members: [{ value: 'm' }] })).toBe(expected);
  });

  it('G3: folds the name of a group once, however often the filter compares it', () => {
    const looksOf = (comparisons: number): number => {
      let looks = 0;
      const looked = {
        get displayName() {
          looks += 1;
          return 'Sales';
        },
      };
      const names = Array.from({ length: comparisons }, (_, n) => `displayName ne "${n}"`);
      expect(test(names.join(' and '))(looked)).toBe(true);
      return looks;
    };
    expect(looksOf(200)).toBe(looksOf(1));
  });
});

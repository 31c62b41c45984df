import { describe, expect, it } from 'vitest';
import { planFilter } from '#domain/plan.ts';
import { userIndexes } from '#domain/user-index.ts';
import { parseFilter } from '#scim/filter.ts';
import { group, user } from '../scim/resource-types.ts';
import { userPlans } from './plan.cases.ts';

describe('planFilter', () => {
  // As a search over both types has it: what groups have is an extension that no user has.
  const both = { ...user, extensions: [...user.extensions, group.schema] };

  it.each(userPlans)('P1: plans %s', (filter, plan) => {
    expect(planFilter(parseFilter(filter, both), { type: user, comparisons: userIndexes })).toEqual(plan);
  });
});

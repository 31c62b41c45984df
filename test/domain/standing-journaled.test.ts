import fc from 'fast-check';
import { expect, it } from 'vitest';
import { deactivated, newStanding, reactivated, takenAfterAll } from '#domain/standing.ts';
import type { Standing } from '#domain/user.ts';

const at = '2026-03-01T12:00:00.000Z';

type Entry = { readonly group: string; readonly epoch: number; readonly joins: boolean };

/** One user by two accounts: what is so as soon as it is decided, and what is stored, which some decisions have yet to reach. */
type Accounts = { readonly truth: Standing; readonly stored: Standing; readonly open: readonly Entry[] };

/** What becomes of a user: everything is stored at once, but memberships. Those of one group are applied in their order. */
const step = fc.oneof(
  fc.record({ kind: fc.constantFrom('deactivate' as const, 'reactivate' as const, 'promote' as const) }),
  fc.record({ kind: fc.constant('decide' as const), group: fc.constantFrom('g', 'h', 'i'), joins: fc.boolean() }),
  fc.record({ kind: fc.constant('apply' as const), group: fc.constantFrom('g', 'h', 'i') }),
);

function member(standing: Standing, { group, joins }: Pick<Entry, 'group' | 'joins'>): Standing {
  const only = new Set([group]);
  const [groups, waiting] = [standing.groups.difference(only), standing.waiting.difference(only)];
  if (!joins) return { ...standing, groups, waiting };
  return standing.active
    ? { ...standing, waiting, groups: groups.union(only) }
    : { ...standing, groups, waiting: waiting.union(only) };
}

function apply({ open, stored, truth }: Accounts, group: string): Accounts {
  const entry = open.find((one) => one.group === group);
  if (entry === undefined) return { open, stored, truth };
  const left = open.filter((one) => one !== entry);
  if (entry.epoch === stored.epoch) return { truth, stored: member(stored, entry), open: left };
  const taken = takenAfterAll(stored, group, entry);
  return { truth, stored: taken === undefined ? stored : { ...stored, taken }, open: left };
}

function happen(accounts: Accounts, what: typeof step extends fc.Arbitrary<infer S> ? S : never): Accounts {
  const { truth, stored, open } = accounts;
  const both = (decide: (standing: Standing) => Standing): Accounts => ({
    open,
    truth: decide(truth),
    stored: decide(stored),
  });
  switch (what.kind) {
    case 'deactivate':
      return both((standing) => deactivated(standing, at));
    case 'reactivate':
      return both(reactivated);
    case 'promote':
      return both((standing) => (standing.active ? { ...standing, role: 'Admin' } : standing));
    case 'decide':
      return { stored, truth: member(truth, what), open: [...open, { ...what, epoch: stored.epoch }] };
    default:
      return apply(accounts, what.group);
  }
}

it('U4: what was taken is the same in the end, whenever memberships reach the standing', () => {
  let same = 0;
  fc.assert(
    fc.property(fc.array(step, { minLength: 4, maxLength: 30 }), (steps) => {
      const user = newStanding('u', true, 'Member', at);
      const before: Accounts = { truth: user, stored: user, open: [] };
      let after = steps.reduce(happen, before);
      for (const { group } of after.open) after = apply(after, group);
      const { truth, stored } = after;
      expect({ ...stored, taken: undefined }).toEqual({ ...truth, taken: undefined });
      // Where the last deactivation that took something would have taken nothing, what was taken before is not known any more.
      const isUnknown = stored.taken?.groups.size === 0 && (truth.taken?.epoch ?? 0) < stored.taken.epoch;
      expect(stored.taken).toEqual(isUnknown ? { ...stored.taken, role: 'Member' } : truth.taken);
      if (stored.taken !== undefined && !isUnknown) same++;
    }),
    { numRuns: 2_000 },
  );
  expect(same).toBeGreaterThan(100);
});

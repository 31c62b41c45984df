import { describe, expect, it } from 'vitest';
import { histories } from './histories.cases.ts';
import { makeHistory, playHistory } from './history.ts';

/** Clients that send requests at once. */
const clients = 8;

// That it can fail was tried by hand, on copies of the code with one condition less. What each cost was seen within the
// first ten bursts of a history:
// - a member is added whatever has become of the user (`changeStanding` of group-commands.ts without its condition):
//   a deleted user is a member;
// - a replacement of members does not hold on to the group's version (`holds` in `changeGroup` of group-commands.ts):
//   members of two lists are mixed;
// - a standing is written whatever its revision is (`changeStanding` of user-commands.ts): a change is lost.
describe('a history of 8 clients at once, with throttles, conflicts, lost answers and processes that die', () => {
  it.each(histories)(
    'O1, U1, U4, U5, G1 to G10: is one that clients one after the other could have written, seed $seed',
    async ({ seed, bursts, people, mostUsers }) => {
      const history = makeHistory({ seed, clients, bursts, mostUsers });
      const { attempts, answers } = await playHistory(history, { seed, clients, people });
      // A history in which hardly anything was done, or nothing refused, would prove little.
      expect(attempts).toBeGreaterThan(clients * bursts * 0.8);
      expect(sum(answers, 'done')).toBeGreaterThan(attempts / 2);
      expect(sum(answers, '409')).toBeGreaterThan(0);
    },
    300_000,
  );
});

function sum(answers: Readonly<Record<string, number>>, answer: string): number {
  const counted = Object.entries(answers).filter(([key]) => key.endsWith(` ${answer}`));
  return counted.reduce((total, [, count]) => total + count, 0);
}

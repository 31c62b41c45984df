import { type Answered, movesOwnership, type Operation } from './operation.ts';
import { carryOut } from './rules.ts';
import { describeState, keyOf, type ModelState } from './state.ts';

/** One request of a history: when it began and ended, and how it was answered. */
export type Attempt = {
  readonly operation: Operation;
  readonly begin: number;
  readonly end: number;
  readonly answered: Answered;
};

/** An order that explains what was seen, or the ends that other orders lead to. */
export type Explanation =
  | { readonly order: readonly Attempt[] }
  | { readonly order: undefined; readonly ends: readonly ModelState[] };

/** How many different ends are kept to be shown. */
const endsShown = 5;

/**
 * Looks for an order of requests that were under way at once, one after the other, in which the model gives each the
 * answer that it got, and comes to the state that was seen in the end (linearizability, by the search of Wing and Gong).
 * A request that ended before another one began stays before it. One without an answer may have been carried out or not.
 */
export function linearize(before: ModelState, attempts: readonly Attempt[], seen: readonly string[]): Explanation {
  const wanted = seen.join('\n');
  const visited = new Set<string>();
  const ends = new Map<string, ModelState>();
  const search = (state: ModelState, left: readonly Attempt[]): readonly Attempt[] | undefined => {
    const key = `${left.map((attempt) => attempts.indexOf(attempt)).join(',')} ${keyOf(state)}`;
    if (visited.has(key)) return undefined;
    visited.add(key);
    if (left.every(({ answered }) => answered === 'unknown')) {
      const text = describeState(state).join('\n');
      if (text === wanted) return [];
      if (ends.size < endsShown) ends.set(text, state);
    }
    const soonest = Math.min(...left.map(({ end }) => end));
    for (const attempt of left) {
      if (attempt.begin > soonest) continue;
      const rest = left.filter((other) => other !== attempt);
      for (const after of statesAfter(state, attempt, attempts)) {
        const order = search(after, rest);
        if (order !== undefined) return [attempt, ...order];
      }
    }
    return undefined;
  };
  const order = search(before, attempts);
  return order === undefined ? { order, ends: [...ends.values()] } : { order };
}

/** The states to which the request may lead with the answer that it got. */
function statesAfter(state: ModelState, attempt: Attempt, attempts: readonly Attempt[]): readonly ModelState[] {
  const { operation, answered } = attempt;
  const { answer, after } = carryOut(state, operation, `new ${attempts.indexOf(attempt)}`);
  if (answered === 'unknown') return [after, state];
  if (answered === answer) return [after];
  return isRaceLost(attempt, attempts) ? [state] : [];
}

/** O4: of two requests at once that move the ownership, either may be refused because of the other. */
function isRaceLost({ operation, answered, begin, end }: Attempt, attempts: readonly Attempt[]): boolean {
  if (!movesOwnership(operation) || answered !== (operation.kind === 'transferOwnership' ? 409 : 403)) return false;
  return attempts.some(
    (other) =>
      other.operation !== operation && movesOwnership(other.operation) && other.begin < end && other.end > begin,
  );
}

import { requireUnchanged, requireUntouched } from './checks.ts';
import { randomOf } from './random.ts';
import type { Target } from './targets.ts';

/** An input that was read wrongly, and how. */
export type Finding = { readonly target: string; readonly text: string; readonly problem: string };

/** What came of a part of the inputs of one target. */
export type Tally = { readonly target: string; inputs: number; understood: number; readonly findings: Finding[] };

/** Which inputs: every `step`th from `first` on, below `end`. */
export type Part = { readonly seed: number; readonly first: number; readonly step: number; readonly end: number };

/** How many milliseconds one input may take, three times in a row: hundreds of times what the slowest takes. */
const longest = 1000;
/** After so many findings of one target the rest would say no more. */
const mostFindings = 20;

/** Holds a part of the inputs against a target; `isAt` is told which input comes next. */
export function attackPart(name: string, target: Target, part: Part, isAt: (input: number) => void): Tally {
  const tally: Tally = { target: name, inputs: 0, understood: 0, findings: [] };
  for (let input = part.first; input < part.end && tally.findings.length < mostFindings; input += part.step) {
    isAt(input);
    const text = target.make(randomOf(part.seed, input));
    tally.inputs += 1;
    const problem = findProblem(target, text, tally);
    if (problem !== undefined) tally.findings.push({ target: name, text, problem });
  }
  const problem = problemIn(requireUnchanged);
  if (problem !== undefined) tally.findings.push({ target: name, text: '(one of all)', problem });
  return tally;
}

function findProblem(target: Target, text: string, tally: Tally): string | undefined {
  const start = performance.now();
  const problem = problemIn(() => {
    if (target.check(text)) tally.understood += 1;
    requireUntouched();
  });
  if (problem !== undefined || performance.now() - start <= longest || !isSlow(target, text)) return problem;
  return `takes more than ${longest} ms`;
}

function problemIn(work: () => void): string | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    return explain(error);
  }
}

/** The machine may have been busy with something else. */
function isSlow(target: Target, text: string): boolean {
  return [1, 2].every(() => {
    const start = performance.now();
    target.check(text);
    return performance.now() - start > longest;
  });
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message}: ${explain(error.cause)}`;
}

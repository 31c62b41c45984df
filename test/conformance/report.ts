import type { Case, Outcome, Suite } from './suite.ts';

const widths = { suite: 28, name: 76, result: 9 };

/** The first lines of the table. */
export function headLines(): readonly string[] {
  return [row('suite', 'case', 'result', 'what differed'), row('-----', '----', '------', '-------------')];
}

/** One case on one line. */
export function resultLine({ title }: Suite, { name }: Case, { result, what }: Outcome): string {
  return row(title, name, result, what);
}

/** The last lines: how many there were of each kind, and what is left behind. */
export function summaryLines(outcomes: readonly Outcome[], left: readonly string[]): readonly string[] {
  const count = (wanted: Outcome['result']): string =>
    `${outcomes.filter(({ result }) => result === wanted).length} ${wanted}`;
  const counts = (['passed', 'failed', 'deviation', 'skipped'] as const).map(count).join(', ');
  return [
    '',
    `${outcomes.length} cases: ${counts}.`,
    ...(left.length === 0 ? [] : [`Could not be deleted: ${left.join(', ')}`]),
  ];
}

function row(suite: string, name: string, result: string, what: string): string {
  return `${suite.padEnd(widths.suite)} ${name.padEnd(widths.name)} ${result.padEnd(widths.result)} ${what}`.trimEnd();
}

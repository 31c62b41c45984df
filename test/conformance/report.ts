import type { Case, Outcome, Suite } from './suite.ts';

/** A case with how it went. */
export type Entry = { readonly suite: Suite; readonly entry: Case; readonly outcome: Outcome };

const results = ['passed', 'failed', 'deviation', 'skipped'] as const;
const widths = { suite: 28, name: 76, result: 9 };

/** The first lines of the table. */
export function headLines(): readonly string[] {
  return [row('suite', 'case', 'result', 'what differed'), row('-----', '----', '------', '-------------')];
}

/** One case on one line; what differs is followed by who asks for it. */
export function resultLine({ suite, entry, outcome: { result, what } }: Entry): string {
  return row(suite.title, entry.name, result, what === '' ? '' : `${what} [${entry.proves}]`);
}

/** The last lines: how many there were of each kind, suite by suite and together, and what is left behind. */
export function summaryLines(entries: readonly Entry[], left: readonly string[]): readonly string[] {
  const suites = [...new Set(entries.map(({ suite }) => suite))];
  return [
    '',
    countRow('suite', results, 'source'),
    ...suites.map((suite) =>
      countRow(suite.title, counts(entries.filter((entry) => entry.suite === suite)), suite.source),
    ),
    '',
    `${entries.length} cases: ${counts(entries)
      .map((count, place) => `${count} ${results[place]}`)
      .join(', ')}.`,
    ...(left.length === 0 ? [] : [`Could not be deleted: ${left.join(', ')}`]),
  ];
}

function counts(entries: readonly Entry[]): readonly number[] {
  return results.map((wanted) => entries.filter(({ outcome }) => outcome.result === wanted).length);
}

function countRow(title: string, numbers: readonly (number | string)[], source: string): string {
  return `${title.padEnd(widths.suite)} ${numbers.map((number) => String(number).padStart(widths.result)).join(' ')}  ${source}`;
}

function row(suite: string, name: string, result: string, what: string): string {
  return `${suite.padEnd(widths.suite)} ${name.padEnd(widths.name)} ${result.padEnd(widths.result)} ${what}`.trimEnd();
}

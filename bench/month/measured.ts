import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Consumption } from '../cost/prices.ts';

const lines = readFileSync(join(import.meta.dirname, '../../docs/benchmarks.md'), 'utf8').split('\n');

/** What one operation took in the smallest organization of at least so many users, by its names in docs/benchmarks.md. */
export function measuredOperation(
  { operation, request }: { readonly operation: string; readonly request: string },
  users: number,
): Consumption {
  const [, calls, ...units] = cellsOf('operation', operation);
  const bySize = users > 10_000 ? units[2] : users > 1000 ? units[1] : units[0];
  const [milliseconds] = cellsOf('request', request);
  return {
    calls: numberOf(calls, operation),
    ...unitsOf(bySize, operation),
    milliseconds: numberOf(milliseconds, request),
  };
}

/** What the worker on the stream does after it: it is not waited for, and works on many records at once. */
export function measuredAfterwards(change: string): Pick<Consumption, 'readUnits' | 'writeUnits'> {
  const [units] = cellsOf('change', change);
  return unitsOf(units, change);
}

/** The cells of a row behind its name, in the table whose first column has that heading. */
function cellsOf(heading: string, name: string): readonly string[] {
  const start = lines.findIndex((line) => line.startsWith(`| ${heading} `));
  const length = lines.slice(start).findIndex((line) => !line.startsWith('|'));
  const row = lines.slice(start, start + length).find((line) => line.slice(2).split(' |')[0]?.trim() === name);
  if (row === undefined) throw new Error(`docs/benchmarks.md has no row "${name}" below "${heading}".`);
  return row
    .split('|')
    .slice(2)
    .map((cell) => cell.trim());
}

function numberOf(cell: string | undefined, name: string): number {
  const number = Number(cell?.replaceAll(',', ''));
  if (!(number >= 0)) throw new Error(`docs/benchmarks.md has "${cell}" for "${name}".`);
  return number;
}

function unitsOf(cell: string | undefined, name: string): Pick<Consumption, 'readUnits' | 'writeUnits'> {
  const [read, write] = cell?.split(' + ') ?? [];
  return { readUnits: numberOf(read, name), writeUnits: numberOf(write, name) };
}

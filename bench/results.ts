import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, 'results');

/**
 * Keeps what was measured as `bench/results/<name>.json`, and says what was missed: the program ends with 1 where there is
 * anything, else with 0.
 */
export function conclude(name: string, measured: object, missed: readonly string[], reached: string): void {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${name}.json`);
  const content = { at: new Date().toISOString(), node: process.version, ...measured, missed };
  writeFileSync(file, `${JSON.stringify(content, undefined, 2)}\n`);
  console.log(`\nThe figures are in ${file}.`);
  for (const sentence of missed) console.error(sentence);
  if (missed.length === 0) console.log(reached);
  process.exitCode = missed.length === 0 ? 0 : 1;
}

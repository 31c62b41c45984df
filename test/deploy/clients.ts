import { runProgram } from './rollcall.ts';
import { lastWords } from './run-command.ts';
import type { Check } from './steps.ts';

/** Where the identity providers of the test call, and with what. */
export type Target = { readonly baseUrl: string; readonly key: string; readonly environment: NodeJS.ProcessEnv };

/** Plays Okta; a check for each exchange. */
export async function playOkta({ baseUrl, key, environment }: Target): Promise<readonly Check[]> {
  const ended = await runProgram('okta', [baseUrl, key], environment);
  const exchanges = /^(\d+) exchanges, (?:every answer right\.|\d+ wrong:)$/mu.exec(ended.out);
  if (exchanges === null) throw new Error(`The play did not come to its end: ${lastWords(ended)}`);
  const wrong = [...ended.out.slice(exchanges.index).matchAll(/^ {2}- (.+)$/gmu)].map(([, sentence = '']) => sentence);
  return [
    ...passed('okta', Number(exchanges[1]) - wrong.length),
    ...wrong.map((problem) => ({ name: 'okta', problem })),
  ];
}

/** Plays the conformance cases; what the emulator is known to do otherwise is expected to fail, and nothing else. */
export async function playConformance(
  { baseUrl, key, environment }: Target,
  known: Readonly<Record<string, string>>,
): Promise<readonly Check[]> {
  const ended = await runProgram('conformance', [baseUrl, key], environment);
  const count = /^\d+ cases: (\d+) passed, \d+ failed, (\d+) deviation, (\d+) skipped\.$/mu.exec(ended.out);
  if (count === null) throw new Error(`The cases did not come to their end: ${lastWords(ended)}`);
  const failed = [...ended.out.matchAll(/^.{28} (.{76}) failed +(.+)$/gmu)].map(([, name = '', what = '']) => ({
    name: name.trim(),
    what,
  }));
  return [
    ...passed('conformance', Number(count[1]) + Number(count[2])),
    ...failed.filter(({ name }) => !(name in known)).map(({ name, what }) => ({ name, problem: what })),
    // What the emulator does right by now is to be taken off the list.
    ...Object.keys(known).map((name) =>
      failed.some((entry) => entry.name === name) ? { name } : { name, problem: 'the emulator does this right by now' },
    ),
    ...leftBehind(ended.out),
  ];
}

function leftBehind(text: string): readonly Check[] {
  const left = /^Could not be deleted: .+$/mu.exec(text)?.[0];
  return [left === undefined ? { name: 'conformance leaves nothing behind' } : { name: 'conformance', problem: left }];
}

function passed(name: string, count: number): readonly Check[] {
  return Array.from({ length: count }, () => ({ name }));
}

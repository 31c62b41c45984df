import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { describe, expect, it } from 'vitest';
import { makeProgram } from '../../console/program.ts';
import { terminal } from '../../console/terminal.ts';
import { programs } from '../../upkeep/programs.ts';

const root = join(import.meta.dirname, '../..');
const program: CommandUnknownOpts = makeProgram(terminal(programs));

/** Each command that sentences, documents and words of the local server name, with where. */
async function mentions(): Promise<readonly (readonly [text: string, file: string])[]> {
  const found = new Map<string, string>();
  for await (const file of glob(['README.md', 'docs/**/*.md', 'lambdas/**/*.ts', 'local/*.ts'], { cwd: root })) {
    const text = await readFile(join(root, file), 'utf8');
    for (const [, command = ''] of text.matchAll(/(?:`|\n {2,}|npx |\\`)(rollcall [^`\\\n]+)/gu))
      found.set(command, file);
  }
  return [...found];
}

/** What there is not of a command as it is written: a word of its path, or an option. */
function unknownIn(text: string): readonly string[] {
  let command = program;
  const unknown: string[] = [];
  const [, ...words] = text.split(/ {2,}|\s(?=\()/u)[0]?.split(' ') ?? [];
  for (const word of words) {
    const next = command.commands.find((one) => one.name() === word);
    if (next !== undefined) command = next;
    else if (command.commands.length > 0 && /^[a-z]/u.test(word)) unknown.push(word);
    else if (/^--[a-z]/u.test(word) && !hasOption(command, word)) unknown.push(word);
  }
  return unknown;
}

function hasOption(command: CommandUnknownOpts, word: string): boolean {
  const help = command.createHelp();
  const options = [...help.visibleOptions(command), ...help.visibleGlobalOptions(command)];
  return options.some(({ long }) => long === word.replace(/=.*/u, ''));
}

describe('commands that the project tells people to type', () => {
  it('are there, with their options', async () => {
    const all = await mentions();
    expect(all.length).toBeGreaterThan(30);
    expect(all.filter(([text]) => unknownIn(text).length > 0)).toEqual([]);
  });

  it.each([
    ['rollcall project renam', ['renam']],
    ['rollcall project delete --force', ['--force']],
    ['rollcall owner transfer <member> --yes', []],
    ['rollcall activity --refused     what was refused', []],
  ])('%s: %j is not there', (text, expected) => {
    expect(unknownIn(text)).toEqual(expected);
  });
});

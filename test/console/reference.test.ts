import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeProgram } from '../../console/program.ts';
import { describeCommands } from '../../console/reference.ts';
import { terminal } from '../../console/terminal.ts';
import { programs } from '../../upkeep/programs.ts';
import { pretend, runIn } from '../support/command-line.ts';

const program = makeProgram(terminal(programs));
const page = await readFile(join(import.meta.dirname, '../../docs/command-line.md'), 'utf8');
const leaves = program.commands.flatMap((command) =>
  command.commands.length === 0 ? [[command.name()]] : command.commands.map((one) => [command.name(), one.name()]),
);
const shown = leaves.filter(([name]) => name !== 'complete');

describe('docs/command-line.md', () => {
  it('is as the commands make it: else run npm run docs', () => {
    expect(page === describeCommands(program)).toBe(true);
  });

  it.each(shown)('has the synopsis of rollcall %s %s as --help prints it', async (...words) => {
    const { code, out } = await runIn([...words.filter((word) => word !== undefined), '--help'], pretend({}));
    const usage = /^Usage: (.*)$/mu.exec(out)?.[1]?.replace(' [options]', '') ?? 'no usage';
    expect(code).toBe(0);
    expect(page.split('\n')).toContain(usage);
  });

  it('has examples below every --help', async () => {
    for (const words of shown) {
      const { out } = await runIn([...words, '--help'], pretend({}));
      const examples = out.split('Examples:\n')[1] ?? '';
      expect(examples).toMatch(new RegExp(`^ {2}\\$ .*rollcall ${words.join(' ')}`, 'mu'));
    }
  });
});

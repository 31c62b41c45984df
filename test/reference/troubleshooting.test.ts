import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Help, helpCatalogue } from '#domain/help.ts';
import { productNamed } from '#domain/product.ts';
import { makeProgram } from '../../console/program.ts';
import { terminal } from '../../console/terminal.ts';
import { programs } from '../../upkeep/programs.ts';
import { troubleshootingPage } from '../../reference/troubleshooting.ts';

const root = join(import.meta.dirname, '../..');
const page = troubleshootingPage(productNamed('Feature Gate'));
const entries = helpCatalogue.flatMap(({ help }) => Object.entries<Help>(help));

describe('docs/troubleshooting.md', () => {
  it('has an anchor, a cause and a solution for each code of the catalogue', () => {
    const anchors = [...page.matchAll(/^### <a id="(\w+)"><\/a>.+\n\n\*\*Why:\*\* .+\n\n\*\*What to do:\*\* .+$/gmu)];
    expect(anchors.map(([, code]) => code)).toEqual(entries.map(([code]) => code));
  });

  it('speaks of the product that it is made for', () => {
    expect(page).toContain('`FeatureGate-ProjectA-Admin`');
    expect(page).not.toContain('Statsig');
  });

  it('marks nothing but what is meant: a star is a star', () => {
    expect(page).toContain(String.raw`\* to admit every userName`);
  });
});

describe('what administrators are told to type', () => {
  const program = makeProgram(terminal(programs));
  const commands = program.commands.flatMap((command) =>
    command.commands.length === 0 ? [command.name()] : command.commands.map((one) => `${command.name()} ${one.name()}`),
  );

  it.each([
    ['on this page', async () => page],
    ['in refusals', async () => readFile(join(root, 'lambdas/domain/refusals.ts'), 'utf8')],
    ['in refusals of the Console', async () => readFile(join(root, 'lambdas/domain/console-refusals.ts'), 'utf8')],
  ])('is a command that there is, %s', async (_, read) => {
    // A sentence may be cut in two in the source.
    const text = (await read()).replaceAll(/' \+\s+'/gu, '');
    const told = [...text.matchAll(/`rollcall ([^`\\]+)/gu)].map(([, words = '']) => words);
    expect(told.filter((words) => !commands.some((command) => `${words} `.startsWith(`${command} `)))).toEqual([]);
  });
});

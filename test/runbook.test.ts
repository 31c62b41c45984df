import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const read = (name: string): string => readFileSync(join(import.meta.dirname, '../docs', name), 'utf8');
const reference = read('command-line.md');
const commandsThereAre = new Set(
  [...reference.matchAll(/^rollcall ([a-z-]+(?: [a-z-]+)?)/gmu)].map(([, words]) => words),
);

/** The blocks of a page that are pasted into a shell, with something in the place of what is to be filled in. */
function blocksOf(name: string): readonly string[] {
  const blocks = [...read(name).matchAll(/```sh\n([\s\S]*?)```/gu)].map(([, block]) => String(block));
  return blocks.map((block) => block.replaceAll(/<[\w-]+>/gu, 'something'));
}

describe.each(['runbook.md', 'monitoring.md'])('what docs/%s has pasted into a shell', (name) => {
  it('is what a shell understands', () => {
    const blocks = blocksOf(name);
    expect(blocks.length).toBeGreaterThan(0);
    for (const block of blocks) execFileSync('bash', ['-n'], { input: block });
  });
});

it.each(['runbook.md', 'monitoring.md'])(
  'docs/%s: names commands of rollcall that there are, with options that they have',
  (name) => {
    const commands = [...read(name).matchAll(/\brollcall ((?:[a-z]+ )?[a-z-]+)((?: [^`\n|#]*)?)/gu)];
    const wrong = commands.flatMap(([whole, words = '', rest = '']) => {
      const [first = ''] = words.split(' ');
      const known = [words, first].find((one) => commandsThereAre.has(one));
      if (known === undefined) return /^(?:<|production|development)/u.test(words) ? [] : [whole];
      const options = rest.match(/ --[a-z-]+/gu) ?? [];
      return options.filter((option) => !reference.includes(option.trim())).map((option) => `${known}${option}`);
    });
    expect(commands.length).toBeGreaterThan(0);
    expect(wrong).toEqual([]);
  },
);

import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const docs = join(import.meta.dirname, '../docs');
const read = (name: string): string => readFileSync(join(docs, name), 'utf8');
const reference = read('command-line.md');
const commandsThereAre = new Set(
  [...reference.matchAll(/^rollcall ([a-z-]+(?: [a-z-]+)?)/gmu)].map(([, words]) => words),
);

/** The blocks of a page that are pasted into a shell, with something in the place of what is to be filled in. */
function blocksOf(name: string): readonly string[] {
  const blocks = [...read(name).matchAll(/```sh\n([\s\S]*?)```/gu)].map(([, block]) => String(block));
  return blocks.map((block) => block.replaceAll(/<[\w-]+>/gu, 'something'));
}

/** A line of Lambda's own on how an invocation ended, in the format JSON, which its functions have. */
const reportOf = (status: string, errorType?: string): string =>
  JSON.stringify({
    time: '2026-11-24T03:00:00.000Z',
    type: 'platform.report',
    record: { requestId: '1', metrics: { durationMs: 29_000 }, status, ...(errorType !== undefined && { errorType }) },
  });

describe('what docs/runbook.md has run first', () => {
  const [setup = ''] = blocksOf('runbook.md');

  it('leads `rollcall` to the deployment: without it, the local server would be meant', () => {
    const aws = 'aws() { case "$*" in *AdminBaseUrl*) echo https://admin ;; *-data*TableName*) echo people ;; esac; }';
    const script = `${aws}\n${setup}\nbash -c 'echo "$ROLLCALL_ENDPOINT $ROLLCALL_TABLE"'`;
    expect(execFileSync('bash', { input: script, encoding: 'utf8' }).trim()).toBe('https://admin people');
  });

  it('finds invocations that died in the lines that Lambda writes, and none that ended well', () => {
    const patterns = [...read('runbook.md').matchAll(/@message like \/(.+?)\/ /gu)].map(([, one]) => String(one));
    expect(patterns.length).toBeGreaterThan(1);
    for (const pattern of patterns) {
      const found = (line: string): boolean => new RegExp(pattern, 'u').test(line);
      const died = [reportOf('timeout'), reportOf('error', 'Runtime.ExitError'), reportOf('failure')];
      expect(died.map(found)).toEqual([true, true, true]);
      expect(found(reportOf('success'))).toBe(false);
      expect(found(JSON.stringify({ level: 'INFO', status: 200, operation: 'GET /Users' }))).toBe(false);
    }
  });
});

it.each(readdirSync(docs).filter((name) => name.endsWith('.md')))(
  'docs/%s: finds what a stack has by its list, because names are cut at 64 characters and descriptions after 100',
  (name) => {
    expect(read(name)).not.toMatch(/describe-stack-resources|starts_with\(Name|contains\(FunctionArn/u);
  },
);

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

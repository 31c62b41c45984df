import { execFile } from 'node:child_process';
import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startLocalServer, type RunningServer } from './support/local-server.ts';

const root = join(import.meta.dirname, '..');
const reference = await readFile(join(root, 'docs/command-line.md'), 'utf8');
const blocks = [...reference.matchAll(/^```text\n([\s\S]*?)^```$/gmu)].map(([, block = '']) => block);

/** Commands by their words, each with the options that it takes. */
const commands = new Map(
  blocks
    .filter((block) => block.startsWith('rollcall '))
    .map((block) => [/^rollcall ([a-z]+(?: [a-z]+)?)/u.exec(block)?.[1] ?? '', options(block)]),
);
const everywhere = options(blocks.find((block) => block.startsWith('--')) ?? '');

const documents: string[] = [];
for await (const file of glob(['README.md', 'SECURITY.md', 'docs/*.md'], { cwd: root })) documents.push(file);

describe('commands in documents', () => {
  it.each(documents.toSorted())('%s: names commands and options that there are', async (document) => {
    const unknown: string[] = [];
    for (const line of codeOf(await readFile(join(root, document), 'utf8'))) {
      for (const [whole, words = '', rest = ''] of line.matchAll(/\brollcall ((?:[a-z]+ ?){1,2})([^|]*)/gu)) {
        const [first = '', second = ''] = words.trim().split(' ');
        const known = commands.get(`${first} ${second}`) ?? commands.get(first);
        const group = [...commands.keys()].some((name) => name.startsWith(`${first} `)) && second === '';
        if (known === undefined && !group) unknown.push(whole);
        for (const option of options(rest)) {
          if (known?.includes(option) === false && !everywhere.includes(option)) unknown.push(`${whole}: ${option}`);
        }
      }
    }
    expect(unknown).toEqual([]);
  });

  it('are looked for among all that the command line has', () => {
    expect(commands.size).toBeGreaterThan(40);
    expect(commands.get('key regenerate')).toEqual(['--grace', '--yes']);
    expect(everywhere).toContain('--json');
  });
});

describe('the guides of administrators', () => {
  let server: RunningServer;
  beforeAll(async () => {
    server = await startLocalServer();
  });
  afterAll(() => server.stop());

  it('prints commands that work as they stand, one guide after the other', async () => {
    const guides = ['docs/okta.md', 'docs/roles-and-teams.md'];
    const texts = await Promise.all(guides.map((guide) => readFile(join(root, guide), 'utf8')));
    const script = texts
      .flatMap((text) => [...text.matchAll(/^ *```sh\n([\s\S]*?)^ *```$/gmu)].map(([, block]) => block))
      .join('\n');
    const env = {
      ...process.env,
      ROLLCALL_ENDPOINT: server.adminBaseUrl,
      ROLLCALL_KEY: server.adminKey,
      ROLLCALL_SCIM: server.scimBaseUrl,
      ROLLCALL_SCIM_KEY: server.scimKey,
      npm_config_offline: 'true',
    };
    const { stdout } = await promisify(execFile)('bash', ['-euc', script], { cwd: root, env });
    expect(stdout).toMatch(/^Key +scim-\w{49}\nName +Okta$/mu);
    expect(stdout).toMatch(/^Statsig-WebShop-Reviewer +project /mu);
    expect(stdout).toContain('Statsig-WebShop-Checkout-Member');
    expect(stdout).toMatch(/^User name +owner@example\.com$/mu);
  }, 180_000);
});

/** Long options in a text. */
function options(text: string): readonly string[] {
  return [...text.matchAll(/(?<![\w-])--[a-z][a-z-]*/gu)].map(([option]) => option);
}

/** Lines of shell blocks, a continued one as one, and code within sentences. */
function codeOf(markdown: string): readonly string[] {
  const shell = [...markdown.matchAll(/^ *```sh\n([\s\S]*?)^ *```$/gmu)].flatMap(([, block = '']) =>
    block.replaceAll('\\\n', ' ').split('\n'),
  );
  const prose = markdown.replaceAll(/^ *```[\s\S]*?^ *```$/gmu, '');
  return [...shell, ...[...prose.matchAll(/`([^`]+)`/gu)].map(([, code = '']) => code)];
}

import { execFile } from 'node:child_process';
import { glob, readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startLocalServer, type RunningServer } from './support/local-server.ts';

const root = join(import.meta.dirname, '..');
const documents = await files('*.md', 'docs/**/*.md');
const rules = await readFile(join(root, 'docs/rules.md'), 'utf8');

async function files(...patterns: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const pattern of patterns) for await (const file of glob(pattern, { cwd: root })) found.push(file);
  return found.toSorted();
}

describe('the documents', () => {
  it.each(documents)('%s: every relative link leads somewhere', async (document) => {
    const text = await readFile(join(root, document), 'utf8');
    const broken: string[] = [];
    for (const [, target = ''] of text.matchAll(/\]\(([^)\s]+)\)/gu)) {
      if (/^https?:/u.test(target)) continue;
      const [path = '', anchor] = target.split('#');
      const file = path === '' ? join(root, document) : join(root, dirname(document), path);
      const there = await stat(file).catch(() => undefined);
      if (there === undefined) broken.push(target);
      else if (anchor !== undefined && !headings(await readFile(file, 'utf8')).includes(anchor)) broken.push(target);
    }
    expect(broken).toEqual([]);
  });

  it('docs/README.md: leads to every document', async () => {
    const index = await readFile(join(root, 'docs/README.md'), 'utf8');
    const linked = new Set([...index.matchAll(/\]\(([^)#]+)\)/gu)].map(([, target = '']) => join('docs', target)));
    const own = await files('*.md', 'docs/*.md');
    expect(own.filter((file) => file !== 'docs/README.md' && !linked.has(file))).toEqual([]);
  });

  it('docs/rules.md: has every rule once, in order', () => {
    const ids = [...rules.matchAll(/^- \*\*([A-Z]\d+)\*\* /gmu)].map(([, id]) => id);
    const expected = Object.entries({ T: 6, U: 7, O: 6, G: 10, P: 7 }).flatMap(([letter, count]) =>
      Array.from({ length: count }, (_, index) => `${letter}${index + 1}`),
    );
    expect(ids).toEqual(expected);
  });

  it('docs/rules.md: every rule that is served is named by a test', async () => {
    const tests = await files('test/**/*.test.ts', 'test/**/*.cases.ts');
    const texts = await Promise.all(tests.map((file) => readFile(join(root, file), 'utf8')));
    const named = new Set(texts.flatMap((text) => [...text.matchAll(/\b[TUOGP]\d{1,2}\b/gu)].map(([id]) => id)));
    const planned: readonly string[] = [];
    const paragraph = /^Planned, [\s\S]*?\n\n/mu.exec(rules)?.[0] ?? '';
    for (const id of planned) expect(paragraph).toMatch(new RegExp(`\\b${id}\\b`, 'u'));
    const ids = [...rules.matchAll(/^- \*\*([A-Z]\d+)\*\* /gmu)].map(([, id]) => id ?? '');
    expect(ids.filter((id) => !named.has(id) && !planned.includes(id))).toEqual([]);
  });
});

describe('README.md', () => {
  let server: RunningServer;
  beforeAll(async () => {
    server = await startLocalServer();
  });
  afterAll(() => server.stop());

  it('prints curl commands, rollcall commands, a play and a conformance run that work as they stand', async () => {
    const readme = await readFile(join(root, 'README.md'), 'utf8');
    const blocks = [...readme.matchAll(/^```sh\n([\s\S]*?)^```$/gmu)].map(([, block = '']) => block);
    const curl = blocks.find((block) => block.includes('curl')) ?? '';
    const rollcall = blocks.find((block) => block.startsWith('npx rollcall')) ?? '';
    const okta = blocks.find((block) => block.startsWith('npm run okta')) ?? '';
    const conformance = blocks.find((block) => block.startsWith('npm run conformance')) ?? '';
    const script = `${curl}\necho\n${rollcall}\n${okta}\n${conformance}`.replaceAll('.rollcall/', `${server.folder}/`);
    const env = {
      ...process.env,
      // The server of the test runs from another folder than the one where the command line looks.
      ROLLCALL_ENDPOINT: server.adminBaseUrl,
      ROLLCALL_KEY: server.adminKey,
      ROLLCALL_SCIM: server.scimBaseUrl,
      ROLLCALL_SCIM_KEY: server.scimKey,
      npm_config_offline: 'true',
    };
    const { stdout } = await promisify(execFile)('bash', ['-euc', script], { cwd: root, env });
    expect(stdout).toContain('"userName":"owner@example.com"');
    expect(stdout).toContain('"userName":"ada@example.com"');
    expect(stdout).toContain('"displayName":"Statsig-ProjectA-Admin"');
    expect(stdout).toContain('Project creation is not supported via SCIM. Please create projects');
    expect(stdout).toMatch(/"nextCursor":"[\w-]+"/u);
    for (const command of ['project create', 'group list', 'member list', 'key create', 'activity', 'doctor']) {
      expect(rollcall).toContain(`npx rollcall ${command}`);
    }
    expect(stdout).toMatch(/^Name +Web Shop$/mu);
    expect(stdout).toMatch(/^Statsig-WebShop-Admin +project /mu);
    expect(stdout).toMatch(/^ada@example\.com +Ada Lovelace +Member +active /mu);
    expect(stdout).toMatch(/^Key +scim-\w{49}\nName +Okta$/mu);
    expect(stdout).toMatch(/refused \(403\) {2}key "Demo" {2}POST \/Groups {2}group Statsig-NewProject-Admin$/mu);
    expect(stdout).toContain('It works; 1 to look at.');
    expect(stdout).toContain('every answer right.');
    expect(stdout).toMatch(/\b0 failed\b/u);
  }, 300_000);
});

/** Headings as anchors, the way that GitHub makes them. */
function headings(markdown: string): string[] {
  return [...markdown.matchAll(/^#+ (.+)$/gmu)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\- ]/gu, '')
      .replaceAll(' ', '-'),
  );
}

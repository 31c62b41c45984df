import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { helpCatalogue } from '#domain/help.ts';
import { productNamed } from '#domain/product.ts';
import { generateDocuments } from '../../reference/documents.ts';

const root = join(import.meta.dirname, '../..');
const documents = await generateDocuments(productNamed('Statsig'));

/** Runs `npm run docs` without npm. */
function run(...parameters: readonly string[]): Promise<{ code: number; output: string }> {
  const { promise, resolve } = Promise.withResolvers<{ code: number; output: string }>();
  const child = execFile(process.execPath, ['bin/docs.ts', ...parameters], { cwd: root }, (_, stdout, stderr) => {
    resolve({ code: child.exitCode ?? -1, output: stdout + stderr });
  });
  return promise;
}

describe('the documents that are made from the code', () => {
  it.each(Object.keys(documents))('%s is as the code makes it: else run npm run docs', async (path) => {
    const same = (await readFile(join(root, path), 'utf8')) === documents[path];
    expect(same).toBe(true);
  });

  it('are compared by npm run docs -- --check', async () => {
    expect(await run('--check')).toEqual({ code: 0, output: '' });
    const { code, output } = await run('--check', '--product', 'Feature Gate');
    expect(code).toBe(1);
    for (const path of Object.keys(documents).filter(
      (name) => name.includes('openapi') || name.includes('reference'),
    )) {
      expect(output).toContain(`${path} is not as the code makes it. Please run npm run docs.`);
    }
  });

  it.each([
    [['--help'], 0, 'npm run docs -- [--check] [--product <name>]'],
    [['--shoes'], 2, "Unknown option '--shoes'"],
    [['--product', '…'], 2, 'The product name "…" has no letter or digit.'],
  ])('are explained when called with %j', async (parameters, code, words) => {
    const answer = await run(...parameters);
    expect([answer.code, answer.output.includes(words)]).toEqual([code, true]);
  });
});

describe('docs/reference.html', () => {
  const { 'docs/reference.html': page = '' } = documents;
  const ids = [...page.matchAll(/\sid="([^"]+)"/gu)].map(([, id = '']) => id);

  it('leads nowhere that is not there', () => {
    const targets = [...page.matchAll(/\shref="([^"]+)"/gu)].map(([, target = '']) => target);
    expect(ids).toEqual([...new Set(ids)]);
    const known = new Set([...ids.map((id) => `#${id}`), 'openapi-scim.json', 'openapi-admin.json']);
    expect(targets.filter((target) => !known.has(target))).toEqual([]);
    expect(targets.length).toBeGreaterThan(500);
  });

  it('asks for nothing from elsewhere, and runs nothing', () => {
    expect(page.match(/<(?:script|link|img|iframe|object|embed)\b|\bsrc=|@import|url\(|\son\w+=/giu)).toBeNull();
  });

  it('closes whatever it opens', () => {
    const open: string[] = [];
    const wrong: string[] = [];
    for (const [, slash, name = ''] of page.matchAll(/<(\/?)([a-z][a-z0-9]*)\b[^>]*>/gu)) {
      if (name === 'meta') continue;
      if (slash === '') open.push(name);
      else if (open.pop() !== name) wrong.push(name);
    }
    expect([wrong, open]).toEqual([[], []]);
  });

  it('has the help on every code that a refusal may have', () => {
    const codes = helpCatalogue.flatMap(({ help }) => Object.keys(help));
    expect(codes.length).toBeGreaterThan(30);
    expect(codes.filter((code) => !ids.includes(code))).toEqual([]);
  });

  it('has every operation and every schema of both descriptions', () => {
    for (const api of ['scim', 'admin']) {
      const { paths, components } = JSON.parse(documents[`docs/openapi-${api}.json`] ?? '') as {
        paths: Record<string, Record<string, { operationId: string }>>;
        components: { schemas: Record<string, unknown> };
      };
      const operations = Object.values(paths).flatMap((item) =>
        Object.entries(item).flatMap(([method, { operationId }]) =>
          method === 'head' ? [] : [`${api}-${operationId}`],
        ),
      );
      const schemas = Object.keys(components.schemas).map((name) => `${api}-schema-${name}`);
      expect([...operations, ...schemas].filter((id) => !ids.includes(id))).toEqual([]);
    }
  });
});

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');

const allowed: readonly (readonly [folder: string, specifier: string])[] = [
  ['lambdas/scim', './x.ts'],
  ['lambdas/domain', './x.ts'],
  ['lambdas/domain', '#scim/x.ts'],
  ['lambdas/domain', 'node:crypto'],
  ['lambdas/domain', 'node:util'],
  ['lambdas/domain', 'node:zlib'],
  ['lambdas/storage', './x.ts'],
  ['lambdas/storage', '#scim/x.ts'],
  ['lambdas/storage', '#domain/x.ts'],
  ['lambdas/storage', '@aws-sdk/lib-dynamodb'],
  ['lambdas/storage', 'zod'],
  ['lambdas/storage', 'node:crypto'],
  ['lambdas/http', './x.ts'],
  ['lambdas/http', '#scim/x.ts'],
  ['lambdas/http', '#domain/x.ts'],
  ['lambdas/http', '@middy/core'],
  ['lambdas/http', 'zod'],
  ['lambdas/http', 'aws-lambda'],
  ['lambdas/http', 'node:crypto'],
  ['lambdas/handlers', '#http/x.ts'],
  ['lambdas/handlers', '#storage/x.ts'],
  ['lambdas/handlers', '#domain/x.ts'],
  ['lambdas/handlers', '../settings.ts'],
  ['lambdas', 'zod'],
  ['lib', './x.ts'],
  ['lib', 'aws-cdk-lib/core'],
  ['lib', 'constructs'],
  ['lib', 'node:path'],
  ['console', './x.ts'],
  ['console', 'node:fs/promises'],
  ['console', 'zod'],
  ['console', 'string-width'],
  ['console', '@commander-js/extra-typings'],
  ['console', '@smithy/signature-v4'],
  ['console', '@aws-sdk/credential-providers'],
  ['reference', './x.ts'],
  ['reference', '#http/x.ts'],
  ['reference', 'node:fs/promises'],
  ['reference', 'zod'],
  ['upkeep', './x.ts'],
  ['upkeep', '#storage/x.ts'],
  ['upkeep', '#domain/x.ts'],
  ['upkeep', '@aws-sdk/lib-dynamodb'],
  ['upkeep', 'zod'],
  ['upkeep', 'node:crypto'],
  ['local', '../lambdas/storage/x.ts'],
  ['test', '#storage/x.ts'],
];

const forbidden: readonly (readonly [folder: string, specifier: string])[] = [
  ...['#domain/x.ts', '#scim/x.ts', '../domain/x.ts', './../domain/x.ts', './deep/x.ts', 'node:fs', 'zod'].map(
    (specifier) => ['lambdas/scim', specifier] as const,
  ),
  ...['#storage/x.ts', '#http/x.ts', '#domain/x.ts', '../settings.ts', '../scim/x.ts', './../storage/x.ts'].map(
    (specifier) => ['lambdas/domain', specifier] as const,
  ),
  ...['@aws-sdk/client-dynamodb', 'zod', '@middy/core', 'node:fs', 'node:http', 'node:child_process', 'fs'].map(
    (specifier) => ['lambdas/domain', specifier] as const,
  ),
  ...['#http/x.ts', '#storage/x.ts', '../http/x.ts', '../settings.ts', '@middy/core', 'aws-lambda', 'aws-cdk-lib'].map(
    (specifier) => ['lambdas/storage', specifier] as const,
  ),
  ...['#storage/x.ts', '../storage/x.ts', '@aws-sdk/client-dynamodb', 'aws-cdk-lib', '../../local/x.ts'].map(
    (specifier) => ['lambdas/http', specifier] as const,
  ),
  ...['../../local/x.ts', '../../lib/x.ts', '../http/x.ts', '@aws-sdk/client-dynamodb', 'aws-cdk-lib', 'zod'].map(
    (specifier) => ['lambdas/handlers', specifier] as const,
  ),
  ...['./storage/x.ts', '#domain/x.ts', '../lib/x.ts'].map((specifier) => ['lambdas', specifier] as const),
  ...['#domain/x.ts', '../lambdas/domain/x.ts', '../lib/x.ts', './deep/x.ts', '@middy/core', 'aws-cdk-lib'].map(
    (specifier) => ['console', specifier] as const,
  ),
  ...['../local/x.ts', '../test/x.ts', '../lib/x.ts', 'aws-cdk-lib', '@aws-sdk/client-dynamodb'].map(
    (specifier) => ['reference', specifier] as const,
  ),
  ...['#reference/x.ts', '../../reference/x.ts'].map((specifier) => ['lambdas/http', specifier] as const),
  ['lambdas/handlers', '../../reference/x.ts'],
  ...['../local/x.ts', '../test/x.ts', '../console/x.ts', 'aws-cdk-lib', 'commander', './deep/x.ts'].map(
    (specifier) => ['upkeep', specifier] as const,
  ),
  ...['#upkeep/x.ts', '../../upkeep/x.ts'].map((specifier) => ['lambdas/storage', specifier] as const),
  ['lambdas/handlers', '../../upkeep/x.ts'],
  ['console', '../upkeep/x.ts'],
  ...['../lambdas/settings.ts', '#domain/x.ts', '../local/x.ts', '@aws-sdk/client-dynamodb', 'zod', 'aws-lambda'].map(
    (specifier) => ['lib', specifier] as const,
  ),
];

/** Runs the project's linter over a tree of `files`: the rules that each file breaks, by its path. */
function lint(files: Readonly<Record<string, string>>): ReadonlyMap<string, readonly string[]> {
  const tree = mkdtempSync(join(tmpdir(), 'rollcall-layers-'));
  try {
    const configuration = readFileSync(join(root, '.oxlintrc.json'), 'utf8');
    const packageText = readFileSync(join(root, 'package.json'), 'utf8');
    const everything = {
      ...files,
      // Types are not needed here, and there are none to be aware of.
      '.oxlintrc.json': configuration.replace('"typeAware": true', '"typeAware": false'),
      'package.json': packageText,
    };
    for (const [path, text] of Object.entries(everything)) {
      mkdirSync(dirname(join(tree, path)), { recursive: true });
      writeFileSync(join(tree, path), text);
    }
    const run = spawnSync(process.execPath, [join(root, 'node_modules/oxlint/bin/oxlint'), '--format', 'json'], {
      cwd: tree,
      encoding: 'utf8',
    });
    const { diagnostics } = JSON.parse(run.stdout) as { diagnostics: { code: string; filename: string }[] };
    const broken = new Map<string, string[]>();
    for (const { code, filename } of diagnostics) broken.set(filename, [...(broken.get(filename) ?? []), code]);
    return broken;
  } finally {
    rmSync(tree, { recursive: true });
  }
}

const fileOf = (folder: string, index: number): string => `${folder}/case-${index}.ts`;

describe('imports', () => {
  let broken: ReadonlyMap<string, readonly string[]>;
  const cases = [...allowed, ...forbidden];

  beforeAll(() => {
    broken = lint(
      Object.fromEntries(
        cases.map(([folder, specifier], index) => [fileOf(folder, index), `export * from '${specifier}';\n`]),
      ),
    );
  });

  it.each(allowed.map((pair, index) => [...pair, index] as const))('allows %s to import %s', (folder, _, index) => {
    expect(broken.get(fileOf(folder, index)) ?? []).not.toContain('eslint(no-restricted-imports)');
  });

  it.each(forbidden.map((pair, index) => [...pair, index + allowed.length] as const))(
    'refuses %s importing %s',
    (folder, _, index) => {
      expect(broken.get(fileOf(folder, index)) ?? []).toContain('eslint(no-restricted-imports)');
    },
  );
});

describe('other rules of the house', () => {
  const long = Array.from({ length: 301 }, (_, line) => `export const value${line} = ${line};\n`).join('');
  const broken = lint({
    'lambdas/domain/with-type.ts': `import type { Whole } from './whole.ts';\nexport type Part = { whole: Whole };\n`,
    'lambdas/domain/whole.ts': `import type { Part } from './with-type.ts';\nexport type Whole = { parts: Part[] };\n`,
    'lambdas/http/type-only.ts': `import type { Table } from '#storage/table.ts';\nexport type Held = Table;\n`,
    'lambdas/storage/table.ts': `export type Table = string;\n`,
    'lambdas/scim/default-export.ts': 'export default 1;\n',
    'lambdas/scim/CamelCase.ts': 'export const value = 1;\n',
    'lambdas/scim/long.ts': long,
    'lambdas/handlers/long.ts': long.split('\n').slice(0, 41).join('\n'),
    'test/long.ts': long,
    'test/focused.test.ts': `import { expect, it } from 'vitest';\nit.only('is alone', () => expect(1).toBe(1));\n`,
    'test/empty.test.ts': `import { it } from 'vitest';\nit('asserts nothing', () => {});\n`,
  });

  it.each([
    ['a cycle of types', 'lambdas/domain/whole.ts', 'import(no-cycle)'],
    ['a forbidden import of types', 'lambdas/http/type-only.ts', 'eslint(no-restricted-imports)'],
    ['a default export', 'lambdas/scim/default-export.ts', 'import(no-default-export)'],
    ['a file name in another case', 'lambdas/scim/CamelCase.ts', 'unicorn(filename-case)'],
    ['more than 300 lines', 'lambdas/scim/long.ts', 'eslint(max-lines)'],
    ['a handler of more than 40 lines', 'lambdas/handlers/long.ts', 'eslint(max-lines)'],
    ['a focused test', 'test/focused.test.ts', 'vitest(no-focused-tests)'],
    ['a test that asserts nothing', 'test/empty.test.ts', 'vitest(expect-expect)'],
  ])('refuses %s', (_, file, rule) => {
    expect(broken.get(file) ?? []).toContain(rule);
  });

  it('allows a long table of cases in a test', () => {
    expect(broken.get('test/long.ts') ?? []).toEqual([]);
  });
});

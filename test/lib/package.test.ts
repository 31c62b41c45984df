import { execFile } from 'node:child_process';
import { existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import description from '../../package.json' with { type: 'json' };
import { withoutHashes } from './synthesis.ts';

const root = join(import.meta.dirname, '../..');
const run = promisify(execFile);
const readExample = (): string => {
  const [, code = ''] = /```ts\n([^]*?)```/u.exec(readFileSync(join(root, 'docs/embed.md'), 'utf8')) ?? [];
  return code;
};

/** An app of a product, in a folder of its own, with these packages and the example of docs/embed.md. */
function makeApp(packages: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(inject('assemblies'), 'product-'));
  mkdirSync(join(folder, 'node_modules'));
  for (const [name, place] of Object.entries(packages)) symlinkSync(place, join(folder, 'node_modules', name));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(folder, 'app.ts'), readExample());
  return folder;
}

async function synthesizeApp(folder: string, bundling: readonly string[]): Promise<Readonly<Record<string, unknown>>> {
  await run(process.execPath, ['app.ts'], {
    cwd: folder,
    env: {
      ...process.env,
      CDK_OUTDIR: join(folder, 'cdk.out'),
      CDK_CONTEXT_JSON: JSON.stringify({ 'aws:cdk:bundling-stacks': bundling }),
    },
  });
  const templates = globSync(join(folder, 'cdk.out/*.template.json')).toSorted();
  return Object.fromEntries(
    templates.map((file) => [file.slice(folder.length), withoutHashes(JSON.parse(readFileSync(file, 'utf8')))]),
  );
}

describe('the package', () => {
  const cdk = (name: string) => join(root, 'node_modules', name);
  let made: string;
  let installed: string;

  beforeAll(async () => {
    made = mkdtempSync(join(inject('assemblies'), 'package-'));
    await run(process.execPath, ['bin/package.ts', '--folder', made], { cwd: root });
    // As npm installs it: a folder of its own below node_modules, not a link to where it was made.
    installed = makeApp({ 'aws-cdk-lib': cdk('aws-cdk-lib'), constructs: cdk('constructs') });
    const place = join(installed, 'node_modules/rollcall');
    mkdirSync(place);
    const archive = join(made, `${description.name}-${description.version}.tgz`);
    await run('tar', ['-xzf', archive, '-C', place, '--strip-components=1']);
  }, 180_000);

  it('synthesizes the example of docs/embed.md as the sources do, with the bundles that it brings', async () => {
    const sources = makeApp({ 'aws-cdk-lib': cdk('aws-cdk-lib'), constructs: cdk('constructs'), rollcall: root });
    const templates = await synthesizeApp(installed, ['**']);
    expect(Object.keys(templates)).toHaveLength(2);
    expect(templates).toEqual(await synthesizeApp(sources, []));
    const bundles = globSync(join(installed, 'cdk.out/asset.*/index.js'));
    expect(bundles).toHaveLength(9);
  }, 120_000);

  it('knows the types of what it exports', async () => {
    const compiler = join(root, 'node_modules/typescript/bin/tsc');
    const flags = '--noEmit --strict --skipLibCheck --module nodenext --target es2024 --types node'.split(' ');
    const compile = (file: string) =>
      run(process.execPath, [compiler, ...flags, '--typeRoots', join(root, 'node_modules/@types'), file], {
        cwd: installed,
      });
    await expect(compile('app.ts')).resolves.toMatchObject({ stdout: '' });
    writeFileSync(join(installed, 'wrong.ts'), readExample().replace('rateLimit: 200', "rateLimit: 'many'"));
    await expect(compile('wrong.ts')).rejects.toMatchObject({
      stdout: expect.stringContaining("Type 'string' is not assignable to type 'number'") as string,
    });
  }, 60_000);

  it('exports every file that it names, and nothing that needs a library of ours', () => {
    const { exports: exported, dependencies } = JSON.parse(
      readFileSync(join(installed, 'node_modules/rollcall/package.json'), 'utf8'),
    ) as { exports: Record<string, Record<string, string>>; dependencies?: object };
    expect(dependencies).toBeUndefined();
    for (const file of Object.values(exported).flatMap((each) => Object.values(each)))
      expect([file, existsSync(join(installed, 'node_modules/rollcall', file))]).toEqual([file, true]);
  });

  it('brings every page to which one of its pages leads', () => {
    const place = join(installed, 'node_modules/rollcall');
    const links = globSync(['*.md', 'docs/**/*.md'], { cwd: place }).flatMap((page) =>
      [...readFileSync(join(place, page), 'utf8').matchAll(/\]\((?!\w+:)([^)#\s]+\.(?:md|html|json))/gu)].map(
        ([, target = '']) => [page, join(page, '..', target)] as const,
      ),
    );
    expect(links.length).toBeGreaterThan(100);
    expect(links.filter(([, target]) => !existsSync(join(place, target)))).toEqual([]);
  });

  it('brings the command line', async () => {
    const command = join(installed, 'node_modules/rollcall/bin/rollcall.js');
    const { stdout } = await run(process.execPath, [command, '--help']);
    expect(stdout).toContain('Usage: rollcall');
  }, 30_000);
});

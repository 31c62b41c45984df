import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');

/** The packages that would run something when they are installed, and why nobody needs that. */
const known: Readonly<Record<string, string>> = {
  // It looks whether its program is there, which the package for the platform brings, and spares a start of Node.
  'node_modules/esbuild': 'optimizes',
  // Of macOS alone.
  'node_modules/fsevents': 'is never installed on Linux',
};

it('runs nothing of anybody when it is installed: each script is known, and .npmrc leaves all of them out', () => {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { hasInstallScript?: boolean }>;
  };
  const scripts = Object.entries(packages).flatMap(([place, { hasInstallScript }]) =>
    hasInstallScript ? [place] : [],
  );
  expect(scripts.filter((place) => !(place in known))).toEqual([]);
  expect(readFileSync(join(root, '.npmrc'), 'utf8').split('\n')).toContain('ignore-scripts=true');
});

it('works without them: esbuild bundles as it was unpacked', () => {
  const { status, stdout } = spawnSync(
    process.execPath,
    [join(root, 'node_modules/esbuild/bin/esbuild'), '--version'],
    {
      encoding: 'utf8',
    },
  );
  // Where the script ran after all, the file is the program itself, which Node cannot run.
  const direct =
    status === 0
      ? stdout
      : spawnSync(join(root, 'node_modules/.bin/esbuild'), ['--version'], { encoding: 'utf8' }).stdout;
  expect(direct).toMatch(/^\d+\.\d+\.\d+/u);
});

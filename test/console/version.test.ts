import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { readVersion } from '../../console/version.ts';
import { runWith } from '../support/command-line.ts';

it.each([[['--version']], [['-V']], [['org', 'list', '--version']]])(
  '%j prints the version, and ends',
  async (args) => {
    expect(await runWith(args, {})).toMatchObject({ code: 0, out: '1.2.3', err: '', asked: [] });
  },
);

it('is that of the package, and in a clone its commit', () => {
  expect(readVersion()).toMatch(/^\d+\.\d+\.\d+( \([0-9a-f]{12,}\))?$/u);
});

it('is that of the package alone where there is no history', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-version-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'package.json'), '{"version":"9.8.7"}');
  expect(readVersion(pathToFileURL(`${folder}/`))).toBe('9.8.7');
});

import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Command, lastWords, runCommand } from './run-command.ts';

const root = join(import.meta.dirname, '../..');
const requirements = join(import.meta.dirname, 'requirements.txt');
const folder = join(root, '.deploy');

/** The Python with the emulator, or why there is none. */
export type Python = { readonly python: string } | { readonly missing: string };

/** Makes the emulator's virtual environment, or takes the one that an earlier run made of the same list. */
export async function preparePython(): Promise<Python> {
  const wanted = createHash('sha256')
    .update(await readFile(requirements))
    .digest('hex')
    .slice(0, 12);
  const place = join(folder, `python-${wanted}`);
  const python = join(place, 'bin', 'python');
  if (existsSync(python)) return { python };
  const version = await runIfThere(['python3', '-c', 'import sys; sys.exit(0 if sys.version_info >= (3, 10) else 1)']);
  if (version === undefined) return { missing: 'There is no python3.' };
  if (version.code !== 0) return { missing: 'python3 is older than 3.10.' };
  await mkdir(folder, { recursive: true });
  // Beside the place, so that another run never sees half of it.
  const draft = `${place}-${randomUUID()}`;
  try {
    const made = await runCommand(['python3', '-m', 'venv', draft]);
    if (made.code !== 0) return { missing: `python3 makes no virtual environment:\n${lastWords(made)}` };
    const pip = [join(draft, 'bin', 'python'), '-m', 'pip'] as const;
    const installed = await runCommand([
      ...pip,
      'install',
      '--disable-pip-version-check',
      '--quiet',
      '--only-binary=:all:',
      '-r',
      requirements,
    ]);
    if (installed.code !== 0) return { missing: `pip does not install the emulator:\n${lastWords(installed)}` };
    await rename(draft, place).catch((error: NodeJS.ErrnoException) => {
      // Another run was faster.
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    });
    return { python };
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function runIfThere(command: Command) {
  try {
    return await runCommand(command);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const root = new URL('../', import.meta.url);

/** The version of this program, and the commit that it is of where it runs in a clone: `0.1.0 (1f0c2d9e4b7a)`. */
export function readVersion(folder: URL = root): string {
  const { version } = JSON.parse(readFileSync(new URL('package.json', folder), 'utf8')) as { version: string };
  const commit = readCommit(folder);
  return commit === undefined ? version : `${version} (${commit})`;
}

function readCommit(folder: URL): string | undefined {
  try {
    // A copy without a history of its own may lie within somebody else's clone.
    if (git(folder, 'rev-parse', '--show-prefix') !== '') return undefined;
    return git(folder, 'rev-parse', '--short=12', 'HEAD');
  } catch {
    // Without git, or outside of a clone, the version alone is known.
    return undefined;
  }
}

function git(folder: URL, ...words: string[]): string {
  return execFileSync('git', words, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
}

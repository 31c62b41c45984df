import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderWith, pretend, runIn } from '../support/command-line.ts';

const root = join(import.meta.dirname, '../..');
const complete = async (...words: readonly string[]): Promise<readonly string[]> => {
  const { out } = await runIn(['complete', '--', ...words], pretend({}));
  return out === '' ? [] : out.split('\n');
};

describe('completion', () => {
  it.each<[readonly string[], readonly string[]]>([
    [['pro'], ['project']],
    [['o'], ['org', 'owner']],
    [
      ['project', ''],
      ['list', 'show', 'create', 'rename', 'delete'],
    ],
    [['--json', 'project', 're'], ['rename']],
    [['-o', 'Acme', 'team', 'sh'], ['show']],
    [['--organization', 'project', 'key', 'reg'], ['regenerate']],
    [
      ['project', 'delete', '--'],
      [
        '--yes',
        '--no-wait',
        '--help',
        '--endpoint',
        '--key',
        '--profile',
        '--region',
        '--data',
        '--organization',
        '--on-behalf-of',
        '--json',
        '--version',
      ],
    ],
    [['project', 'delete', 'P', '--no'], ['--no-wait']],
    [
      ['key', 'create', 'Okta', '--scope', ''],
      ['full', 'read'],
    ],
    [['activity', '--outcome', 'p'], ['partly']],
    [
      ['member', 'set-role', 'ada@acme.com', ''],
      ['Member', 'Admin'],
    ],
    [['member', 'set-role', ''], []],
    [['project', 'create', ''], []],
    [['key', 'create', '--expires', ''], []],
    [['complete'], []],
    [
      ['nonsense', ''],
      [
        'org',
        'domain',
        'project',
        'role',
        'team',
        'member',
        'owner',
        'group',
        'key',
        'activity',
        'change',
        'doctor',
        'undone',
        'pepper',
        'verify',
        'export',
        'import',
        'migrate',
        'completion',
      ],
    ],
  ])('%j', async (words, expected) => {
    expect(await complete(...words)).toEqual(expected);
  });

  it('works in bash', async () => {
    const folder = await folderWith({});
    const program = `#!/bin/sh\nexec '${process.execPath}' '${join(root, 'bin/rollcall.ts')}' "$@"\n`;
    writeFileSync(join(folder, 'rollcall'), program, { mode: 0o755 });
    const script =
      'source <(rollcall completion bash)\n' +
      'COMP_WORDS=(rollcall key re); COMP_CWORD=2; _rollcall; echo "${COMPREPLY[@]}"\n' +
      'COMP_WORDS=(rollcall pro); COMP_CWORD=1; _rollcall; echo "${COMPREPLY[@]}"\n';
    const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', script], {
      env: { ...process.env, PATH: `${folder}:${process.env['PATH']}` },
      encoding: 'utf8',
    });
    expect([stdout, stderr]).toEqual(['regenerate\nproject\n', '']);
  });

  it('has a script for zsh', async () => {
    const { code, out } = await runIn(['completion', 'zsh'], pretend({}));
    expect(code).toBe(0);
    expect(out).toMatch(/^#compdef rollcall\n[\s\S]*rollcall complete -- [\s\S]*\ncompdef _rollcall rollcall$/u);
  });
});

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type BundledPackage, findBundledPackages } from '../../supply/bundled-packages.ts';
import { allowedLicences, describeLicences, findForbidden } from '../../supply/licences.ts';

const root = join(import.meta.dirname, '../..');
let packages: readonly BundledPackage[];
beforeAll(async () => {
  packages = await findBundledPackages();
});

describe('what is deployed', () => {
  it('is under licences that are allowed', () => {
    expect(packages.map(({ name }) => name)).toContain('@aws-sdk/client-dynamodb');
    expect(findForbidden(packages)).toEqual([]);
  });

  it('is listed in docs/licences.md, as "npm run licences" writes it', () => {
    expect(readFileSync(join(root, 'docs/licences.md'), 'utf8')).toBe(describeLicences(packages));
  });

  it('is in the bill of materials, with its version', () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    const [program = '', ...args] = (scripts['sbom'] ?? '').split(' ');
    const { status, stdout } = spawnSync(program, args, { cwd: root, encoding: 'utf8' });
    expect(status).toBe(0);
    const bill = JSON.parse(stdout) as { bomFormat: string; components: { name: string; version: string }[] };
    expect(bill.bomFormat).toBe('CycloneDX');
    const listed = new Set(bill.components.map(({ name, version }) => `${name}@${version}`));
    expect(packages.map(({ name, version }) => `${name}@${version}`).filter((one) => !listed.has(one))).toEqual([]);
  });

  it('does not hold what only works on a desk', () => {
    const names = new Set(packages.map(({ name }) => name));
    for (const name of ['commander', 'aws-cdk-lib', 'vitest', 'esbuild']) expect(names.has(name)).toBe(false);
  });
});

it('tells a licence that is not allowed, and a missing one', () => {
  const one = { name: 'a', version: '1.0.0' };
  expect(findForbidden([{ ...one, licence: 'AGPL-3.0' }])).toHaveLength(1);
  expect(findForbidden([{ ...one, licence: undefined }])).toHaveLength(1);
  for (const licence of allowedLicences) expect(findForbidden([{ ...one, licence }])).toEqual([]);
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { describeBill } from '../../supply/bill-of-materials.ts';
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

  it('is in the bill of materials, each with its version and licence', () => {
    const { bomFormat, components, dependencies } = describeBill({ name: 'rollcall', version: '0.1.0' }, packages);
    expect(bomFormat).toBe('CycloneDX');
    expect(components.map(({ name, version }) => `${name}@${version}`)).toEqual(
      packages.map(({ name, version }) => `${name}@${version}`),
    );
    for (const { name, purl, licenses } of components) {
      expect(purl).toMatch(/^pkg:npm\/(?:%40[\w-]+\/)?[\w.-]+@\d+\.\d+\.\d+$/u);
      expect([name, licenses?.length]).toEqual([name, 1]);
    }
    expect(dependencies).toEqual([{ ref: 'pkg:npm/rollcall@0.1.0', dependsOn: components.map(({ purl }) => purl) }]);
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

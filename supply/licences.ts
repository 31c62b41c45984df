import type { BundledPackage } from './bundled-packages.ts';

/** The licences under which what is deployed may be: each lets it be used and passed on with its notice. */
export const allowedLicences: readonly string[] = ['Apache-2.0', 'MIT', 'ISC', '0BSD', 'BSD-2-Clause', 'BSD-3-Clause'];

/** The packages whose licence is none of those. */
export function findForbidden(packages: readonly BundledPackage[]): readonly BundledPackage[] {
  return packages.filter(({ licence }) => licence === undefined || !allowedLicences.includes(licence));
}

/** The page that lists what the Lambdas' bundles hold of others. Without versions, which the bill of materials has. */
export function describeLicences(packages: readonly BundledPackage[]): string {
  const found = new Map(packages.map(({ name, licence }) => [name, licence ?? 'none']));
  const cells = [['package', 'licence'], ...found];
  const [first = 0, second = 0] = [0, 1].map((column) => Math.max(...cells.map((row) => (row[column] ?? '').length)));
  const [head, ...rows] = cells.map(
    ([name = '', licence = '']) => `| ${name.padEnd(first)} | ${licence.padEnd(second)} |`,
  );
  return [
    '# Licences',
    '',
    'What the bundles of the Lambdas hold of other packages, found in the bundles themselves; `npm run licences` writes this page,',
    `and a test holds it against them. Allowed are ${allowedLicences.join(', ')}.`,
    'The versions are in the bill of materials, which `npm run --silent sbom > rollcall.cdx.json` makes (CycloneDX).',
    '',
    head,
    `| ${'-'.repeat(first)} | ${'-'.repeat(second)} |`,
    ...rows,
    '',
  ].join('\n');
}

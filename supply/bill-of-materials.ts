import type { BundledPackage } from './bundled-packages.ts';

/**
 * The bill of materials (CycloneDX 1.5) of what is deployed. Not npm's own, which leaves out whatever a package for
 * development needs as well, and lists what no bundle holds.
 */
export function describeBill(
  own: { readonly name: string; readonly version: string },
  packages: readonly BundledPackage[],
) {
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.5.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    version: 1,
    metadata: { component: componentOf('application', { ...own, licence: 'Apache-2.0' }) },
    components: packages.map((one) => componentOf('library', one)),
    dependencies: [{ ref: referenceOf(own), dependsOn: packages.map(referenceOf) }],
  };
}

function componentOf(type: 'application' | 'library', { name, version, licence }: BundledPackage) {
  return {
    type,
    'bom-ref': referenceOf({ name, version }),
    name,
    version,
    purl: referenceOf({ name, version }),
    ...(licence !== undefined && { licenses: [{ license: { id: licence } }] }),
  };
}

/** A package URL, in which the @ of a scope is encoded. */
function referenceOf({ name, version }: { readonly name: string; readonly version: string }): string {
  return `pkg:npm/${name.replace('@', '%40')}@${version}`;
}

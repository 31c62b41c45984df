import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findBundledPackages } from '../supply/bundled-packages.ts';
import { describeLicences, findForbidden } from '../supply/licences.ts';

const packages = await findBundledPackages();
await writeFile(join(import.meta.dirname, '../docs/licences.md'), describeLicences(packages));
console.log(`docs/licences.md: ${packages.length} packages.`);
for (const { name, licence } of findForbidden(packages)) {
  console.error(`${name} is under ${licence ?? 'no licence'}, which is not among the allowed ones.`);
  process.exitCode = 1;
}

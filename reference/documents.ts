import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Product } from '#domain/product.ts';
import { helpCatalogue } from '#domain/help.ts';
import { adminOperations } from '#http/admin-operations.ts';
import { adminDocument } from './admin-document.ts';
import { inTermsOf } from './examples.ts';
import { referencePage } from './page.ts';
import { scimDocument } from './scim-document.ts';
import { troubleshootingPage } from './troubleshooting.ts';

const root = join(import.meta.dirname, '..');

/** Every document that is generated, by its path from the project's root. */
export async function generateDocuments(product: Product): Promise<Readonly<Record<string, string>>> {
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
  const style = await readFile(join(import.meta.dirname, 'page.css'), 'utf8');
  const admin = adminDocument(adminOperations, product, version);
  const scim = scimDocument(product, version);
  return {
    'docs/troubleshooting.md': troubleshootingPage(product),
    'docs/openapi-admin.json': printJson(admin),
    'docs/openapi-scim.json': printJson(scim),
    'docs/reference.html': referencePage(
      `${product.name} provisioning: reference`,
      style,
      [
        { api: 'scim', file: 'openapi-scim.json', document: scim },
        { api: 'admin', file: 'openapi-admin.json', document: admin },
      ],
      inTermsOf(product, helpCatalogue),
    ),
  };
}

function printJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Product } from '#domain/product.ts';
import { scimDocument } from './scim-document.ts';

const root = join(import.meta.dirname, '..');

/** Every document that is generated, by its path from the project's root. */
export async function generateDocuments(product: Product): Promise<Readonly<Record<string, string>>> {
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
  return {
    'docs/openapi-scim.json': printJson(scimDocument(product, version)),
  };
}

function printJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

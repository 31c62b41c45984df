import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { productNamed } from '#domain/product.ts';
import { makeProgram } from '../console/program.ts';
import { describeCommands } from '../console/reference.ts';
import { terminal } from '../console/terminal.ts';
import { generateDocuments } from '../reference/documents.ts';
import { programs } from '../upkeep/programs.ts';

const root = join(import.meta.dirname, '..');

const usage = `Writes the documents that are made from the code: the OpenAPI descriptions of both APIs, their reference, and the page of the
command line.

  npm run docs -- [--check] [--product <name>]

  --check    write nothing; end with 1 where one is not as the code makes it
  --product  the name of the product that they speak of (Statsig)`;

try {
  const { values } = parseArgs({
    options: {
      check: { type: 'boolean', default: false },
      product: { type: 'string', default: 'Statsig' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) console.log(usage);
  else if (values.check) await check(values.product);
  else await write(values.product);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  console.error(usage);
  process.exitCode = 2;
}

async function documentsOf(product: string): Promise<Readonly<Record<string, string>>> {
  const commands = { 'docs/command-line.md': describeCommands(makeProgram(terminal(programs))) };
  return { ...(await generateDocuments(productNamed(product))), ...commands };
}

async function write(product: string): Promise<void> {
  for (const [path, text] of Object.entries(await documentsOf(product))) {
    await writeFile(join(root, path), text);
    console.log(path);
  }
}

async function check(product: string): Promise<void> {
  for (const [path, text] of Object.entries(await documentsOf(product))) {
    if (existsSync(join(root, path)) && (await readFile(join(root, path), 'utf8')) === text) continue;
    console.log(`${path} is not as the code makes it. Please run npm run docs.`);
    process.exitCode = 1;
  }
}

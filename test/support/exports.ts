import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { onTestFinished } from 'vitest';
import { exportOrganization } from '../../upkeep/export.ts';
import { importOrganization } from '../../upkeep/import.ts';
import type { ImportOptions } from '../../upkeep/import.ts';
import { operatorSession } from './verify.ts';

type AnyTable = { readonly client: DynamoDBClient; readonly tableName: string };

/** A folder that goes with the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-export-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

/** Exports an organization to a new file of a test. */
export async function exportFrom(table: AnyTable, organizationId: string): Promise<string> {
  const file = join(await temporaryFolder(), `${randomUUID()}.jsonl`);
  await exportOrganization(operatorSession(table, organizationId), { file, product: 'Statsig' });
  return file;
}

/** The text of such a file, for tests that share it. */
export async function textFrom(table: AnyTable, organizationId: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-export-'));
  try {
    const file = join(folder, 'export.jsonl');
    await exportOrganization(operatorSession(table, organizationId), { file, product: 'Statsig' });
    return await readFile(file, 'utf8');
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Imports a file into a table. */
export function importInto(table: AnyTable, options: ImportOptions) {
  return importOrganization((organizationId) => operatorSession(table, organizationId), options);
}

/** What an export says but for what differs with each: its moment, whose it is, keys, and the digest of all that. */
export async function contentOf(file: string): Promise<readonly unknown[]> {
  const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
  const values = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  return values.flatMap(({ kind, ...value }) => {
    if (kind === 'export' || kind === 'key' || kind === 'end') return [];
    return kind === 'organization' ? [{ kind, ...value, id: undefined, product: undefined }] : [{ kind, ...value }];
  });
}

/** Writes lines to a file of a test, with the end that fits them. */
export async function writeExport(lines: readonly string[]): Promise<string> {
  const text = lines.map((line) => `${line}\n`).join('');
  const counts: Record<string, number> = {};
  for (const line of lines) {
    const { kind } = JSON.parse(line) as { kind: string };
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  const sha256 = createHash('sha256').update(text).digest('hex');
  return writeText(`${text}${JSON.stringify({ kind: 'end', lines: counts, sha256 })}\n`);
}

/** Writes a text to a file of a test. */
export async function writeText(text: string | Uint8Array): Promise<string> {
  const file = join(await temporaryFolder(), 'export.jsonl');
  await writeFile(file, text);
  return file;
}

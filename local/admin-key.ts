import { createHash, randomBytes } from 'node:crypto';
import * as z from 'zod';
import { readJsonFile, writeJsonFile } from './folder.ts';

const adminFileSchema = z.strictObject({ adminKey: z.string().regex(/^admin-[\w-]{43}$/u) });

/** The key of the admin API: the one that the file holds, else a new one, which the file then holds; undefined for no file. */
export async function prepareAdminKey(file: string | undefined): Promise<string> {
  const kept = file === undefined ? undefined : adminFileSchema.safeParse(await readJsonFile(file)).data;
  if (kept !== undefined) return kept.adminKey;
  const adminKey = `admin-${randomBytes(32).toString('base64url')}`;
  if (file !== undefined) await writeJsonFile(file, { adminKey });
  return adminKey;
}

/** What the admin Lambda is told of the key. */
export function hashAdminKey(adminKey: string): string {
  return createHash('sha256').update(adminKey).digest('hex');
}

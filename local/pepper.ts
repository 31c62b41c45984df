import { randomBytes, randomUUID } from 'node:crypto';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { countProofs } from '#storage/key-proofs.ts';
import { sessionOpener } from '#storage/open-session.ts';
import * as z from 'zod';
import { readJsonFile, writeJsonFile } from './folder.ts';

const pepperFileSchema = z.strictObject({ pepper: z.string().min(32) });

/** The pepper of the SCIM keys, and whether it is a new one. */
export type LocalPepper = { readonly pepper: string; readonly isNew: boolean };

/** The pepper that the file holds, else a new one, which the file then holds; undefined for no file. */
export async function preparePepper(file: string | undefined): Promise<LocalPepper> {
  const content = file === undefined ? undefined : await readJsonFile(file);
  const kept = pepperFileSchema.safeParse(content).data;
  if (kept !== undefined) return { pepper: kept.pepper, isNew: false };
  if (content !== undefined) {
    throw new Error(
      `The file ${file} holds no pepper. Please put back what it held, or delete it: the SCIM keys are then to be made anew.`,
    );
  }
  const pepper = randomBytes(32).toString('base64url');
  if (file !== undefined) await writeJsonFile(file, { pepper });
  return { pepper, isNew: true };
}

/**
 * What a new pepper finds in data that is there already: keys of an earlier version, which nothing proves, go on
 * counting; of those that another pepper proves it tells how many.
 */
export async function takeOverKeys(client: DynamoDBClient, tableName: string, pepper: string): Promise<number> {
  const open = sessionOpener({ client, tableName });
  const now = Date.now();
  const stamp = { actor: 'local:pepper', requestId: randomUUID(), at: new Date(now).toISOString() };
  const { other } = await countProofs(
    (organization) => open(organization, { ...stamp, deadline: now + 30_000 }),
    { current: pepper },
    { now, renewed: ['none'] },
  );
  return other;
}

/** What is said of keys that another pepper proves. */
export function describeLostKeys(count: number): string {
  const keys =
    count === 1
      ? '1 SCIM key of the data counts no longer: it was'
      : `${count} SCIM keys of the data count no longer: they were`;
  return `${keys} made with another pepper. Please put that pepper.json back, or make the keys anew.`;
}

import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { Registry } from '#domain/directory.ts';
import { addProject, addTeam, createKey, foundOrganization } from '#domain/founding.ts';
import { hashKey } from '#domain/keys.ts';
import type { Product } from '#domain/product.ts';
import { readJsonFile, writeJsonFile } from './folder.ts';

/** How the demo organization is reached. */
export type Demo = { readonly organizationId: string; readonly scimKey: string };

/** `open`: admits every userName, and SCIM may create groups freely (G10); conformance suites need that. */
export type DemoKind = 'generated' | 'open';

const clock = { now: () => new Date(), newId: () => randomUUID() };
const demo = z.object({ organizationId: z.string(), scimKey: z.string() });
const demoFileSchema = z.object({ generated: demo.optional(), open: demo.optional() });

/**
 * The demo organization of that kind (contract §9): the one that the file names where the registry still knows its
 * key, else a new one, which the file then names. Without a file it is always new.
 */
export async function prepareDemo(
  registry: Registry,
  product: Product,
  kind: DemoKind,
  file: string | undefined,
): Promise<Demo> {
  const kept = file === undefined ? {} : readDemoFile(file, await readJsonFile(file));
  const known = kept[kind];
  if (known !== undefined && (await registry.key(hashKey(known.scimKey))) !== undefined) return known;
  const made = await createDemo(registry, product, kind);
  if (file !== undefined) await writeJsonFile(file, { ...kept, [kind]: made });
  return made;
}

function readDemoFile(file: string, content: unknown): z.infer<typeof demoFileSchema> {
  const result = demoFileSchema.safeParse(content ?? {});
  if (result.success) return result.data;
  throw new Error(`The file ${file} is damaged. Please delete it, or choose another folder with --data.`);
}

async function createDemo(registry: Registry, product: Product, kind: DemoKind): Promise<Demo> {
  const { id: organizationId } = await foundOrganization(
    registry,
    {
      name: 'Acme',
      domains: [kind === 'open' ? '*' : 'example.com'],
      settings: { groups: kind },
      owner: { userName: 'owner@example.com', givenName: 'Olivia', familyName: 'Owner' },
    },
    clock,
  );
  const stamp = { actor: 'local', requestId: randomUUID(), deadline: Date.now() + 8_000 };
  const directory = registry.directory(organizationId, stamp);
  const projectA = await addProject(directory, product, 'Project A', clock);
  await addTeam(directory, product, projectA.id, 'Growth', clock);
  await addProject(directory, product, 'Mobile App', clock);
  const { key } = await createKey(registry, { organizationId, name: 'Demo', scope: 'full' }, clock);
  return { organizationId, scimKey: key };
}

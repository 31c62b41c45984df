import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { Registry } from '#domain/directory.ts';
import { addProject, addTeam, createKey, foundOrganization } from '#domain/founding.ts';
import { hashKey } from '#domain/keys.ts';
import type { Product } from '#domain/product.ts';
import { type Database, embedded } from './database.ts';
import { readJsonFile, writeJsonFile } from './folder.ts';

/** How the demo organization is reached. */
export type Demo = { readonly organizationId: string; readonly scimKey: string };

/** `open`: admits every userName, and SCIM may create groups freely (G10); conformance suites need that. */
export type DemoKind = 'generated' | 'open';

const clock = { now: () => new Date(), newId: () => randomUUID() };
const demo = z.object({ organizationId: z.string(), scimKey: z.string() });
/** By the database's name, because an organization is only known where it was made. */
const demoFileSchema = z.record(
  z.string(),
  z.strictObject({ generated: demo.optional(), open: demo.optional() }).optional(),
);
type DemoFile = z.infer<typeof demoFileSchema>;

/** Where the demo organization is looked for. */
export type DemoPlace = {
  readonly database: Pick<Database, 'name'>;
  /** True: the database has just been made, and can hold none. */
  readonly isEmpty: boolean;
  /** Where its key is kept; undefined for nowhere. */
  readonly file: string | undefined;
};

/**
 * The demo organization of that kind: the one that the file names for this database where the registry still knows its
 * key, else a new one, which the file then names. `reason` says why it is new; a first start needs none.
 */
export async function prepareDemo(
  registry: Registry,
  product: Product,
  kind: DemoKind,
  { database, isEmpty, file }: DemoPlace,
): Promise<{ readonly demo: Demo; readonly reason?: string }> {
  const content = file === undefined ? undefined : await readJsonFile(file);
  const kept = demoFileSchema.safeParse(content === undefined ? {} : content).data;
  const known = kept?.[database.name]?.[kind];
  if (known !== undefined && (await isThere(registry, known))) return { demo: known };

  const made = await createDemo(registry, product, kind);
  if (file !== undefined) {
    await writeJsonFile(file, { ...kept, [database.name]: { ...kept?.[database.name], [kind]: made } });
  }
  if (content === undefined && isEmpty) return { demo: made };
  if (file === undefined) return { demo: made, reason: 'with --memory no key of an earlier one is kept' };
  if (content === undefined) return { demo: made, reason: `there was no ${file}` };
  return { demo: made, reason: `${file} ${explain(kept, database.name, kind)}` };
}

/** True where the registry knows the key and its organization: either may have been removed in the Console. */
async function isThere(registry: Registry, { organizationId, scimKey }: Demo): Promise<boolean> {
  const [key, organization] = await Promise.all([
    registry.key(hashKey(scimKey)),
    registry.organization(organizationId),
  ]);
  return key !== undefined && organization !== undefined;
}

function explain(kept: DemoFile | undefined, database: string, kind: DemoKind): string {
  if (kept === undefined) return 'had another shape than is written now';
  const demos = kept[database];
  if (demos === undefined) return `named none for ${database === embedded ? 'the embedded DynamoDB' : database}`;
  if (demos[kind] === undefined) return `named none ${kind === 'open' ? 'with' : 'without'} --open`;
  return 'named one that the data does not hold';
}

async function createDemo(registry: Registry, product: Product, kind: DemoKind): Promise<Demo> {
  const stamp = {
    actor: 'local:admin',
    requestId: randomUUID(),
    at: clock.now().toISOString(),
    deadline: Date.now() + 8_000,
  };
  const { id: organizationId } = await foundOrganization(
    registry,
    {
      name: 'Acme',
      domains: [kind === 'open' ? '*' : 'example.com'],
      settings: { groups: kind },
      owner: { userName: 'owner@example.com', givenName: 'Olivia', familyName: 'Owner' },
      product: product.name,
    },
    clock,
    stamp,
  );
  const directory = registry.directory(organizationId, stamp);
  const projectA = await addProject(directory, product, 'Project A', clock);
  await addTeam(directory, product, projectA.id, 'Growth', clock);
  await addProject(directory, product, 'Mobile App', clock);
  const { key } = await createKey(directory, { organizationId, name: 'Demo', scope: 'full' }, clock);
  return { organizationId, scimKey: key };
}

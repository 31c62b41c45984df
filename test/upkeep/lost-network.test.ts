import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createClient } from '#storage/client.ts';
import { versionOf } from '#storage/item.ts';
import { tableRegistry } from '#storage/registry.ts';
import { type Engine, startEngine } from '../../local/engine.ts';
import { createTable } from '../../local/table.ts';
import { openCarrier } from '../../upkeep/carrier.ts';
import { openMigrator } from '../../upkeep/migrator.ts';
import type { TablePlace } from '../../upkeep/open-table.ts';
import { openVerifier } from '../../upkeep/verifier.ts';
import { testPepper } from '../support/engine.ts';
import { temporaryFolder } from '../support/exports.ts';
import { foundWorld } from '../support/world.ts';

const tableName = 'Rollcall';
let engine: Engine;
let place: TablePlace;
let organization: string;
let hasten: NodeJS.Timeout;

beforeEach(async () => {
  engine = await startEngine();
  place = { tableName, endpoint: engine.endpoint };
  const client = createClient(engine.endpoint);
  await createTable(client, tableName);
  const world = await foundWorld({ registry: tableRegistry({ client, tableName, pepper: testPepper }) });
  await world.createUser('ada@example.com');
  organization = world.organization.id;
  client.destroy();
});

afterEach(async () => {
  clearInterval(hasten);
  vi.useRealTimers();
  await engine.stop();
});

/** From now on nobody answers, and each tenth of a second is ten. */
function loseNetwork(): void {
  process.kill(engine.pid, 'SIGKILL');
  if (vi.isFakeTimers()) return;
  vi.useFakeTimers({ toFake: ['Date'] });
  hasten = setInterval(() => vi.setSystemTime(Date.now() + 10_000), 100);
}

const unanswered = { status: 503 };

it('a verification whose network is lost half-way ends', async () => {
  const verifier = openVerifier(place);
  const settings = { product: 'Statsig', whole: true, progress: loseNetwork };
  const findings = (await verifier.verify(organization, settings)) ?? [];
  const readAll = async (): Promise<void> => {
    for await (const finding of findings) expect(finding).toBeUndefined();
  };
  await expect(readAll()).rejects.toMatchObject(unanswered);
  verifier.close();
});

it('an export whose network is lost half-way ends', async () => {
  const carrier = openCarrier(place);
  const file = join(await temporaryFolder(), 'export.jsonl');
  const exported = carrier.export(organization, { file, product: 'Statsig', progress: loseNetwork });
  await expect(exported).rejects.toMatchObject(unanswered);
  carrier.close();
});

it('a migration whose network is lost half-way ends', async () => {
  const type = 'organization';
  const change = () => ({ set: { changed: true } });
  const migrator = openMigrator(place, [{ number: 7, title: 'Change them', type, from: versionOf(type), change }]);
  const migrated = migrator.run(7, { rate: 1_000_000, dryRun: false, progress: loseNetwork });
  await expect(migrated).rejects.toMatchObject(unanswered);
  migrator.close();
});

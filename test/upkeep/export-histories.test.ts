import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { verifyOrganization } from '../../upkeep/verify.ts';
import { randomOf } from '../attack/random.ts';
import { clientsOf } from '../model/clients.ts';
import { makeHistory } from '../model/history.ts';
import { observe } from '../model/observe.ts';
import { foundRealm } from '../model/realm.ts';
import { personName } from '../model/drafts.ts';
import { contentOf, exportFrom, importInto } from '../support/exports.ts';
import { startStreamedTable, type StreamedTable } from '../support/stream.ts';
import { operatorSession } from '../support/verify.ts';

let table: StreamedTable;
beforeAll(async () => {
  table = await startStreamedTable();
});
afterAll(() => table.stop());

const clients = 4;
const calm = { throttles: 0, conflicts: 0, lostAnswers: 0 };

it.each([1, 2, 3, 4])(
  'whatever was done to an organization: an export of its import is the same, and both are sound (seed %i)',
  async (seed) => {
    const realm = await foundRealm(table);
    const process = realm.start();
    for (let place = 0; place < 12; place++) await process.scim('POST', '/Users', { userName: personName(place) });
    const playing = clientsOf(realm, clients, randomOf(seed, 1), calm);
    for (const burst of makeHistory({ seed, clients, bursts: 6, mostUsers: 10 })) {
      await playing.play(burst, (await observe(process)).state);
    }
    await table.drain();
    const file = await exportFrom(table, realm.organizationId);
    const content = await contentOf(file);
    expect(content.length).toBeGreaterThan(15);
    const as = randomUUID();
    await importInto(table, { file, as });
    await table.drain();
    expect(await contentOf(await exportFrom(table, as))).toEqual(content);
    for (const id of [realm.organizationId, as]) {
      const findings = await verifyOrganization(operatorSession(table, id), { whole: true });
      expect(findings.filter(({ severity }) => severity === 'damage')).toEqual([]);
    }
  },
  60_000,
);

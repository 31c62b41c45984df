import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KeyRecord } from '../../lambdas/domain/key.ts';
import type { Attributes } from '../../lambdas/storage/item.ts';
import { keyReminderKey } from '../../lambdas/storage/keys.ts';
import { keyReminderItem, scimKeyEntryItem } from '../../lambdas/storage/organization-items.ts';
import { activityLog } from '../../lambdas/storage/record-activity.ts';
import { realTiming, sessionOpener } from '../../lambdas/storage/open-session.ts';
import { writeAlone } from '../../lambdas/storage/send-writes.ts';
import type { Worker } from '../../lambdas/storage/stream-consumer.ts';
import { tableActivity } from '../../lambdas/storage/table-activity.ts';
import type { TableRecord } from '../../lambdas/storage/table-record.ts';
import { put } from '../../lambdas/storage/write.ts';
import { type TestTable, startTestTable } from '../support/engine.ts';

let table: TestTable;
beforeAll(async () => {
  table = await startTestTable();
});
afterAll(() => table.stop());

const by = { actor: 'local:admin', request: 'request-1', at: '2026-11-01T00:00:00.000Z' };
const in29Days = new Date(Date.now() + 29 * 86_400_000).toISOString();

/** A worker on an organization with one key, at the moment at which its reminder was removed. */
async function worldOf(more: Partial<KeyRecord>) {
  const organization = randomUUID();
  const open = sessionOpener(table);
  const request = {
    actor: 'rollcall',
    requestId: 'worker',
    at: new Date().toISOString(),
    deadline: Date.now() + 600_000,
  };
  const worker: Worker = {
    open: (id) => open(id, request),
    timeLeft: () => true,
    now: () => new Date(realTiming.now()),
  };
  const key: KeyRecord = {
    id: randomUUID(),
    hash: 'h',
    organizationId: organization,
    name: 'Okta',
    scope: 'full',
    createdAt: by.at,
    expiresAt: in29Days,
    ...more,
  };
  const session = worker.open(organization);
  const reminder = keyReminderItem(by, { ...key, createdAt: '2026-01-01T00:00:00.000Z', expiresAt: in29Days });
  if (reminder === undefined) throw new Error('The key has no reminder.');
  const removal = (removed: Partial<TableRecord> = {}): TableRecord => ({
    organization,
    key: keyReminderKey(organization, key.id),
    before: reminder as Attributes,
    byTimeToLive: true,
    sequence: '1',
    ...removed,
  });
  return {
    key,
    remember: () => writeAlone(session, put(session, scimKeyEntryItem(by, key))),
    removal,
    consume: (...records: readonly TableRecord[]) => activityLog(90)(records, worker),
    noted: async () =>
      (await tableActivity(session).activities({ log: 'noted', limit: 10 })).entries.map(({ activity }) => activity),
  };
}

describe('the warning of a key that ends within 30 days', () => {
  it('T2: is given when the reminder is removed by its time, once however often that is told', async () => {
    const { key, remember, removal, consume, noted } = await worldOf({});
    await remember();
    await consume(removal());
    await consume(removal(), removal());
    const due = new Date((Math.floor(Date.parse(in29Days) / 1000) - 30 * 86_400) * 1000).toISOString();
    expect(await noted()).toEqual([
      {
        at: due,
        requestId: 'expiry',
        actor: 'rollcall',
        outcome: 'warning',
        actions: ['key.expiring'],
        target: { type: 'key', id: key.id, name: 'Okta' },
        code: 'keyExpiring',
        detail: `The SCIM key "Okta" expires at ${in29Days}. Please create another one, and enter it in the identity provider before that.`,
      },
    ]);
  });

  it.each<[string, Partial<KeyRecord>, Partial<TableRecord>]>([
    ['the key was deactivated', { deactivatedAt: by.at }, {}],
    ['the key has another end', { expiresAt: '2999-01-01T00:00:00.000Z' }, {}],
    ['somebody erased the reminder', {}, { byTimeToLive: false }],
  ])('is not given where %s', async (_, more, removed) => {
    const { remember, removal, consume, noted } = await worldOf(more);
    await remember();
    await consume(removal(removed));
    expect(await noted()).toEqual([]);
  });

  it('is not given of a key that is gone', async () => {
    const { removal, consume, noted } = await worldOf({});
    await consume(removal());
    expect(await noted()).toEqual([]);
  });

  it('begins with nothing to do', async () => {
    const { consume, noted } = await worldOf({});
    await consume();
    expect(await noted()).toEqual([]);
  });
});

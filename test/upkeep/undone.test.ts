import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBStreamEvent } from 'aws-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sessionOpener } from '#storage/open-session.ts';
import type { StreamConsumer, StreamConsumers, Worker } from '#storage/stream-consumer.ts';
import type { TableRecord } from '#storage/table-record.ts';
import { streamConsumers } from '#storage/stream-consumers.ts';
import { streamWorker } from '#storage/stream-worker.ts';
import { setAside } from '#storage/undone.ts';
import { tableRegistry } from '#storage/registry.ts';
import { matchesAny } from '../../local/stream-filter.ts';
import { openStream } from '../../local/stream-reader.ts';
import { streamPatterns } from '../../lib/stream-patterns.ts';
import { openClient } from '../../upkeep/open-table.ts';
import { openUndone } from '../../upkeep/undone.ts';
import { invocation } from '../support/endpoint.ts';
import { startTestTable } from '../support/engine.ts';
import type { TestTable } from '../support/engine.ts';
import { stamp } from '../support/samples.ts';
import { foundWorld, idOf } from '../support/world.ts';

let table: TestTable;
beforeAll(async () => {
  table = await startTestTable({ streamed: true });
  const known = { PK: { S: 'ORG#o' }, SK: { S: 'META' } };
  await table.client.send(new PutItemCommand({ TableName: table.tableName, Item: known }));
});
afterAll(() => table.stop());

const settings = { activityDays: 90 };

/** What has been written since the table was made, as the worker is handed it. */
async function written(): Promise<DynamoDBStreamEvent> {
  const stream = await openStream(table.client, { ...table, positions: () => ({}) });
  const { records = [] } = (await stream.read()) ?? {};
  stream.close();
  return { Records: records.filter((record) => matchesAny(streamPatterns, record)) };
}

function work(consumers: StreamConsumers, event: DynamoDBStreamEvent) {
  return streamWorker({ ...table, consumers, report: () => undefined })(event, invocation(60_000));
}

const poisoned: StreamConsumer = async (records) => {
  if (records.some(({ after }) => after?.['type'] === 'profile')) throw new Error('Unreadable.');
};

function recordOf(sequence: string) {
  const Keys = { PK: { S: 'ORG#o#USERS' }, SK: { S: 'u' } };
  return { dynamodb: { Keys, NewImage: { ...Keys, type: { S: 'profile' } }, SequenceNumber: sequence } };
}

describe('what was set aside', () => {
  it('is worked on again by the consumer that failed, and what was missing is there', async () => {
    const world = await foundWorld({ registry: tableRegistry(table) });
    const user = idOf(await world.createUser('ada@example.com', { name: { givenName: 'Ada', familyName: 'King' } }));
    const event = await written();
    const found = async (): Promise<readonly string[]> => {
      const { found: users } = await world.directory.usersByPrefix('king', [], 5);
      return users.map(({ user: { profile } }) => profile.id);
    };
    const answer = await work({ ...streamConsumers(), maintainNames: poisoned }, event);
    expect(answer).toEqual({ batchItemFailures: [] });
    expect(await found()).toEqual([]);

    const box = openUndone(table);
    const undone = await box.list();
    const reason = {
      consumer: 'maintainNames',
      organization: world.organization.id,
      error: { message: 'Unreadable.' },
    };
    expect(undone).toMatchObject([reason, reason]);
    const record = { dynamodb: { NewImage: { type: { S: 'profile' } } } };
    for (const { id } of undone) expect(await box.read(id)).toMatchObject({ ...reason, id, record });
    for (const { id, organization } of undone) {
      expect(await box.replay(id, settings)).toEqual({ id, organization, outcome: 'done' });
      expect(await box.replay(id, settings)).toBeUndefined();
    }
    expect(await box.list()).toEqual([]);
    expect(await found()).toEqual([user]);
    box.close();
  });

  it('stays where it fails again, and is told that later records may have been worked on', async () => {
    const late: unknown[] = [];
    const consumers = {
      poisoned,
      note: async (_: readonly TableRecord[], worker: Worker) => void late.push(worker.isLate, worker.timeLeft()),
    };
    const box = openUndone(table, () => consumers);
    const set = (consumer: string, sequence: string) =>
      setAside(sessionOpener(table)('o', stamp()), {
        consumer,
        organization: 'o',
        sequence,
        record: recordOf(sequence),
        error: 1,
      });
    const again = await set('poisoned', '1');
    const failed = { id: again, organization: 'o', outcome: 'failed' };
    expect(await box.replay(again, settings)).toEqual({ ...failed, error: { name: 'Error', message: 'Unreadable.' } });
    const gone = await set('renamed', '2');
    expect(await box.replay(gone, settings)).toMatchObject({
      outcome: 'failed',
      error: { message: 'This version has no consumer renamed.' },
    });
    expect((await box.list()).map(({ id }) => id)).toEqual([again, gone]);
    await box.replay(await set('note', '3'), settings);
    expect(late).toEqual([true, true]);
    expect(await box.list()).toHaveLength(2);
    box.close();
  });
});

it('what was set aside of an organization that was deleted since is not written again', async () => {
  const world = await foundWorld({ registry: tableRegistry(table) });
  const { id } = world.organization;
  const removed = { ...world.organization, removedAt: '2026-03-02T12:00:00.000Z', revision: 1 };
  expect(await world.directory.changeOrganization(world.organization, removed)).toBe('written');
  const worked: string[] = [];
  const consumer = (name: string) => async () => void worked.push(name);
  const consumers = { maintainNames: consumer('maintainNames'), purgeAgain: consumer('purgeAgain') };
  const box = openUndone(table, () => consumers);
  const Keys = { PK: { S: `ORG#${id}#USERS` }, SK: { S: 'u' } };
  const record = { dynamodb: { Keys, NewImage: { ...Keys, type: { S: 'profile' } }, SequenceNumber: '7' } };
  const event = JSON.stringify({ Records: [record] });
  expect((await box.replayInvocation(event, settings))?.map(({ outcome }) => outcome)).toEqual(['done', 'done']);
  expect(worked).toEqual(['purgeAgain']);
  box.close();
});

it('what was given up of another table is not said to be done, and nothing is written of it', async () => {
  const worked: string[] = [];
  const box = openUndone(table, () => ({ note: async () => void worked.push('note') }));
  const Keys = { PK: { S: 'ORG#elsewhere#USERS' }, SK: { S: 'u' } };
  const record = { dynamodb: { Keys, NewImage: { ...Keys, type: { S: 'profile' } }, SequenceNumber: '8' } };
  const message = 'This table has no organization elsewhere. Please name the table that the record comes from.';
  expect(await box.replayInvocation(JSON.stringify({ Records: [record] }), settings)).toEqual([
    { id: '8.note', organization: 'elsewhere', outcome: 'failed', error: { name: 'Error', message } },
  ]);
  expect(worked).toEqual([]);
  box.close();
});

describe('what Lambda gave up', () => {
  const left = (payload: object): string =>
    JSON.stringify({
      requestContext: { condition: 'RetryAttemptsExhausted' },
      version: '1.0',
      payload: JSON.stringify(payload),
    });

  it.each([
    ['in the bucket', left],
    ['as the event itself', (payload: object) => JSON.stringify(payload)],
  ])('is worked on by every consumer, record after record: %s', async (_, write) => {
    const given: string[] = [];
    const note: StreamConsumer = async (records) => void given.push(...records.map(({ sequence }) => sequence));
    const box = openUndone(table, () => ({ note, poisoned }));
    const meta = {
      ...recordOf('3'),
      dynamodb: { Keys: { PK: { S: 'KEY#1' }, SK: { S: 'KEY' } }, SequenceNumber: '3' },
    };
    const replayed = await box.replayInvocation(write({ Records: [recordOf('1'), meta, recordOf('2')] }), settings);
    expect(replayed?.map(({ id, outcome }) => `${id} ${outcome}`)).toEqual([
      '1.note done',
      '1.poisoned failed',
      '2.note done',
      '2.poisoned failed',
    ]);
    expect(given).toEqual(['1', '2']);
    box.close();
  });

  it.each(['', '{}', '[]', '{"payload":"no JSON"}', '{"payload":"{}"}', '{"Records":[1]}'])(
    'is not in %j',
    async (text) => {
      const box = openUndone(table);
      expect(await box.replayInvocation(text, settings)).toBeUndefined();
      box.close();
    },
  );
});

describe('the client of an operator', () => {
  it('is the one of the Region and profile that are named', async () => {
    const client = openClient({ tableName: 'T', region: 'eu-north-1', profile: 'ops' });
    expect(await client.config.region()).toBe('eu-north-1');
    expect(client.config.profile).toBe('ops');
    client.destroy();
    const local = openClient(table);
    expect((await local.config.endpoint?.())?.hostname).toBe('127.0.0.1');
    local.destroy();
  });
});

import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Directory, RequestStamp } from '#domain/directory.ts';
import type { User } from '#domain/user.ts';
import { tableRegistry } from '#storage/registry.ts';
import type { Timing } from '#storage/session.ts';
import { startTestTable } from '../support/engine.ts';
import type { TestTable } from '../support/engine.ts';
import { cancelled, conflict, injectFaults } from '../support/faults.ts';
import type { Call, Fault } from '../support/faults.ts';
import { userPage } from '../support/pages.ts';
import { found, sampleGroup, sampleUser, stamp, withAttributes, withStanding } from '../support/samples.ts';

let table: TestTable;
let organizationId: string;
let calm: Directory;

beforeAll(async () => {
  table = await startTestTable();
  const { organization, directory } = await found(tableRegistry(table));
  organizationId = organization.id;
  calm = directory;
});
afterAll(() => table.stop());

/** A clock that only moves when somebody sleeps, and chance that always draws the longest pause. */
function timing(): Timing & { readonly pauses: number[] } {
  let now = Date.now();
  const pauses: number[] = [];
  return {
    pauses,
    now: () => now,
    random: () => 0.999_999,
    newToken: () => randomUUID(),
    async sleep(milliseconds) {
      pauses.push(Math.round(milliseconds));
      now += milliseconds;
      await sleep(0);
    },
  };
}

/** The same directory, as a request sees it whose calls go wrong as told. */
function troubled(decide: (call: Call, count: number) => Fault, request: RequestStamp = stamp()) {
  const client = table.newClient();
  const clock = timing();
  const calls = injectFaults(client, decide);
  const registry = tableRegistry({ client, tableName: table.tableName, timing: clock });
  return { directory: registry.directory(organizationId, request), calls, pauses: clock.pauses };
}

function tokens(calls: readonly Call[]): Set<unknown> {
  return new Set(
    calls.filter(({ name }) => name === 'TransactWriteItems').map(({ input }) => input['ClientRequestToken']),
  );
}

async function create(): Promise<User> {
  const user = sampleUser();
  expect(await calm.createUser(user)).toBe('written');
  return user;
}

function named(name: string): Error {
  return Object.assign(new Error(name), { name });
}

describe('a transaction', () => {
  it.each([
    ['a conflict', ['None', 'TransactionConflict']],
    ['throttling', ['ThrottlingError', 'None']],
    ['too little capacity', ['None', 'ProvisionedThroughputExceeded', 'TransactionConflict']],
  ])('is repeated after %s, with the same token', async (_, codes) => {
    const { directory, calls } = troubled((_call, count) => (count <= 3 ? { error: cancelled(...codes) } : undefined));
    const user = sampleUser();
    expect(await directory.createUser(user)).toBe('written');
    expect(calls).toHaveLength(4);
    expect(tokens(calls).size).toBe(1);
    expect(await calm.user(user.profile.id)).toEqual(user);
  });

  it('waits longer from try to try, 20 ms at first and never more than 400', async () => {
    const { directory, pauses } = troubled((_call, count) =>
      count <= 7 ? { error: cancelled('TransactionConflict') } : undefined,
    );
    expect(await directory.createUser(sampleUser())).toBe('written');
    expect(pauses).toEqual([20, 40, 80, 160, 320, 400, 400]);
  });

  it('gives up at the deadline with 503 and Retry-After', async () => {
    const request = { ...stamp(), deadline: Date.now() + 2_000 };
    const { directory, pauses } = troubled(() => ({ error: cancelled('TransactionConflict') }), request);
    const refused = directory.createUser(sampleUser());
    await expect(refused).rejects.toMatchObject({ status: 503, headers: { 'retry-after': '5' } });
    const waited = pauses.reduce((sum, pause) => sum + pause, 0);
    expect(waited).toBeGreaterThan(1_000);
    expect(waited).toBeLessThan(2_000);
  });

  it('is not even tried after the deadline', async () => {
    const { directory, calls } = troubled(() => undefined, { ...stamp(), deadline: Date.now() - 1 });
    await expect(directory.createUser(sampleUser())).rejects.toMatchObject({ status: 503 });
    expect(calls).toHaveLength(0);
  });

  it('is an answer where a condition failed beside a conflict', async () => {
    const { directory, calls } = troubled(() => ({
      error: cancelled('ConditionalCheckFailed', 'TransactionConflict'),
    }));
    expect(await directory.createUser(sampleUser())).toBe('nameTaken');
    expect(calls).toHaveLength(1);
  });

  it('throws what is neither a refusal nor passing', async () => {
    const { directory, calls } = troubled(() => ({ error: cancelled('ValidationError', 'TransactionConflict') }));
    await expect(directory.createUser(sampleUser())).rejects.toThrow(/ValidationError/u);
    expect(calls).toHaveLength(1);
  });

  it('is written once where its answer is lost', async () => {
    const { directory, calls } = troubled((_call, count) => (count <= 2 ? 'answerLost' : undefined));
    const before = (await userPage(calm, 0, 0)).total;
    expect(await directory.createUser(sampleUser())).toBe('written');
    expect(calls).toHaveLength(3);
    expect(tokens(calls).size).toBe(1);
    expect((await userPage(calm, 0, 0)).total).toBe(before + 1);
  });

  it('has a token of its own', async () => {
    const { directory, calls } = troubled(() => undefined);
    await directory.createUser(sampleUser());
    await directory.createUser(sampleUser());
    expect(tokens(calls).size).toBe(2);
  });
});

describe('a single write', () => {
  it.each([
    ['a conflict with a transaction', conflict()],
    ['a transaction in progress', named('TransactionInProgressException')],
    ['throttling', named('ThrottlingException')],
    ['a broken connection', Object.assign(new Error('reset'), { code: 'ECONNRESET' })],
    ['an error of the service', Object.assign(new Error('oops'), { $metadata: { httpStatusCode: 500 } })],
  ])('is repeated after %s', async (_, error) => {
    const before = await create();
    const { directory, calls } = troubled((_call, count) => (count === 1 ? { error } : undefined));
    const after = withStanding(before, { role: 'Admin' });
    expect(await directory.changeUser({ before, after })).toBe('written');
    expect(calls.map(({ name }) => name)).toEqual(['PutItem', 'PutItem']);
  });

  it('is found to be its own where its answer was lost', async () => {
    const before = await create();
    const { directory, calls } = troubled((_call, count) => (count === 1 ? 'answerLost' : undefined));
    const after = withStanding(before, { role: 'Admin' });
    expect(await directory.changeUser({ before, after })).toBe('written');
    expect(calls.map(({ name }) => name)).toEqual(['PutItem', 'PutItem', 'GetItem']);
    expect(await calm.user(before.profile.id)).toEqual(after);
  });

  it('is found to be its own where the SDK sent it twice', async () => {
    const before = await create();
    const after = withAttributes(before, { ...before.profile.attributes, title: 'Boss' });
    const request = stamp();
    const first = troubled(() => undefined, request);
    expect(await first.directory.changeUser({ before, after })).toBe('written');
    const error = new ConditionalCheckFailedException({ $metadata: { attempts: 2 }, message: 'failed' });
    const { directory } = troubled((_call, count) => (count === 1 ? { error } : undefined), request);
    expect(await directory.changeUser({ before, after })).toBe('written');
  });

  it("is stale where the answer was lost and the item is somebody else's by now", async () => {
    const before = await create();
    const after = withStanding(before, { role: 'Admin' });
    const { directory } = troubled((_call, count) => (count === 1 ? { error: named('TimeoutError') } : undefined));
    await calm.changeUser({ before, after });
    expect(await directory.changeUser({ before, after })).toBe('stale');
  });

  it('is stale without another read where no answer was lost', async () => {
    const before = await create();
    await calm.changeUser({ before, after: withStanding(before, { role: 'Admin' }) });
    const { directory, calls } = troubled(() => undefined);
    expect(await directory.changeUser({ before, after: withStanding(before, { role: 'Admin' }) })).toBe('stale');
    expect(calls).toHaveLength(1);
  });

  it('throws what a caller can do nothing about', async () => {
    const before = await create();
    const { directory } = troubled(() => ({ error: named('ValidationException') }));
    const change = { before, after: withStanding(before, { role: 'Admin' }) };
    await expect(directory.changeUser(change)).rejects.toThrow('ValidationException');
  });
});

describe('reads', () => {
  it('repeat what a batch did not process', async () => {
    const users = await Promise.all(Array.from({ length: 12 }, () => create()));
    const ids = users.map(({ profile }) => profile.id);
    const { directory, calls, pauses } = troubled((call, count) => {
      if (count > 2) return undefined;
      const requested = call.input['RequestItems'] as Record<string, object>;
      return { output: { Responses: {}, UnprocessedKeys: requested } };
    });
    expect((await directory.standings(ids)).size).toBe(12);
    expect(calls).toHaveLength(3);
    expect(pauses).toEqual([20, 40]);
  });

  it('give up at the deadline where a batch is never processed', async () => {
    const { profile } = await create();
    const { directory } = troubled((call) => ({ output: { UnprocessedKeys: call.input['RequestItems'] as object } }), {
      ...stamp(),
      deadline: Date.now() + 1_000,
    });
    await expect(directory.standings([profile.id])).rejects.toMatchObject({ status: 503 });
  });

  it('are repeated after throttling, and refused at the deadline', async () => {
    const { profile } = await create();
    const brief = troubled((_call, count) => (count === 1 ? { error: named('ThrottlingException') } : undefined));
    expect((await brief.directory.user(profile.id))?.profile.id).toBe(profile.id);
    const request = { ...stamp(), deadline: Date.now() + 500 };
    const lasting = troubled(() => ({ error: named('ProvisionedThroughputExceededException') }), request);
    await expect(lasting.directory.user(profile.id)).rejects.toMatchObject({ status: 503 });
  });

  it('of the structure begin again where a change came between', async () => {
    const { directory, calls } = troubled((call, count) => {
      // The second look at the version finds another one than the first.
      if (count !== 1) return undefined;
      expect(call.name).toBe('GetItem');
      return { output: { Item: { ...(call.input['Key'] as object), type: 'structure', v: 1, version: 99 } } };
    });
    expect((await directory.structure()).version).toBe(1);
    expect(calls.map(({ name }) => name)).toEqual(['GetItem', 'Query', 'GetItem', 'Query', 'GetItem']);
  });
});

describe('a deletion that runs out of time', () => {
  it('G5: is answered as done, and leaves a mark of what is left to sweep', async () => {
    const users = await Promise.all(Array.from({ length: 5 }, () => create()));
    const group = sampleGroup();
    const members = users.map(({ standing }) => standing);
    await calm.createOrdinaryGroup(group, members);
    const { directory } = troubled((_call, count) => (count > 1 ? { error: cancelled('ThrottlingError') } : undefined));
    expect(await directory.removeOrdinaryGroup(group)).toBe('written');
    expect(await calm.group(group.id)).toBeUndefined();
    expect(await calm.members(group)).toHaveLength(5);

    const change = { before: group, after: { ...group, externalId: 'E' }, add: [], remove: [], exclusive: false };
    expect(await calm.changeGroup(change)).toBe('gone');
    expect(await calm.members(group)).toEqual([]);
  });

  it('throws where the sweep fails for another reason', async () => {
    const group = sampleGroup();
    await calm.createOrdinaryGroup(group, []);
    const { directory } = troubled((_call, count) =>
      count > 1 ? { error: named('AccessDeniedException') } : undefined,
    );
    await expect(directory.removeOrdinaryGroup(group)).rejects.toThrow('AccessDenied');
  });
});

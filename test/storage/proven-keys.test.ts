import { randomUUID } from 'node:crypto';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Registry } from '#domain/directory.ts';
import type { KeyRecord } from '#domain/key.ts';
import type { Organization } from '#domain/organization.ts';
import { proofOf } from '#storage/key-proof.ts';
import { countProofs, type Peppers } from '#storage/key-proofs.ts';
import { sessionOpener } from '#storage/open-session.ts';
import { keepPepper } from '#storage/pepper.ts';
import type { KeyTrouble } from '#storage/proven-keys.ts';
import { tableRegistry } from '#storage/registry.ts';
import { startTestTable, type TestTable } from '../support/engine.ts';
import { injectFaults } from '../support/faults.ts';
import { at, found, stamp } from '../support/samples.ts';

const [first, second, third] = ['first', 'second', 'third'].map(
  (name) => `the ${name} pepper, which is long enough`,
) as [string, string, string];

let table: TestTable;
let documents: DynamoDBDocumentClient;
let organization: Organization;
let peppers: { current: string; previous?: string };
let troubles: KeyTrouble[];

beforeAll(async () => {
  table = await startTestTable();
  documents = DynamoDBDocumentClient.from(table.client);
  ({ organization } = await found(tableRegistry(table)));
});
afterAll(() => table.stop());
beforeEach(() => {
  peppers = { current: first };
  troubles = [];
});

/** The store as an environment has it that knows no pepper yet. */
function environment(client = table.client): Registry {
  const pepper = keepPepper(async (stage) => (stage === 'AWSCURRENT' ? peppers.current : peppers.previous));
  return tableRegistry({ ...table, client, pepper, report: (trouble) => void troubles.push(trouble) });
}

async function newKey(registry = environment(), more: Partial<KeyRecord> = {}): Promise<KeyRecord> {
  const key = { id: randomUUID(), hash: randomUUID(), organizationId: organization.id, name: 'Okta', createdAt: at };
  const record: KeyRecord = { ...key, scope: 'full', ...more };
  await registry.directory(organization.id, stamp()).createKey(record);
  return record;
}

function rotateTo(next: string): void {
  peppers = { current: next, previous: peppers.current };
}

function placeOf({ hash }: Pick<KeyRecord, 'hash'>) {
  return { PK: `KEY#${hash}`, SK: 'KEY' };
}

async function itemIn(Key: object) {
  return (await documents.send(new GetCommand({ TableName: table.tableName, Key, ConsistentRead: true }))).Item;
}

async function proofIn(key: Pick<KeyRecord, 'hash'>): Promise<unknown> {
  return (await itemIn(placeOf(key)))?.['proof'];
}

/** Writes into an item what somebody could who may write the table, and knows no pepper. */
async function tamper(Key: object, attribute: string, value: unknown): Promise<void> {
  const command = new UpdateCommand({
    TableName: table.tableName,
    Key,
    UpdateExpression: value === undefined ? 'REMOVE #a' : 'SET #a = :v',
    ExpressionAttributeNames: { '#a': attribute },
    ...(value !== undefined && { ExpressionAttributeValues: { ':v': value } }),
  });
  await documents.send(command);
}

describe('a key in the table', () => {
  it('T2: is known where the pepper proves it', async () => {
    const key = await newKey();
    expect(await proofIn(key)).toBe(proofOf(first, key));
    expect(await environment().key(key.hash)).toEqual(key);
    expect(troubles).toEqual([]);
  });

  it.each<[string, unknown]>([
    ['organizationId', randomUUID()],
    ['scope', 'read'],
    ['id', randomUUID()],
    ['proof', undefined],
    ['proof', proofOf(third, { id: 'k', hash: 'h', organizationId: 'o', scope: 'full' })],
  ])('T1, T2: is nobody’s where the table alone says its %s', async (attribute, value) => {
    const key = await newKey();
    await tamper(placeOf(key), attribute, value);
    expect(await environment().key(key.hash)).toBeUndefined();
    expect(troubles).toMatchObject([{ kind: 'unproven' }]);
  });

  it('T2: is nobody’s where the item of another key, its proof included, was copied to its hash', async () => {
    const key = await newKey();
    const made = { hash: randomUUID() };
    const Item = { ...(await itemIn(placeOf(key))), ...placeOf(made) };
    await documents.send(new PutCommand({ TableName: table.tableName, Item }));
    expect(await environment().key(made.hash)).toBeUndefined();
    expect(troubles).toEqual([{ kind: 'unproven', keyId: key.id, organizationId: organization.id }]);
    expect(await environment().key(key.hash)).toEqual(key);
  });

  it('T1, T2: is made anew for the organization in whose list it stands, whatever the list says of it', async () => {
    const registry = environment();
    const key = await newKey(registry);
    const victim = (await found(registry)).organization.id;
    const entry = { PK: `ORG#${organization.id}`, SK: `KEY#${key.id}` };
    await tamper(entry, 'organizationId', victim);
    const Item = { ...(await itemIn(entry)), PK: `ORG#${victim}` };
    await documents.send(new PutCommand({ TableName: table.tableName, Item }));
    const directory = registry.directory(organization.id, stamp());
    const listed = (await directory.keys()).find(({ id }) => id === key.id);
    const before = await directory.keyById(key.id);
    if (before === undefined) throw new Error('The key is not in the list.');
    expect(listed).toEqual(before);
    const after = { ...before, hash: randomUUID(), replaced: [{ hash: key.hash, until: at }] };
    expect(await directory.changeKey(before, after)).toBe('written');
    expect(await environment().key(after.hash)).toMatchObject({ id: key.id, organizationId: organization.id });
  });

  it('T1: leads to the organization that it was made for, whatever that says of itself', async () => {
    const registry = environment();
    const own = (await found(registry)).organization.id;
    await tamper({ PK: `ORG#${own}`, SK: 'META' }, 'id', organization.id);
    expect(await registry.organization(own)).toMatchObject({ id: own });
    expect(await registry.organizationEvenRemoved(own)).toMatchObject({ id: own });
  });

  it('T2: keeps its proof when it is deactivated or made anew, and nothing in the list can have another one proven', async () => {
    const registry = environment();
    const directory = registry.directory(organization.id, stamp());
    const key = await newKey(registry);
    const foreign = randomUUID();
    const until = '2027-01-01T00:00:00.000Z';
    // As though somebody had written it into the list.
    const after = {
      ...key,
      hash: randomUUID(),
      replaced: [
        { hash: key.hash, until },
        { hash: foreign, until },
      ],
    };
    expect(await directory.changeKey(key, after)).toBe('stale');
    expect(await registry.key(foreign)).toBeUndefined();
    const honest = { ...after, replaced: [{ hash: key.hash, until }] };
    expect(await directory.changeKey(key, honest)).toBe('written');
    expect(await proofIn(key)).toBe(proofOf(first, key));
    expect(await proofIn(honest)).toBe(proofOf(first, honest));
    expect(await registry.key(key.hash)).toMatchObject({ id: key.id, expiresAt: until });
    expect(await directory.changeKey(honest, { ...honest, deactivatedAt: at })).toBe('written');
    for (const { hash } of [key, honest]) expect(await registry.key(hash)).toMatchObject({ deactivatedAt: at });
    expect(troubles).toEqual([]);
  });

  it('T3: is ended though the pepper cannot be read, while Lambdas that know it still take the key', async () => {
    const running = environment();
    const key = await newKey(running);
    const pepper = keepPepper(async () => {
      throw new Error('no answer');
    });
    const directory = tableRegistry({ ...table, pepper }).directory(organization.id, stamp());
    expect(await directory.changeKey(key, { ...key, deactivatedAt: at })).toBe('written');
    expect(await running.key(key.hash)).toMatchObject({ deactivatedAt: at });
    const anew = { ...key, hash: randomUUID() };
    await expect(directory.changeKey(key, anew)).rejects.toThrow('no answer');
  });
});

describe('a rotation of the pepper', () => {
  it('is seen by an environment that knows the old one, with keys of before and after it', async () => {
    const old = environment();
    const before = await newKey(old);
    rotateTo(second);
    const after = await newKey(environment());
    expect(await old.key(after.hash)).toEqual(after);
    expect(await old.key(before.hash)).toEqual(before);
    expect(troubles).toEqual([]);
  });

  it('proves a key by the new one when it is used, once, also where many use it at the same time', async () => {
    const key = await newKey();
    rotateTo(second);
    const environments = Array.from({ length: 8 }, () => environment());
    const known = await Promise.all(environments.map((registry) => registry.key(key.hash)));
    expect(known).toEqual(Array(8).fill(key));
    expect(await proofIn(key)).toBe(proofOf(second, key));
    const client = table.newClient();
    const calls = injectFaults(client, () => undefined);
    expect(await environment(client).key(key.hash)).toEqual(key);
    expect(calls.map(({ name }) => name)).toEqual(['GetItem']);
    expect(troubles).toEqual([]);
  });

  it('refuses nobody because that could not be written, and does it the next time', async () => {
    const key = await newKey();
    rotateTo(second);
    const client = table.newClient();
    const denied = Object.assign(new Error('denied'), { name: 'AccessDeniedException' });
    injectFaults(client, ({ name }) => (name === 'UpdateItem' ? { error: denied } : undefined));
    expect(await environment(client).key(key.hash)).toEqual(key);
    expect(troubles).toEqual([{ kind: 'notRenewed', keyId: key.id, organizationId: organization.id, error: denied }]);
    expect(await proofIn(key)).toBe(proofOf(first, key));
    await environment().key(key.hash);
    expect(await proofIn(key)).toBe(proofOf(second, key));
  });

  it('goes on where the answer to that write was lost', async () => {
    const key = await newKey();
    rotateTo(second);
    const client = table.newClient();
    let lost = 0;
    injectFaults(client, ({ name }) => (name === 'UpdateItem' && lost++ === 0 ? 'answerLost' : undefined));
    expect(await environment(client).key(key.hash)).toEqual(key);
    expect(await proofIn(key)).toBe(proofOf(second, key));
    expect(troubles).toEqual([]);
  });

  it('leaves nothing of a key that is deactivated at the same moment undone, nor one that is erased', async () => {
    const key = await newKey();
    const gone = await newKey();
    rotateTo(second);
    const client = table.newClient();
    const other = environment();
    const directory = other.directory(organization.id, stamp());
    injectFaults(client, ({ name, input }) => {
      if (name !== 'UpdateItem') return undefined;
      const isGone = JSON.stringify(input).includes(gone.hash);
      // What the condition meets where the item has changed meanwhile.
      return isGone ? { error: new ConditionalCheckFailedException({ $metadata: {}, message: 'gone' }) } : undefined;
    });
    const slow = environment(client);
    await Promise.all([slow.key(key.hash), directory.changeKey(key, { ...key, deactivatedAt: at })]);
    expect(await other.key(key.hash)).toMatchObject({ deactivatedAt: at });
    expect(await slow.key(gone.hash)).toEqual(gone);
    expect(troubles).toEqual([]);
  });

  it('ends a key that was proven by neither of the two, and says which', async () => {
    const key = await newKey();
    rotateTo(second);
    rotateTo(third);
    expect(await environment().key(key.hash)).toBeUndefined();
    expect(troubles).toEqual([{ kind: 'unproven', keyId: key.id, organizationId: organization.id }]);
  });

  it('is seen at once by an environment that was asked for an unproven key just before it', async () => {
    const [lost, key] = [await newKey(), await newKey()];
    await tamper(placeOf(lost), 'proof', proofOf(third, lost));
    const busy = environment();
    expect(await busy.key(lost.hash)).toBeUndefined();
    rotateTo(second);
    await environment().key(key.hash);
    expect(await proofIn(key)).toBe(proofOf(second, key));
    expect(await busy.key(key.hash)).toEqual(key);
  });

  it('that an environment does not know of yet takes no key back to the pepper before', async () => {
    peppers = { current: second, previous: first };
    const stale = environment();
    const key = await newKey(stale);
    rotateTo(third);
    await environment().key(key.hash);
    expect(await proofIn(key)).toBe(proofOf(third, key));
    expect(await stale.key(key.hash)).toEqual(key);
    expect(await proofIn(key)).toBe(proofOf(third, key));
  });
});

describe('the keys that count', () => {
  const now = Date.parse(at);
  const count = async (known: Peppers, renewed: Parameters<typeof countProofs>[2]['renewed'] = []) => {
    const open = sessionOpener(own);
    return countProofs((id) => open(id, stamp()), known, { now, renewed });
  };
  let own: TestTable;
  beforeEach(async () => {
    own = await startTestTable();
    return () => own.stop();
  });

  it('are told by what proves them, in every organization, the replaced ones among them and none that has ended', async () => {
    const until = new Date(now + 60_000).toISOString();
    const by = (text: string) => tableRegistry({ ...own, pepper: keepPepper(async () => text) });
    const keys: KeyRecord[] = [];
    for (const [place, text] of [first, second, third].entries()) {
      const realm = await found(by(text));
      const key = { id: randomUUID(), hash: randomUUID(), organizationId: realm.organization.id, createdAt: at };
      const before: KeyRecord = { ...key, name: 'Okta', scope: 'full' };
      const directory = by(text).directory(realm.organization.id, stamp());
      await directory.createKey(before);
      const after = { ...before, hash: randomUUID(), replaced: [{ hash: before.hash, until }] };
      expect(await directory.changeKey(before, after)).toBe('written');
      await directory.createKey({ ...before, id: randomUUID(), hash: `${place}-ended`, expiresAt: at });
      keys.push(before, after);
    }
    const peppersNow = { current: third, previous: second };
    expect(await count(peppersNow)).toEqual({ current: 2, previous: 2, other: 2, none: 0 });
    expect(await count({ current: third })).toEqual({ current: 2, previous: 0, other: 4, none: 0 });
    expect(await count(peppersNow, ['previous'])).toEqual({ current: 2, previous: 2, other: 2, none: 0 });
    expect(await count(peppersNow)).toEqual({ current: 4, previous: 0, other: 2, none: 0 });
    expect(await count({ current: third })).toEqual({ current: 4, previous: 0, other: 2, none: 0 });
    const known = await Promise.all(keys.map(({ hash }) => by(third).key(hash)));
    expect(known.map((key) => key !== undefined)).toEqual([false, false, true, true, true, true]);
  });

  it('and that nothing proves, as an earlier version left them, are proven where that is asked for', async () => {
    const registry = tableRegistry({ ...own, pepper: keepPepper(async () => first) });
    const realm = await found(registry);
    const key = { id: randomUUID(), hash: randomUUID(), organizationId: realm.organization.id, createdAt: at };
    await registry.directory(realm.organization.id, stamp()).createKey({ ...key, name: 'Okta', scope: 'full' });
    const Key = { PK: `KEY#${key.hash}`, SK: 'KEY' };
    await DynamoDBDocumentClient.from(own.client).send(
      new UpdateCommand({ TableName: own.tableName, Key, UpdateExpression: 'REMOVE proof' }),
    );
    expect(await count({ current: first })).toMatchObject({ none: 1, current: 0 });
    expect(await registry.key(key.hash)).toBeUndefined();
    expect(await count({ current: first }, ['none'])).toMatchObject({ none: 1 });
    expect(await count({ current: first })).toMatchObject({ none: 0, current: 1 });
    expect(await registry.key(key.hash)).toMatchObject({ id: key.id });
  });
});

import { expect, it } from 'vitest';
import { change, changeIf, check, erase, eraseIf, put, putNew, replace } from '#storage/write.ts';

const scope = {
  tableName: 'T',
  organization: 'o',
  stamp: { actor: 'k', request: 'r', at: '2026-11-23T12:00:00.000Z' },
};
const key = { PK: 'p', SK: 's' };

it('puts an item that must not exist', () => {
  expect(putNew(scope, { ...key, a: 1 }, 'nameTaken')).toEqual({
    action: { Put: { TableName: 'T', Item: { ...key, a: 1 }, ConditionExpression: 'attribute_not_exists(PK)' } },
    refused: 'nameTaken',
  });
  expect(putNew(scope, key)).not.toHaveProperty('refused');
});

it('puts and erases without a condition, by the key alone', () => {
  expect(put(scope, key)).toEqual({ action: { Put: { TableName: 'T', Item: key } } });
  expect(erase(scope, { ...key, more: true } as typeof key)).toEqual({
    action: { Delete: { TableName: 'T', Key: key } },
  });
});

it('replaces and erases only what holds these attributes', () => {
  const condition = {
    ConditionExpression: 'attribute_exists(PK) AND #revision = :was_revision',
    ExpressionAttributeNames: { '#revision': 'revision' },
    ExpressionAttributeValues: { ':was_revision': 3 },
  };
  expect(replace(scope, key, { revision: 3 }, 'stale').action.Put).toEqual({ TableName: 'T', Item: key, ...condition });
  expect(eraseIf(scope, key, { revision: 3 }, 'stale').action.Delete).toEqual({
    TableName: 'T',
    Key: key,
    ...condition,
  });
});

it('replaces only what lacks these attributes', () => {
  expect(replace(scope, key, { hash: 'h', endedAt: undefined }, 'stale').action.Put).toEqual({
    TableName: 'T',
    Item: key,
    ConditionExpression: 'attribute_exists(PK) AND #hash = :was_hash AND attribute_not_exists(#endedAt)',
    ExpressionAttributeNames: { '#hash': 'hash', '#endedAt': 'endedAt' },
    ExpressionAttributeValues: { ':was_hash': 'h' },
  });
});

it('changes by every clause, each name aliased', () => {
  const wanted = { set: { a: 1, by: 2 }, add: { version: 1 }, take: { groups: 'x' }, remove: ['gone'] };
  expect(changeIf(scope, key, wanted, { a: 0 }, 'stale').action.Update).toEqual({
    TableName: 'T',
    Key: key,
    UpdateExpression: 'SET #a = :a, #by = :by ADD #version :version DELETE #groups :groups REMOVE #gone',
    ConditionExpression: 'attribute_exists(PK) AND #a = :was_a',
    ExpressionAttributeNames: {
      '#a': 'a',
      '#by': 'by',
      '#version': 'version',
      '#groups': 'groups',
      '#gone': 'gone',
    },
    ExpressionAttributeValues: { ':a': 1, ':by': 2, ':version': 1, ':groups': 'x', ':was_a': 0 },
  });
});

it('changes what must exist, or makes it', () => {
  const wanted = { add: { n: 1 } };
  expect(changeIf(scope, key, wanted, {}, 'gone').action.Update?.ConditionExpression).toBe('attribute_exists(PK)');
  expect(change(scope, key, wanted).action.Update).not.toHaveProperty('ConditionExpression');
});

it('holds others back unless an item has these attributes', () => {
  expect(check(scope, { PK: 'P', SK: 'S' }, { revision: 3 }, 'stale')).toEqual({
    action: {
      ConditionCheck: {
        TableName: scope.tableName,
        Key: { PK: 'P', SK: 'S' },
        ConditionExpression: 'attribute_exists(PK) AND #revision = :was_revision',
        ExpressionAttributeNames: { '#revision': 'revision' },
        ExpressionAttributeValues: { ':was_revision': 3 },
      },
    },
    refused: 'stale',
  });
});

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  BatchWriteCommand,
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  ScanCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createClient } from '#storage/client.ts';
import { openDocuments } from '#storage/documents.ts';

const TableName = 'Items';
const Key = { PK: 'a', SK: 'b' };
const Item = { ...Key, Item: { Key: 1 }, Items: new Set(['x']), bytes: new Uint8Array([1, 2, 3]), list: [{ Keys: 1 }] };
const ExpressionAttributeValues = { ':key': { Item: [1] } };
const ExpressionAttributeNames = { '#Key': 'Items' };
const condition = { ConditionExpression: '#Key = :key', ExpressionAttributeNames, ExpressionAttributeValues };
const query = { KeyConditionExpression: 'PK = :key', ExpressionAttributeValues, ExclusiveStartKey: Key, Limit: 5 };

const commands = {
  get: () => new GetCommand({ TableName, Key, ConsistentRead: true }),
  put: () => new PutCommand({ TableName, Item, ...condition }),
  update: () => new UpdateCommand({ TableName, Key, UpdateExpression: 'SET #Key = :key', ...condition }),
  delete: () => new DeleteCommand({ TableName, Key, ...condition }),
  query: () => new QueryCommand({ TableName, ...query }),
  scan: () => new ScanCommand({ TableName, ExclusiveStartKey: Key, Segment: 0, TotalSegments: 2 }),
  'batch get': () => new BatchGetCommand({ RequestItems: { [TableName]: { Keys: [Key, Key], ConsistentRead: true } } }),
  'batch write': () =>
    new BatchWriteCommand({
      RequestItems: { [TableName]: [{ PutRequest: { Item } }, { DeleteRequest: { Key } }] },
    }),
  transaction: () =>
    new TransactWriteCommand({
      ClientRequestToken: 'token',
      TransactItems: [
        { Put: { TableName, Item, ...condition } },
        { Update: { TableName, Key, UpdateExpression: 'SET #Key = :key', ...condition } },
        { Delete: { TableName, Key } },
        { ConditionCheck: { TableName, Key, ...condition } },
      ],
    }),
};

const image = {
  PK: { S: 'a' },
  Items: { SS: ['x', 'y'] },
  Item: { M: { Key: { N: '1' } } },
  bytes: { B: 'AQID' },
  none: { NULL: true },
};
const answers: Readonly<Record<string, unknown>> = {
  get: { Item: image, ConsumedCapacity: { TableName, CapacityUnits: 0.5, Table: { CapacityUnits: 0.5 } } },
  put: { Attributes: image },
  update: { Attributes: image },
  delete: {},
  query: { Items: [image, image], Count: 2, ScannedCount: 2, LastEvaluatedKey: { PK: { S: 'a' } } },
  scan: { Items: [], Count: 0 },
  'batch get': {
    Responses: { [TableName]: [image] },
    UnprocessedKeys: { [TableName]: { Keys: [{ PK: { S: 'b' } }] } },
  },
  'batch write': { UnprocessedItems: { [TableName]: [{ PutRequest: { Item: image } }] } },
  transaction: { ConsumedCapacity: [{ TableName, CapacityUnits: 4 }] },
};

let status = 200;
let answer: unknown = {};
const asked: unknown[] = [];
const server = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk) => (body += String(chunk)));
  request.on('end', () => {
    asked.push([request.headers['x-amz-target'], JSON.parse(body)]);
    response.statusCode = status;
    response.end(JSON.stringify(answer));
  });
});
let client: ReturnType<typeof createClient>;
beforeAll(async () => {
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  client = createClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
afterAll(() => {
  client.destroy();
  server.close();
});

it.each(Object.entries(commands))('%s: asks and answers as the document client does', async (name, command) => {
  status = 200;
  answer = answers[name];
  const ours = await openDocuments(client).send(command() as GetCommand);
  const theirs = await DynamoDBDocumentClient.from(client).send(command() as GetCommand);
  const [asOurs, asTheirs] = asked.splice(0);
  expect(asOurs).toEqual(asTheirs);
  expect(ours).toEqual({ ...theirs, $metadata: expect.anything() });
});

it('throws what the SDK throws', async () => {
  status = 400;
  const type = 'com.amazonaws.dynamodb.v20120810#';
  answer = { __type: `${type}ConditionalCheckFailedException`, message: 'The conditional request failed' };
  await expect(openDocuments(client).send(commands.put())).rejects.toBeInstanceOf(ConditionalCheckFailedException);
  answer = { __type: `${type}TransactionCanceledException`, CancellationReasons: [{ Code: 'None' }, { Code: 'X' }] };
  const refused = openDocuments(client).send(commands.transaction());
  await expect(refused).rejects.toBeInstanceOf(TransactionCanceledException);
  await expect(refused).rejects.toMatchObject({ CancellationReasons: [{ Code: 'None' }, { Code: 'X' }] });
});

import { AwsJson1_0Protocol } from '@aws-sdk/core/protocols';
import type { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { getSchemaSerdePlugin } from '@smithy/core/schema';
import { attributesOf, imageOf } from './plain-values.ts';

/** What sends the commands of the document client. */
export type Documents = Pick<DynamoDBDocumentClient, 'send'>;

type Json = Readonly<Record<string, unknown>>;
type Convert = (item: Json) => unknown;

/** The members of inputs and outputs that are an item, or part of one. */
const items = new Set([
  'Key',
  'Item',
  'ExpressionAttributeValues',
  'ExclusiveStartKey',
  'LastEvaluatedKey',
  'Attributes',
]);
/** Those that are lists of them. */
const lists = new Set(['Keys', 'Items']);
/** Those that have names of tables for their members. */
const tables = new Set(['RequestItems', 'Responses', 'UnprocessedKeys', 'UnprocessedItems']);

type Options = Parameters<DynamoDBClient['send']>[1];

/** A command of the document client, as far as it is looked at here: the command that it would translate its input for. */
type Translated = { readonly clientCommand: GetItemCommand };

/**
 * Sends commands of the document client, whose items are made from the text of an answer in one pass, and the text of a
 * request from items. The SDK takes four, and looks up the schema of each attribute in two of them: half of what a page
 * of users costs a Lambda. All else, the middleware among it, is the client's.
 */
export function openDocuments(client: DynamoDBClient): Documents {
  const { protocolSettings } = client.config as unknown as { protocolSettings: Settings };
  const protocol = new AwsJson1_0Protocol({ ...protocolSettings, jsonCodec });
  const serde = getSchemaSerdePlugin({ ...client.config, protocol });
  const send = async ({ clientCommand }: Translated, options: Options): Promise<unknown> => {
    // What a command brings takes the place of what the client has by the same name.
    clientCommand.middlewareStack.use(serde);
    return client.send(clientCommand, options);
  };
  return { send: send as unknown as Documents['send'] };
}

type Settings = ConstructorParameters<typeof AwsJson1_0Protocol>[0];

const setSerdeContext = (): void => undefined;

/** Ours has no settings, and makes nothing of schemas: what is an item is known by its name. */
const jsonCodec = {
  createSerializer: () => {
    let body = '';
    return {
      write: (_schema: unknown, input: Json) => (body = JSON.stringify(convertItems(input, imageOf as Convert))),
      flush: () => body,
      setSerdeContext,
    };
  },
  createDeserializer: () => ({
    read: async (_schema: unknown, body: Uint8Array) => readAnswer(body),
    readObject: (_schema: unknown, value: unknown) => value,
    setSerdeContext,
  }),
  setSerdeContext,
} as unknown as NonNullable<Settings['jsonCodec']>;

function readAnswer(body: Uint8Array): unknown {
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString();
  return convertItems(JSON.parse(text) as Json, attributesOf as Convert);
}

/** The same members, with each item among them converted. */
function convertItems(members: Json, convert: Convert): Json {
  const converted: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(members)) converted[name] = convertMember(name, value, convert);
  return converted;
}

function convertMember(name: string, value: unknown, convert: Convert): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (items.has(name)) return convert(value as Json);
  if (lists.has(name)) return (value as readonly Json[]).map(convert);
  if (tables.has(name)) {
    return Object.fromEntries(Object.entries(value).map(([table, of]) => [table, convertTable(name, of, convert)]));
  }
  if (name === 'ExpressionAttributeNames') return value;
  if (Array.isArray(value)) return value.map((one) => convertMember('', one, convert));
  return convertItems(value as Json, convert);
}

/** What one call tells or asks of one table: items, or requests for some. */
function convertTable(name: string, value: unknown, convert: Convert): unknown {
  return name === 'Responses' ? convertMember('Items', value, convert) : convertMember('', value, convert);
}

import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand as QueryItemsCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';

/** A command of the document client without its translation of items, which `lambdas/storage/documents.ts` has its own of. */
type Command = new (input: never) => object;

function commandOf(Translated: Command): Command {
  return function (this: object, input: never) {
    return { clientCommand: new Translated(input) };
  } as unknown as Command;
}

/** GetItem. */
export const GetCommand = commandOf(GetItemCommand);
/** PutItem. */
export const PutCommand = commandOf(PutItemCommand);
/** UpdateItem. */
export const UpdateCommand = commandOf(UpdateItemCommand);
/** DeleteItem. */
export const DeleteCommand = commandOf(DeleteItemCommand);
/** Query. */
export const QueryCommand = commandOf(QueryItemsCommand);
/** BatchGetItem. */
export const BatchGetCommand = commandOf(BatchGetItemCommand);
/** BatchWriteItem. */
export const BatchWriteCommand = commandOf(BatchWriteItemCommand);
/** TransactWriteItems. */
export const TransactWriteCommand = commandOf(TransactWriteItemsCommand);

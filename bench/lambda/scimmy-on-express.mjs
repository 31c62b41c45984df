import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import express from 'express';
import SCIMMY from 'scimmy';
import SCIMMYRouters from 'scimmy-routers';
import serverless from 'serverless-http';

const table = DynamoDBDocumentClient.from(new DynamoDBClient());

// One read of one item for each user, which is the least that a store on DynamoDB can do.
SCIMMY.Resources.declare(SCIMMY.Resources.User).egress(async ({ id }) => {
  const Key = { PK: 'SCIMMY', SK: id };
  const { Item } = await table.send(new GetCommand({ TableName: process.env.TABLE_NAME, Key, ConsistentRead: true }));
  return JSON.parse(Item.user);
});

const application = express();
application.use(
  '/scim/v2',
  new SCIMMYRouters({
    type: 'bearer',
    handler(request) {
      if (!request.header('Authorization')?.startsWith('Bearer ')) throw new Error('There is no bearer token.');
      return 'somebody';
    },
  }),
);

/** SCIMMY as its documentation shows it, on Lambda. */
export const handler = serverless(application);

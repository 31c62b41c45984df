import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type {
  APIGatewayProxyEventV2,
  APIGatewayProxyStructuredResultV2,
  Context,
  DynamoDBBatchResponse,
  DynamoDBStreamEvent,
} from 'aws-lambda';
import type { Deployment } from './deployment.ts';

/** Calls one Lambda behind the API. */
export type Invoke = (event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyStructuredResultV2>;

/** Calls one Lambda on the table's stream. */
export type InvokeOnStream = (event: DynamoDBStreamEvent) => Promise<DynamoDBBatchResponse>;

/** The Lambdas by their handler files: those behind the API, and those on the table's stream. */
export type Functions = {
  readonly gateway: ReadonlyMap<string, Invoke>;
  readonly stream: ReadonlyMap<string, InvokeOnStream>;
};

const projectRoot = join(import.meta.dirname, '..');

/** The largest response that Lambda passes on, in bytes of its JSON. */
const responseLimit = 6_291_456;

type HandlerModule<Call extends Invoke | InvokeOnStream> = {
  readonly handler: (event: Parameters<Call>[0], context: Context) => ReturnType<Call>;
};

/**
 * Imports the handlers into this process, each with the environment that the template gives it and `variables` on
 * top, in the place of what only exists in AWS.
 */
export async function loadFunctions(
  { functions, eventSources }: Pick<Deployment, 'functions' | 'eventSources'>,
  variables: Readonly<Record<string, string>>,
): Promise<Functions> {
  const gateway = new Map<string, Invoke>();
  const stream = new Map<string, InvokeOnStream>();
  for (const { entry, environment, timeoutSeconds } of functions) {
    // One at a time: a handler reads its environment while it is imported.
    Object.assign(process.env, environment, variables);
    const module: unknown = await import(pathToFileURL(join(projectRoot, entry)).href);
    if (eventSources.some((source) => source.entry === entry)) {
      const { handler } = module as HandlerModule<InvokeOnStream>;
      stream.set(entry, async (event) => handler(event, lambdaContext(entry, timeoutSeconds, randomUUID())));
      continue;
    }
    const { handler } = module as HandlerModule<Invoke>;
    gateway.set(entry, async (event) => {
      const response = await handler(event, lambdaContext(entry, timeoutSeconds, event.requestContext.requestId));
      if ((response.body?.length ?? 0) * 6 > responseLimit && jsonBytes(response) > responseLimit) {
        throw new Error('The response is larger than the 6 MB that Lambda passes on.');
      }
      return response;
    });
  }
  return { gateway, stream };
}

function jsonBytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}

function lambdaContext(entry: string, timeoutSeconds: number, requestId: string): Context {
  const end = Date.now() + timeoutSeconds * 1000;
  return {
    callbackWaitsForEmptyEventLoop: false,
    functionName: entry,
    functionVersion: '$LATEST',
    invokedFunctionArn: `arn:aws:lambda:local:000000000000:function:${entry}`,
    memoryLimitInMB: '1024',
    awsRequestId: requestId,
    logGroupName: 'local',
    logStreamName: 'local',
    getRemainingTimeInMillis: () => end - Date.now(),
    done: refuseOldStyle,
    fail: refuseOldStyle,
    succeed: refuseOldStyle,
  };
}

function refuseOldStyle(): never {
  throw new Error('Handlers answer with promises.');
}

import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import type { DeployedFunction } from './deployment.ts';

/** Calls one Lambda. */
export type Invoke = (event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyStructuredResultV2>;

const projectRoot = join(import.meta.dirname, '..');

/** The largest response that Lambda passes on, in bytes of its JSON. */
const responseLimit = 6_291_456;

type HandlerModule = {
  readonly handler: (event: APIGatewayProxyEventV2, context: Context) => Promise<APIGatewayProxyStructuredResultV2>;
};

/**
 * Imports the handlers into this process, each with the environment that the template gives it and `variables` on
 * top, in the place of what only exists in AWS.
 */
export async function loadFunctions(
  functions: readonly DeployedFunction[],
  variables: Readonly<Record<string, string>>,
): Promise<ReadonlyMap<string, Invoke>> {
  const loaded = new Map<string, Invoke>();
  for (const { entry, environment, timeoutSeconds } of functions) {
    // One at a time: a handler reads its environment while it is imported.
    Object.assign(process.env, environment, variables);
    const { handler } = (await import(pathToFileURL(join(projectRoot, entry)).href)) as HandlerModule;
    loaded.set(entry, async (event) => {
      const response = await handler(event, lambdaContext(entry, timeoutSeconds, event.requestContext.requestId));
      if ((response.body?.length ?? 0) * 6 > responseLimit && jsonBytes(response) > responseLimit) {
        throw new Error('The response is larger than the 6 MB that Lambda passes on.');
      }
      return response;
    });
  }
  return loaded;
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

import { createServer, type IncomingMessage, request as send, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { type DynamoCall, type Need, needsOf } from './needs.ts';

/** A stand-in for a DynamoDB that remembers what was asked of it. */
export type RecordingProxy = {
  readonly endpoint: string;
  /** What IAM would have had to allow so far. */
  needed(): readonly Need[];
  stop(): Promise<void>;
};

/** Stands before a DynamoDB: what one Lambda sends is told from what others do by the endpoint that it was given. */
export async function startRecordingProxy(target: string): Promise<RecordingProxy> {
  const needed = new Map<string, Need>();
  const server = createServer((request, response) => {
    pass(request, response, new URL(target), needed).catch((error: unknown) => response.destroy(error as Error));
  });
  const listening = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', listening.resolve);
  await listening.promise;
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    needed: () => [...needed.values()],
    async stop() {
      const closed = Promise.withResolvers<void>();
      server.close(() => closed.resolve());
      server.closeAllConnections();
      await closed.promise;
    },
  };
}

async function pass(
  request: IncomingMessage,
  response: ServerResponse,
  target: URL,
  needed: Map<string, Need>,
): Promise<void> {
  const body = await buffer(request);
  const operation = String(request.headers['x-amz-target']).replace(/^DynamoDB_\d+\./u, '');
  const call = { operation, input: JSON.parse(body.toString('utf8')) } as DynamoCall;
  for (const need of needsOf(call)) needed.set(JSON.stringify(need), need);
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const { method, headers } = request;
  send({ host: target.hostname, port: target.port, path: '/', method, headers }, resolve).on('error', reject).end(body);
  const answer = await promise;
  response.writeHead(answer.statusCode ?? 500, answer.headers);
  answer.pipe(response);
}

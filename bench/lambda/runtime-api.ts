import { once } from 'node:events';
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';

/** The Lambda Runtime API as far as a runtime needs it: one environment asks for events and answers them. */
export type RuntimeApi = {
  /** Host and port, for AWS_LAMBDA_RUNTIME_API. */
  readonly address: string;
  /** Waits until the environment asks for its first event: until then it starts. */
  ready(): Promise<void>;
  /** Hands over an event; gives what the handler answers. */
  invoke(event: unknown): Promise<unknown>;
  stop(): void;
};

/** How long a handler may take. */
const milliseconds = 30_000;

type Invocation = PromiseWithResolvers<unknown> & { readonly event: string };

/** Serves the Runtime API on loopback. */
export async function startRuntimeApi(): Promise<RuntimeApi> {
  const waiting: Invocation[] = [];
  const running = new Map<string, Invocation>();
  const started = Promise.withResolvers<void>();
  let idle: ServerResponse | undefined;
  let count = 0;

  const handOver = (): void => {
    const invocation = idle === undefined ? undefined : waiting.shift();
    if (idle === undefined || invocation === undefined) return;
    const id = `invocation-${(count += 1)}`;
    running.set(id, invocation);
    idle.writeHead(200, {
      'content-type': 'application/json',
      'lambda-runtime-aws-request-id': id,
      'lambda-runtime-deadline-ms': String(Date.now() + milliseconds),
      'lambda-runtime-invoked-function-arn': 'arn:aws:lambda:eu-central-1:000000000000:function:bench',
    });
    idle.end(invocation.event);
    idle = undefined;
  };

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const [, id = '', what = ''] = /\/runtime\/(?:invocation\/)?([^/]+)\/?(.*)$/u.exec(request.url ?? '') ?? [];
    if (id === 'next') {
      started.resolve();
      idle = response;
      handOver();
      return;
    }
    const body = await read(request);
    response.writeHead(202).end();
    if (what === 'response') running.get(id)?.resolve(body === '' ? undefined : JSON.parse(body));
    // `/runtime/init/error`, or that of an invocation.
    else if (id === 'init') started.reject(new Error(`The handler does not start: ${body}`));
    else running.get(id)?.reject(new Error(`The handler fails: ${body}`));
    running.delete(id);
  };

  const server = createServer((request, response) => void serve(request, response));
  // An environment that waits for events is not idle.
  server.requestTimeout = 0;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The system gave no free port.');
  return {
    address: `127.0.0.1:${address.port}`,
    ready: () => started.promise,
    async invoke(event) {
      const invocation = { ...Promise.withResolvers<unknown>(), event: JSON.stringify(event) };
      waiting.push(invocation);
      handOver();
      return invocation.promise;
    },
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

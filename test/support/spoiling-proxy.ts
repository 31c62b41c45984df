import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** One answer on its way to the client. */
export type PassingAnswer = {
  readonly method: string;
  readonly path: string;
  readonly requestBody: string;
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
};

/** Gives what the client gets instead; undefined leaves the answer as it is. */
export type Spoil = (answer: PassingAnswer) => Partial<PassingAnswer> | undefined;

/** Says for a request whether it is kept from the endpoint and answered with 204 instead: a change that is ignored. */
export type Swallow = (method: string, path: string, body: string) => boolean;

/** Stands before an endpoint and spoils its answers. */
export async function startSpoilingProxy(
  baseUrl: string,
  { spoil = () => undefined, swallow = () => false }: { readonly spoil?: Spoil; readonly swallow?: Swallow },
): Promise<{ baseUrl: string; stop(): Promise<void> }> {
  const target = new URL(baseUrl);
  const pass = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = 'GET', url: path = '/' } = request;
    const requestBody = await text(request);
    if (swallow(method, path, requestBody)) {
      response.writeHead(204).end();
      return;
    }
    const headers = new Headers({ authorization: request.headers.authorization ?? '' });
    if (requestBody !== '') headers.set('content-type', String(request.headers['content-type']));
    const answer = await fetch(new URL(path, target), {
      method,
      headers,
      body: requestBody === '' ? null : requestBody,
    });
    const passing: PassingAnswer = {
      method,
      path,
      requestBody,
      status: answer.status,
      contentType: answer.headers.get('content-type') ?? '',
      body: await answer.text(),
    };
    const { status, contentType, body } = { ...passing, ...spoil(passing) };
    response.writeHead(status, contentType === '' ? {} : { 'content-type': contentType });
    response.end(status === 204 ? undefined : body);
  };
  const server = createServer((request, response) => {
    pass(request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  const listening = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', listening.resolve);
  await listening.promise;
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}${target.pathname}`,
    stop: async () => {
      const closed = Promise.withResolvers<void>();
      server.close(() => closed.resolve());
      server.closeAllConnections();
      await closed.promise;
    },
  };
}

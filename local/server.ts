import { randomUUID } from 'node:crypto';
import {
  createServer,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type Server,
  type ServerResponse,
  STATUS_CODES,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { ScimError, tooLarge } from '#scim/errors.ts';
import { errorBody } from '#scim/messages.ts';
import type { DocumentServer } from './documents.ts';
import { toEvent } from './event.ts';
import type { Invoke } from './functions.ts';
import type { Route } from './routes.ts';

/** What answers requests, once it is there; `documents` before any route is looked for. */
export type Application = {
  readonly routes: readonly Route[];
  readonly functions: ReadonlyMap<string, Invoke>;
  readonly documents?: DocumentServer;
};

/** A server that listens, and how to end it. */
export type LocalServer = {
  readonly port: number;
  /** Ends it: requests under way are answered, no others are taken. */
  close(): Promise<void>;
};

/** The largest request that API Gateway takes, in bytes. */
const requestLimit = 10 * 1024 * 1024;

/**
 * Listens on loopback, in API Gateway's place. The application may come later: requests wait for it, so that a taken
 * port shows before anything else is started. Throws one sentence where the port is taken.
 */
export async function startServer(options: {
  readonly port: number;
  readonly application: Promise<Application>;
  /** Milliseconds that a request may take to arrive. */
  readonly arrivalLimit?: number;
}): Promise<LocalServer> {
  const { arrivalLimit = 30_000 } = options;
  const server = createServer(
    {
      requestTimeout: arrivalLimit,
      headersTimeout: arrivalLimit,
      connectionsCheckingInterval: 1_000,
      // Refused below instead, because node:http refuses without a body.
      requireHostHeader: false,
    },
    (request, response) => {
      void serve(request, response, options.application, server);
    },
  );
  server.on('clientError', refuseBrokenRequest);
  server.on('checkExpectation', (request: IncomingMessage, response: ServerResponse) => {
    answer(request, response, unknownExpectation);
  });
  server.on('connect', (_request: IncomingMessage, socket: Duplex) => refuseSocket(socket, tunnel));
  await listen(server, options.port);
  const { port } = server.address() as AddressInfo;
  return { port, close: () => close(server) };
}

async function listen(server: Server, port: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen(port, '127.0.0.1', resolve);
  try {
    await promise;
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const reason =
      code === 'EADDRINUSE' ? `Port ${port} is taken` : `Port ${port} cannot be listened on (${code ?? String(cause)})`;
    throw new Error(`${reason}. Please choose another one with --port.`, { cause });
  }
}

async function close(server: Server): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  server.close(() => resolve());
  // A connection that is kept alive becomes idle only after its answer.
  const sweep = setInterval(() => server.closeIdleConnections(), 50);
  const lastResort = setTimeout(() => server.closeAllConnections(), 12_000);
  await promise;
  clearInterval(sweep);
  clearTimeout(lastResort);
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  application: Promise<Application>,
  server: Server,
): Promise<void> {
  try {
    if (!namesOneHost(request)) {
      unread.add(request.socket);
      answer(request, response, hostMissing);
      return;
    }
    const body = await readBody(request);
    if (body === undefined) {
      refuseUnread(request, response);
      return;
    }
    const result = await invoke(request, body, await application, server);
    if (!server.listening) response.setHeader('connection', 'close');
    answer(request, response, result);
  } catch (error) {
    // The client left before its request was complete: there is nobody to answer.
    if (!request.complete) return;
    console.error(error);
    answer(request, response, gatewayFault);
  }
}

/** Connections whose last request was answered before it was read: what is wrong with the rest of it is nobody's concern. */
const unread = new WeakSet<Duplex>();

const tooLargeResponse = refuse(
  tooLarge('The request is larger than the 10 MB that one request may have. Please send fewer members or values.'),
);

const unknownExpectation = refuse(
  new ScimError(417, 'The header Expect asks for something that nobody offers. Please leave it out.'),
);

const hostMissing = refuse(
  new ScimError(400, 'HTTP/1.1 needs one Host header. Please send the host of the URL in it.'),
);

/** HTTP/1.1 demands exactly one Host header (RFC 9112 §3.2); HTTP/1.0 had none. */
function namesOneHost({ httpVersion, headersDistinct }: IncomingMessage): boolean {
  const hosts = headersDistinct['host']?.length ?? 0;
  return hosts === 1 || (hosts === 0 && httpVersion === '1.0');
}

/** What API Gateway says when a Lambda fails; the reason is for the log alone. */
const gatewayFault: APIGatewayProxyStructuredResultV2 = {
  statusCode: 500,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ message: 'Internal Server Error' }),
};

function refuse(error: ScimError): APIGatewayProxyStructuredResultV2 {
  return {
    statusCode: error.status,
    headers: { 'content-type': 'application/scim+json' },
    body: JSON.stringify(errorBody(error)),
  };
}

/** The whole body, or undefined as soon as it is larger than the gateway takes. */
async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > requestLimit) return undefined;
  const chunks: Buffer[] = [];
  let size = 0;
  const { promise, resolve, reject } = Promise.withResolvers<Buffer | undefined>();
  request.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > requestLimit) resolve(undefined);
    else chunks.push(chunk);
  });
  request.on('end', () => resolve(Buffer.concat(chunks)));
  request.on('error', reject);
  return promise;
}

/** Says 413 at once, and ends the connection when the sender has had time to read it instead of a broken pipe. */
function refuseUnread(request: IncomingMessage, response: ServerResponse): void {
  unread.add(request.socket);
  const { headers, body = '' } = tooLargeResponse;
  response.writeHead(413, {
    ...(headers as OutgoingHttpHeaders),
    'content-length': Buffer.byteLength(body),
    connection: 'close',
  });
  response.write(body);
  const end = (): void => void response.end();
  request.once('end', end);
  setTimeout(end, 2_000).unref();
  request.resume();
}

async function invoke(
  request: IncomingMessage,
  body: Buffer,
  { routes, functions, documents }: Application,
  server: Server,
): Promise<APIGatewayProxyStructuredResultV2> {
  const document = await documents?.(request.method ?? 'GET', request.url ?? '/');
  if (document !== undefined) return document;
  const { port } = (server.address() as AddressInfo | null) ?? { port: 0 };
  const made = toEvent(
    {
      method: request.method ?? 'GET',
      url: request.url ?? '/',
      httpVersion: request.httpVersion,
      rawHeaders: request.rawHeaders,
      body,
      remoteAddress: request.socket.remoteAddress ?? '127.0.0.1',
    },
    routes,
    { requestId: randomUUID(), at: new Date(), port },
  );
  const lambda = made === undefined ? undefined : functions.get(made.route.entry);
  if (made === undefined || lambda === undefined) throw new Error('The template has no route for this request.');
  const result = await lambda(made.event);
  return { ...result, headers: { ...result.headers, 'apigw-requestid': made.event.requestContext.requestId } };
}

function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { statusCode = 200, headers = {}, body = '', isBase64Encoded = false }: APIGatewayProxyStructuredResultV2,
): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, String(value));
  const bytes = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.length > 0) response.setHeader('content-length', bytes.length);
  response.writeHead(statusCode);
  response.end(request.method === 'HEAD' ? undefined : bytes);
}

/** Answers what node:http could not read as a request: too slow, too long a header, or no HTTP at all. */
function refuseBrokenRequest(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable || unread.has(socket)) {
    socket.destroy();
    return;
  }
  refuseSocket(socket, brokenRequests.get(error.code ?? '') ?? malformedRequest);
}

/** Answers where node:http gives no response to write to, and ends the connection. */
function refuseSocket(socket: Duplex, error: ScimError): void {
  // The client left: there is nobody to answer.
  socket.on('error', () => socket.destroy());
  const body = JSON.stringify(errorBody(error));
  socket.end(
    `HTTP/1.1 ${error.status} ${STATUS_CODES[error.status]}\r\ncontent-type: application/scim+json\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
  // A client that does not end its side would keep the server from ending.
  socket.resume();
  setTimeout(() => socket.destroy(), 2_000).unref();
}

const tunnel = new ScimError(501, 'CONNECT opens a tunnel, and nobody offers one here. Please send another method.');
const malformedRequest = new ScimError(400, 'This is not a valid HTTP request. Please send HTTP/1.1.');
const brokenRequests: ReadonlyMap<string, ScimError> = new Map([
  ['ERR_HTTP_REQUEST_TIMEOUT', new ScimError(408, 'The request took too long to arrive. Please send it again.')],
  ['HPE_HEADER_OVERFLOW', new ScimError(431, 'The headers of the request are too large. Please send fewer of them.')],
]);

import { writeFile } from 'node:fs/promises';
import { Agent, createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer, type Server as SecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { makeCertificate } from './certificate.ts';

/** What stands before the emulator: TLS, and the way to hosts that no name server knows. */
export type Front = {
  /** The variables of a Node process that calls deployments by their own URLs. */
  readonly environment: Readonly<Record<string, string>>;
  /** Where the APIs of AWS are served. */
  readonly endpoint: string;
  close(): void;
};

/**
 * Stands before the emulator as AWS's edge stands before API Gateway: takes tunnels to hosts (CONNECT), ends TLS there,
 * and hands each request on unchanged, its host too, with the scheme in `x-forwarded-proto`.
 */
export async function openFront(emulatorPort: number, hosts: readonly string[], folder: string): Promise<Front> {
  const { certificate, privateKey } = makeCertificate(['127.0.0.1', ...hosts]);
  const file = join(folder, 'front.pem');
  await writeFile(file, certificate);
  const agent = new Agent({ keepAlive: true });
  const secure = createSecureServer({ cert: certificate, key: privateKey }, (asked, answer) =>
    forward(asked, answer, { port: emulatorPort, agent }),
  );
  const tunnels = createServer((_, answer) => answer.writeHead(405).end());
  tunnels.on('connect', (_, socket) => {
    socket.on('error', () => socket.destroy());
    socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    secure.emit('connection', socket);
  });
  return {
    endpoint: `https://127.0.0.1:${await listen(secure)}`,
    environment: {
      NODE_USE_ENV_PROXY: '1',
      HTTPS_PROXY: `http://127.0.0.1:${await listen(tunnels)}`,
      NO_PROXY: '127.0.0.1',
      NODE_EXTRA_CA_CERTS: file,
    },
    close: () => {
      agent.destroy();
      for (const server of [secure, tunnels]) {
        server.close();
        server.closeAllConnections();
      }
    },
  };
}

async function listen(server: Server | SecureServer): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

function forward(
  asked: IncomingMessage,
  answer: ServerResponse,
  { port, agent }: { port: number; agent: Agent },
): void {
  const { method, url, headers } = asked;
  const onward = request({
    host: '127.0.0.1',
    port,
    agent,
    method,
    path: url,
    headers: { ...headers, 'x-forwarded-proto': 'https', 'x-forwarded-for': '127.0.0.1' },
  });
  onward.on('response', (response) => {
    answer.writeHead(response.statusCode ?? 502, response.headers);
    response.pipe(answer);
  });
  onward.on('error', (error) => {
    if (!answer.headersSent) answer.writeHead(502);
    answer.end(error.message);
  });
  asked.pipe(onward);
}

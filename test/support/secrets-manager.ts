import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

/** What was asked for. */
type Question = { readonly SecretId: string; readonly VersionStage: string };
type Reply = { readonly status: number; readonly body: object } | 'hang up';

/** Secrets Manager as far as it is asked. */
export type SecretsManager = {
  readonly endpoint: string;
  readonly asked: { readonly headers: IncomingMessage['headers']; readonly body: Question }[];
  /** How it answers from now on. */
  reply(decide: (question: Question) => Reply): void;
  stop(): void;
};

/** Starts a Secrets Manager that answers as it is told. */
export async function startSecretsManager(): Promise<SecretsManager> {
  const asked: SecretsManager['asked'] = [];
  let decide: (question: Question) => Reply = () => refusal('ResourceNotFoundException');
  const server = createServer((request, response) => {
    void (async () => {
      const body = (await json(request)) as Question;
      asked.push({ headers: request.headers, body });
      const reply = decide(body);
      if (reply === 'hang up') request.socket.destroy();
      else response.writeHead(reply.status).end(JSON.stringify(reply.body));
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    reply: (next) => (decide = next),
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** An answer with a value. */
export function secretValue(text: string): Reply {
  return { status: 200, body: { SecretString: text } };
}

/** A refusal as AWS words it. */
export function refusal(type: string, status = 400): Reply {
  return { status, body: { __type: type, Message: 'words that nobody should see' } };
}

import { Agent, request } from 'node:http';
import type { JsonObject } from '../../lambdas/scim/json.ts';
import type { Server } from './server.ts';

/** Sends one request and gives the answer's body; one that is no success is thrown. */
export type Call = (method: string, path: string, body?: JsonObject) => Promise<JsonObject>;

/** Calls a server over connections that are kept. */
export function clientOf({ name, scimBaseUrl, scimKey }: Server): Call {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  return async (method, path, body) => {
    const { status, text } = await exchange(agent, { method, url: scimBaseUrl + path, key: scimKey, body });
    if (status >= 300) throw new Error(`${name} answers ${method} ${path} with ${status}: ${text.slice(0, 300)}`);
    return text === '' ? {} : (JSON.parse(text) as JsonObject);
  };
}

async function exchange(
  agent: Agent,
  sent: { readonly method: string; readonly url: string; readonly key: string; readonly body: JsonObject | undefined },
): Promise<{ readonly status: number; readonly text: string }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ readonly status: number; readonly text: string }>();
  const headers = { authorization: `Bearer ${sent.key}`, 'content-type': 'application/scim+json' };
  const outgoing = request(sent.url, { method: sent.method, agent, headers }, (response) => {
    let text = '';
    response.setEncoding('utf8');
    response.on('data', (chunk: string) => (text += chunk));
    response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    response.on('error', reject);
  });
  outgoing.on('error', reject);
  outgoing.end(sent.body === undefined ? undefined : JSON.stringify(sent.body));
  return promise;
}

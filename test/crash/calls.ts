import { setTimeout as sleep } from 'node:timers/promises';
import type { Json, JsonObject } from '#scim/json.ts';
import type { Endpoint } from '../support/local-process.ts';

/** An answer of SCIM or the Console. */
export type Answer = { readonly status: number; readonly body: JsonObject };

/** Asks one of the two APIs of a running server. */
export type Calls = {
  scim(method: string, path: string, body?: Json): Promise<Answer>;
  /** Below the organization. */
  console(method: string, path: string, body?: Json): Promise<Answer>;
};

/** The APIs of a server, of the organization that its endpoint file names. */
export function callsOf({ scimBaseUrl, scimKey, adminBaseUrl, adminKey, organizationId }: Endpoint): Calls {
  return {
    scim: (method, path, body) => call(scimBaseUrl + path, scimKey, method, body),
    console: (method, path, body) =>
      call(`${adminBaseUrl}/organizations/${organizationId}${path}`, adminKey, method, body),
  };
}

async function call(url: string, key: string, method: string, body: Json | undefined): Promise<Answer> {
  const response = await fetch(url, {
    method,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: body === undefined ? null : JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? {} : (JSON.parse(text) as JsonObject) };
}

/** Tries, and milliseconds between two of them, while a server that has just been started is busy. */
const tries = 60;
const pause = 500;

/** What was asked for while nothing goes wrong; again while the server is busy. Throws where it is refused. */
export async function expectDone(ask: () => Promise<Answer>): Promise<JsonObject> {
  for (let left = tries; ; left--) {
    const { status, body } = await ask();
    if (status < 300) return body;
    if (status !== 503 || left === 0) throw new Error(`A request was refused with ${status}: ${JSON.stringify(body)}`);
    await sleep(pause);
  }
}

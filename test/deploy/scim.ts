import { request } from 'node:http';

/** An answer of a deployment. */
export type Answer = { readonly status: number; readonly body: Readonly<Record<string, unknown>> };

/** Calls SCIM below a base URL whose host only the emulator knows. */
export type Scim = (method: string, path: string, body?: object) => Promise<Answer>;

/** A client of one deployment, with a key; it goes to the emulator itself, as the edge of AWS does. */
export function scimAt(baseUrl: string, key: string, emulatorPort: number): Scim {
  const { host, pathname } = new URL(baseUrl);
  return (method, path, body) =>
    new Promise((resolve, reject) => {
      const asked = request({
        host: '127.0.0.1',
        port: emulatorPort,
        method,
        path: pathname + path,
        headers: {
          host,
          'x-forwarded-proto': 'https',
          authorization: `Bearer ${key}`,
          ...(body !== undefined && { 'content-type': 'application/scim+json' }),
        },
      });
      asked.on('error', reject);
      asked.on('response', (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part: string) => (text += part));
        response.on('error', reject);
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body: parse(text) }));
      });
      asked.end(body === undefined ? undefined : JSON.stringify(body));
    });
}

function parse(text: string): Answer['body'] {
  return text === '' ? {} : (JSON.parse(text) as Answer['body']);
}

import { once } from 'node:events';
import { type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningServer, startLocalServer } from '../support/local-server.ts';

let server: RunningServer;

beforeAll(async () => {
  server = await startLocalServer();
});

afterAll(async () => {
  await server.stop();
});

/** What comes over the wire: fetch would undo the compression. */
async function ask(
  path: string,
  headers: Readonly<Record<string, string>>,
  method = 'GET',
): Promise<{ readonly status: number; readonly headers: IncomingHttpHeaders; readonly bytes: Buffer }> {
  const sent = request(server.scimBaseUrl + path, { method, headers });
  sent.end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  return { status: response.statusCode ?? 0, headers: response.headers, bytes: await buffer(response) };
}

describe('a large answer over HTTP', () => {
  it.each(['gzip,deflate', 'identity;q=0, gzip', '*', 'gzip;q=0.1'])(
    'P3: is compressed for a client that sends Accept-Encoding: %s',
    async (acceptEncoding) => {
      const plain = await ask('/Schemas', {});
      const { status, headers, bytes } = await ask('/Schemas', { 'accept-encoding': acceptEncoding });
      expect(status).toBe(200);
      expect(headers).toMatchObject({
        'content-type': 'application/scim+json',
        'content-encoding': 'gzip',
        'content-length': String(bytes.length),
        vary: 'accept-encoding',
      });
      expect(bytes.length * 5).toBeLessThan(plain.bytes.length);
      expect(gunzipSync(bytes)).toEqual(plain.bytes);
    },
  );

  it.each([undefined, 'gzip;q=0', 'br', 'identity;q=0', 'gzip;q=0.5, identity'])(
    'P7: is JSON as it is for a client that sends Accept-Encoding: %s',
    async (acceptEncoding) => {
      const { status, headers, bytes } = await ask('/Schemas', {
        ...(acceptEncoding !== undefined && { 'accept-encoding': acceptEncoding }),
      });
      expect(status).toBe(200);
      expect(headers['content-encoding']).toBeUndefined();
      expect(headers.vary).toBe('accept-encoding');
      expect(JSON.parse(bytes.toString())).toHaveProperty('Resources');
    },
  );

  it('has the same headers without its content, where HEAD asks for it (RFC 9110 §9.3.2)', async () => {
    const { status, headers, bytes } = await ask('/Schemas', { 'accept-encoding': 'gzip' }, 'HEAD');
    expect(status).toBe(200);
    expect(headers).toMatchObject({ 'content-type': 'application/scim+json', 'content-encoding': 'gzip' });
    expect(bytes).toHaveLength(0);
  });

  it('is read by fetch as if nothing were compressed, the command line among them', async () => {
    const response = await fetch(`${server.scimBaseUrl}/Schemas`);
    expect(response.headers.get('content-encoding')).toBe('gzip');
    expect(await response.json()).toHaveProperty('Resources');
  });

  it('keeps its version, compressed or not, and 304 has nothing to compress', async () => {
    const path = '/Schemas/urn:ietf:params:scim:schemas:core:2.0:User';
    const compressed = await ask(path, { 'accept-encoding': 'gzip' });
    const plain = await ask(path, {});
    expect(compressed.headers['content-encoding']).toBe('gzip');
    expect(compressed.headers.etag).toBe(plain.headers.etag);
    const known = await ask(path, { 'accept-encoding': 'gzip', 'if-none-match': String(plain.headers.etag) });
    expect(known).toMatchObject({ status: 304, bytes: Buffer.alloc(0) });
    expect(known.headers['content-encoding']).toBeUndefined();
  });

  it('short ones and refusals are never compressed', async () => {
    for (const path of ['/ResourceTypes', '/Users']) {
      const { headers, bytes } = await ask(path, { 'accept-encoding': 'gzip' });
      expect(headers['content-encoding']).toBeUndefined();
      expect(headers.vary).toBeUndefined();
      expect(JSON.parse(bytes.toString())).toHaveProperty('schemas');
    }
  });
});

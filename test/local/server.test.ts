import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Invoke } from '../../local/functions.ts';
import { type Application, type LocalServer, startServer } from '../../local/server.ts';

let server: LocalServer | undefined;

afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function serve(invoke: Invoke, arrivalLimit = 30_000): Promise<string> {
  const application: Application = {
    routes: [{ routeKey: '$default', entry: 'one.ts' }],
    functions: new Map([['one.ts', invoke]]),
  };
  server = await startServer({ port: 0, application: Promise.resolve(application), arrivalLimit });
  return `http://127.0.0.1:${server.port}`;
}

/** Sends bytes as they are, and gives all that comes back until the connection ends. */
async function sendRaw(url: string, text: string): Promise<string> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.write(text);
  let received = '';
  for await (const chunk of socket) received += String(chunk);
  return received;
}

const tooLarge = {
  schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
  status: '413',
  detail: 'The request is larger than the 10 MB that one request may have. Please send fewer members or values.',
};

describe('startServer', () => {
  it('turns requests into events and results into responses', async () => {
    const url = await serve(async (event) => ({
      statusCode: 201,
      headers: { 'content-type': 'application/scim+json', 'x-count': 3 },
      body: JSON.stringify({ path: event.rawPath, body: event.body, base64: event.isBase64Encoded }),
    }));
    const response = await fetch(`${url}/a%20b`, { method: 'POST', body: new Uint8Array([1, 2]) });
    expect(response.status).toBe(201);
    expect(response.headers.get('x-count')).toBe('3');
    expect(response.headers.get('apigw-requestid')).toMatch(/^[0-9a-f-]{36}$/u);
    expect(await response.json()).toEqual({ path: '/a b', body: 'AQI=', base64: true });
  });

  it('decodes base64 results, and gives 204 and HEAD no body', async () => {
    const url = await serve(async (event) =>
      event.rawPath === '/none' ? { statusCode: 204 } : { statusCode: 200, body: 'aGk=', isBase64Encoded: true },
    );
    expect(await (await fetch(url)).text()).toBe('hi');
    expect(await (await fetch(url, { method: 'HEAD' })).text()).toBe('');
    expect((await fetch(`${url}/none`)).status).toBe(204);
  });

  it('answers a handler that fails as API Gateway does, and the process lives on', async () => {
    const url = await serve(async (event) => {
      if (event.rawPath === '/fail') throw new Error('broken on purpose');
      return { statusCode: 200 };
    });
    const log = vi.spyOn(console, 'error').mockReturnValue();
    const response = await fetch(`${url}/fail`);
    expect(log).toHaveBeenCalledExactlyOnceWith(new Error('broken on purpose'));
    log.mockRestore();
    expect(response.status).toBe(500);
    expect(await response.json()).toEqual({ message: 'Internal Server Error' });
    expect((await fetch(url)).status).toBe(200);
  });

  it('answers a request once whose header is refused before its body turns out broken', async () => {
    const url = await serve(async () => ({ statusCode: 200 }));
    const answers = await sendRaw(url, 'GET / HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n5;ext="\r\nhello');
    expect(answers.match(/HTTP\/1\.1 400/gu)).toHaveLength(1);
    expect(answers).toContain('needs one Host header');
  });

  it('takes 10 MB, and refuses more with 413 in SCIM, told beforehand or not', async () => {
    const url = await serve(async (event) => ({ statusCode: 200, body: String(event.body?.length) }));
    const limit = 10 * 1024 * 1024;
    const whole = await fetch(url, { method: 'POST', body: new Uint8Array(limit) });
    expect(whole.status).toBe(200);
    const declared = await sendRaw(url, `POST / HTTP/1.1\r\nhost: x\r\ncontent-length: ${limit + 1}\r\n\r\n`);
    expect(declared).toMatch(/^HTTP\/1\.1 413 /u);
    expect(declared).toMatch(/connection: close/iu);
    expect(JSON.parse(declared.split('\r\n\r\n')[1] ?? '')).toEqual(tooLarge);
    const chunk = `${(1024 * 1024).toString(16)}\r\n${'x'.repeat(1024 * 1024)}\r\n`;
    const streamed = await sendRaw(
      url,
      `POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n${chunk.repeat(11)}`,
    );
    expect(JSON.parse(streamed.split('\r\n\r\n')[1] ?? '')).toEqual(tooLarge);
  });

  it('bounds the time that a request may take to arrive', async () => {
    const url = await serve(async () => ({ statusCode: 200 }), 500);
    const answer = await sendRaw(url, 'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\nabc');
    expect(answer).toMatch(/^HTTP\/1\.1 408 /u);
    expect(JSON.parse(answer.split('\r\n\r\n')[1] ?? '')).toEqual({
      schemas: tooLarge.schemas,
      status: '408',
      detail: 'The request took too long to arrive. Please send it again.',
    });
  });

  it.each([
    ['400', 'no HTTP at all\r\n\r\n'],
    ['431', `GET / HTTP/1.1\r\nhost: x\r\nx-long: ${'x'.repeat(20_000)}\r\n\r\n`],
  ])('answers %s in SCIM where node:http cannot read the request', async (status, text) => {
    const answer = await sendRaw(await serve(async () => ({ statusCode: 200 })), text);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `, 'u'));
    expect(JSON.parse(answer.split('\r\n\r\n')[1] ?? '')).toMatchObject({ schemas: tooLarge.schemas, status });
  });

  it.each([
    ['400', 'GET / HTTP/1.1\r\nconnection: close\r\n\r\n', /one Host header/u],
    ['400', 'GET / HTTP/1.1\r\nhost: x\r\nhost: y\r\nconnection: close\r\n\r\n', /one Host header/u],
    ['417', 'POST / HTTP/1.1\r\nhost: x\r\nexpect: foo\r\nconnection: close\r\n\r\n', /header Expect/u],
    ['501', 'CONNECT example.com:443 HTTP/1.1\r\nhost: example.com:443\r\n\r\n', /tunnel/u],
  ])('P7: answers %s in SCIM where node:http would say nothing, to %j', async (status, text, detail) => {
    const invoke = vi.fn<Invoke>();
    const answer = await sendRaw(await serve(invoke), text);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `, 'u'));
    expect(answer).toMatch(/\r\ncontent-type: application\/scim\+json\r\n/iu);
    expect(JSON.parse(answer.split('\r\n\r\n')[1] ?? '')).toEqual({
      schemas: tooLarge.schemas,
      status,
      detail: expect.stringMatching(detail),
    });
    expect(invoke).not.toHaveBeenCalled();
  });

  it.each([
    ['HTTP/1.0 without a Host', 'GET /a HTTP/1.0\r\n\r\n'],
    ['a whole URL', 'GET http://127.0.0.1:8787/a HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n'],
    ['an expectation to go on', 'GET /a HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\nconnection: close\r\n\r\n'],
  ])('takes %s', async (_, text) => {
    const url = await serve(async ({ rawPath }) => ({ statusCode: 200, body: rawPath }));
    expect(await sendRaw(url, text)).toMatch(/HTTP\/1\.1 200 OK\r\n.*\r\n\r\n\/a$/su);
  });

  it('ends although a client that was refused keeps its side open', async () => {
    const url = await serve(async () => ({ statusCode: 200 }));
    const socket = connect({ port: Number(new URL(url).port), host: '127.0.0.1', allowHalfOpen: true });
    socket.write('CONNECT example.com:443 HTTP/1.1\r\nhost: example.com:443\r\n\r\n');
    socket.resume();
    await once(socket, 'end');
    await expect(server?.close()).resolves.toBeUndefined();
    server = undefined;
    socket.destroy();
  });

  it('lives on when a client leaves in the middle of its request', async () => {
    const url = await serve(async () => ({ statusCode: 200 }));
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    await new Promise((done) => socket.write('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\nabc', done));
    socket.destroy();
    expect((await fetch(url)).status).toBe(200);
  });

  it('finishes what is under way when it closes, and takes no more', async () => {
    const started = Promise.withResolvers<undefined>();
    const url = await serve(async () => {
      started.resolve(undefined);
      await new Promise((done) => setTimeout(done, 300));
      return { statusCode: 200, body: 'done' };
    });
    const answer = fetch(url);
    await started.promise;
    const closed = server?.close();
    server = undefined;
    const response = await answer;
    expect(await response.text()).toBe('done');
    await closed;
    await expect(fetch(url)).rejects.toThrow('fetch failed');
  });

  it('lets requests wait for an application that is not there yet', async () => {
    const application = Promise.withResolvers<Application>();
    server = await startServer({ port: 0, application: application.promise });
    const answer = fetch(`http://127.0.0.1:${server.port}`);
    application.resolve({
      routes: [{ routeKey: '$default', entry: 'one.ts' }],
      functions: new Map([['one.ts', async () => ({ statusCode: 202 })]]),
    });
    expect((await answer).status).toBe(202);
  });

  it('says which port is taken', async () => {
    await serve(async () => ({ statusCode: 200 }));
    const port = server?.port ?? 0;
    await expect(startServer({ port, application: new Promise(() => undefined) })).rejects.toThrow(
      `Port ${port} is taken. Please choose another one with --port.`,
    );
  });
});

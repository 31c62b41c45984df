import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { hashKey } from '#domain/keys.ts';
import { hashAdminKey } from '../../local/admin-key.ts';
import { type Random, randomOf } from '../attack/random.ts';
import { problemOf, problemsOfLog } from './answers.ts';
import { bodyOf, headersOf, type Known, methodText, targetText } from './edge-texts.ts';
import type { Outcome } from './outcome.ts';
import { readAnswers } from './wire.ts';

const root = join(import.meta.dirname, '../..');
/** Connections that never say all that they began to say. */
const slow = 100;
const width = 8;

/** Sends bytes to the local server that are HTTP more or less, while others hold connections that never end. */
export async function fuzzSockets(seed: number, count: number): Promise<Outcome> {
  const server = await startServer();
  const statuses = new Map<number, number>();
  const findings: string[] = [];
  const held = Array.from({ length: slow }, (_, place) => hold(server.port, place));
  let next = 0;
  const work = async (): Promise<void> => {
    for (let input = next++; input < count && findings.length < 20; input = next++) {
      const bytes = requestBytes(randomOf(seed, input), server.known);
      const received = await exchange(server.port, bytes);
      if (received === undefined) findings.push(`socket ${input}: no answer and no end\n  ${show(bytes)}`);
      for (const answer of readAnswers(received ?? Buffer.alloc(0), bytes)) {
        if (answer === undefined) {
          findings.push(`socket ${input}: an answer that is no HTTP: ${show(received ?? bytes)}\n  ${show(bytes)}`);
          continue;
        }
        statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
        const problem = problemOf(answer, server.secrets);
        if (problem !== undefined) findings.push(`socket ${input}: ${problem}\n  ${show(bytes)}`);
      }
    }
  };
  await Promise.all(Array.from({ length: width }, work));
  for (const socket of held) socket.destroy();
  findings.push(...(await server.end()));
  return { what: 'bytes to the local server', inputs: Math.min(next, count), statuses, findings };
}

function show(bytes: Buffer): string {
  return JSON.stringify(bytes.subarray(0, 1_000).toString('latin1'));
}

async function startServer() {
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-fuzz-'));
  const child = spawn(process.execPath, ['bin/local.ts', '--memory', '--port', '0', '--data', folder], {
    cwd: root,
    env: { ...process.env, DYNAMODB_ENDPOINT: '', PUBLIC_HOSTS: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'exit');
  let [log, complaints] = ['', ''];
  child.stdout.on('data', (data) => (log += String(data)));
  child.stderr.on('data', (data) => (complaints += String(data)));
  while (!log.includes('Ctrl-C ends it.')) {
    if (child.exitCode !== null) throw new Error(`The local server did not start. ${complaints}`);
    await sleep(50);
  }
  const welcome = log.length;
  const { scimBaseUrl, scimKey, adminKey, organizationId } = JSON.parse(
    await readFile(join(folder, 'endpoint.json'), 'utf8'),
  ) as Record<string, string>;
  const headers = { authorization: `Bearer ${scimKey}` };
  const firstId = async (kind: string): Promise<string> => {
    const list = (await (await fetch(`${scimBaseUrl}/${kind}`, { headers })).json()) as { Resources: { id: string }[] };
    return list.Resources[0]?.id ?? '';
  };
  const known: Known = {
    key: scimKey ?? '',
    adminKey: adminKey ?? '',
    organizationId: organizationId ?? '',
    userId: await firstId('Users'),
    groupId: await firstId('Groups'),
  };
  const secrets = [hashKey(known.key), known.adminKey, hashAdminKey(known.adminKey)];
  return {
    port: Number(new URL(scimBaseUrl ?? '').port),
    known,
    secrets,
    /** Ends it in order; what is wrong with how it ended, and with its log. */
    async end(): Promise<readonly string[]> {
      const alive = await fetch(`${scimBaseUrl}/Users?count=1`, { headers }).then(({ status }) => status, String);
      child.kill('SIGTERM');
      const [code] = (await ended) as [number | null];
      await rm(folder, { recursive: true, force: true });
      return [
        ...(alive === 200 ? [] : [`The server answers ${alive} afterwards.`]),
        ...(code === 0 ? [] : [`The server ended with ${code}.`]),
        ...(complaints === '' ? [] : [`The server complained: ${complaints.slice(0, 1_000)}`]),
        ...problemsOfLog(log.slice(welcome), [known.key, ...secrets]).slice(0, 20),
      ];
    },
  };
}

/** A request that begins and never ends: in its line, its headers or its body. */
function hold(port: number, place: number): Socket {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => socket.destroy());
  const beginnings = [
    'G',
    'GET /scim/v2/Users HTTP/1.1\r\nho',
    'POST /scim/v2/Users HTTP/1.1\r\nhost: x\r\ncontent-length: 99\r\n\r\n{',
  ];
  socket.write(beginnings[place % beginnings.length] ?? '');
  return socket;
}

function requestBytes(random: Random, known: Known): Buffer {
  const target = targetText(random, known);
  const headers = headersOf(random, known, target.includes('/admin'));
  const body = bodyOf(random);
  const chunked = random.once(6);
  const fields = [
    ...Array.from({ length: headers.length / 2 }, (_, place) => `${headers[place * 2]}: ${headers[place * 2 + 1]}`),
    ...lengthFields(random, body, chunked),
    ...(random.once(8) ? [] : ['connection: close']),
    ...(random.once(25)
      ? [random.pick(['no colon', ': empty', 'a b: c', ' folded: x', '\0: y', `x: ${'y'.repeat(20_000)}`])]
      : []),
  ];
  const version = random.once(25) ? random.pick(['HTTP/1.0', 'HTTP/2.0', 'HTTP/9.9', 'HTCPCP/1.0', '']) : 'HTTP/1.1';
  const line = `${random.once(60) ? 'CONNECT' : methodText(random)} ${target} ${version}`;
  const head = Buffer.from(`${[line, ...fields].join('\r\n')}\r\n\r\n`, 'latin1');
  const content = chunked ? chunksOf(random, body) : body;
  const whole = Buffer.concat([head, content]);
  return random.once(30) ? whole.subarray(0, random.below(whole.length)) : whole;
}

/** What says how long the body is, rightly or not. */
function lengthFields(random: Random, body: Buffer, chunked: boolean): readonly string[] {
  if (chunked)
    return random.once(4)
      ? ['transfer-encoding: chunked', `content-length: ${body.length}`]
      : ['transfer-encoding: chunked'];
  switch (random.below(20)) {
    case 0:
      return [`content-length: ${random.pick(['-1', '1e3', '0x10', '', '99999999999999999999', '1, 2'])}`];
    case 1:
      return [`content-length: ${body.length}`, `content-length: ${body.length + 1}`];
    case 2:
      return [`content-length: ${Math.max(0, body.length - 1)}`];
    case 3:
      return ['transfer-encoding: gzip, chunked'];
    default:
      return [`content-length: ${body.length}`];
  }
}

function chunksOf(random: Random, body: Buffer): Buffer {
  const size = random.once(5) ? random.pick(['zz', 'ffffffffffffffff', '-1', '5;ext="']) : body.length.toString(16);
  return Buffer.concat([Buffer.from(`${size}\r\n`), body, Buffer.from('\r\n0\r\n\r\n')]);
}

/** Everything that comes back until the connection ends, or half a second has passed with something or ten without. */
async function exchange(port: number, bytes: Buffer): Promise<Buffer | undefined> {
  const socket = connect(port, '127.0.0.1');
  const chunks: Buffer[] = [];
  const { promise, resolve } = Promise.withResolvers<boolean>();
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  socket.on('error', () => resolve(true));
  socket.on('close', () => resolve(true));
  // Half of a request is waited for: whoever sends it says at last that there is no more.
  const closing = setTimeout(() => socket.end(), 300);
  const end = setTimeout(() => resolve(false), 10_000);
  socket.write(bytes);
  const isOver = await promise;
  clearTimeout(closing);
  clearTimeout(end);
  socket.destroy();
  return isOver ? Buffer.concat(chunks) : undefined;
}

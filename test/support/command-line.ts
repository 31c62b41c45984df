import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { run } from '../../console/program.ts';
import type { Surroundings } from '../../console/surroundings.ts';
import { programs } from '../../upkeep/programs.ts';

/** A request as a pretended endpoint gets it. */
export type Asked = {
  readonly method: string;
  readonly url: URL;
  /** What follows the base URL. */
  readonly path: string;
  readonly headers: Headers;
  readonly body: unknown;
};
type Given = { readonly status?: number; readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> };
/** What a pretended endpoint answers, by method and path without the query; a function is told the request. */
export type Answers = Readonly<Record<string, Given | ((asked: Asked) => Given)>>;

/** How a command ended, what it wrote, asked and sent. */
export type Ended = {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  readonly asked: readonly Asked[];
  readonly questions: readonly string[];
  readonly slept: readonly number[];
};

/** The organization that commands mean in these tests. */
export const organizationId = '11111111-1111-4111-8111-111111111111';
const baseUrl = 'http://127.0.0.1:1/admin/v1';

/** Runs a command against a pretended admin API, of one organization and an admin key. */
export function runWith(
  args: readonly string[],
  answers: Answers,
  options: Partial<Surroundings> & { readonly replies?: readonly string[] } = {},
): Promise<Ended> {
  const variables = {
    ROLLCALL_ENDPOINT: baseUrl,
    ROLLCALL_KEY: 'admin-key',
    ROLLCALL_ORGANIZATION: organizationId,
    ...options.variables,
  };
  return runIn(args, pretend(answers), { ...options, variables });
}

/** Runs a command in surroundings of which nothing is real. */
export async function runIn(
  args: readonly string[],
  fetch: Surroundings['fetch'] & { readonly asked?: readonly Asked[] },
  { replies = [], ...options }: Partial<Surroundings> & { readonly replies?: readonly string[] } = {},
): Promise<Ended> {
  const out: string[] = [];
  const err: string[] = [];
  const questions: string[] = [];
  const slept: number[] = [];
  const left = [...replies];
  const code = await run(args, {
    variables: {},
    folder: '/nowhere',
    columns: undefined,
    interactive: replies.length > 0,
    colours: false,
    print: (text) => out.push(text),
    tell: (text) => err.push(text),
    ask: (question) => {
      questions.push(question);
      return Promise.resolve(left.shift());
    },
    readInput: () => Promise.resolve(''),
    fetch,
    isAlive: () => true,
    version: () => '1.2.3',
    upkeep: programs,
    now: () => new Date('2026-11-23T12:00:00Z'),
    sleep: (milliseconds) => {
      slept.push(milliseconds);
      return Promise.resolve();
    },
    ...options,
  });
  return { code, out: out.join('\n'), err: err.join('\n'), asked: fetch.asked ?? [], questions, slept };
}

/** Pretends to be an endpoint below any base URL; what it has no answer for is 404 with a problem document. */
export function pretend(answers: Answers): Surroundings['fetch'] & { readonly asked: readonly Asked[] } {
  const asked: Asked[] = [];
  const fetch: Surroundings['fetch'] = (target, { method = 'GET', headers, body }) => {
    const url = new URL(target);
    const path = url.pathname.replace(/^\/(?:admin\/v1|scim\/v2)/u, '');
    const text = typeof body === 'string' ? body : undefined;
    const request = { method, url, path, headers: new Headers(headers), body: text && (JSON.parse(text) as unknown) };
    asked.push(request);
    const answer = answers[`${method} ${path.replace(`/organizations/${organizationId}/`, '/')}`] ?? notFound;
    const { status = 200, body: given, headers: more } = typeof answer === 'function' ? answer(request) : answer;
    const bytes = given === undefined ? null : typeof given === 'string' ? given : JSON.stringify(given);
    return Promise.resolve(new Response(bytes, { status, ...(more !== undefined && { headers: more }) }));
  };
  return Object.assign(fetch, { asked });
}

/** An answer that refuses, as a problem document. */
export function problem(status: number, title: string, more: object = {}): Given {
  return { status, body: { type: 'about:blank', title, status, ...more } };
}

const notFound = problem(404, 'Not Found', { detail: 'There is nothing here.' });

/** A list of one page. */
export function page(...items: readonly object[]): Given {
  return { body: { items } };
}

/** A folder of the test's own, with these files. */
export async function folderWith(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-console-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return folder;
}

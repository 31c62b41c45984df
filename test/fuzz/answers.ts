import { gunzipSync } from 'node:zlib';

/** An answer as it came, its body decoded from base64 or chunks. */
export type Answered = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
};

/** Traces of the code: lines of a stack, and the names of files and functions in it. */
const stack = /^\s+at |node:internal|node_modules|\.ts:\d+|file:\/\//mu;
const errorSchema = 'urn:ietf:params:scim:api:messages:2.0:Error';

/** What is wrong with an answer; undefined where it is one that a caller may get. */
export function problemOf({ status, headers, body }: Answered, secrets: readonly string[]): string | undefined {
  const text = decode(headers, body);
  const whole = `${JSON.stringify(headers)}\n${text}`;
  const told = secrets.find((secret) => whole.includes(secret));
  if (told !== undefined) return `tells a secret: ${whole.slice(0, 500)}`;
  if (stack.test(whole)) return `tells where in the code: ${whole.slice(0, 500)}`;
  if (status >= 500 && status !== 501) return `answers ${status}: ${text.slice(0, 500)}`;
  const type = headers['content-type'] ?? '';
  if (status >= 400) return problemOfRefusal(status, type, text);
  if (text === '' || !type.includes('json')) return undefined;
  return readJson(text) === undefined ? `answers ${status} with what is no JSON: ${text.slice(0, 200)}` : undefined;
}

/** Every refusal is a SCIM error or a problem document; none of HEAD has a body. */
function problemOfRefusal(status: number, type: string, text: string): string | undefined {
  if (text === '') return undefined;
  if (type !== 'application/scim+json' && type !== 'application/problem+json') return `refuses as ${type}: ${text}`;
  const body = readJson(text) as { schemas?: unknown; status?: unknown; detail?: unknown } | undefined;
  const isScim = type === 'application/scim+json';
  const isWhole = isScim
    ? String(body?.schemas) === errorSchema && body?.status === String(status)
    : body?.status === status;
  if (isWhole && typeof body?.detail === 'string' && body.detail.length > 20) return undefined;
  return `refuses ${status} with ${text.slice(0, 500)}`;
}

function decode(headers: Answered['headers'], body: Buffer): string {
  // The answer to HEAD has the headers of a body that it lacks.
  return (headers['content-encoding'] === 'gzip' && body.length > 0 ? gunzipSync(body) : body).toString();
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** What is wrong with a log: a stack, or a secret in it. */
export function problemsOfLog(log: string, secrets: readonly string[]): readonly string[] {
  const lines = log.split('\n');
  return lines.flatMap((line) => {
    if (secrets.some((secret) => line.includes(secret))) return [`the log tells a secret: ${line.slice(0, 500)}`];
    return stack.test(line) ? [`the log tells where in the code: ${line.slice(0, 800)}`] : [];
  });
}

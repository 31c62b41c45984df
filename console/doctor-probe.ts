import { reasonOf } from './client.ts';
import type { Surroundings } from './surroundings.ts';

/** What an endpoint answered. */
export type Answer = {
  readonly status: number;
  readonly headers: Headers;
  /** Undefined where it is no JSON object. */
  readonly body: Readonly<Record<string, unknown>> | undefined;
  readonly milliseconds: number;
};

type Question = { readonly method?: string; readonly body?: object; readonly withKey?: boolean };

/** Asks a SCIM endpoint as Okta does. */
export type Probe = {
  readonly baseUrl: string;
  /** Asks below the base URL; rejects where there is no answer at all. */
  ask(path: string, question?: Question): Promise<Answer>;
  /** Asks anywhere else, without the key. */
  askAt(url: string): Promise<Answer>;
  /** How long each answer took so far, in milliseconds. */
  readonly durations: readonly number[];
};

/** Okta gives up on a request after a minute. */
const patienceMilliseconds = 60_000;

/** Opens a probe at a base URL, with a key. */
export function openProbe(baseUrl: string, key: string, { fetch, now }: Surroundings): Probe {
  const durations: number[] = [];
  const ask = async (url: string, { method = 'GET', body, withKey = true }: Question): Promise<Answer> => {
    const startedAt = now().getTime();
    const response = await fetch(url, {
      method,
      headers: {
        accept: 'application/scim+json',
        'user-agent': 'Okta SCIM Client 1.0.0',
        ...(withKey && { authorization: `Bearer ${key}` }),
        ...(body !== undefined && { 'content-type': 'application/scim+json; charset=utf-8' }),
      },
      redirect: 'manual',
      signal: AbortSignal.timeout(patienceMilliseconds),
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const milliseconds = now().getTime() - startedAt;
    durations.push(milliseconds);
    return { status: response.status, headers: response.headers, body: parse(text), milliseconds };
  };
  return {
    baseUrl,
    durations,
    ask: (path, question = {}) => ask(baseUrl + path, question),
    askAt: (url) => ask(url, { withKey: false }),
  };
}

const advices: Readonly<Record<string, string>> = {
  ENOTFOUND: 'No such host is known. Please check the name in the base URL.',
  EAI_AGAIN: 'The name of the host cannot be looked up. Please check the network, then try again.',
  ECONNREFUSED: 'Nothing listens there. Please check host and port, and that the endpoint runs.',
  ERR_SSL_WRONG_VERSION_NUMBER:
    'What listens there speaks no https. Please check the port, or enter http://… for a test.',
  CERT_HAS_EXPIRED: 'The certificate has expired. Please renew it.',
  ERR_TLS_CERT_ALTNAME_INVALID: 'The certificate is for another host. Please use its name, or another certificate.',
  DEPTH_ZERO_SELF_SIGNED_CERT:
    'The certificate is self-signed, which identity providers refuse. Please use a public one.',
  SELF_SIGNED_CERT_IN_CHAIN: 'The certificate leads to a private authority. Please use a public one.',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    'The server does not send its intermediate certificates. Please add them to its chain.',
};

/** Why there was no answer, and what to do about it. */
export function explainSilence(error: unknown): { readonly reason: string; readonly advice: string } {
  const code = codeOf(error);
  const advice =
    (code === undefined ? undefined : advices[code]) ??
    'Please check the base URL, and that the endpoint can be reached.';
  return { reason: reasonOf(error), advice };
}

function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const inner = codeOf(error instanceof AggregateError ? error.errors[0] : error.cause);
  return inner ?? ('code' in error && typeof error.code === 'string' ? error.code : undefined);
}

function parse(text: string): Answer['body'] {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

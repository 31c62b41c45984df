import { type LocalServer, findLocalServer } from './endpoint-file.ts';
import { isFailure, misuse } from './failure.ts';
import { type Authorize, signatureOf } from './signing.ts';
import type { Surroundings } from './surroundings.ts';

/** What says where the admin API is and who calls. */
export type ConnectionOptions = {
  readonly endpoint?: string | undefined;
  readonly key?: string | undefined;
  readonly profile?: string | undefined;
  readonly region?: string | undefined;
  readonly data?: string | undefined;
};

/** Where the admin API is, and what makes it accept a request. */
export type Connection = {
  readonly baseUrl: string;
  readonly authorize: Authorize;
  /** The organization meant where none is named: the local server's own. */
  readonly organizationId?: string;
};

/**
 * Finds the admin API: as options say, else as the variables ROLLCALL_ENDPOINT and ROLLCALL_KEY say, else the local
 * server. Without a key an https endpoint is called with AWS signatures.
 */
export async function findConnection(options: ConnectionOptions, surroundings: Surroundings): Promise<Connection> {
  const { variables } = surroundings;
  const endpoint = options.endpoint ?? given(variables['ROLLCALL_ENDPOINT']);
  const key = await readSecret(options.key ?? given(variables['ROLLCALL_KEY']), 'admin key', surroundings);
  if (endpoint === undefined) return ofLocalServer(await findLocalServer(options.data, surroundings), key);
  const url = readBaseUrl(endpoint);
  const baseUrl = url.href.replace(/\/+$/u, '');
  if (key !== undefined) {
    if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
      surroundings.tell(`Warning: the admin key is sent to ${url.host} without encryption.`);
    }
    return { baseUrl, authorize: bearer(key) };
  }
  const local = await findLocalServer(options.data, surroundings).catch(noneOf);
  if (local?.adminBaseUrl === baseUrl) return ofLocalServer(local, undefined);
  if (url.protocol === 'http:')
    throw misuse(`${baseUrl} needs an admin key. Please give one with --key, or ROLLCALL_KEY.`);
  const region = options.region ?? given(variables['AWS_REGION']) ?? given(variables['AWS_DEFAULT_REGION']);
  return { baseUrl, authorize: signatureOf({ host: url.host, profile: options.profile, region }) };
}

/** A secret as it was given; `-` reads it from standard input. Never repeats it in a sentence. */
async function readSecret(
  text: string | undefined,
  name: string,
  surroundings: Surroundings,
): Promise<string | undefined> {
  const secret = (text === '-' ? await surroundings.readInput() : text)?.trim();
  if (secret === '') throw misuse(`The ${name} is empty. Please give it, or leave it out.`);
  if (secret !== undefined && /[^\x21-\x7e]/u.test(secret)) {
    throw misuse(`The ${name} has characters that no key has, spaces perhaps. Please copy it again.`);
  }
  return secret;
}

/** Reads a base URL; that of a server alone gets the path of the admin API. */
function readBaseUrl(text: string): URL {
  const url = URL.parse(text.trim());
  if (url === null || !/^https?:$/u.test(url.protocol)) {
    throw misuse(`"${text}" is no URL. Please give the base URL of the admin API: https://…/admin/v1.`);
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw misuse('The endpoint is a URL without user, query or fragment. Please give it as https://…/admin/v1.');
  }
  if (url.pathname === '/') url.pathname = '/admin/v1';
  return url;
}

function ofLocalServer(server: LocalServer, key: string | undefined): Connection {
  return {
    baseUrl: server.adminBaseUrl,
    authorize: bearer(key ?? server.adminKey),
    organizationId: server.organizationId,
  };
}

function bearer(key: string): Authorize {
  return ({ headers }) => Promise.resolve({ ...headers, authorization: `Bearer ${key}` });
}

/** The value of a variable; one that is set to nothing is not set. */
export function given(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}

function noneOf(error: unknown): undefined {
  if (!isFailure(error)) throw error;
  return undefined;
}

/** Whether what is sent to this host stays on this machine. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.');
}

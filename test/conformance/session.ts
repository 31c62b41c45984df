import { randomUUID } from 'node:crypto';
import { isArray, isObject, type Json, type JsonObject } from '../../lambdas/scim/json.ts';
import { connect, type Exchange, type ScimRequest } from '../../local/okta/client.ts';
import { urns } from './urns.ts';

/** A client of one endpoint, and what it knows of the organization. */
export type Session = Verbs & {
  readonly baseUrl: string;
  readonly key: string;
  /** A domain whose people the organization admits. */
  readonly domain: string;
  /** Distinguishes this run's names from those of every other. */
  readonly run: string;
  /** The user who came first in the list when the session was opened. */
  readonly firstUser: JsonObject;
  /** The attribute of the organization role, which every user has; undefined where there is none. */
  readonly orgRole: string | undefined;
  /** Why groups of any name cannot be made; undefined where they can. */
  readonly groupsRefusal: string | undefined;
  /** Why a userName has to be an email address; undefined where it need not. */
  readonly userNameRefusal: string | undefined;
  /** Sends with another Authorization header, or with none. */
  sendAs(authorization: string | undefined, request: ScimRequest): Promise<Exchange>;
  /** What `make` makes, once in this session: what several cases look at. */
  once<Value>(make: (session: Session) => Promise<Value>): Promise<Value>;
  /** A word that no other case and no other run uses. */
  newWord(label: string): string;
  /** A userName that nobody has. */
  newUserName(label: string): string;
  /** Deletes everything that was made; gives what could not be deleted. */
  cleanUp(): Promise<readonly string[]>;
};

/** Requests in short. */
export type Verbs = {
  send(request: ScimRequest): Promise<Exchange>;
  get(path: string, headers?: HeaderFields): Promise<Exchange>;
  post(path: string, body: JsonObject | string, headers?: HeaderFields): Promise<Exchange>;
  put(path: string, body: JsonObject | string, headers?: HeaderFields): Promise<Exchange>;
  patch(path: string, operations: readonly JsonObject[], headers?: HeaderFields): Promise<Exchange>;
  delete(path: string, headers?: HeaderFields): Promise<Exchange>;
};

/** Header fields of a request. */
type HeaderFields = Readonly<Record<string, string>>;

/**
 * Looks at the organization and gives a client for it; rejects where the endpoint or the key is not right. Without a
 * domain it is that of the first user.
 */
export async function openSession(baseUrl: string, key: string, domain?: string): Promise<Session> {
  const root = baseUrl.replace(/\/+$/u, '');
  const made = new Set<string>();
  const sendAs = async (authorization: string | undefined, request: ScimRequest): Promise<Exchange> => {
    const exchange = await connect(root, authorization, plainHeaders)(request);
    noteMade(made, exchange, root);
    return exchange;
  };
  const verbs = verbsOf((request) => sendAs(`Bearer ${key}`, request));
  const run = randomUUID().slice(0, 8);
  const shared = new Map<unknown, Promise<unknown>>();
  let words = 0;
  const newWord = (label: string): string => `${label}.${run}.${(words += 1)}`;
  const found = await inspect(verbs, run);
  const facts = { ...found, domain: domain ?? found.domain };
  const session: Session = {
    ...verbs,
    ...facts,
    baseUrl: root,
    key,
    run,
    sendAs,
    newWord,
    newUserName: (label) => `Conf.${newWord(label).replaceAll(' ', '-')}@${facts.domain}`,
    once: <Value>(make: (session: Session) => Promise<Value>) => {
      const known = shared.get(make) ?? make(session);
      shared.set(make, known);
      return known as Promise<Value>;
    },
    cleanUp: () => cleanUp(verbs, made),
  };
  return session;
}

/** The same session with other headers on every request, as another client sends them. */
export function speakAs(session: Session, headersOf: (hasBody: boolean) => HeaderFields): Session {
  const send = (request: ScimRequest): Promise<Exchange> =>
    session.send({ ...request, headers: { ...headersOf(request.body !== undefined), ...request.headers } });
  return { ...session, ...verbsOf(send) };
}

function plainHeaders(hasBody: boolean): Record<string, string> {
  return { accept: 'application/scim+json', ...(hasBody && { 'content-type': 'application/scim+json' }) };
}

function verbsOf(send: Verbs['send']): Verbs {
  return {
    send,
    get: (path, headers = {}) => send({ method: 'GET', path, headers }),
    post: (path, body, headers = {}) => send({ method: 'POST', path, body, headers }),
    put: (path, body, headers = {}) => send({ method: 'PUT', path, body, headers }),
    patch: (path, operations, headers = {}) =>
      send({ method: 'PATCH', path, body: { schemas: [urns.patchOp], Operations: operations }, headers }),
    delete: (path, headers = {}) => send({ method: 'DELETE', path, headers }),
  };
}

type Facts = Pick<Session, 'domain' | 'firstUser' | 'orgRole' | 'groupsRefusal' | 'userNameRefusal'>;

async function inspect(verbs: Verbs, run: string): Promise<Facts> {
  const probe = await verbs.get('/Users?startIndex=1&count=1');
  if (probe.status !== 200) throw new Error(`GET /Users gives ${probe.status}: ${detailOf(probe)}`);
  const [firstUser = {}] = listOf(probe.body, 'Resources');
  const schema = await verbs.get(`/Schemas/${urns.user}`);
  const names = listOf(schema.body, 'attributes').map(({ name }) => String(name));
  return {
    domain: /@([^@]+)$/u.exec(String(firstUser['userName']))?.[1] ?? 'example.com',
    firstUser,
    orgRole: names.find((name) => name.endsWith('OrgRole')),
    groupsRefusal: await tryOut(verbs, '/Groups', { schemas: [urns.group], displayName: `Conformance ${run}` }),
    userNameRefusal: await tryOut(verbs, '/Users', { schemas: [urns.user], userName: `conformance ${run}` }),
  };
}

/** Makes a resource and deletes it again; gives the reason where the organization does not allow it. */
async function tryOut(verbs: Verbs, endpoint: string, body: JsonObject): Promise<string | undefined> {
  const created = await verbs.post(endpoint, body);
  if (created.status !== 201 || !isObject(created.body)) return detailOf(created);
  await verbs.delete(`${endpoint}/${String(created.body['id'])}`);
  return undefined;
}

function detailOf({ body, text }: Exchange): string {
  return isObject(body) && typeof body['detail'] === 'string' ? body['detail'] : text.slice(0, 200);
}

function listOf(body: Json | undefined, name: string): readonly JsonObject[] {
  const list = isObject(body) ? body[name] : undefined;
  return isArray(list) ? list.filter((item) => isObject(item)) : [];
}

/** Keeps what a request has made, alone or within a Bulk request, and forgets what it has deleted. */
function noteMade(made: Set<string>, { request, status, body }: Exchange, root: string): void {
  const path = request.path.split('?')[0] ?? '';
  if (request.method === 'DELETE' && status === 204) made.delete(path);
  if (request.method !== 'POST' || !isObject(body)) return;
  if (status === 201) made.add(`${path}/${String(body['id'])}`);
  for (const { method, location } of path === '/Bulk' ? listOf(body, 'Operations') : []) {
    if (method === 'POST' && typeof location === 'string') made.add(location.replace(root, ''));
  }
}

async function cleanUp(verbs: Verbs, made: Set<string>): Promise<readonly string[]> {
  const left: string[] = [];
  // Groups first: nobody need then be taken out of one.
  for (const path of [...made].toSorted()) {
    const { status } = await verbs.delete(path);
    if (status !== 204 && status !== 404) left.push(`${path} (${status})`);
  }
  made.clear();
  return left;
}

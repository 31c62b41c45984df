import { AssertionError } from 'node:assert';
import { isArray, isObject, type Json, type JsonObject } from '../../lambdas/scim/json.ts';
import { formProblem } from '../../local/okta/answer.ts';
import type { Exchange } from '../../local/okta/client.ts';
import type { Session } from './session.ts';
import { urns } from './urns.ts';

/** Rejects a case: `difference` says what was found and what was expected. */
export function fail(difference: string): never {
  throw new AssertionError({ message: difference });
}

/** What must hold; `otherwise` says what differs. */
export function expectThat(holds: boolean, otherwise: string): asserts holds {
  if (!holds) fail(otherwise);
}

/** Two values are the same, whole: objects in any order of their names, lists in theirs. */
export function expectSame(actual: Json | undefined, expected: Json | undefined, what = 'the body'): void {
  if (isObject(actual) && isObject(expected)) {
    for (const name of new Set([...Object.keys(expected), ...Object.keys(actual)])) {
      expectSame(actual[name], expected[name], what === 'the body' ? name : `${what}.${name}`);
    }
  } else if (isArray(actual) && isArray(expected)) {
    for (const [place, value] of expected.entries()) expectSame(actual[place], value, `${what}[${place}]`);
    const [extra] = actual.slice(expected.length);
    if (extra !== undefined) fail(`${what} has ${shown(extra)} beyond the ${expected.length} that are expected`);
  } else if (actual !== expected) {
    fail(`${what} is ${shown(actual)}, expected ${shown(expected)}`);
  }
}

function shown(value: Json | undefined): string {
  return value === undefined ? 'absent' : JSON.stringify(value).slice(0, 160);
}

/** The status, and the form that every answer has (RFC 7644 §3.1, §3.8, §3.12). */
export function expectStatus(exchange: Exchange, status: number): void {
  if (exchange.status !== status) {
    fail(`${requestLine(exchange)} gives ${exchange.status}, expected ${status}: ${exchange.text.slice(0, 200)}`);
  }
  const problem = formProblem(exchange);
  if (problem !== undefined) fail(`${requestLine(exchange)}: ${problem}`);
}

/** The body of an answer of that status. */
export function bodyOf(exchange: Exchange, status = 200): JsonObject {
  expectStatus(exchange, status);
  if (!isObject(exchange.body)) return fail(`${requestLine(exchange)} gives no body`);
  return exchange.body;
}

/** 204, without a body. */
export function expectNoContent(exchange: Exchange): void {
  expectStatus(exchange, 204);
}

/** A refusal, whole: the error schema, the status as text, the scimType and a sentence (RFC 7644 §3.12). */
export function expectRefusal(exchange: Exchange, status: number, scimType?: string): void {
  const body = bodyOf(exchange, status);
  const { detail } = body;
  expectThat(typeof detail === 'string' && detail.length >= 20, `the detail is ${shown(detail)}, expected a sentence`);
  expectSame(body, {
    schemas: [urns.error],
    status: String(status),
    ...(scimType !== undefined && { scimType }),
    detail,
  });
}

/** A user, whole: what was sent or is `expected`, and what every user has. Gives the user. */
export function expectUser(session: Session, exchange: Exchange, status: number, expected: JsonObject): JsonObject {
  const body = bodyOf(exchange, status);
  const extensions = Object.keys(expected).filter((name) => name.startsWith('urn:'));
  expectResource(session, 'User', body, {
    active: true,
    ...(session.orgRole !== undefined && { [session.orgRole]: 'Member' }),
    ...expected,
    schemas: [urns.user, ...extensions],
  });
  expectHeaders(exchange, body, status === 201);
  return body;
}

/** A group, whole, its members in any order; `members` are the ids that are expected. Gives the group. */
export function expectGroup(
  session: Session,
  exchange: Exchange,
  status: number,
  expected: JsonObject,
  members: readonly string[] = [],
): JsonObject {
  const body = bodyOf(exchange, status);
  const { members: found, ...rest } = body;
  expectResource(session, 'Group', rest, { ...expected, schemas: [urns.group] });
  expectSame(
    sorted(found ?? []),
    sorted(members.map((value) => ({ value, $ref: `${session.baseUrl}/Users/${value}`, type: 'User' }))),
    'members',
  );
  expectHeaders(exchange, body, status === 201);
  return body;
}

function sorted(references: Json): Json {
  if (!isArray(references)) return references;
  const value = (reference: Json): string => String(isObject(reference) ? reference['value'] : reference);
  return references.toSorted((one, other) => value(one).localeCompare(value(other)));
}

/** `id` and `meta` by their form, the known part of them and the rest by value. */
function expectResource(
  session: Session,
  resourceType: 'User' | 'Group',
  body: JsonObject,
  expected: JsonObject,
): void {
  const { id, meta } = body;
  expectThat(
    typeof id === 'string' && id !== '' && !id.includes('bulkId'),
    `id is ${shown(id)}, expected a text of the server's own`,
  );
  expectThat(isObject(meta), `meta is ${shown(meta)}, expected an object`);
  const { created, lastModified, version } = meta;
  expectInstant(created, 'meta.created');
  expectInstant(lastModified, 'meta.lastModified');
  expectThat(Date.parse(lastModified) >= Date.parse(created), 'meta.lastModified is before meta.created');
  expectThat(typeof version === 'string' && /^W\/"[^"]+"$/u.test(version), `meta.version is ${shown(version)}`);
  const location = `${session.baseUrl}/${resourceType}s/${id}`;
  expectSame(body, { id, ...expected, meta: { resourceType, created, lastModified, location, version } });
}

function expectInstant(value: Json | undefined, what: string): asserts value is string {
  const right = typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/u.test(value);
  expectThat(right, `${what} is ${shown(value)}, expected an xsd:dateTime`);
}

/** ETag and Location say what `meta` says (RFC 7644 §3.1, §3.14). */
function expectHeaders({ headers }: Exchange, { meta }: JsonObject, created: boolean): void {
  const { location, version } = meta as JsonObject;
  expectSame(headers.get('etag'), version, 'the header ETag');
  if (created) expectSame(headers.get('location'), location, 'the header Location');
}

/** A ListResponse, whole but for its resources, which are given (RFC 7644 §3.4.2). */
export function expectList(
  exchange: Exchange,
  expected: { readonly totalResults: number; readonly startIndex?: number; readonly itemsPerPage?: number },
): readonly JsonObject[] {
  const { Resources: found = [], ...body } = bodyOf(exchange);
  const { totalResults, startIndex = 1, itemsPerPage = totalResults } = expected;
  expectSame(body, { schemas: [urns.listResponse], totalResults, startIndex, itemsPerPage });
  expectThat(isArray(found), `Resources is ${shown(found)}, expected a list`);
  expectSame(found.length, itemsPerPage, 'the number of Resources');
  return found.filter((resource) => isObject(resource));
}

/** The values of one attribute in a list of resources. */
export function pluck(resources: readonly JsonObject[], name: string): readonly Json[] {
  return resources.map((resource) => resource[name] ?? null);
}

function requestLine({ request }: Exchange): string {
  return `${request.method} ${request.path}`;
}

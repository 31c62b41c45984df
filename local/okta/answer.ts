import { isArray, isObject, type Json, type JsonObject } from '#scim/json.ts';
import type { Exchange } from './client.ts';
import { urns } from './urns.ts';

/** Looks at one answer; gives a sentence about what is wrong, or undefined. */
export type Check = (body: Json | undefined) => string | undefined;

/** What the rules promise about one answer. */
export type Expectation = {
  /** The id of the rule that promises it (docs/rules.md). */
  readonly rule: string;
  readonly status: number | readonly number[];
  /** What the detail of a refusal opens with, word for word. A help sentence must follow. */
  readonly opening?: string;
  readonly scimType?: string;
  readonly checks?: readonly Check[];
};

/** Everything that is wrong about an answer, one sentence each. */
export function findProblems(exchange: Exchange, expectation: Expectation): readonly string[] {
  const allowed = [expectation.status].flat();
  const problems = [
    allowed.includes(exchange.status) ? undefined : `status ${exchange.status}, expected ${allowed.join(' or ')}`,
    formProblem(exchange),
    openingProblem(exchange.body, expectation.opening),
    expectation.scimType === undefined ? undefined : contains({ scimType: expectation.scimType })(exchange.body),
    ...(exchange.status === 204 ? [] : (expectation.checks ?? []).map((check) => check(exchange.body))),
  ];
  return problems.filter((problem) => problem !== undefined);
}

/** What holds for every answer, whatever was asked. */
export function formProblem({ status, text, headers, body }: Exchange): string | undefined {
  if (status === 204 || status === 304) return text === '' ? undefined : `a body with status ${status}`;
  const contentType = headers.get('content-type') ?? '';
  if (!/^application\/scim\+json(;|$)/u.test(contentType)) return `the content type is "${contentType}"`;
  if (!isObject(body)) return `the body is no JSON object: ${text.slice(0, 80)}`;
  if (/"password"\s*:/u.test(text)) return 'a password is returned';
  return status < 400 ? undefined : errorProblem(status, body);
}

function errorProblem(status: number, body: JsonObject): string | undefined {
  const { schemas, detail } = body;
  if (!isArray(schemas) || !schemas.includes(urns.error)) return 'the refusal lacks the schema of SCIM errors';
  if (typeof detail !== 'string' || detail === '') return 'the refusal has no detail';
  return contains({ status: String(status) })(body);
}

function openingProblem(body: Json | undefined, opening: string | undefined): string | undefined {
  if (opening === undefined) return undefined;
  const detail = isObject(body) ? body['detail'] : undefined;
  if (typeof detail !== 'string' || !detail.startsWith(opening)) {
    return `the detail is ${JSON.stringify(detail)}, expected to open with "${opening}"`;
  }
  return detail.length > opening.length + 10 ? undefined : `no help sentence follows "${opening}"`;
}

/** The body holds at least this: objects by their named members, arrays and scalars whole. */
export function contains(expected: JsonObject): Check {
  return (body) => difference(body, expected, '');
}

function difference(actual: Json | undefined, expected: Json, path: string): string | undefined {
  if (isObject(expected) && isObject(actual)) {
    for (const [name, value] of Object.entries(expected)) {
      const found = difference(actual[name], value, path === '' ? name : `${path}.${name}`);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (JSON.stringify(actual) === JSON.stringify(expected)) return undefined;
  return `${path || 'the body'} is ${JSON.stringify(actual) ?? 'absent'}, expected ${JSON.stringify(expected)}`;
}

/** A user with all that Okta needs to import one. */
export const isUser: Check = (body) => {
  if (!isObject(body)) return 'the user is no object';
  const { id, userName, active, schemas, name, emails, meta } = body;
  if (!isText(id)) return 'the user has no id';
  if (!isText(userName)) return 'the user has no userName';
  if (typeof active !== 'boolean') return `active is ${JSON.stringify(active) ?? 'absent'}, expected a boolean`;
  if (!isArray(schemas) || !schemas.includes(urns.user)) return 'the user lacks the core schema';
  if (!isObject(name) || !isText(name['givenName']) || !isText(name['familyName'])) return 'the user has no full name';
  const email = isArray(emails) ? emails[0] : undefined;
  if (!isObject(email) || !isText(email['value'])) return 'the user has no email address';
  return locationProblem(meta, `/Users/${id}`);
};

/** A group with a name, an id and a location. */
export const isGroup: Check = (body) => {
  if (!isObject(body)) return 'the group is no object';
  const { id, displayName, schemas, meta } = body;
  if (!isText(id)) return 'the group has no id';
  if (!isText(displayName)) return 'the group has no displayName';
  if (!isArray(schemas) || !schemas.includes(urns.group)) return 'the group lacks the core schema';
  return locationProblem(meta, `/Groups/${id}`);
};

function locationProblem(meta: Json | undefined, ending: string): string | undefined {
  const location = isObject(meta) ? meta['location'] : undefined;
  const right = isText(location) && /^https?:\/\//u.test(location) && location.endsWith(ending);
  return right
    ? undefined
    : `meta.location is ${JSON.stringify(location) ?? 'absent'}, expected a URL that ends in ${ending}`;
}

/** A ListResponse whose numbers are numbers and agree with its resources. */
export const isList: Check = (body) => {
  if (!isObject(body)) return 'the list is no object';
  const { schemas, totalResults, itemsPerPage, startIndex } = body;
  if (!isArray(schemas) || !schemas.includes(urns.listResponse)) return 'the list lacks the schema of list responses';
  for (const [name, value] of Object.entries({ totalResults, itemsPerPage, startIndex })) {
    if (!Number.isInteger(value)) return `${name} is ${JSON.stringify(value) ?? 'absent'}, expected an integer`;
  }
  const count = resources(body).length;
  if (itemsPerPage !== count) return `itemsPerPage is ${String(itemsPerPage)} with ${count} resources`;
  return undefined;
};

/** A list of exactly so many resources, all on this page. */
export function finds(count: number, ...checks: readonly Check[]): Check {
  return (body) =>
    isList(body) ??
    contains({ totalResults: count, itemsPerPage: count })(body) ??
    firstProblem(resources(body), (resource) => firstProblem(checks, (check) => check(resource)));
}

/** The group has exactly these members. */
export function hasMembers(...ids: readonly string[]): Check {
  return (body) => {
    const found = values(isObject(body) ? body['members'] : undefined);
    const same = found.length === ids.length && ids.every((id) => found.includes(id));
    return same ? undefined : `the members are [${found.join(', ')}], expected [${ids.join(', ')}]`;
  };
}

/** The user's read-only `groups` are exactly these. */
export function isInGroups(...ids: readonly string[]): Check {
  return (body) => {
    const found = values(isObject(body) ? body['groups'] : undefined);
    const same = found.length === ids.length && ids.every((id) => found.includes(id));
    return same ? undefined : `the user's groups are [${found.join(', ')}], expected [${ids.join(', ')}]`;
  };
}

/** The resources of a list response; none where the body is something else. */
export function resources(body: Json | undefined): readonly JsonObject[] {
  const found = isObject(body) ? body['Resources'] : undefined;
  return isArray(found) ? found.filter((resource) => isObject(resource)) : [];
}

function values(references: Json | undefined): readonly string[] {
  if (!isArray(references)) return [];
  return references.map((reference) => String(isObject(reference) ? reference['value'] : reference));
}

function firstProblem<Item>(items: readonly Item[], find: (item: Item) => string | undefined): string | undefined {
  for (const item of items) {
    const problem = find(item);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function isText(value: Json | undefined): value is string {
  return typeof value === 'string' && value !== '';
}

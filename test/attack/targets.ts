import { readQueryParameters } from '#http/query-parameters.ts';
import { readBody } from '#http/scim-body.ts';
import type { ResourceType } from '#scim/attribute.ts';
import { deferAttributes, findReferences, resolveReferences } from '#scim/bulk-references.ts';
import { readBulkRequest } from '#scim/bulk-request.ts';
import { ScimError } from '#scim/errors.ts';
import { parseFilter, printFilter } from '#scim/filter.ts';
import { isArray, isObject, type Json, type JsonObject } from '#scim/json.ts';
import { matches } from '#scim/match.ts';
import { splitMembers } from '#scim/members.ts';
import { applyPatch, type Operation, readPatchRequest } from '#scim/patch.ts';
import { parsePath, printPath } from '#scim/path.ts';
import { selectAttributes } from '#scim/project.ts';
import { readListQuery } from '#scim/query.ts';
import { readSearchRequest } from '#scim/search-request.ts';
import { refusePasswordInUrl } from '#scim/sensitive.ts';
import { compareSortKeys, sortKeyOf } from '#scim/sort.ts';
import { presentSchemas, readResource, requireAttributes, withoutNulls } from '#scim/validate.ts';
import { isKnown, readPrecondition } from '#scim/version.ts';
import { device, group, jane, user } from '../scim/resource-types.ts';
import { attempt, frozen, requireEqual, requireNoPrototypeKey, requirePlainJson, requireRefusal } from './checks.ts';
import { filterText } from './filter-texts.ts';
import { bodyText, patchText, pathText } from './json-texts.ts';
import type { Random } from './random.ts';
import { bulkText, queryText, searchText, versionsText } from './request-texts.ts';

/** Something that reads what clients write. */
export type Target = {
  /** Its part of all inputs, in hundredths. */
  readonly share: number;
  readonly make: (random: Random) => string;
  /** True if the text is understood. Throws if it is read wrongly, or refused in another way than by a refusal. */
  readonly check: (text: string) => boolean;
};

const person: JsonObject = frozen({ ...jane, roles: [{ value: 'a', type: 'b' }, { value: 'a' }], title: 'Tour Guide' });
const others: readonly JsonObject[] = [person, frozen({ userName: 'x', emails: [] }), frozen({})];

/** All of them, by name. */
export const targets: Readonly<Record<string, Target>> = {
  'filters of users': { share: 28, make: filterText, check: (text) => checkFilter(text, user) },
  'filters of groups': { share: 6, make: filterText, check: (text) => checkFilter(text, group) },
  paths: { share: 16, make: pathText, check: checkPath },
  'PATCH of users': { share: 20, make: patchText, check: checkPatchOfUser },
  'PATCH of groups': { share: 6, make: patchText, check: checkPatchOfGroup },
  bodies: { share: 10, make: bodyText, check: checkBody },
  queries: { share: 6, make: queryText, check: checkQuery },
  searches: { share: 4, make: searchText, check: checkSearch },
  Bulk: { share: 3, make: bulkText, check: checkBulk },
  'versions in headers': { share: 1, make: versionsText, check: checkVersions },
};

function checkFilter(text: string, type: ResourceType): boolean {
  const filter = attempt(() => parseFilter(text, type));
  if (filter === undefined) return false;
  const printed = printFilter(filter);
  // Canonical names are longer than some that are understood.
  const limits = { length: Number.POSITIVE_INFINITY, depth: 200, nodes: 2000 };
  const again = parseFilter(printed, type, limits);
  requireEqual(again, filter, 'a printed filter is read as another');
  for (const resource of others) requireEqual(typeof matches(filter, resource), 'boolean', 'neither yes nor no');
  return true;
}

function checkPath(text: string): boolean {
  const path = attempt(() => parsePath(text, user));
  if (path === undefined) return false;
  requireEqual(parsePath(printPath(path), user), path, 'a printed path is read as another');
  return true;
}

function checkPatchOfUser(text: string): boolean {
  const body = attempt(() => bodyOf(text));
  const operations = body === undefined ? undefined : attempt(() => readPatchRequest(body, user));
  if (operations === undefined) return false;
  let isApplied = false;
  for (const resource of others) {
    const after = attempt(() => applyPatch(resource, operations));
    if (after === undefined) continue;
    isApplied = true;
    requireResource(after);
    if (isRepeatable(operations)) {
      requireEqual(applyPatch(after, operations), after, 'what is sent again changes something');
    }
  }
  return isApplied;
}

/** True where the first time leaves nothing to do for the second: one operation, on no elements that it may change. */
function isRepeatable(operations: readonly Operation[]): boolean {
  return operations.length === 1 && operations[0]?.path.kind === 'attribute';
}

function checkPatchOfGroup(text: string): boolean {
  const body = attempt(() => bodyOf(text));
  const operations = body === undefined ? undefined : attempt(() => readPatchRequest(body, group));
  const split = operations === undefined ? undefined : attempt(() => splitMembers(operations));
  const after = split && attempt(() => applyPatch({ displayName: 'Crew', externalId: 'c' }, split.rest));
  if (after === undefined) return false;
  requirePlainJson(after);
  return true;
}

function checkBody(text: string): boolean {
  const body = attempt(() => bodyOf(text));
  if (body === undefined) return false;
  requireNoPrototypeKey(body);
  let isRead = false;
  for (const type of [user, group, device]) {
    const draft = attempt(() => readResource(body, type));
    if (draft === undefined) continue;
    isRead = true;
    const resource = withoutNulls(draft);
    attempt(() => requireAttributes(resource, type));
    requireResource(resource);
    requirePlainJson(presentSchemas(resource, type));
    requireEqual(withoutNulls(readResource(resource, type)), resource, 'a resource that comes back is read as another');
  }
  return isRead;
}

function checkQuery(text: string): boolean {
  // No URL can carry half a character.
  const parameters = attempt(() => readQueryParameters(text.toWellFormed()));
  if (parameters === undefined) return false;
  attempt(() => refusePasswordInUrl(parameters));
  return checkParameters(parameters);
}

function checkSearch(text: string): boolean {
  const body = attempt(() => bodyOf(text));
  const parameters = body === undefined ? undefined : attempt(() => readSearchRequest(body));
  return parameters !== undefined && checkParameters(parameters);
}

function checkParameters(parameters: ReadonlyMap<string, string>): boolean {
  const query = attempt(() => readListQuery(parameters, user));
  if (query?.sort !== undefined) {
    const { sort } = query;
    const keys = others.map((resource) => sortKeyOf(sort, resource));
    for (const one of keys) {
      for (const other of keys) {
        const both = compareSortKeys(sort, one, other) + compareSortKeys(sort, other, one);
        requireEqual(Math.abs(both), 0, 'an order of both ways');
      }
    }
  }
  const selection = attempt(() =>
    selectAttributes(parameters.get('attributes'), parameters.get('excludedattributes'), user),
  );
  if (query === undefined || selection === undefined) return false;
  const shown = selection.apply(person);
  requirePlainJson(shown);
  requireEqual(shown['id'], person['id'], 'the id is always shown');
  requireEqual(selection.apply(shown), shown, 'what is shown is shown in another way');
  return true;
}

function checkBulk(text: string): boolean {
  const body = attempt(() => bodyOf(text));
  const request = body === undefined ? undefined : attempt(() => readBulkRequest(body, ['https://api.test/scim/v2']));
  for (const { asked } of request?.entries ?? []) {
    if (asked instanceof ScimError) {
      requireRefusal(asked);
      continue;
    }
    const references = findReferences(asked.data);
    const resolved = resolveReferences(asked.data, (bulkId) => `id of ${bulkId}`);
    requireEqual(findReferences(resolved).size, 0, 'references that are left');
    deferAttributes(asked.data, (bulkId) => references.has(bulkId));
  }
  return request !== undefined;
}

function checkVersions(text: string): boolean {
  const version = 'W/"3.7"';
  const isMet = attempt(() => {
    readPrecondition(text).check(version);
    return true;
  });
  return isKnown(undefined, text, version) || isMet === true;
}

/** As the endpoint reads it: what comes is bytes, so half characters never arrive. */
function bodyOf(text: string): Json {
  return readBody({ headers: {}, body: Buffer.from(text, 'utf8').toString('base64'), isBase64Encoded: true });
}

/** Throws unless it can be stored: plain, without nulls, and no list with two primary values. */
function requireResource(resource: JsonObject): void {
  requirePlainJson(resource);
  for (const value of Object.values(resource)) {
    if (value === null) throw new Error('a null is left in the resource');
    if (!isArray(value)) continue;
    const primaries = value.filter((element) => isObject(element) && element['primary'] === true);
    if (primaries.length > 1) throw new Error('a list has several primary values');
  }
}

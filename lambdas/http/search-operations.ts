import type { Context } from '#domain/context.ts';
import { type Asked, type SearchedKind, searchAll, searchedKinds } from '#domain/search.ts';
import { isObject, type JsonObject } from '#scim/json.ts';
import { selectAttributes } from '#scim/project.ts';
import { readListQuery } from '#scim/query.ts';
import { readSearchRequest } from '#scim/search-request.ts';
import { pageAnswer } from './list-operations.ts';
import type { Answer, Call, Operations } from './operation.ts';

/** The search over users and groups together, by GET at the root too (RFC 7644 §3.4.2.1, §3.4.3). */
export const searchOperations: Operations = {
  'GET /': {
    access: 'read',
    takesBody: false,
    answer: async (call, context) => answerSearch(call, context, call.parameters),
  },
  'POST /.search': {
    access: 'read',
    takesBody: true,
    answer: async (call, context, body) => answerSearch(call, context, readSearchRequest(body)),
  },
};

async function answerSearch(call: Call, context: Context, parameters: ReadonlyMap<string, string>): Promise<Answer> {
  const kinds = searchedKinds(context);
  const [users, groups] = [readAsked(kinds.users, parameters), readAsked(kinds.groups, parameters)];
  return pageAnswer(
    { query: users.query, codings: call.codings, mayLean: groups.selection.leaves('members') },
    (count) => searchAll(context, withCount(users, count), withCount(groups, count)),
    (resource) => (isGroup(resource) ? groups : users).selection.apply(resource),
  );
}

function readAsked({ type, names }: SearchedKind, parameters: ReadonlyMap<string, string>): Asked {
  return {
    query: readListQuery(parameters, names),
    selection: selectAttributes(parameters.get('attributes'), parameters.get('excludedattributes'), type),
  };
}

function withCount({ query, selection }: Asked, count: number): Asked {
  return { query: { ...query, count }, selection };
}

function isGroup({ meta }: JsonObject): boolean {
  return isObject(meta) && meta['resourceType'] === 'Group';
}

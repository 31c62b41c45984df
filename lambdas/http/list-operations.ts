import type { Context, ResourcePage, ResourceUseCases } from '#domain/context.ts';
import type { ResourceType } from '#scim/attribute.ts';
import type { JsonObject } from '#scim/json.ts';
import { listResponse } from '#scim/messages.ts';
import { selectAttributes } from '#scim/project.ts';
import { type ListQuery, readListQuery } from '#scim/query.ts';
import { readSearchRequest } from '#scim/search-request.ts';
import type { Codings } from './content-codings.ts';
import { fit, unfit } from './fit.ts';
import type { Answer, Call, Operations } from './operation.ts';

/** The two ways to list one kind of resource: by GET, and by a SearchRequest (RFC 7644 §3.4.2, §3.4.3). */
export function listOperations(endpoint: ResourceType['endpoint'], useCases: ResourceUseCases): Operations {
  return {
    [`GET ${endpoint}`]: {
      access: 'read',
      takesBody: false,
      answer: async (call, context) => answerList(call, context, useCases, call.parameters),
    },
    [`POST ${endpoint}/.search`]: {
      access: 'read',
      takesBody: true,
      answer: async (call, context, body) => answerList(call, context, useCases, readSearchRequest(body)),
    },
  };
}

async function answerList(
  call: Call,
  context: Context,
  useCases: ResourceUseCases,
  parameters: ReadonlyMap<string, string>,
): Promise<Answer> {
  const type = useCases.resourceType(context);
  const selection = selectAttributes(parameters.get('attributes'), parameters.get('excludedattributes'), type);
  const query = readListQuery(parameters, type);
  return pageAnswer(
    { query, codings: call.codings, mayLean: selection.leaves('members') },
    (count) => useCases.list(context, { ...query, count }, selection),
    (resource) => selection.apply(resource),
  );
}

/** The page that is asked, and what its answer may be. */
export type PageRequest = {
  readonly query: ListQuery;
  readonly codings: Codings;
  /** Whether members may be shown by their ids alone. */
  readonly mayLean: boolean;
};

/**
 * The answer with a page of `list`, each resource as `show` makes it. Where a response cannot hold the page, it is
 * shorter: the walk goes on beside the last resource given (P3).
 */
export async function pageAnswer(
  { query, codings, mayLean }: PageRequest,
  list: (count: number) => Promise<ResourcePage>,
  show: (resource: JsonObject) => JsonObject,
): Promise<Answer> {
  for (let { count } = query; ;) {
    const page = await list(count);
    const startIndex = query.cursor === undefined ? query.startIndex : undefined;
    const body = listResponse(page.resources.map(show), page.totalResults, startIndex, page);
    const answer = fit({ status: 200, body, mayLean }, codings);
    if (answer !== undefined) return answer;
    if (page.resources.length <= 1) throw unfit(codings);
    count = Math.ceil(page.resources.length / 2);
  }
}

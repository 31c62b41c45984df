import { createHmac } from 'node:crypto';
import { printFilter } from '#scim/filter.ts';
import type { ListQuery } from '#scim/query.ts';
import type { Context } from './context.ts';

/**
 * What a query asks of a list: filter and sorting, as each kind of resource in it understands them. `count` and the
 * attributes shown may change from page to page.
 */
export function questionOf(list: string, queries: readonly ListQuery[]): readonly (string | null)[] {
  const asked = ({ filter, sort }: ListQuery): readonly (string | null)[] => [
    filter === undefined ? null : printFilter(filter),
    sort?.path.name ?? null,
    sort?.order ?? null,
  ];
  return [list, ...queries.flatMap(asked)];
}

/** A question in a few characters that tell nobody what it is: filters name people. */
export function questionId({ organization }: Context, list: string, queries: readonly ListQuery[]): string {
  const question = JSON.stringify(questionOf(list, queries));
  return createHmac('sha256', organization.secret).update('walks').update(question).digest('base64url').slice(0, 22);
}

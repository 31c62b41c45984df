import type { ResourceType } from '#scim/attribute.ts';
import type { Comparison } from '#scim/comparison.ts';
import type { Filter } from '#scim/filter.ts';
import { fold } from '#scim/fold.ts';
import { parseInstant } from '#scim/instant.ts';
import type { JsonObject } from '#scim/json.ts';
import { matches } from '#scim/match.ts';
import type { AttributePath } from '#scim/names.ts';
import type { Span } from './directory.ts';

/** What the indexes can be asked, and about how many resources each answer leads to. */
const costs = {
  id: 1,
  userName: 1,
  displayName: 1,
  externalId: 2,
  email: 2,
  userNamePrefix: 100,
  group: 1000,
  member: 1000,
  lastModified: 10_000,
};

/** The name of an index. */
export type IndexName = keyof typeof costs;

/** A question to an index. The answer holds every resource that can match, and may hold others. */
export type IndexRead<Name extends IndexName = IndexName> = {
  readonly [Index in Name]: Index extends 'lastModified'
    ? { readonly index: Index; readonly span: Span }
    : { readonly index: Index; readonly value: string };
}[Name];

/** The questions whose answers together hold every resource that can match; none where nothing can. */
export type Plan<Name extends IndexName = IndexName> = readonly IndexRead<Name>[];

/** What there are indexes for in a kind of resource, by attribute and operator: `userName eq`. */
export type Indexes<Name extends IndexName = IndexName> = {
  readonly type: ResourceType;
  readonly comparisons: Readonly<Record<string, Name>>;
};

/**
 * Turns a filter into reads of indexes where some conjunct allows it, the narrowest one; undefined where none does.
 * Whoever follows the plan applies the whole filter to what was read, so that only the cost depends on it.
 */
export function planFilter<Name extends IndexName>(filter: Filter, indexes: Indexes<Name>): Plan<Name> | undefined {
  // No index is asked but those that `indexes` names.
  return plan(filter, indexes, '') as Plan<Name> | undefined;
}

/** `prefix` completes the names within a value path. */
function plan(filter: Filter, indexes: Indexes, prefix: string): Plan | undefined {
  switch (filter.kind) {
    case 'and':
      return narrowest(filter.operands.flatMap((operand) => withoutGaps(plan(operand, indexes, prefix))));
    case 'or': {
      const plans = filter.operands.map((operand) => plan(operand, indexes, prefix));
      return plans.every((one) => one !== undefined) ? union(plans.flat()) : undefined;
    }
    case 'not':
      return undefined;
    default:
      if (isSettled(filter.path, indexes.type)) return matches(filter, settled(indexes.type)) ? undefined : [];
      if (filter.kind === 'some') return plan(filter.filter, indexes, `${filter.path.name}.`);
      return filter.kind === 'compare' ? planComparison(filter, indexes, prefix) : undefined;
  }
}

function withoutGaps(one: Plan | undefined): readonly Plan[] {
  return one === undefined ? [] : [one];
}

/** What is the same for all resources of a type: what another type has, and the type's own name. */
function isSettled({ extension, name }: AttributePath, type: ResourceType): boolean {
  if (extension !== undefined) return type.extensions.every(({ id }) => id !== extension.id);
  return name === 'meta.resourceType';
}

function settled(type: ResourceType): JsonObject {
  return { meta: { resourceType: type.name } };
}

function planComparison({ path, operator, value }: Comparison, indexes: Indexes, prefix: string): Plan | undefined {
  const question = `${prefix}${path.name} ${operator}`;
  const index = Object.hasOwn(indexes.comparisons, question) ? indexes.comparisons[question] : undefined;
  if (index === undefined || typeof value !== 'string') return undefined;
  if (index === 'lastModified') return [{ index, span: spanOf(operator, Number(parseInstant(value))) }];
  // Every name begins with nothing.
  return index === 'userNamePrefix' && value === '' ? undefined : [{ index, value }];
}

/** One of the conjuncts; of several spans of modification the one that they have in common. */
function narrowest(plans: readonly Plan[]): Plan | undefined {
  const spans = plans.flatMap((one) => (one.length === 1 && one[0]?.index === 'lastModified' ? [one[0].span] : []));
  const candidates = spans.length > 1 ? [planSpan(intersection(spans)), ...plans] : plans;
  return candidates.toSorted((one, other) => costOf(one) - costOf(other))[0];
}

/** The questions of all, as few as say the same; none where the spans of modification are together about everything. */
function union(reads: Plan): Plan | undefined {
  const others = withoutRepetition(reads.filter((read) => read.index !== 'lastModified'));
  const spans = reads.flatMap((read) => (read.index === 'lastModified' ? [read.span] : []));
  if (spans.length === 0) return others;
  const span = hull(spans);
  if (span.from === undefined && span.to === undefined) return undefined;
  return [...others, { index: 'lastModified', span }];
}

type ValueRead = Exclude<IndexRead, { readonly index: 'lastModified' }>;

/** Each question once, and no beginning of a userName beside a shorter one, whose names hold all of its own. */
function withoutRepetition(reads: readonly ValueRead[]): readonly ValueRead[] {
  const distinct = [...new Map(reads.map((read) => [`${read.index} ${read.value}`, read])).values()];
  const beginnings = distinct.filter(({ index }) => index === 'userNamePrefix').map(({ value }) => fold(value));
  const shortest = new Set(beginnings.filter((one) => !beginnings.some((other) => isWithin(one, other))));
  return distinct.filter(({ index, value }) => index !== 'userNamePrefix' || shortest.delete(fold(value)));
}

function isWithin(one: string, other: string): boolean {
  return one !== other && one.startsWith(other);
}

function costOf(reads: Plan): number {
  return reads.reduce((sum, { index }) => sum + costs[index], 0);
}

function spanOf(operator: Comparison['operator'], instant: number): Span {
  const moment = within4Digits(instant);
  if (operator === 'eq') return { from: moment, to: moment };
  return operator.startsWith('g') ? { from: moment } : { to: moment };
}

const earliest = Date.parse('0000-01-01T00:00:00.000Z');
const latest = Date.parse('9999-12-31T23:59:59.999Z');

/** In UTC, as an index compares moments; a zone can lead out of the years that have four digits. */
function within4Digits(instant: number): string {
  return new Date(Math.min(latest, Math.max(earliest, instant))).toISOString();
}

function planSpan(span: Span): Plan {
  const { from, to } = span;
  return from !== undefined && to !== undefined && from > to ? [] : [{ index: 'lastModified', span }];
}

function intersection(spans: readonly Span[]): Span {
  return spanBetween(endsOf(spans, 'from').at(-1), endsOf(spans, 'to')[0]);
}

function hull(spans: readonly Span[]): Span {
  const [froms, tos] = [endsOf(spans, 'from'), endsOf(spans, 'to')];
  return spanBetween(
    froms.length === spans.length ? froms[0] : undefined,
    tos.length === spans.length ? tos.at(-1) : undefined,
  );
}

function endsOf(spans: readonly Span[], end: 'from' | 'to'): readonly string[] {
  return spans.flatMap((span) => span[end] ?? []).toSorted();
}

function spanBetween(from: string | undefined, to: string | undefined): Span {
  return { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
}

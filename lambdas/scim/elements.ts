import { tooLarge } from './errors.ts';
import { type Json, isObject } from './json.ts';
import { keepOnePrimary } from './primary.ts';

const mostElements = 1000;

/**
 * The list with more elements (RFC 7644 §3.5.2.1). One that is there already changes nothing; one with the same `value`
 * and `type` as another is merged into that (RFC 7643 §2.4: no two values are alike in both).
 */
export function addElements(elements: readonly Json[], added: readonly Json[]): readonly Json[] {
  requireFew(elements.length + added.length);
  const { merged, touched } = mergeInto(elements, added);
  return keepOnePrimary(merged, (element) => touched.has(element));
}

/** The list with those merged that have the same `value` and `type` (RFC 7643 §2.4). */
export function mergeAlike(elements: readonly Json[]): readonly Json[] {
  return keepOnePrimary(hasAlike(elements) ? mergeInto([], elements).merged : elements);
}

function hasAlike(elements: readonly Json[]): boolean {
  if (elements.length < 2) return false;
  const identities = new Set<string>();
  for (const element of elements) identities.add(identify(element));
  return identities.size < elements.length;
}

function mergeInto(elements: readonly Json[], added: readonly Json[]): { merged: Json[]; touched: ReadonlySet<Json> } {
  const merged = [...elements];
  const places = new Map<string, number>();
  for (const [place, element] of elements.entries()) places.set(identify(element), place);
  const touched = new Set<Json>();
  for (const element of added) {
    const identity = identify(element);
    const place = places.get(identity) ?? merged.length;
    const before = merged[place];
    const after = isObject(before) && isObject(element) ? { ...before, ...element } : element;
    places.set(identity, place);
    merged[place] = after;
    touched.add(after);
  }
  return { merged, touched };
}

/** The list without the elements that are listed: by `value`, and `type` where both have one; else by all they hold. */
export function subtractElements(elements: readonly Json[], listed: readonly Json[]): readonly Json[] {
  requireFew(listed.length);
  const identities = new Set(listed.map(identify));
  const values = new Set(listed.map(valueOf));
  const isListed = (element: Json): boolean => {
    if (identities.has(identify(element))) return true;
    const value = valueOf(element);
    if (value === undefined) return false;
    return isObject(element) && element['type'] === undefined ? values.has(value) : identities.has(identify({ value }));
  };
  return elements.filter((element) => !isListed(element));
}

function requireFew(count: number): void {
  if (count <= mostElements) return;
  throw tooLarge(`A PATCH may leave or name at most ${mostElements} values of an attribute. Please send fewer.`);
}

function valueOf(element: Json): Json | undefined {
  return isObject(element) ? element['value'] : undefined;
}

/** A text for each identity; all but plain ones begin with a bracket. */
function identify(element: Json): string {
  if (!isObject(element)) return JSON.stringify([element]);
  const { value, type } = element;
  if (typeof value === 'string' && type === undefined && !value.startsWith('[')) return value;
  if (typeof value === 'string' && typeof type === 'string') return `[${type.length}:${type}${value}`;
  if (value !== undefined) return JSON.stringify([value, type]);
  return JSON.stringify(Object.entries(element).toSorted(([first], [second]) => (first < second ? -1 : 1)));
}

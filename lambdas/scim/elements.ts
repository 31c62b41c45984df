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
  const result = [...elements];
  const places = new Map(elements.map((element, place) => [identify(element), place]));
  const touched = new Set<Json>();
  for (const element of added) {
    const identity = identify(element);
    const place = places.get(identity) ?? result.length;
    const before = result[place];
    const after = isObject(before) && isObject(element) ? { ...before, ...element } : element;
    places.set(identity, place);
    result[place] = after;
    touched.add(after);
  }
  return keepOnePrimary(result, (element) => touched.has(element));
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

function identify(element: Json): string {
  if (!isObject(element)) return JSON.stringify(element);
  if (element['value'] !== undefined) return JSON.stringify([element['value'], element['type']]);
  return JSON.stringify(Object.entries(element).toSorted(([first], [second]) => (first < second ? -1 : 1)));
}

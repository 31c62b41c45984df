import { type Json, isObject } from './json.ts';

/**
 * The elements with at most one of them primary (RFC 7643 §2.4): the first that is, or the first among `favored` that
 * is, since what a request sets wins over what was there (RFC 7644 §3.5.2).
 */
export function keepOnePrimary(
  elements: readonly Json[],
  favored: (element: Json) => boolean = () => true,
): readonly Json[] {
  const candidates = elements.filter(isPrimary);
  if (candidates.length < 2) return elements;
  const kept = candidates.find(favored) ?? candidates[0];
  return elements.map((element) =>
    element !== kept && isObject(element) && isPrimary(element) ? { ...element, primary: false } : element,
  );
}

function isPrimary(element: Json): boolean {
  return isObject(element) && element['primary'] === true;
}

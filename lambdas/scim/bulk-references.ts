import { type Json, type JsonObject, isArray, isObject } from './json.ts';

const prefix = 'bulkId:';

/** What a filter holds in quotes, one behind the other, the last perhaps unended: no character is looked at twice. */
const quoted = /"(?:[^"\\]|\\.)*"?/gsu;

/** `"bulkId:…"` as a JSON string. */
const reference = /^"bulkId:(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4}))*"$/u;

/** The bulkId that a text refers to; undefined for any other text (RFC 7644 §3.7.2). */
export function referredBulkId(text: string): string | undefined {
  return text.startsWith(prefix) ? text.slice(prefix.length) : undefined;
}

/** The bulkIds that a value refers to: as whole texts, and within the paths and keys of a PATCH. */
export function findReferences(value: Json): ReadonlySet<string> {
  const found = new Set<string>();
  resolveReferences(value, (bulkId) => {
    found.add(bulkId);
    return '';
  });
  return found;
}

/** The value with `idOf` in the place of each reference (RFC 7644 §3.7.2). */
export function resolveReferences(value: Json, idOf: (bulkId: string) => string): Json {
  if (typeof value === 'string') {
    const bulkId = referredBulkId(value);
    return bulkId === undefined ? value : idOf(bulkId);
  }
  if (isArray(value)) return value.map((item) => resolveReferences(item, idOf));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      resolveQuoted(key, idOf),
      typeof item === 'string' && key.toLowerCase() === 'path'
        ? resolveQuoted(item, idOf)
        : resolveReferences(item, idOf),
    ]),
  );
}

/** A literal that is no JSON string stays, and is refused with the path that it stands in. */
function resolveQuoted(text: string, idOf: (bulkId: string) => string): string {
  return text.replaceAll(quoted, (literal) =>
    reference.test(literal) ? JSON.stringify(idOf(String(JSON.parse(literal)).slice(prefix.length))) : literal,
  );
}

/**
 * Takes the attributes out of a new resource that refer to what does not exist yet, so that they can be added by a
 * PATCH when it does (RFC 7644 §3.7.1). Of an extension only the attributes in question.
 */
export function deferAttributes(
  resource: Json,
  isMissing: (bulkId: string) => boolean,
): { readonly now: Json; readonly later: JsonObject } {
  if (!isObject(resource)) return { now: resource, later: {} };
  const now: Record<string, Json> = {};
  const later: Record<string, Json> = {};
  for (const [key, value] of Object.entries(resource)) {
    if (![...findReferences(value)].some(isMissing)) {
      now[key] = value;
    } else if (/^urn:/iu.test(key) && isObject(value)) {
      const parts = deferAttributes(value, isMissing);
      now[key] = parts.now;
      later[key] = parts.later;
    } else {
      later[key] = value;
    }
  }
  return { now, later };
}

/** True where a record of the stream is one that an event source mapping with these patterns hands over; all are without any. */
export function matchesAny(patterns: readonly unknown[], record: unknown): boolean {
  return patterns.length === 0 || patterns.some((pattern) => matches(pattern, record));
}

/** A pattern is an object whose leaves are lists of what the value may be (Lambda, event filtering). */
function matches(pattern: unknown, value: unknown): boolean {
  if (Array.isArray(pattern)) return pattern.some((rule: unknown) => allows(rule, value));
  if (!isObject(pattern)) throw new Error(`A filter pattern ends in a list of values: ${JSON.stringify(pattern)}`);
  return Object.entries(pattern).every(([name, part]) => matches(part, isObject(value) ? value[name] : undefined));
}

function allows(rule: unknown, value: unknown): boolean {
  if (!isObject(rule)) return value === rule;
  const { prefix, suffix, ...others } = rule;
  if (Object.keys(others).length > 0) throw new Error(`The local stream knows no such filter: ${JSON.stringify(rule)}`);
  return (
    typeof value === 'string' &&
    (typeof prefix !== 'string' || value.startsWith(prefix)) &&
    (typeof suffix !== 'string' || value.endsWith(suffix))
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

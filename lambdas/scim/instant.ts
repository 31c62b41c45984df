const dateTime = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(Z|[+-]\d{2}:\d{2})?)?$/iu;

/** Milliseconds since 1970 of a dateTime (RFC 7643 §2.3.5), in UTC where it names no zone; undefined if it is none. */
export function parseInstant(text: string): number | undefined {
  const parts = dateTime.exec(text);
  if (parts === null) return undefined;
  const [, day = '', time = '00:00', zone = 'Z'] = parts;
  const instant = Date.parse(`${day}T${time}${zone.toUpperCase()}`);
  return Number.isNaN(instant) ? undefined : instant;
}

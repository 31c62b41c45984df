const dateTime = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(Z|[+-]\d{2}:\d{2})?)?$/iu;
/** What nearly everybody writes. Whatever looks so is a date, at fixed places. */
const plain = /^[1-9]\d{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{3})?Z$/u;

/** True for a dateTime (RFC 7643 §2.3.5). */
export function isInstant(text: string): boolean {
  return plain.test(text) || parseInstant(text) !== undefined;
}

/** Milliseconds since 1970 of a dateTime (RFC 7643 §2.3.5), in UTC where it names no zone; undefined if it is none. */
export function parseInstant(text: string): number | undefined {
  if (plain.test(text)) return readPlain(text);
  const parts = dateTime.exec(text);
  if (parts === null) return undefined;
  const [, day = '', time = '00:00', zone = 'Z'] = parts;
  const instant = Date.parse(`${day}T${time}${zone.toUpperCase()}`);
  return Number.isNaN(instant) ? undefined : instant;
}

function readPlain(text: string): number {
  return Date.UTC(
    readDigits(text, 0, 4),
    readDigits(text, 5, 7) - 1,
    readDigits(text, 8, 10),
    readDigits(text, 11, 13),
    readDigits(text, 14, 16),
    readDigits(text, 17, 19),
    text.length > 20 ? readDigits(text, 20, 23) : 0,
  );
}

function readDigits(text: string, start: number, end: number): number {
  let value = 0;
  for (let place = start; place < end; place += 1) value = value * 10 + text.charCodeAt(place) - zero;
  return value;
}

const zero = 0x30;

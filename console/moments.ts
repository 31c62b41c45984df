import { misuse } from './failure.ts';

const seconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

/** Reads a length of time, `90d`, `2h`, `30m`, or a number of seconds, as seconds. */
export function readDuration(text: string): number {
  const [, digits, unit = 's'] = /^(\d{1,9})([smhdw])?$/u.exec(text.trim()) ?? [];
  if (digits === undefined) {
    throw misuse(`"${text}" is no length of time. Please write a number with s, m, h, d or w: 30m, 24h, 90d.`);
  }
  return Number(digits) * (seconds[unit] ?? 1);
}

/** Reads a moment, `2026-11-23` or `2026-11-23T12:00:00Z`, as ISO 8601 in UTC; without a time zone it is UTC. */
export function readMoment(text: string): string {
  return readWritten(text, '');
}

/** `alternative` ends the sentence where something else may be written too. */
function readWritten(text: string, alternative: string): string {
  const written = text.trim();
  const iso = /^\d{4}-\d{2}-\d{2}(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?)(Z|[+-]\d{2}:\d{2})?)?$/u.exec(written);
  const zone = iso?.[1] === undefined || iso[2] !== undefined ? '' : 'Z';
  const moment = new Date(written.replace(' ', 'T') + zone);
  // A day that its month does not have is counted on into the next one.
  const isDay = !Number.isNaN(Date.parse(written.slice(0, 10))) && sameDay(written.slice(0, 10));
  if (iso === null || Number.isNaN(moment.getTime()) || !isDay) {
    throw misuse(`"${text}" is no moment. Please write it as 2026-11-23 or 2026-11-23T12:00:00Z${alternative}.`);
  }
  return moment.toISOString();
}

/** Reads a moment to come: a length of time from now, or the moment itself. */
export function readMomentAhead(text: string, now: Date): string {
  return isDuration(text) ? shift(text, now, 1) : readWritten(text, ', or as a time from now: 90d');
}

/** Reads a moment that has passed: a length of time before now, or the moment itself. */
export function readMomentAgo(text: string, now: Date): string {
  return isDuration(text) ? shift(text, now, -1) : readWritten(text, ', or as a time before now: 2h');
}

/** A moment for people: to the second, in UTC. */
export function showMoment(moment: string | undefined): string | undefined {
  return moment?.replace(/^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})(?:\.\d+)?Z$/u, '$1 $2Z');
}

function isDuration(text: string): boolean {
  return /^\d+[smhdw]$/u.test(text.trim());
}

function shift(text: string, now: Date, direction: 1 | -1): string {
  const moment = new Date(now.getTime() + direction * readDuration(text) * 1000);
  const year = moment.getUTCFullYear();
  if (year >= 0 && year <= 9999) return moment.toISOString();
  throw misuse(`"${text}" is too long a time: it leaves the years 0 to 9999. Please give a shorter one.`);
}

function sameDay(day: string): boolean {
  return new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);
}

import { STATUS_CODES } from 'node:http';
import { isObject } from '#scim/json.ts';
import type { Exchange } from './client.ts';

/** Writes one line of text. */
export type Write = (line: string) => void;

const stepWidth = 52;
const pathWidth = 64;

/** One exchange on one line: what Okta does, method, shortened path, status, duration. */
export function exchangeLine(what: string, exchange: Exchange, right: boolean): string {
  const { request, status, milliseconds } = exchange;
  const path = shorten(readable(request.path), pathWidth).padEnd(pathWidth);
  const duration = `${Math.round(milliseconds)} ms`.padStart(7);
  return `  ${right ? '✓' : '✗'} ${shorten(what, stepWidth).padEnd(stepWidth)} ${request.method.padEnd(6)} ${path} ${status} ${duration}`;
}

/**
 * What an administrator reads in Okta after a refusal: what Okta was doing, the status in words, then the detail.
 * Without JSON there is nothing that Okta can show, and it says that instead.
 */
export function oktaMessage(task: string, exchange: Exchange): string {
  const reason = STATUS_CODES[exchange.status] ?? `status ${exchange.status}`;
  const detail = isObject(exchange.body) ? exchange.body['detail'] : `Invalid JSON: ${exchange.text.slice(0, 40)}`;
  return `${task}: ${reason}. Errors reported by remote server: ${String(detail)}`;
}

/** The last lines: how many exchanges there were, and each wrong answer. */
export function summaryLines(exchanges: number, wrong: readonly string[]): readonly string[] {
  if (wrong.length === 0) return ['', `${exchanges} exchanges, every answer right.`];
  return ['', `${exchanges} exchanges, ${wrong.length} wrong:`, ...wrong.map((sentence) => `  - ${sentence}`)];
}

/** The path as a person reads it: decoded, with ids cut to their first eight digits. */
function readable(path: string): string {
  const decoded = decodeURIComponent(path.replaceAll('+', ' '));
  return decoded.replaceAll(/([0-9a-f]{8})-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gu, '$1…');
}

function shorten(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, width - 1)}…`;
}

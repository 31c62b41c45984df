import type { ResourceType } from './attribute.ts';
import { invalidValue, notFound, notImplemented } from './errors.ts';
import { type Json, nonEmptyText } from './json.ts';
import { shortened } from './shortened.ts';

/** What the `path` of an operation in a Bulk request names: resources of a type, or one of them. */
export type BulkPath = { readonly endpoint: ResourceType['endpoint']; readonly id?: string };

const endpoints: readonly ResourceType['endpoint'][] = ['/Users', '/Groups'];

/** How much of an unknown path an answer repeats. */
const shownPath = 200;

/**
 * Reads the path of an operation (RFC 7644 §3.7), also with one of `baseUrls` in front of it, as locations have it.
 * Throws invalidValue, 404, or 501 for `/Me`.
 */
export function readBulkPath(value: Json | undefined, baseUrls: readonly string[]): BulkPath {
  const text = nonEmptyText(value)?.trim();
  if (text === undefined)
    throw invalidValue('An operation has no path. Please send one such as /Users or /Users/{id}.');
  const path = withoutBase(text, baseUrls);
  // A query may hold anything, and what is refused is kept in logs.
  const shown = shortened(text.replace(/[?#].*/su, ''), shownPath);
  if (/[?#]/u.test(path)) {
    throw invalidValue(
      `The path ${shown} has a query, and the answer of a Bulk request holds no resource that it could choose from. ` +
        'Please leave the query out.',
    );
  }
  const [first = '', id, ...others] = path.replace(/^\//u, '').replace(/\/$/u, '').split('/').map(decode);
  if (first.toLowerCase() === 'me') {
    throw notImplemented(
      `${shown} is not offered: a SCIM key stands for an organization, not for a person. Please use /Users.`,
    );
  }
  if (first === 'Bulk' || first === '.search' || id === '.search') {
    throw invalidValue(`${shown} is no path of an operation in a Bulk request. Please send a request of its own.`);
  }
  const endpoint = endpoints.find((candidate) => candidate === `/${first}`);
  if (endpoint === undefined || id === '' || others.length > 0) {
    throw notFound(
      `There is no ${shown} that a Bulk request could change. Please send /Users, /Groups, /Users/{id} or /Groups/{id}.`,
    );
  }
  return { endpoint, ...(id !== undefined && { id }) };
}

function withoutBase(path: string, baseUrls: readonly string[]): string {
  const lower = path.toLowerCase();
  const base = baseUrls.find((candidate) => lower.startsWith(`${candidate.toLowerCase()}/`)) ?? '';
  return path.slice(base.length);
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    // Nothing but a URIError is thrown here.
    throw invalidValue('The path of an operation is not valid percent-encoding of UTF-8. Please encode the id.');
  }
}

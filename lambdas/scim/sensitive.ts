import { sensitive } from './errors.ts';

const quoted = /"(?:[^"\\]|\\(?:.|$))*(?:"|$)/gsu;
const compared = /(?:^|[\s([:])password(?:\s*[.=[)]|\s+(?:eq|ne|co|sw|ew|gt|ge|lt|le|pr)\b)/iu;

/** True for `password`, with or without a URN, case ignored. */
export function namesPassword(name: string): boolean {
  return /(?:^|:)password$/iu.test(name);
}

/**
 * Throws sensitive where the query of a URL filters or sorts by `password`: URLs are kept in logs and histories
 * (RFC 7644 §7.5.2). Names of parameters are in lower case.
 */
export function refusePasswordInUrl(parameters: ReadonlyMap<string, string>): void {
  const filter = parameters.get('filter') ?? '';
  const isFilteredBy = /password/iu.test(filter) && compared.test(filter.replaceAll(quoted, '""'));
  if (!isFilteredBy && !namesPassword(parameters.get('sortby')?.trim() ?? '')) return;
  throw sensitive(
    'A password must not stand in a URL, and none is stored that could be compared. ' +
      'Please take password out of filter and sortBy.',
  );
}

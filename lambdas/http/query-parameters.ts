import { invalidValue } from '#scim/errors.ts';

/**
 * Reads the query as it was sent, by lower-case name; the first of several values counts. Never from the gateway's
 * own reading, which joins several values with commas, and a filter may hold commas.
 */
export function readQueryParameters(rawQueryString: string): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>();
  for (const pair of rawQueryString.split('&')) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const name = decode(equals === -1 ? pair : pair.slice(0, equals)).toLowerCase();
    const value = decode(equals === -1 ? '' : pair.slice(equals + 1));
    if (!parameters.has(name)) parameters.set(name, value);
  }
  return parameters;
}

/** Spaces come as `%20` from Okta's newer clients and as `+` from its older ones and Entra ID. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch (cause) {
    if (!(cause instanceof URIError)) throw cause;
    throw invalidValue(
      'The query of the request is not valid percent-encoding of UTF-8. Please encode each value of the query.',
    );
  }
}

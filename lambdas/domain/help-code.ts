import type { ScimError } from '#scim/errors.ts';

/** The codes of refusals that no catalogue holds and that have no keyword, by their status. */
export const codesByStatus = {
  400: 'badRequest',
  401: 'keyRefused',
  403: 'notAllowed',
  404: 'notFound',
  409: 'conflict',
  412: 'versionMismatch',
  413: 'tooLarge',
  429: 'tooManyRequests',
  500: 'fault',
  501: 'notOffered',
  503: 'unavailable',
} as const;

/** What leads from a refusal to the help on it: its place in a catalogue, else its keyword, else what its status says. */
export function codeOf({ code, scimType, status }: ScimError): string {
  return code ?? scimType ?? Object.entries(codesByStatus).find(([known]) => Number(known) === status)?.[1] ?? 'fault';
}

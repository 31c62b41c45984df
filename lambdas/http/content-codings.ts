/** How gladly a client takes an answer compressed and as it is: weights, 0 where not at all (RFC 9110 §12.5.3). */
export type Codings = { readonly gzip: number; readonly identity: number };

/** What a client takes of which nothing else is known: not every one that says nothing could read gzip. */
export const plainly: Codings = { gzip: 0, identity: 1 };

/** Below every weight that can be sent: what is not named is taken, and anything that is named is liked better. */
const unnamed = 0.0001;

/** `coding [ OWS ";" OWS "q=" qvalue ]` */
const element = /^(?<coding>[^\s;]+)(?:\s*;\s*q=(?<weight>0(?:\.\d{0,3})?|1(?:\.0{0,3})?))?$/iu;

/** Reads `Accept-Encoding`; what in it is malformed offers nothing. */
export function readCodings(header: string | undefined): Codings {
  if (header === undefined) return plainly;
  const weights = new Map<string, number>();
  for (const part of header.split(',')) {
    const { coding, weight = '1' } = element.exec(part.trim())?.groups ?? {};
    if (coding !== undefined) weights.set(coding.toLowerCase(), Number(weight));
  }
  const others = weights.get('*');
  return {
    // RFC 9110 §8.4.1.3: the older name is the same.
    gzip: weights.get('gzip') ?? weights.get('x-gzip') ?? others ?? 0,
    identity: weights.get('identity') ?? others ?? unnamed,
  };
}

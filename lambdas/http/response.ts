import { tooLarge } from '#scim/errors.ts';
import type { Answer, GatewayResponse } from './operation.ts';

/** The largest response that a Lambda can give, in bytes of its JSON, with 16 KB kept for what surrounds the body. */
const responseLimit = 6_291_456 - 16_384;

/**
 * Makes the response of an answer. The media type has no charset parameter: JSON has none (RFC 8259 §11), and it is
 * the form that every known client and suite accepts. Nothing may be cached: the key says what is seen.
 */
export function respond(answer: Omit<Answer, 'body'> & { readonly body?: object }): GatewayResponse {
  const headers = { 'cache-control': 'no-store', ...answer.headers };
  if (answer.body === undefined) return { statusCode: answer.status, headers };
  const body = JSON.stringify(answer.body);
  if (!isWithinLimit(body)) throw tooLarge(unfit);
  return { statusCode: answer.status, headers: { 'content-type': 'application/scim+json', ...headers }, body };
}

/** True where a response can hold the answer. */
export function fits({ body }: Answer): boolean {
  return body === undefined || isWithinLimit(JSON.stringify(body));
}

const unfit =
  'The answer is larger than the 6 MB that one response can hold. Please ask for fewer attributes with attributes or ' +
  'excludedAttributes (members, for instance); of a list also with a smaller count, or by cursor.';

/** The body travels as a JSON string inside JSON: each quote takes two bytes there, so large ones are measured. */
function isWithinLimit(body: string): boolean {
  return body.length * 6 <= responseLimit || Buffer.byteLength(JSON.stringify(body)) <= responseLimit;
}

import { type Codings, plainly } from './content-codings.ts';
import { fit, unfit } from './fit.ts';
import type { Answer, GatewayResponse } from './operation.ts';

/**
 * Makes the response of an answer, compressed where it is large and the client takes that. The media type has no charset
 * parameter: JSON has none (RFC 8259 §11), and it is the form that every known client and suite accepts. Nothing may be
 * cached: the key says what is seen. Throws 413 where no response can hold the answer.
 */
export function respond(
  answer: Omit<Answer, 'body'> & { readonly body?: object },
  codings: Codings = plainly,
): GatewayResponse {
  const headers = { 'cache-control': 'no-store', ...answer.headers };
  if (answer.body === undefined) return { statusCode: answer.status, headers };
  // The Console's bodies have types of their own, and are JSON too.
  const content = fit(answer as Answer, codings)?.content;
  if (content === undefined) {
    if (answer.isDone === true) return { statusCode: 204, headers };
    throw unfit(codings);
  }
  return {
    statusCode: answer.status,
    ...content,
    headers: { 'content-type': 'application/scim+json', ...headers, ...content.headers },
  };
}

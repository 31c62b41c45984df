import { STATUS_CODES } from 'node:http';
import { codeOf } from '#domain/help-code.ts';
import { helpTitle } from '#domain/help-titles.ts';
import type { GatewayResponse } from './operation.ts';
import { respond } from './response.ts';
import { refusalOf } from './scim-error.ts';

/** What is wrong with one part of a request: of the body by its pointer (RFC 6901, as a fragment), or of the query. */
export type InputFault =
  | { readonly pointer: string; readonly detail: string }
  | { readonly parameter: string; readonly detail: string };

/** What the Console says of a request that it does not carry out (RFC 9457). */
export type Problem = {
  /** Where the help on it is, `about:blank` where none is published. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  /** What was refused, and what to do. */
  readonly detail: string;
  /** Its place in the catalogue of help, which never changes. */
  readonly code: string;
  readonly requestId: string;
  /** What is wrong with the request, part by part. */
  readonly errors?: readonly InputFault[];
};

/** The media type of problems (RFC 9457 §3). */
export const problemMediaType = 'application/problem+json';

/** The answer of the Console to an error. `helpUrl` is where the catalogue of help is published. */
export function problemResponse(
  error: unknown,
  requestId: string,
  {
    errors = [],
    helpUrl,
  }: { readonly errors?: readonly InputFault[] | undefined; readonly helpUrl?: string | undefined },
): GatewayResponse {
  const refusal = refusalOf(error, requestId);
  const { status, detail, headers } = refusal;
  const code = codeOf(refusal);
  const title = helpTitle(code);
  const problem: Problem = {
    type: helpUrl === undefined || title === undefined ? 'about:blank' : `${helpUrl}#${code}`,
    title: title ?? STATUS_CODES[status] ?? 'Refused',
    status,
    detail,
    code,
    requestId,
    ...(errors.length > 0 && { errors }),
  };
  return respond({ status, body: problem, headers: { 'content-type': problemMediaType, ...headers } });
}

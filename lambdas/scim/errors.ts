/** The detail error keywords of RFC 7644 table 9 and RFC 9865 §2.1. */
export type ScimType =
  | 'invalidFilter'
  | 'tooMany'
  | 'uniqueness'
  | 'mutability'
  | 'invalidSyntax'
  | 'invalidPath'
  | 'noTarget'
  | 'invalidValue'
  | 'invalidVers'
  | 'sensitive'
  | 'invalidCursor'
  | 'expiredCursor'
  | 'invalidCount';

/**
 * A refusal: an answer that the caller gets word for word. `detail` is written for the administrator who reads it
 * in the identity provider: what was refused, then what to do. Anything else that is thrown is a fault (500).
 */
export class ScimError extends Error {
  override readonly name = 'ScimError';
  readonly status: number;
  readonly scimType: ScimType | undefined;
  readonly detail: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Which refusal of a catalogue it is, where it is of one: it leads to the help on it, and never changes. */
  readonly code: string | undefined;

  constructor(
    status: number,
    detail: string,
    options: {
      scimType?: ScimType;
      headers?: Readonly<Record<string, string>>;
      code?: string | undefined;
      cause?: unknown;
    } = {},
  ) {
    super(detail, { cause: options.cause });
    this.status = status;
    this.scimType = options.scimType;
    this.detail = detail;
    this.headers = options.headers ?? {};
    this.code = options.code;
  }
}

/** The refusals of a catalogue, each with its name there as its code. */
export function coded<Catalogue extends Readonly<Record<string, (...values: never[]) => ScimError>>>(
  catalogue: Catalogue,
): Catalogue {
  const entries = Object.entries(catalogue).map(([code, refuse]) => {
    const refuseWithCode = (...values: never[]): ScimError => {
      const { status, detail, scimType, headers, cause } = refuse(...values);
      return new ScimError(status, detail, { ...(scimType !== undefined && { scimType }), headers, code, cause });
    };
    return [code, refuseWithCode];
  });
  return Object.fromEntries(entries) as Catalogue;
}

const badRequest =
  (scimType: ScimType) =>
  (detail: string): ScimError =>
    new ScimError(400, detail, { scimType });

/** 400: the filter cannot be parsed, or names what no schema has (RFC 7644 §3.12). */
export const invalidFilter = badRequest('invalidFilter');
/** 400: answering would take more work than one request may (RFC 7644 §3.12). */
export const tooMany = badRequest('tooMany');
/** 400: an attribute that must not change would change (RFC 7644 §3.12). */
export const mutability = badRequest('mutability');
/** 400: the body is not what the request needs (RFC 7644 §3.12). */
export const invalidSyntax = badRequest('invalidSyntax');
/** 400: a PATCH path cannot be parsed, or names what no schema has (RFC 7644 §3.12). */
export const invalidPath = badRequest('invalidPath');
/** 400: a PATCH path selects nothing (RFC 7644 §3.12). */
export const noTarget = badRequest('noTarget');
/** 400: a value is missing, or not of its attribute's kind (RFC 7644 §3.12). */
export const invalidValue = badRequest('invalidValue');
/** 400: the cursor is none that this query was given (RFC 9865 §2.1). */
export const invalidCursor = badRequest('invalidCursor');
/** 400: the cursor is too old (RFC 9865 §2.1). */
export const expiredCursor = badRequest('expiredCursor');
/** 400: the count beside a cursor is none (RFC 9865 §2.1). */
export const invalidCount = badRequest('invalidCount');
/** 400: the URL asks for another version of the protocol (RFC 7644 §3.12, §3.13). */
export const invalidVers = badRequest('invalidVers');
/** 400: the URL carries what must not stand in one, such as a password (RFC 7644 §3.12, §7.5.2). */
export const sensitive = badRequest('sensitive');

/** 401: no usable key. Says nothing of whether the key ever existed (RFC 7644 §2). */
export function unauthorized(detail: string): ScimError {
  return new ScimError(401, detail, { headers: { 'www-authenticate': 'Bearer realm="SCIM"' } });
}

/** 403: a rule of the product forbids it. */
export function forbidden(detail: string): ScimError {
  return new ScimError(403, detail);
}

/** 404: there is no such resource in the caller's organization. */
export function notFound(detail: string): ScimError {
  return new ScimError(404, detail);
}

/** 409: a value that must be unique is taken (RFC 7644 §3.3). */
export function uniqueness(detail: string): ScimError {
  return new ScimError(409, detail, { scimType: 'uniqueness' });
}

/** 409: what the operation refers to has not come to be (RFC 7644 §3.7.1). */
export function conflict(detail: string): ScimError {
  return new ScimError(409, detail);
}

/** 412: the resource is no longer the version that If-Match named (RFC 7644 §3.14). */
export function versionMismatch(detail: string): ScimError {
  return new ScimError(412, detail);
}

/** 413: the request is larger than the limit that the detail names. */
export function tooLarge(detail: string): ScimError {
  return new ScimError(413, detail);
}

/** 429: more than may be sent at once (RFC 6585 §4); `retryAfter` in whole seconds, the only form that Okta reads. */
export function tooManyRequests(detail: string, retryAfter: number): ScimError {
  return new ScimError(429, detail, { headers: { 'retry-after': String(Math.ceil(retryAfter)) } });
}

/** 501: the operation is not offered (RFC 7644 §3.12). */
export function notImplemented(detail: string): ScimError {
  return new ScimError(501, detail);
}

/** 503: busy for now; `retryAfter` in whole seconds. */
export function unavailable(detail: string, retryAfter: number, cause?: unknown): ScimError {
  return new ScimError(503, detail, { headers: { 'retry-after': String(Math.ceil(retryAfter)) }, cause });
}

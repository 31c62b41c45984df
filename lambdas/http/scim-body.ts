import { invalidSyntax, tooLarge } from '#scim/errors.ts';
import type { Json } from '#scim/json.ts';
import { findSyntaxProblem } from './json-syntax.ts';
import type { BodyLimit, GatewayEvent } from './operation.ts';

/** The largest body in bytes: what fits, base64 encoded, into the event of a Lambda (6 MB) with its headers. */
export const bodyLimit = 4_500_000;
const anyBody: BodyLimit = { bytes: bodyLimit, advice: 'Please send fewer members or values in one request.' };
/** The deepest nesting of a body; no SCIM resource needs more than six levels. */
export const nestingLimit = 32;

const mediaTypes = ['application/scim+json', 'application/json'];

/** Reads the JSON body of a request that needs one, or throws what is wrong with it (P7, RFC 7644 §3.12). */
export function readBody(
  event: Pick<GatewayEvent, 'headers' | 'body' | 'isBase64Encoded'>,
  { bytes, advice }: BodyLimit = anyBody,
): Json {
  const body = event.body ?? '';
  if (sizeOf(body, event.isBase64Encoded) > bytes) {
    throw tooLarge(`The request body is larger than ${bytes.toLocaleString('en-US')} bytes. ${advice}`);
  }
  const text = event.isBase64Encoded ? decodeUtf8(Buffer.from(body, 'base64')) : body;
  if (text.trim() === '')
    throw invalidSyntax('The request has no body. Please send a SCIM resource or message as JSON.');
  requireMediaType(event.headers['content-type']);
  return parse(text);
}

/** The bytes of a body, told without decoding it. */
function sizeOf(body: string, isBase64Encoded: boolean): number {
  if (!isBase64Encoded) return Buffer.byteLength(body);
  const padding = body.endsWith('==') ? 2 : body.endsWith('=') ? 1 : 0;
  return Math.floor((body.length * 3) / 4) - padding;
}

/** Some clients send none at all, and the body says enough. */
function requireMediaType(contentType: string | undefined): void {
  const mediaType = contentType?.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (mediaType === '' || mediaTypes.includes(mediaType)) return;
  throw invalidSyntax(
    'The Content-Type of the request is not understood. Please send application/scim+json or application/json.',
  );
}

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    throw invalidSyntax('The request body is not valid UTF-8. Please send JSON encoded as UTF-8.');
  }
}

function parse(text: string): Json {
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch (cause) {
    const problem = findSyntaxProblem(text);
    if (!(cause instanceof SyntaxError) || problem === undefined) throw cause;
    throw invalidSyntax(
      `The request body is not valid JSON: at character ${problem.offset}, ${problem.expected} is expected. ` +
        'Please correct the body.',
    );
  }
  inspect(value, nestingLimit);
  return value;
}

/** Refuses what cannot be stored or is nested too deep, and drops keys that an assignment takes for the prototype. */
function inspect(value: Json, levels: number): void {
  if (typeof value === 'string') requireWellFormed(value);
  if (typeof value !== 'object' || value === null) return;
  if (levels === 0) {
    throw invalidSyntax(
      `The request body is nested deeper than ${nestingLimit} levels. Please send a SCIM resource or message.`,
    );
  }
  if (Object.hasOwn(value, '__proto__')) Reflect.deleteProperty(value, '__proto__');
  if (!Array.isArray(value)) Object.keys(value).forEach(requireWellFormed);
  for (const item of Object.values(value)) inspect(item, levels - 1);
}

/** JSON can spell half a character, by an escape; UTF-8, in which everything is stored and answered, cannot. */
function requireWellFormed(text: string): void {
  if (text.isWellFormed()) return;
  throw invalidSyntax(
    'The request body holds half of a surrogate pair (\\ud800 to \\udfff). Please send whole characters.',
  );
}

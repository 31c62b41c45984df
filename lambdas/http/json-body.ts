import { type ScimError, invalidSyntax, tooLarge } from '#scim/errors.ts';
import type { Json } from '#scim/json.ts';
import { countNames, findRepeatedName } from './json-names.ts';
import { findSyntaxProblem } from './json-syntax.ts';
import type { BodyLimit, GatewayEvent } from './operation.ts';

/** What a body has to be, in the words of the refusals. */
export type BodyKind = {
  /** The ones that it may have; the first is advised. */
  readonly mediaTypes: readonly string[];
  /** `a SCIM resource or message`. */
  readonly content: string;
  /** Makes the refusal of another media type. */
  refuseMediaType(detail: string): ScimError;
};

/** The deepest nesting of a body; nothing that is taken needs more than six levels. */
export const nestingLimit = 32;

/** Reads the JSON body of a request that needs one, or throws what is wrong with it. */
export function readJsonBody(
  event: Pick<GatewayEvent, 'headers' | 'body' | 'isBase64Encoded'>,
  kind: BodyKind,
  { bytes, advice }: BodyLimit,
): Json {
  const body = event.body ?? '';
  if (sizeOf(body, event.isBase64Encoded) > bytes) {
    throw tooLarge(`The request body is larger than ${bytes.toLocaleString('en-US')} bytes. ${advice}`);
  }
  const text = event.isBase64Encoded ? decodeUtf8(Buffer.from(body, 'base64')) : body;
  if (text.trim() === '') throw invalidSyntax(`The request has no body. Please send ${kind.content} as JSON.`);
  requireMediaType(event.headers['content-type'], kind);
  return parse(text, kind);
}

/** The bytes of a body, told without decoding it. */
function sizeOf(body: string, isBase64Encoded: boolean): number {
  if (!isBase64Encoded) return Buffer.byteLength(body);
  const padding = body.endsWith('==') ? 2 : body.endsWith('=') ? 1 : 0;
  return Math.floor((body.length * 3) / 4) - padding;
}

/** Some clients send none at all, and the body says enough. */
function requireMediaType(contentType: string | undefined, { mediaTypes, refuseMediaType }: BodyKind): void {
  const mediaType = contentType?.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (mediaType === '' || mediaTypes.includes(mediaType)) return;
  throw refuseMediaType(`The Content-Type of the request is not understood. Please send ${mediaTypes.join(' or ')}.`);
}

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    throw invalidSyntax('The request body is not valid UTF-8. Please send JSON encoded as UTF-8.');
  }
}

function parse(text: string, { content }: BodyKind): Json {
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
  const names = inspect(value, nestingLimit, content);
  if (names !== countNames(text)) throw repeatedName(text);
  return value;
}

/** Of two values of one name nobody knows which is meant, and the last one would count silently (RFC 8259 §4). */
function repeatedName(text: string): ScimError {
  const offset = findRepeatedName(text);
  return invalidSyntax(
    `An object in the request body has one name twice, the second time at character ${offset}. ` +
      'Please send each attribute once.',
  );
}

/**
 * Refuses what cannot be stored or is nested too deep, and drops keys that an assignment takes for the prototype. Gives
 * the number of names that all objects have.
 */
function inspect(value: Json, levels: number, content: string): number {
  if (typeof value === 'string') requireWellFormed(value);
  if (typeof value !== 'object' || value === null) return 0;
  if (levels === 0) {
    throw invalidSyntax(`The request body is nested deeper than ${nestingLimit} levels. Please send ${content}.`);
  }
  let names = 0;
  if (!Array.isArray(value)) {
    const own = Object.keys(value);
    own.forEach(requireWellFormed);
    names = own.length;
  }
  for (const item of Object.values(value)) names += inspect(item, levels - 1, content);
  if (Object.hasOwn(value, '__proto__')) Reflect.deleteProperty(value, '__proto__');
  return names;
}

/** JSON can spell half a character, by an escape; UTF-8, in which everything is stored and answered, cannot. */
function requireWellFormed(text: string): void {
  if (text.isWellFormed()) return;
  throw invalidSyntax(
    'The request body holds half of a surrogate pair (\\ud800 to \\udfff). Please send whole characters.',
  );
}

import { invalidSyntax } from '#scim/errors.ts';
import type { Json } from '#scim/json.ts';
import { type BodyKind, readJsonBody } from './json-body.ts';
import type { BodyLimit, GatewayEvent } from './operation.ts';

/** The largest body in bytes: what fits, base64 encoded, into the event of a Lambda (6 MB) with its headers. */
export const bodyLimit = 4_500_000;
const anyBody: BodyLimit = { bytes: bodyLimit, advice: 'Please send fewer members or values in one request.' };

const scimBody: BodyKind = {
  mediaTypes: ['application/scim+json', 'application/json'],
  content: 'a SCIM resource or message',
  refuseMediaType: invalidSyntax,
};

/** Reads the JSON body of a request that needs one, or throws what is wrong with it (P7, RFC 7644 §3.12). */
export function readBody(
  event: Pick<GatewayEvent, 'headers' | 'body' | 'isBase64Encoded'>,
  limit: BodyLimit = anyBody,
): Json {
  return readJsonBody(event, scimBody, limit);
}

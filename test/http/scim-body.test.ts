import { describe, expect, it } from 'vitest';
import { nestingLimit } from '#http/json-body.ts';
import { bodyLimit, readBody } from '#http/scim-body.ts';
import { ScimError } from '#scim/errors.ts';

const encode = (bytes: string | Uint8Array): { body: string; isBase64Encoded: true } => ({
  body: Buffer.from(bytes as string).toString('base64'),
  isBase64Encoded: true,
});

function refusalOf(read: () => unknown): { status: number; scimType: string | undefined; detail: string } {
  try {
    read();
  } catch (error) {
    if (error instanceof ScimError) return { status: error.status, scimType: error.scimType, detail: error.detail };
    throw error;
  }
  throw new Error('Nothing was refused.');
}

describe('readBody', () => {
  it.each([
    'application/scim+json',
    'application/json',
    'application/scim+json; charset=utf-8',
    'Application/JSON;charset="UTF-8"; profile=x',
    undefined,
    '',
  ])('P7: takes the media type %s', (contentType) => {
    const headers = contentType === undefined ? {} : { 'content-type': contentType };
    expect(readBody({ headers, ...encode('{"a":[1]}') })).toEqual({ a: [1] });
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/xml', 'json'])(
    'P7: refuses the media type %s',
    (contentType) => {
      const headers = { 'content-type': contentType };
      expect(refusalOf(() => readBody({ headers, ...encode('{}') }))).toEqual({
        status: 400,
        scimType: 'invalidSyntax',
        detail:
          'The Content-Type of the request is not understood. Please send application/scim+json or application/json.',
      });
    },
  );

  it('takes bodies that the gateway passes as text', () => {
    expect(readBody({ headers: {}, body: '{"displayName":"Ängström 😀"}', isBase64Encoded: false })).toEqual({
      displayName: 'Ängström 😀',
    });
  });

  it('P7: reads UTF-8, with or without a byte order mark', () => {
    expect(readBody({ headers: {}, ...encode('\uFEFF{"displayName":"Ængström 😀"}') })).toEqual({
      displayName: 'Ængström 😀',
    });
  });

  it('P7: refuses bytes that are not UTF-8', () => {
    const bytes = Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xc3, 0x28]), Buffer.from('"}')]);
    expect(refusalOf(() => readBody({ headers: {}, ...encode(bytes) }))).toEqual({
      status: 400,
      scimType: 'invalidSyntax',
      detail: 'The request body is not valid UTF-8. Please send JSON encoded as UTF-8.',
    });
  });

  it.each([
    ['no body', { isBase64Encoded: false }],
    ['an empty body', { body: '', isBase64Encoded: true }],
    ['a blank body', encode(' \n')],
  ])('refuses %s where one is needed', (_, sent) => {
    expect(refusalOf(() => readBody({ headers: {}, ...sent }))).toEqual({
      status: 400,
      scimType: 'invalidSyntax',
      detail: 'The request has no body. Please send a SCIM resource or message as JSON.',
    });
  });

  it('names the offset of a syntax error and repeats nothing of the body', () => {
    expect(refusalOf(() => readBody({ headers: {}, ...encode('{"password": secret}') }))).toEqual({
      status: 400,
      scimType: 'invalidSyntax',
      detail: 'The request body is not valid JSON: at character 13, a value is expected. Please correct the body.',
    });
  });

  it('takes a body of exactly the limit', () => {
    const text = JSON.stringify('x'.repeat(bodyLimit - 2));
    expect(readBody({ headers: {}, ...encode(text) })).toHaveLength(bodyLimit - 2);
    expect(readBody({ headers: {}, body: text, isBase64Encoded: false })).toHaveLength(bodyLimit - 2);
  });

  it.each([true, false])('refuses one byte more with 413 that names the limit (base64: %s)', (base64) => {
    const text = JSON.stringify('x'.repeat(bodyLimit - 1));
    const sent = base64 ? encode(text) : { body: text, isBase64Encoded: false };
    expect(refusalOf(() => readBody({ headers: {}, ...sent }))).toEqual({
      status: 413,
      scimType: undefined,
      detail: 'The request body is larger than 4,500,000 bytes. Please send fewer members or values in one request.',
    });
  });

  it('counts bytes, not characters', () => {
    const body = JSON.stringify('€'.repeat(bodyLimit / 3));
    expect(refusalOf(() => readBody({ headers: {}, body, isBase64Encoded: false })).status).toBe(413);
  });

  it.each(['"\\ud800"', '{"userName":"a\\udfffb"}', '[["\\ud83d"]]', '{"\\ud800":1}'])(
    'P7: refuses half of a surrogate pair, which nothing can store: %s',
    (text) => {
      expect(refusalOf(() => readBody({ headers: {}, ...encode(text) }))).toEqual({
        status: 400,
        scimType: 'invalidSyntax',
        detail: 'The request body holds half of a surrogate pair (\\ud800 to \\udfff). Please send whole characters.',
      });
      expect(readBody({ headers: {}, ...encode('"\\ud83d\\ude00"') })).toBe('😀');
    },
  );

  it('refuses nesting that is deeper than the limit, and takes the limit itself', () => {
    const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);
    expect(readBody({ headers: {}, ...encode(nested(nestingLimit)) })).toBeInstanceOf(Array);
    expect(refusalOf(() => readBody({ headers: {}, ...encode(nested(nestingLimit + 1)) }))).toEqual({
      status: 400,
      scimType: 'invalidSyntax',
      detail: 'The request body is nested deeper than 32 levels. Please send a SCIM resource or message.',
    });
    expect(refusalOf(() => readBody({ headers: {}, ...encode(nested(1_000_000)) })).status).toBe(400);
  });

  it('P7: refuses an object that has one name twice, of which the last would count silently', () => {
    const text = '{"active":true,"name":{"givenName":"Ada"},"active":false}';
    expect(refusalOf(() => readBody({ headers: {}, ...encode(text) }))).toEqual({
      status: 400,
      scimType: 'invalidSyntax',
      detail:
        'An object in the request body has one name twice, the second time at character 42. ' +
        'Please send each attribute once.',
    });
  });

  it('drops keys that an assignment would take for the prototype', () => {
    const text = '{"__proto__":{"active":true},"name":{"constructor":1,"\\u005f_proto__":[]}}';
    const value = readBody({ headers: {}, ...encode(text) });
    expect(JSON.stringify(value)).toBe('{"name":{"constructor":1}}');
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  });
});

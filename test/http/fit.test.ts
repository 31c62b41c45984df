import { randomBytes, randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { memberValue } from '#domain/group-resource.ts';
import { type Codings, plainly, readCodings } from '#http/content-codings.ts';
import { fit } from '#http/fit.ts';
import { respond } from '#http/response.ts';
import { isArray, isObject, type JsonObject } from '#scim/json.ts';
import { listResponse } from '#scim/messages.ts';
import { refusalOf } from '../scim/refusal.ts';

/** The largest response that Lambda passes on, in bytes of its JSON. */
const lambdaLimit = 6_291_456;

const gzip: Codings = { gzip: 1, identity: 0.0001 };
const unfit =
  'The answer is larger than the 6 MB that one response can hold. Please leave the members out with ' +
  'excludedAttributes=members; the Console lists the members of a group page by page. About twice as many fit ' +
  'where the client sends Accept-Encoding: gzip.';
const baseUrl = 'https://abcdefghij.execute-api.eu-central-1.amazonaws.com/scim/v2';

/** A group as GET shows it, with so many members in the order in which they are stored. */
function groupOf(members: number): JsonObject {
  const ids = Array.from({ length: members }, () => randomUUID()).toSorted();
  return {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
    id: randomUUID(),
    displayName: 'Statsig-ProjectA-Admin',
    members: ids.map((id) => memberValue(baseUrl, id)),
    meta: { resourceType: 'Group', version: 'W/"7"' },
  };
}

/** What the client reads, and how large the response is for Lambda. */
function send(body: JsonObject, codings: Codings) {
  const response = respond({ status: 200, body, mayLean: true, headers: { etag: 'W/"7"' } }, codings);
  const { body: text = '', isBase64Encoded = false, headers = {} } = response;
  const bytes = Buffer.from(text, isBase64Encoded ? 'base64' : 'utf8');
  const isCompressed = headers['content-encoding'] === 'gzip';
  return {
    isCompressed,
    etag: headers['etag'],
    size: Buffer.byteLength(JSON.stringify(response)),
    read: JSON.parse((isCompressed ? gunzipSync(bytes) : bytes).toString()) as JsonObject,
  };
}

function lean(body: JsonObject): JsonObject {
  const { members, Resources } = body;
  if (isArray(Resources)) return { ...body, Resources: Resources.filter(isObject).map(lean) };
  return { ...body, members: (members as readonly JsonObject[]).map(({ value }) => ({ value: value ?? null })) };
}

function pageOf(groups: number, members: number): JsonObject {
  const resources = Array.from({ length: groups }, () => groupOf(members));
  return listResponse(resources, groups, 1);
}

describe('answers of real sizes', () => {
  it('P3: shows the members of a group of 100,000 to a client that takes no gzip, by their ids alone', () => {
    const group = groupOf(100_000);
    const { read, isCompressed, size } = send(group, plainly);
    expect(isCompressed).toBe(false);
    expect(size).toBeLessThan(lambdaLimit);
    expect(isDeepStrictEqual(read, lean(group))).toBe(true);
  });

  it('P3: shows them whole to one that takes gzip', () => {
    const group = groupOf(100_000);
    const { read, isCompressed, size, etag } = send(group, gzip);
    expect(isCompressed).toBe(true);
    expect(etag).toBe('W/"7"');
    expect(size).toBeLessThan(lambdaLimit);
    expect(isDeepStrictEqual(read, group)).toBe(true);
  });

  it('P3: shows a page of 100 groups with 200,000 memberships to Okta, which takes gzip', () => {
    const page = pageOf(100, 2000);
    const { read, isCompressed, size } = send(page, gzip);
    expect(isCompressed).toBe(true);
    expect(size).toBeLessThan(lambdaLimit);
    expect(isDeepStrictEqual(read, lean(page))).toBe(true);
  });

  it('P3: shows the same page whole while it has half as many', () => {
    const page = pageOf(100, 1000);
    expect(isDeepStrictEqual(send(page, gzip).read, page)).toBe(true);
  });

  it('P3: never cuts a group short: one that no response can hold is refused with what to ask instead', () => {
    const group = groupOf(130_000);
    expect(isDeepStrictEqual(send(group, gzip).read, group)).toBe(true);
    expect(refusalOf(() => send(group, plainly))).toMatchObject({ status: 413, detail: unfit });
  });

  it('P3: says what can be asked instead without a look at texts that would be longer than any that there can be', () => {
    const { members, ...group } = groupOf(3000);
    const page = listResponse(
      Array.from({ length: 1000 }, () => ({ ...group, members: members ?? [] })),
      1000,
      1,
    );
    expect(fit({ status: 200, body: page, mayLean: true }, gzip)).toBeUndefined();
    expect(fit({ status: 200, body: page, mayLean: true }, plainly)).toBeUndefined();
  });

  it('P5: shows parts of members that were asked for by name, or refuses', () => {
    const group = groupOf(60_000);
    expect(fit({ status: 200, body: group, mayLean: false }, gzip)?.content?.isBase64Encoded).toBe(true);
    expect(fit({ status: 200, body: group, mayLean: false }, plainly)).toBeUndefined();
  });

  it('says of what is done already that it is, with its version, where no response can show it (RFC 7644 §3.5.2)', () => {
    const headers = { etag: 'W/"7"' };
    const response = respond({ status: 200, body: groupOf(130_000), mayLean: true, isDone: true, headers });
    expect(response).toEqual({ statusCode: 204, headers: { 'cache-control': 'no-store', etag: 'W/"7"' } });
  });
});

describe('answers of any size', () => {
  const short = { a: 'x'.repeat(100) };
  const long = { a: 'x'.repeat(9000) };

  it.each<[string, object, string | undefined, boolean, boolean]>([
    ['a short one stays as it is', short, 'gzip', false, false],
    ['a short one is compressed where nothing else is taken', short, 'gzip, identity;q=0', true, true],
    ['a long one is compressed', long, 'gzip,deflate', true, true],
    ['a long one stays as it is where gzip is not offered', long, undefined, false, true],
    ['a long one stays as it is where gzip is refused', long, 'gzip;q=0', false, true],
    ['a long one stays as it is where that is liked better', long, 'gzip;q=0.5, identity', false, true],
    ['a long one is sent as it is where nothing that there is can be sent', long, 'identity;q=0', false, true],
  ])('%s', (_, body, acceptEncoding, isCompressed, isNegotiated) => {
    const response = respond({ status: 200, body }, readCodings(acceptEncoding));
    expect(response.headers).toEqual({
      'content-type': 'application/scim+json',
      'cache-control': 'no-store',
      ...(isNegotiated && { vary: 'accept-encoding' }),
      ...(isCompressed && { 'content-encoding': 'gzip' }),
    });
    const text = response.body ?? '';
    const read = isCompressed ? gunzipSync(Buffer.from(text, 'base64')).toString() : text;
    expect(JSON.parse(read)).toEqual(body);
  });

  it('one that fits only when it is compressed is, whatever is liked better', () => {
    const body = { a: '"'.repeat(2_000_000) };
    const response = respond({ status: 200, body }, readCodings('gzip;q=0.1, identity'));
    expect(response.headers).toMatchObject({ 'content-encoding': 'gzip' });
  });

  it('one that nothing makes small enough is refused', () => {
    const body = { a: randomBytes(6_000_000).toString('base64') };
    expect(refusalOf(() => respond({ status: 200, body }, gzip)).detail).toBe(
      'The answer is larger than the 6 MB that one response can hold. Please leave the members out with ' +
        'excludedAttributes=members; the Console lists the members of a group page by page.',
    );
  });
});

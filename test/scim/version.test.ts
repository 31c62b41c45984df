import { describe, expect, it } from 'vitest';
import { etag, isKnown, readPrecondition } from '#scim/version.ts';
import { refusalOf } from './refusal.ts';

describe('etag', () => {
  it('P5: is weak and covers all revisions', () => {
    expect([etag(3), etag(3, 7), etag('digest')]).toEqual(['W/"3"', 'W/"3.7"', 'W/"digest"']);
  });
});

describe('readPrecondition', () => {
  it.each(['W/"3.7"', '"3.7"', '3.7', 'W/3.7', '"1", W/"3.7"', '*'])('P5: accepts If-Match %s', (ifMatch) => {
    expect(() => readPrecondition(ifMatch).check('W/"3.7"')).not.toThrow();
  });

  it.each(['W/"3.8"', '"1", "2"', ''])('P5: refuses If-Match %s', (ifMatch) => {
    const refusal = refusalOf(() => readPrecondition(ifMatch).check('W/"3.7"'));
    expect(refusal).toMatchObject({ status: 412, scimType: undefined });
    expect(refusal.detail).toBe(
      'The resource has changed: it is at version W/"3.7" now. Please read it again, then repeat the change.',
    );
  });

  it('P5: is required where a version is named, and accepts everything without', () => {
    expect(['W/"3"', '*', undefined].map((ifMatch) => readPrecondition(ifMatch).required)).toEqual([
      true,
      false,
      false,
    ]);
    expect(() => readPrecondition(undefined).check('W/"3"')).not.toThrow();
  });

  it.each(['*', 'W/"3"', '"1", "3"'])('RFC 9110 §13.1.2: refuses a change by If-None-Match %s', (ifNoneMatch) => {
    const precondition = readPrecondition(undefined, ifNoneMatch);
    expect(precondition.required).toBe(true);
    expect(refusalOf(() => precondition.check('W/"3"'))).toMatchObject({
      status: 412,
      detail: 'The resource is at version W/"3", which If-None-Match rules out. Please leave If-None-Match out.',
    });
  });

  it('RFC 9110 §13.1.2: lets a change pass by If-None-Match with other versions, and asks If-Match as well', () => {
    expect(() => readPrecondition('"3"', '"4"').check('W/"3"')).not.toThrow();
    expect(refusalOf(() => readPrecondition('"2"', '"4"').check('W/"3"')).detail).toContain('has changed');
  });
});

describe('isKnown', () => {
  it.each<[string | undefined, boolean]>([
    [undefined, false],
    ['W/"3"', true],
    ['"2", "3"', true],
    ['*', true],
    ['W/"4"', false],
  ])('P5: answers If-None-Match %s with %s', (ifNoneMatch, expected) => {
    expect(isKnown(undefined, ifNoneMatch, 'W/"3"')).toBe(expected);
  });

  it('RFC 9110 §13.1.1: refuses a GET whose If-Match names other versions, before it looks at If-None-Match', () => {
    expect(isKnown('"2", W/"3"', 'W/"3"', 'W/"3"')).toBe(true);
    expect(isKnown('*', undefined, 'W/"3"')).toBe(false);
    expect(refusalOf(() => isKnown('W/"2"', 'W/"3"', 'W/"3"'))).toMatchObject({ status: 412 });
  });
});

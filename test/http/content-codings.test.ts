import { describe, expect, it } from 'vitest';
import { readCodings } from '#http/content-codings.ts';

const unnamed = 0.0001;

describe('readCodings (RFC 9110 §12.5.3)', () => {
  it.each<[string | undefined, number, number, string]>([
    [undefined, 0, 1, 'nothing said: nothing is compressed'],
    ['', 0, unnamed, 'nothing but the answer as it is'],
    ['gzip,deflate', 1, unnamed, 'what Okta sends'],
    ['gzip, deflate, br, zstd', 1, unnamed, 'what browsers and fetch send'],
    ['br', 0, unnamed, 'a coding that is not offered'],
    ['GZip', 1, unnamed, 'names in any case'],
    ['x-gzip', 1, unnamed, 'the older name (§8.4.1.3)'],
    ['x-gzip, gzip;q=0', 0, unnamed, 'the name itself before the older one'],
    ['gzip;q=0', 0, unnamed, 'a coding that is not taken'],
    ['gzip ; q=0.5 , identity ; Q=1', 0.5, 1, 'weights and white space'],
    ['gzip;q=0.25', 0.25, unnamed, 'a small weight is liked better than no name'],
    ['*', 1, 1, 'anything'],
    ['*;q=0', 0, 0, 'nothing at all'],
    ['gzip, *;q=0', 1, 0, 'gzip alone'],
    ['identity;q=0', 0, 0, 'everything but the answer as it is, and no name'],
    ['identity;q=0, *', 1, 0, 'everything but the answer as it is'],
    ['gzip;q=2', 0, unnamed, 'no weight'],
    ['gzip;q=', 0, unnamed, 'no weight'],
    ['gzip;q=1;q=0', 0, unnamed, 'two weights'],
    [';q=1,, gzip;level=9, identity;q=0.5', 0, 0.5, 'no codings'],
  ])('reads %j as gzip %d and identity %d: %s', (header, gzip, identity) => {
    expect(readCodings(header)).toEqual({ gzip, identity });
  });
});

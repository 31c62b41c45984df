import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isInstant, parseInstant } from '#scim/instant.ts';

describe('parseInstant', () => {
  it.each([
    ['2011-05-13T04:42:34Z', '2011-05-13T04:42:34.000Z'],
    ['2011-05-13T04:42:34.567Z', '2011-05-13T04:42:34.567Z'],
    ['2011-05-13T04:42:34.5Z', '2011-05-13T04:42:34.500Z'],
    ['2011-05-13t04:42:34z', '2011-05-13T04:42:34.000Z'],
    ['2011-05-13T04:42:34+02:00', '2011-05-13T02:42:34.000Z'],
    ['2011-05-13T04:42', '2011-05-13T04:42:00.000Z'],
    ['2011-05-13T24:00:00Z', '2011-05-14T00:00:00.000Z'],
    ['2011-05-13', '2011-05-13T00:00:00.000Z'],
    ['0099-05-13T04:42:34Z', '0099-05-13T04:42:34.000Z'],
  ])('RFC 7643 §2.3.5: reads %s as %s', (text, instant) => {
    expect(new Date(parseInstant(text)!).toISOString()).toBe(instant);
    expect(isInstant(text)).toBe(true);
  });

  it.each([
    '',
    'now',
    '2011-13-13T04:42:34Z',
    '2011-05-32T04:42:34Z',
    '2011-05-13T25:00:00Z',
    '2011-05-13T04:60:34Z',
    '2011-05-13T04:42:60Z',
    '2011-05-13 04:42:34Z',
    '2011-05-13T04:42:34.Z',
    ' 2011-05-13T04:42:34Z',
    '2011-05-13T04:42:34Z\n',
  ])('RFC 7643 §2.3.5: finds no date in %j', (text) => {
    expect(parseInstant(text)).toBeUndefined();
    expect(isInstant(text)).toBe(false);
  });

  it('RFC 7643 §2.3.5: reads what looks like a date as the engine does', () => {
    const part = (max: number, length = 2) =>
      fc.integer({ min: 0, max }).map((number) => String(number).padStart(length, '0'));
    const texts = fc
      .tuple(part(9999, 4), part(13), part(33), part(25), part(61), part(61), fc.constantFrom('', '.123'))
      .map(([year, month, day, hour, minute, second, rest]) => {
        return `${year}-${month}-${day}T${hour}:${minute}:${second}${rest}Z`;
      });
    fc.assert(
      fc.property(texts, (text) => {
        expect(parseInstant(text) ?? Number.NaN).toBe(Date.parse(text));
      }),
      { numRuns: 2000 },
    );
  });
});

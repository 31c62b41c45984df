import { describe, expect, it } from 'vitest';
import { readDuration, readMoment, readMomentAgo, readMomentAhead, showMoment } from '../../console/moments.ts';

const now = new Date('2026-11-23T12:00:00.000Z');

describe('lengths of time', () => {
  it.each([
    ['0', 0],
    ['45', 45],
    ['30s', 30],
    ['10m', 600],
    ['24h', 86_400],
    ['90d', 7_776_000],
    [' 2w ', 1_209_600],
  ])('reads %j as %i seconds', (text, expected) => {
    expect(readDuration(text)).toBe(expected);
  });

  it.each(['', 'd', '1.5h', '-1h', '1y', '1 h', '1h30m', '0x10', '10000000000'])('refuses %j', (text) => {
    expect(() => readDuration(text)).toThrow(/is no length of time\. Please write/u);
  });
});

describe('moments', () => {
  it.each([
    ['2026-11-23', '2026-11-23T00:00:00.000Z'],
    ['2026-11-23T09:30', '2026-11-23T09:30:00.000Z'],
    ['2026-11-23 09:30:15', '2026-11-23T09:30:15.000Z'],
    ['2026-11-23T09:30:15Z', '2026-11-23T09:30:15.000Z'],
    ['2026-11-23T09:30:15.5+02:00', '2026-11-23T07:30:15.500Z'],
    ['2028-02-29', '2028-02-29T00:00:00.000Z'],
  ])('reads %j, in UTC where it says nothing else', (text, expected) => {
    expect(readMoment(text)).toBe(expected);
  });

  it.each(['', 'yesterday', '23.11.2026', '2026-13-01', '2026-02-30', '2026-11-23T25:00', '2026', '2h'])(
    'refuses %j',
    (text) => {
      expect(() => readMoment(text)).toThrow(/is no moment\. Please write/u);
    },
  );

  it('counts a length of time from now on, or back from now', () => {
    expect(readMomentAhead('90d', now)).toBe('2027-02-21T12:00:00.000Z');
    expect(readMomentAgo('2h', now)).toBe('2026-11-23T10:00:00.000Z');
    expect(readMomentAhead('2027-01-31', now)).toBe('2027-01-31T00:00:00.000Z');
    expect(readMomentAgo('2026-11-01', now)).toBe('2026-11-01T00:00:00.000Z');
  });

  it('says what may be written where a length of time would do too', () => {
    expect(() => readMomentAhead('soon', now)).toThrow(/Please write it as .*, or as a time from now: 90d\.$/u);
    expect(() => readMomentAgo('lately', now)).toThrow(/Please write it as .*, or as a time before now: 2h\.$/u);
  });

  it.each(['999999999w', '3000000d'])('leaves no calendar by %j', (text) => {
    for (const read of [readMomentAhead, readMomentAgo]) {
      expect(() => read(text, now)).toThrow(/is too long a time.*Please give a shorter one\./u);
    }
  });

  it('shows them to the second', () => {
    expect(showMoment('2026-11-23T12:00:00.123Z')).toBe('2026-11-23 12:00:00Z');
    expect(showMoment(undefined)).toBeUndefined();
  });
});

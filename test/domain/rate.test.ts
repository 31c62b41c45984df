import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allowedIn, mostUntold, rateWindow, secondsLeft, windowAt } from '../../lambdas/domain/rate.ts';

const noon = Date.parse('2026-11-23T12:00:00Z');

describe('the window of a rate', () => {
  it.each([
    [0, 0, 10],
    [1, 0, 10],
    [1_000, 0, 9],
    [9_000, 0, 1],
    [9_999, 0, 1],
    [10_000, 10_000, 10],
  ])('holds the moment %i ms after it began: begun at %i, %i s are left', (after, begun, left) => {
    expect(windowAt(noon + after)).toBe(noon + begun);
    expect(secondsLeft(noon + after)).toBe(left);
  });

  it('takes what a rate allows in ten seconds', () => {
    expect(allowedIn(100)).toBe(1_000);
    expect(allowedIn(1)).toBe(10);
    expect(rateWindow).toBe(10_000);
  });

  it('is over when Retry-After says so, and not a second earlier', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e12 }), (now) => {
        const over = now + secondsLeft(now) * 1000;
        expect(windowAt(over)).toBeGreaterThan(windowAt(now));
        expect(windowAt(over - 1000)).toBe(windowAt(now));
      }),
    );
  });
});

describe('what an environment may keep for itself', () => {
  it.each([
    ['20 of a thousand', 1_000, 0, 20],
    ['as many while much is left', 1_000, 680, 20],
    ['a sixteenth of what is left', 1_000, 840, 10],
    ['nothing at the end', 1_000, 995, 0],
    ['a two thousandth of a great limit at least', 100_000, 99_999, 50],
    ['nothing of a small limit', 10, 0, 0],
    ['no less than nothing where it is overdrawn', 10, 900, 0],
  ])('is %s', (_, allowed, used, most) => {
    expect(mostUntold(allowed, used)).toBe(most);
  });
});

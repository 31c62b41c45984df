import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold, foldsTo } from '#scim/fold.ts';

describe('fold', () => {
  it.each([
    ['Jane.Doe@Example.COM', 'jane.doe@example.com'],
    ['ＪＡＮＥ', 'jane'],
    ['e\u0301', 'é'],
    ['ÉCOLE', 'école'],
    // With its caron the small letter is one character, the capital is not.
    ['J\u030C', '\u01F0'],
    ['\u03AA\u0301', '\u0390'],
    ['', ''],
  ])('G3: folds %s to %s', (text, folded) => {
    expect(fold(text)).toBe(folded);
    expect(fold(folded)).toBe(folded);
    expect(foldsTo(text, folded)).toBe(true);
  });

  it.each([
    ['Jane', 'jan'],
    ['Jan', 'jane'],
    ['[', '{'],
    ['JE\u0301', 'jè'],
    ['e', 'é'],
    ['\u212A', 'kk'],
  ])('G3: tells %s from %s', (text, folded) => {
    expect(foldsTo(text, folded)).toBe(false);
  });

  it('G3: compares with a folded text as if it folded the other', () => {
    const text = fc
      .array(
        fc.constantFrom('a', 'A', 'e', 'E', '\u0301', 'é', 'É', 'ς', 'Σ', 'Ａ', '\u212A', 'k', 'ﬁ', 'J', '\u030C', 'ǰ'),
        {
          maxLength: 4,
        },
      )
      .map((letters) => letters.join(''));
    fc.assert(
      fc.property(text, text, (one, other) => {
        expect(foldsTo(one, fold(other))).toBe(fold(one) === fold(other));
      }),
      { numRuns: 3000 },
    );
  });
});

import { describe, expect, it } from 'vitest';
import { fold } from '#scim/fold.ts';

describe('fold', () => {
  it.each([
    ['Jane.Doe@Example.COM', 'jane.doe@example.com'],
    ['ＪＡＮＥ', 'jane'],
    ['e\u0301', 'é'],
    ['ÉCOLE', 'école'],
    ['', ''],
  ])('G3: folds %s to %s', (text, folded) => {
    expect(fold(text)).toBe(folded);
    expect(fold(folded)).toBe(folded);
  });
});

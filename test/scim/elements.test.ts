import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addElements, mergeAlike } from '#scim/elements.ts';
import type { Json } from '#scim/json.ts';

describe('addElements', () => {
  it.each<[string, Json, Json]>([
    ['a value and the same with a type', { value: 'a' }, { value: 'a', type: 'b' }],
    ['types and values that read alike together', { value: 'c', type: 'ab' }, { value: 'bc', type: 'a' }],
    ['a text that looks like a list', { value: '["a","b"]' }, { value: ['a', 'b'] }],
    ['a text that looks like a value with its type', { value: '[1:ab' }, { value: 'b', type: 'a' }],
    ['a text and a number', { value: '1' }, { value: 1 }],
    ['no type and an empty one', { value: 'a' }, { value: 'a', type: '' }],
  ])('RFC 7643 §2.4: keeps apart %s', (_, one, other) => {
    expect(addElements([one], [other])).toEqual([one, other]);
    expect(addElements([other], [one])).toEqual([other, one]);
  });

  it('RFC 7644 §3.5.2.1: changes nothing when the same is added again, and never holds two of a value and type', () => {
    const element = fc.record(
      { value: fc.constantFrom('a', '[a', '[1:a', ':a', 1), type: fc.constantFrom('', 'a', 'work') },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.array(element), fc.array(element), (elements, added) => {
        const start = addElements([], elements);
        const once = addElements(start, added);
        expect(addElements(once, added)).toEqual(once);
        const identities = once.map((each) => JSON.stringify(each));
        expect(new Set(identities).size).toBe(identities.length);
      }),
    );
  });
});

describe('mergeAlike', () => {
  it('RFC 7643 §2.4: holds the same value and type once, with what each says beside them', () => {
    const work = { value: 'a', type: 'work' };
    const elements = [work, { ...work, display: 'A' }, { value: 'a', type: 'home' }, { ...work, primary: true }];
    expect(mergeAlike(elements)).toEqual([
      { ...work, display: 'A', primary: true },
      { value: 'a', type: 'home' },
    ]);
  });
});

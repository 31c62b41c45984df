import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countNames, findRepeatedName } from '#http/json-names.ts';

/** How many names all objects of a value have. */
function namesIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const own = Array.isArray(value) ? 0 : Object.keys(value).length;
  return Object.values(value).reduce<number>((sum, one) => sum + namesIn(one), own);
}

describe('the names in a JSON text', () => {
  it('are as many as the value has, where each stands there once', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(undefined, 2, '\t'), (value, indent) => {
        const text = JSON.stringify(value, undefined, indent);
        expect(countNames(text)).toBe(namesIn(JSON.parse(text)));
        expect(findRepeatedName(text)).toBeUndefined();
      }),
    );
  });

  it.each<[text: string, names: number, repeated: number | undefined]>([
    ['{"a":1,"a":2}', 2, 7],
    ['{"a":1,"\\u0061":2}', 2, 7],
    ['{"a" \n: 1, "b": {"c": 1, "c" : 2}}', 4, 25],
    ['[{"a":1},{"a":2}]', 2, undefined],
    ['{"a":{"a":1},"b":"a"}', 3, undefined],
    ['{"a\\"":1,"a\\\\":2,"a\\\\\\"":": "}', 3, undefined],
    ['{"__proto__":1,"__proto__":2}', 2, 15],
    ['":"', 0, undefined],
    ['"a"', 0, undefined],
  ])('of %s are counted, and the first that its object has already is found', (text, names, repeated) => {
    expect(countNames(text)).toBe(names);
    expect(findRepeatedName(text)).toBe(repeated);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findSyntaxProblem } from '#http/json-syntax.ts';

describe('findSyntaxProblem', () => {
  it.each([
    ['', 0, 'a value'],
    ['  ', 2, 'a value'],
    ['{', 1, 'a name in quotes or "}"'],
    ['{"a"', 4, '":"'],
    ['{"a" 1}', 5, '":"'],
    ['{"a":}', 5, 'a value'],
    ['{"a":1', 6, '"," or "}"'],
    ['{"a":1]', 6, '"," or "}"'],
    ['{"a":1,}', 7, 'a name in quotes'],
    ['{a:1}', 1, 'a name in quotes or "}"'],
    ["{'a':1}", 1, 'a name in quotes or "}"'],
    ['[1 2]', 3, '"," or "]"'],
    ['[1,]', 3, 'a value'],
    ['[}', 1, 'a value or "]"'],
    ['[1] x', 4, 'the end'],
    ['01', 1, 'the end'],
    ['1.', 1, 'the end'],
    ['truth', 0, 'a value'],
    ['nullx', 4, 'the end'],
    ['"abc', 4, 'the rest of the string'],
    ['"a\\x"', 2, 'the rest of the string'],
    ['"a\\u12"', 2, 'the rest of the string'],
    ['"a\nb"', 2, 'the rest of the string'],
    ['{"userName": bjensen}', 13, 'a value'],
    ['\u00A0{}', 0, 'a value'],
  ])('finds where %j stops being JSON', (text, offset, expected) => {
    expect(findSyntaxProblem(text)).toEqual({ offset, expected });
  });

  it('finds nothing in JSON', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(findSyntaxProblem(text)).toBeUndefined();
      }),
    );
  });

  it('finds something in exactly the texts that JSON.parse refuses', () => {
    const characters = fc.constantFrom('{', '}', '[', ']', ':', ',', '"', '\\', 'a', '1', '-', '.', 'e', ' ', 'null');
    fc.assert(
      fc.property(fc.array(characters, { maxLength: 12 }), (parts) => {
        const text = parts.join('');
        expect(findSyntaxProblem(text) === undefined).toBe(parses(text));
      }),
      { numRuns: 2_000 },
    );
  });

  it('reads deep nesting without recursion', () => {
    expect(findSyntaxProblem('['.repeat(200_000))).toEqual({ offset: 200_000, expected: 'a value or "]"' });
  });

  it('reads a long string', () => {
    expect(findSyntaxProblem(`"${'x'.repeat(4_000_000)}`)).toEqual({
      offset: 4_000_001,
      expected: 'the rest of the string',
    });
  });
});

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

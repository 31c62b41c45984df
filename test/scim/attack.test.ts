import { describe, expect, it } from 'vitest';
import { ScimError } from '#scim/errors.ts';
import { attempt, requirePlainJson } from '../attack/checks.ts';
import { attackPart } from '../attack/part.ts';
import { type Target, targets } from '../attack/targets.ts';
import { found } from './attack.cases.ts';

/** Holds ten inputs against a reader that was made for the test. */
function attackOf(check: Target['check']) {
  const target: Target = { share: 1, make: (random) => `input ${random.below(1000)}`, check };
  return attackPart('made for the test', target, { seed: 1, first: 0, step: 1, end: 10 }, () => undefined);
}

function problemsOf(check: Target['check']): readonly string[] {
  return attackOf(check).findings.map(({ problem }) => problem);
}

describe('what the attack found', () => {
  it.each(found)('$target: $text is read or refused as it should be', ({ target, text, understood }) => {
    expect(targets[target]?.check(text)).toBe(understood);
  });
});

describe('the attack', () => {
  it.each(Object.entries(targets))('finds nothing in a few hundred inputs: %s', (name, target) => {
    const tally = attackPart(name, target, { seed: 7, first: 0, step: 1, end: 300 }, () => undefined);
    expect(tally.findings).toEqual([]);
    expect(tally.inputs).toBe(300);
    expect(tally.understood).toBeGreaterThan(5);
    expect(tally.understood).toBeLessThan(300);
  });

  it('makes the same inputs of the same seed, and others of another', () => {
    const inputsOf = (seed: number): string[] => {
      const texts: string[] = [];
      const [target] = Object.values(targets);
      const check = (text: string): boolean => texts.push(text) > 0;
      attackPart('any', { ...target!, check }, { seed, first: 3, step: 2, end: 40 }, () => undefined);
      return texts;
    };
    expect(inputsOf(1)).toEqual(inputsOf(1));
    expect(inputsOf(1)).toHaveLength(19);
    expect(inputsOf(2)).not.toEqual(inputsOf(1));
  });

  it('finds what throws anything but a refusal', () => {
    expect(
      problemsOf(() => {
        throw new TypeError('undefined is not a function');
      }),
    ).toEqual(Array.from({ length: 10 }, () => 'undefined is not a function'));
    expect(problemsOf((text) => targets['paths']!.check(text))).toEqual([]);
  });

  it('finds a prototype that was touched', () => {
    const polluted = Object.prototype as { polluted?: boolean };
    try {
      const problems = problemsOf(() => (polluted.polluted = true));
      expect(problems.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 'a prototype has been touched'));
      expect(problems[10]).toContain('a prototype has been changed');
    } finally {
      delete polluted.polluted;
    }
    expect(problemsOf(() => true)).toEqual([]);
  });

  it('finds a refusal that no caller may get, or that tells nothing', () => {
    const refusing = (status: number, detail: string) =>
      problemsOf(
        () =>
          attempt(() => {
            throw new ScimError(status, detail);
          }) === undefined,
      );
    expect(refusing(400, 'No. Please stop.')).toEqual([]);
    expect(refusing(500, 'No. Please stop.')[0]).toBe('refused with 500: No. Please stop.');
    expect(refusing(400, ' ')[0]).toContain('refused without a detail');
    expect(refusing(400, 'x'.repeat(2001))[0]).toContain('a detail of 2001 characters');
  });

  it.each<[string, unknown]>([
    ['a value of type undefined', { a: [undefined] }],
    ['the number Infinity', [Infinity]],
    ['half a character', { a: '\uD800' }],
    ['the key', JSON.parse('{"__proto__":1}')],
    ['a strange prototype', { a: new Date(0) }],
  ])('finds in a result %s', (problem, value) => {
    expect(() => requirePlainJson(value)).toThrow(problem);
    expect(() => requirePlainJson(structuredClone({ a: [null, true, 1.5, 'x', {}] }))).not.toThrow();
  });
});

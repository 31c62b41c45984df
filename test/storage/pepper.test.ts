import { beforeEach, describe, expect, it } from 'vitest';
import { proofOf, type Provable } from '#storage/key-proof.ts';
import {
  keepPepper,
  knownFor,
  lookedFor,
  noPepper,
  type Pepper,
  type PepperStage,
  provedFor,
} from '#storage/pepper.ts';

const key: Provable = { hash: 'h', id: 'k', organizationId: 'acme', scope: 'full' };
const [first, second, third] = ['first', 'second', 'third'].map(
  (name) => `the ${name} pepper, which is long enough`,
) as [string, string, string];

describe('the pepper of an environment', () => {
  let clock: number;
  let secrets: Partial<Record<PepperStage, string>>;
  let reads: PepperStage[];
  let failure: Error | undefined;
  let warnings: unknown[];
  let pepper: Pepper;

  const rotateTo = (next: string): void => {
    secrets = { AWSCURRENT: next, ...(secrets.AWSCURRENT !== undefined && { AWSPREVIOUS: secrets.AWSCURRENT }) };
  };
  const proven = (by: string) => pepper.check(key, proofOf(by, key));

  beforeEach(() => {
    warnings = [];
    [clock, secrets, reads, failure] = [Date.parse('2026-11-23T12:00:00Z'), { AWSCURRENT: first }, [], undefined];
    pepper = keepPepper(
      async (stage) => {
        reads.push(stage);
        if (failure !== undefined) throw failure;
        return secrets[stage];
      },
      { now: () => clock, warn: (fault) => void warnings.push(fault) },
    );
  });

  it('is read once, however many keys come, at once or one after another', async () => {
    expect(await Promise.all(Array.from({ length: 50 }, () => proven(first)))).toEqual(Array(50).fill('current'));
    clock += knownFor - 1;
    expect(await proven(first)).toBe('current');
    await pepper.ready();
    expect(reads).toEqual(['AWSCURRENT']);
  });

  it('is not read again for a key without a proof', async () => {
    await pepper.ready();
    expect(await pepper.check(key, undefined)).toBeUndefined();
    expect(reads).toEqual(['AWSCURRENT']);
  });

  it('is read again, with the one before, where a proof is of neither, and not twice within ten seconds for it', async () => {
    expect(await proven(first)).toBe('current');
    rotateTo(second);
    expect(await proven(second)).toBe('current');
    expect(reads).toEqual(['AWSCURRENT', 'AWSCURRENT', 'AWSPREVIOUS']);
    expect(await proven(first)).toBe('previous');
    expect(await proven(third)).toBeUndefined();
    expect(await proven(third)).toBeUndefined();
    expect(reads).toHaveLength(5);
    clock += lookedFor;
    expect(await Promise.all([proven(third), proven(third), proven(third)])).toEqual(Array(3).fill(undefined));
    expect(reads).toHaveLength(7);
  });

  it('is read again for a proof that was never looked into, whatever else was refused a moment ago', async () => {
    expect(await proven(third)).toBeUndefined();
    rotateTo(second);
    expect(await proven(second)).toBe('current');
    expect(await proven(third)).toBeUndefined();
    expect(reads).toHaveLength(5);
  });

  it.each(['', 'short'])(
    'that was before counts for nothing where it is %j, which anybody knows or guesses',
    async (text) => {
      secrets = { AWSCURRENT: first, AWSPREVIOUS: text };
      expect(await proven(text)).toBeUndefined();
      expect(await proven(first)).toBe('current');
      clock += provedFor;
      await pepper.prover();
      expect(await proven(text)).toBeUndefined();
    },
  );

  it('counts the one before alone, and none that was before it', async () => {
    rotateTo(second);
    rotateTo(third);
    expect(await proven(second)).toBe('previous');
    expect(await proven(first)).toBeUndefined();
  });

  it('knows a key of the pepper before without having known that one', async () => {
    rotateTo(second);
    expect(await proven(first)).toBe('previous');
    expect(await proven(second)).toBe('current');
  });

  it('proves new keys by the present one, once that is a minute old by one that is read again', async () => {
    expect((await pepper.prover())(key)).toBe(proofOf(first, key));
    rotateTo(second);
    clock += provedFor - 1;
    expect((await pepper.prover())(key)).toBe(proofOf(first, key));
    clock += 1;
    expect((await pepper.prover())(key)).toBe(proofOf(second, key));
    expect(reads).toEqual(['AWSCURRENT', 'AWSCURRENT', 'AWSPREVIOUS']);
    // What was current there counts here all the same.
    expect(await proven(first)).toBe('previous');
  });

  it('is read again each hour, so that one that was replaced twice counts nowhere any more', async () => {
    expect(await proven(first)).toBe('current');
    rotateTo(second);
    rotateTo(third);
    clock += knownFor - 1;
    expect(await proven(first)).toBe('current');
    clock += 1;
    expect(await proven(first)).toBeUndefined();
    expect(await proven(second)).toBe('previous');
    expect(warnings).toEqual([]);
  });

  it('goes on counting where it cannot be read again after an hour, which is told each time', async () => {
    expect(await proven(first)).toBe('current');
    failure = new Error('no answer');
    clock += knownFor;
    expect(await Promise.all([proven(first), proven(first)])).toEqual(['current', 'current']);
    expect(warnings).toEqual([failure]);
    await expect(proven(second)).rejects.toThrow('no answer');
    clock += lookedFor;
    expect(await proven(first)).toBe('current');
    expect(warnings).toEqual([failure, failure]);
  });

  it('is looked for again by each that needs it while it cannot be read', async () => {
    failure = new Error('no access');
    await expect(proven(first)).rejects.toThrow('no access');
    await expect(pepper.prover()).rejects.toThrow('no access');
    failure = undefined;
    expect(await proven(first)).toBe('current');
  });

  it('that was begun to be read and is cut off is read once more by the first that needs it', async () => {
    failure = new Error('socket hang up');
    const begun = pepper.ready();
    const needed = pepper.ready();
    failure = undefined;
    await expect(begun).rejects.toThrow('socket hang up');
    await needed;
    expect(reads).toEqual(['AWSCURRENT', 'AWSCURRENT']);
  });

  it('refuses nobody while it is known and cannot be read again, and calls nobody unknown meanwhile', async () => {
    await pepper.ready();
    failure = new Error('no access');
    expect(await proven(first)).toBe('current');
    await expect(proven(second)).rejects.toThrow('no access');
  });

  it.each([
    [undefined, /^The secret with the pepper of the SCIM keys is empty\. Please /u],
    ['', /^The secret with the pepper of the SCIM keys is empty\. Please /u],
    ['short', /^The secret with the pepper of the SCIM keys is too short\. Please /u],
  ])('is never %j', async (text, sentence) => {
    const bad = keepPepper(async () => text);
    await expect(bad.ready()).rejects.toThrow(sentence);
    await expect(bad.check(key, proofOf(String(text), key))).rejects.toThrow(sentence);
  });

  it('is missing where none was given, for everything that needs one', async () => {
    const sentence = 'This store was given no pepper, and can know no SCIM key.';
    for (const asked of [noPepper.ready(), noPepper.prover(), noPepper.check(key, 'x')])
      await expect(asked).rejects.toThrow(sentence);
  });
});

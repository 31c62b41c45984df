import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { hashKey, isWellFormedKey, keyBytes, mintKey } from '../../lambdas/domain/keys.ts';

describe('SCIM keys', () => {
  it('T2: a key is scim-, 32 random bytes in base 62 and a checksum', () => {
    expect(mintKey(new Uint8Array(keyBytes))).toMatch(/^scim-0{43}[0-9A-Za-z]{6}$/);
    expect(mintKey(new Uint8Array(keyBytes).fill(255))).toMatch(/^scim-[0-9A-Za-z]{49}$/);
  });

  it('T2: two keys differ, and so do their hashes', () => {
    const [a, b] = [mintKey(randomBytes(keyBytes)), mintKey(randomBytes(keyBytes))];
    expect(a).not.toBe(b);
    expect(hashKey(a)).not.toBe(hashKey(b));
  });

  it('T2: the stored hash is SHA-256, and holds nothing of the key', () => {
    expect(hashKey('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });

  it('refuses to mint from too few bytes', () => {
    expect(() => mintKey(new Uint8Array(16))).toThrow('32 bytes, not 16');
  });

  it('T4: every minted key is well formed, and none with one character changed', () => {
    for (let round = 0; round < 50; round++) {
      const key = mintKey(randomBytes(keyBytes));
      expect(isWellFormedKey(key)).toBe(true);
      const place = 5 + (round % 49);
      const other = key.charAt(place) === 'x' ? 'y' : 'x';
      expect(isWellFormedKey(key.slice(0, place) + other + key.slice(place + 1))).toBe(false);
    }
  });

  it.each(['', 'scim-', 'scim-short', 'xxxx-0000', `scim-${'-'.repeat(49)}`])('T4: "%s" is not well formed', (text) => {
    expect(isWellFormedKey(text)).toBe(false);
  });
});

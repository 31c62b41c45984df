import { describe, expect, it } from 'vitest';
import { isProofOf, proofOf, type Provable } from '#storage/key-proof.ts';

const pepper = 'the pepper of this test, which is long enough';
const key: Provable = { hash: 'a'.repeat(64), id: 'key-1', organizationId: 'acme', scope: 'full' };

describe('the proof of a key', () => {
  it('T2: is HMAC-SHA-256 by the pepper of what never changes of it, and of nothing else', () => {
    const more = { ...key, name: 'Okta', createdAt: '2026-01-01', lastUsedAt: '2026-01-02' };
    expect(proofOf(pepper, key)).toMatch(/^[0-9a-f]{64}$/u);
    expect(proofOf(pepper, more)).toBe(proofOf(pepper, key));
    expect(isProofOf(pepper, key, proofOf(pepper, key))).toBe(true);
  });

  it.each([
    ['of another pepper', `${pepper}!`, key],
    ['of another key', pepper, { ...key, hash: 'b'.repeat(64) }],
    ['T1: of another organization', pepper, { ...key, organizationId: 'other' }],
    ['of another id, under which another key is deactivated', pepper, { ...key, id: 'key-2' }],
    ['T2: of another scope', pepper, { ...key, scope: 'read' as const }],
    ['whose parts are cut elsewhere', pepper, { ...key, id: 'key-1acme', organizationId: '' }],
  ])('%s is none of this one', (_, by, other) => {
    expect(isProofOf(pepper, key, proofOf(by, other))).toBe(false);
  });

  it.each(['', 'a', 'ä'.repeat(32), '0'.repeat(64), '0'.repeat(128)])('is not %j', (text) => {
    expect(isProofOf(pepper, key, text)).toBe(false);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readConsoleCursor, writeConsoleCursor } from '#domain/console-cursor.ts';
import { acme } from '../support/endpoint.ts';

const context = { organization: acme };

describe('a cursor of the Console', () => {
  it('leads back to its position', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }), { maxLength: 4 }), (position) => {
        const cursor = writeConsoleCursor(context, 'projects', [null, 'x'], position);
        expect(cursor).toMatch(/^[\w-]+$/u);
        expect(readConsoleCursor(context, 'projects', [null, 'x'], cursor)).toEqual(
          JSON.parse(JSON.stringify(position)),
        );
      }),
    );
  });

  it('does not show what it says', () => {
    const cursor = writeConsoleCursor(context, 'members', [], ['olivia@example.com']);
    expect(Buffer.from(cursor, 'base64url').toString('latin1')).not.toContain('olivia');
  });

  it.each([
    ['another list', context, 'teams', ['x']],
    ['another question', context, 'projects', ['y']],
    ['a question that was not asked', context, 'projects', []],
    ['another organization', { organization: { ...acme, id: 'other' } }, 'projects', ['x']],
    ['another secret', { organization: { ...acme, secret: 'b3RoZXI' } }, 'projects', ['x']],
  ] as const)('is refused for %s', (_, other, list, question) => {
    const cursor = writeConsoleCursor(context, 'projects', ['x'], ['7']);
    expect(() => readConsoleCursor(other, list, question, cursor)).toThrow(
      expect.objectContaining({ status: 400, code: 'cursorInvalid' }),
    );
  });

  it.each(['', 'x', 'not a cursor', '%%%', 'AAAA'.repeat(20)])('is refused where nobody made it: "%s"', (cursor) => {
    expect(() => readConsoleCursor(context, 'projects', [], cursor)).toThrow(
      expect.objectContaining({ status: 400, code: 'cursorInvalid' }),
    );
  });

  it('is refused where it was changed', () => {
    const cursor = writeConsoleCursor(context, 'projects', [], ['7']);
    const changed = `${cursor.slice(0, -1)}${cursor.endsWith('A') ? 'B' : 'A'}`;
    expect(() => readConsoleCursor(context, 'projects', [], changed)).toThrow(
      expect.objectContaining({ code: 'cursorInvalid' }),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Context } from '#domain/context.ts';
import { cursorsOf } from '#domain/cursor.ts';
import type { Position } from '#domain/position.ts';
import { cursorTimeout, readListQuery } from '#scim/query.ts';
import { expectRefusal } from '../scim/refusal.ts';
import { user } from '../scim/resource-types.ts';
import { acme } from '../support/endpoint.ts';

const at = { id: '7b0f1d3c-0000-4000-8000-000000000001', kind: 0, key: undefined };
const start = Date.parse('2026-03-01T12:00:00Z');

/** The cursors of one query, in an organization and at a moment. */
function cursors(
  parameters: Record<string, string> = {},
  {
    list = 'Users',
    organization = acme,
    seconds = 0,
  }: { list?: string; organization?: typeof acme; seconds?: number } = {},
) {
  const context = { organization, now: () => new Date(start + seconds * 1000) } as unknown as Context;
  return cursorsOf(context, list, [readListQuery(new Map(Object.entries(parameters)), user)]);
}

const position: fc.Arbitrary<Position> = fc.record(
  {
    side: fc.constantFrom('after' as const, 'before' as const),
    at: fc.record({
      id: fc.uuid(),
      kind: fc.constantFrom(0, 1),
      key: fc.oneof(fc.constant(undefined), fc.integer(), fc.string({ unit: 'binary', maxLength: 256 })),
    }),
    total: fc.nat(),
  },
  { requiredKeys: ['side'] },
);

describe('a cursor', () => {
  it('RFC 9865 §2: leads back to its position, in unreserved characters, short enough for a URL', () => {
    fc.assert(
      fc.property(position, (wanted) => {
        const cursor = cursors().write(wanted);
        expect(cursor).toMatch(/^[\w-]{1,2048}$/u);
        expect(cursors().read(cursor)).toEqual(wanted);
      }),
    );
    const longest = cursors().write({ side: 'before', at: { ...at, key: '\u{fffd}'.repeat(256) } });
    expect(longest.length).toBeLessThan(1_200);
  });

  it('RFC 7644 §7.5.2: tells nobody whom it stands beside, and is another one each time', () => {
    const write = () => cursors().write({ side: 'after', at: { ...at, key: 'ada@example.com' } });
    expect(Buffer.from(write(), 'base64url').toString('latin1')).not.toMatch(/ada|example|7b0f1d3c/u);
    expect(write()).not.toBe(write());
  });

  it('RFC 9865 §2: is empty for the first page', () => {
    expect(cursors().read('')).toEqual({ side: 'after' });
  });

  it('RFC 9865 §2.1: is good for an hour, then expired', () => {
    const cursor = cursors().write({ side: 'after', at });
    expect(cursors({}, { seconds: cursorTimeout }).read(cursor)).toEqual({ side: 'after', at });
    expectRefusal(
      () => cursors({}, { seconds: cursorTimeout + 1 }).read(cursor),
      'expiredCursor',
      'older than 3600 seconds. Please begin again with an empty cursor',
    );
  });

  it('RFC 9865 §2.1: is good for the same question in other words, whatever the count and the attributes', () => {
    const question = { filter: 'userName sw "a"', sortBy: 'name.familyName', sortOrder: 'descending', count: '3' };
    const cursor = cursors(question).write({ side: 'after', at });
    const words = { filter: 'USERNAME  SW "a"', sortby: 'Name.FamilyName', sortorder: 'Descending', count: '7' };
    expect(cursors(words).read(cursor)).toEqual({ side: 'after', at });
  });

  it.each<[string, Record<string, string>, { list?: string; organization?: typeof acme }]>([
    ['another list', {}, { list: 'Groups' }],
    ['another filter', { filter: 'active eq true' }, {}],
    ['another sorting', { sortBy: 'userName' }, {}],
    ['another organization', {}, { organization: { ...acme, secret: 'b3RoZXI' } }],
    ['another organization of the same secret', {}, { organization: { ...acme, id: 'other' } }],
  ])('RFC 9865 §2.1: is invalid for %s', (_, parameters, place) => {
    const cursor = cursors().write({ side: 'after', at });
    expectRefusal(() => cursors(parameters, place).read(cursor), 'invalidCursor', 'Please begin again');
    const theirs = cursors(parameters, place).write({ side: 'after', at });
    expectRefusal(() => cursors().read(theirs), 'invalidCursor', 'Please begin again');
  });

  it('RFC 9865 §2.1: is invalid in the other order', () => {
    const up = cursors({ sortBy: 'userName' }).write({ side: 'after', at });
    expectRefusal(() => cursors({ sortBy: 'userName', sortOrder: 'descending' }).read(up), 'invalidCursor', 'Please');
  });

  it('RFC 9865 §2.1: is invalid once a character of it is another, is missing or comes on top', () => {
    const cursor = cursors().write({ side: 'after', at: { ...at, key: 'jensen' } });
    for (let place = 0; place < cursor.length; place++) {
      const character = cursor.charAt(place) === 'A' ? 'B' : 'A';
      for (const spoiled of [
        `${cursor.slice(0, place)}${character}${cursor.slice(place + 1)}`,
        cursor.slice(0, place),
        `${cursor.slice(0, place)}!${cursor.slice(place)}`,
      ].filter((text) => text !== '')) {
        expectRefusal(() => cursors().read(spoiled), 'invalidCursor', 'Please begin again');
      }
    }
    expectRefusal(() => cursors().read(`${cursor}=`), 'invalidCursor', 'Please begin again');
  });

  it.each([' ', '1', 'AAAA', 'x'.repeat(5000), 'é', '__proto__', 'A'.repeat(22)])(
    'RFC 9865 §2.1: is invalid where nobody wrote it: %j',
    (text) => {
      expectRefusal(() => cursors().read(text), 'invalidCursor', 'Please begin again');
    },
  );
});

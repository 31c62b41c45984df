import { type ScimError, expiredCursor, invalidCursor } from '#scim/errors.ts';
import { type ListQuery, cursorTimeout } from '#scim/query.ts';
import type { Context } from './context.ts';
import type { Position } from './position.ts';
import { questionOf } from './question.ts';
import { sealOf } from './seal.ts';

/** Reads and writes the cursors of one query (RFC 9865). */
export type Cursors = {
  /** The position of a cursor, an empty one being the first page. Throws invalidCursor or expiredCursor. */
  read(cursor: string): Position;
  write(position: Position): string;
};

/**
 * The cursors of a query of a list, as each kind of resource in it understands the query. They are sealed, and good for
 * this organization, list, filter and sorting alone; `count` and the attributes shown may change from page to page.
 */
export function cursorsOf(context: Context, list: string, queries: readonly ListQuery[]): Cursors {
  const { organization } = context;
  const seal = sealOf(organization.secret, [organization.id, ...questionOf(list, queries)]);
  const now = Math.floor(context.now().getTime() / 1000);
  return {
    read(cursor) {
      if (cursor === '') return { side: 'after' };
      const bytes = Buffer.from(cursor, 'base64url');
      // Other characters would be passed over, and a cursor has one spelling.
      const payload = bytes.toString('base64url') === cursor ? seal.open(bytes) : undefined;
      if (payload === undefined) throw invalid();
      const { at, position } = decode(payload);
      if (now - at > cursorTimeout) throw expired();
      return position;
    },

    write: (position) => seal.close(encode(position, now)).toString('base64url'),
  };
}

type Payload = readonly [
  at: number,
  side: 0 | 1,
  id: string | null,
  kind: number,
  key: string | number | null,
  total: number | null,
];

function encode({ side, at, total }: Position, now: number): Uint8Array {
  const where = [at?.id ?? null, at?.kind ?? 0, at?.key ?? null] as const;
  const payload: Payload = [now, side === 'after' ? 0 : 1, ...where, total ?? null];
  return Buffer.from(JSON.stringify(payload));
}

/** A payload whose seal was right, so that it is one of ours. */
function decode(payload: Uint8Array): { readonly at: number; readonly position: Position } {
  const [at, side, id, kind, key, total] = JSON.parse(Buffer.from(payload).toString()) as Payload;
  return {
    at,
    position: {
      side: side === 0 ? 'after' : 'before',
      ...(id !== null && { at: { id, kind, key: key ?? undefined } }),
      ...(total !== null && { total }),
    },
  };
}

function invalid(): ScimError {
  return invalidCursor(
    'The cursor is not one that this query was given. Please begin again with an empty cursor, and ask each page ' +
      'with the same filter, sortBy and sortOrder.',
  );
}

function expired(): ScimError {
  return expiredCursor(
    `The cursor is older than ${cursorTimeout} seconds. Please begin again with an empty cursor, and ask the pages ` +
      'sooner one after the other.',
  );
}

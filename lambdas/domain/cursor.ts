import { createHmac, timingSafeEqual } from 'node:crypto';
import { type ScimError, expiredCursor, invalidCursor } from '#scim/errors.ts';
import { printFilter } from '#scim/filter.ts';
import { type ListQuery, cursorTimeout } from '#scim/query.ts';
import type { Context } from './context.ts';
import type { Position } from './position.ts';

/** Bytes of the signature in a cursor: half of an HMAC-SHA-256, which RFC 2104 §5 allows. */
const signatureLength = 16;

/** Reads and writes the cursors of one query (RFC 9865). */
export type Cursors = {
  /** The position of a cursor, an empty one being the first page. Throws invalidCursor or expiredCursor. */
  read(cursor: string): Position;
  write(position: Position): string;
};

/**
 * The cursors of a query of a list. They are signed, and good for this organization, list, filter and sorting alone;
 * `count` and the attributes shown may change from page to page.
 */
export function cursorsOf(context: Context, list: string, query: ListQuery): Cursors {
  const { organization } = context;
  const sign = signer(organization.secret, ['cursor 1', organization.id, list, ...questionOf(query)]);
  const now = Math.floor(context.now().getTime() / 1000);
  return {
    read(cursor) {
      if (cursor === '') return { side: 'after' };
      const bytes = Buffer.from(cursor, 'base64url');
      const payload = bytes.subarray(signatureLength);
      const signature = bytes.subarray(0, signatureLength);
      // Other characters would be passed over, and a cursor has one spelling.
      if (bytes.toString('base64url') !== cursor || payload.length === 0) throw invalid();
      if (!timingSafeEqual(signature, sign(payload))) throw invalid();
      const { at, position } = decode(payload);
      if (now - at > cursorTimeout) throw expired();
      return position;
    },

    write(position) {
      const payload = encode(position, now);
      return Buffer.concat([sign(payload), payload]).toString('base64url');
    },
  };
}

function questionOf({ filter, sort }: ListQuery): readonly (string | null)[] {
  return [filter === undefined ? null : printFilter(filter), sort?.path.name ?? null, sort?.order ?? null];
}

/** What is signed beside the payload tells the cursors of different queries apart, and takes no room in them. */
function signer(secret: string, scope: readonly (string | null)[]): (payload: Uint8Array) => Uint8Array {
  const prefix = `${JSON.stringify(scope)}\n`;
  return (payload) => createHmac('sha256', secret).update(prefix).update(payload).digest().subarray(0, signatureLength);
}

type Payload = readonly [at: number, side: 0 | 1, id?: string, kind?: number, key?: string | number];

function encode({ side, at }: Position, now: number): Uint8Array {
  const where = at === undefined ? [] : [at.id, at.kind, ...(at.key === undefined ? [] : [at.key])];
  return Buffer.from(JSON.stringify([now, side === 'after' ? 0 : 1, ...where]));
}

/** The payload of a cursor whose signature was right, so that it is one of ours. */
function decode(payload: Uint8Array): { readonly at: number; readonly position: Position } {
  const [at, side, id, kind = 0, key] = JSON.parse(Buffer.from(payload).toString()) as Payload;
  return {
    at,
    position: { side: side === 0 ? 'after' : 'before', ...(id !== undefined && { at: { id, kind, key } }) },
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

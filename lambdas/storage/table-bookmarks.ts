import type { Bookmark } from '#domain/bookmark.ts';
import type { Directory } from '#domain/directory.ts';
import * as z from 'zod/mini';
import { itemOf, stamped } from './item.ts';
import type { Attributes } from './item.ts';
import type { Key } from './keys.ts';
import { readItems } from './send-reads.ts';
import { writeAlone } from './send-writes.ts';
import type { Session } from './session.ts';
import { bookmarkKey, startIndexOf } from './walk-keys.ts';
import { putNew, replace } from './write.ts';

/** The part of the directory that keeps where walks by `startIndex` go on. */
export type Bookmarks = Pick<Directory, 'bookmarks' | 'putBookmark'>;

const bookmarkItem = itemOf('bookmark', {
  SK: z.string(),
  id: z.string(),
  kind: z.number(),
  key: z.exactOptional(z.union([z.string(), z.number()])),
  rank: z.number(),
  expiresAt: z.number(),
});

/** The bookmarks that whoever asks has left in one organization's lists. */
export function tableBookmarks(session: Session): Bookmarks {
  const keyOf = (question: string, startIndex: number): Key =>
    bookmarkKey(session.organization, { keyId: session.stamp.actor, question, startIndex });
  return {
    async bookmarks(question, startIndexes) {
      const items = await readItems(
        session,
        startIndexes.map((startIndex) => keyOf(question, startIndex)),
      );
      return new Map(items.map(readBookmark));
    },

    async putBookmark(question, startIndex, bookmark, before) {
      const item = stamped(keyOf(question, startIndex), 'bookmark', session.stamp, attributesOf(bookmark));
      const write =
        before === undefined
          ? putNew(session, item, 'stale' as const)
          : replace(session, item, attributesOf(before), 'stale' as const);
      return writeAlone(session, write);
    },
  };
}

function attributesOf({ place, rank, expiresAt }: Bookmark): Attributes {
  const { id, kind, key } = place;
  return { id, kind, key, rank, expiresAt };
}

function readBookmark(item: Attributes): readonly [startIndex: number, bookmark: Bookmark] {
  const { SK, id, kind, key, rank, expiresAt } = bookmarkItem.parse(item);
  return [startIndexOf(SK), { place: { key, kind, id }, rank, expiresAt }];
}

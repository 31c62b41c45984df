import * as z from 'zod/mini';
import type { StoredChange } from './change-items.ts';
import { stampedItem } from './item.ts';
import type { Attributes } from './item.ts';
import { uuidFromBytes, uuidToBytes } from './uuid.ts';

/** What a change of a group's members carries to who applies it, and to the activity log. */
export type MemberChangeWork = {
  /** Who made it. */
  readonly by: z.infer<typeof stampedItem>['by'];
  /** When the group was changed by it. */
  readonly at: string;
  /** Some of those who came and went, and how many they are. */
  readonly joined: readonly string[];
  readonly left: readonly string[];
  readonly joinedCount: number;
  readonly leftCount: number;
};

const someIds = z.pipe(
  z.array(z.instanceof(Uint8Array)),
  z.transform((ids) => ids.map(uuidFromBytes)),
);

const memberChangeWork = z.object({
  ...stampedItem.shape,
  at: z.string(),
  joined: someIds,
  left: someIds,
  joinedCount: z.number(),
  leftCount: z.number(),
});

/** What a change of kind `memberChange` carries. */
export function readMemberChangeWork({ work }: Pick<StoredChange, 'work'>): MemberChangeWork {
  return memberChangeWork.parse(work);
}

/** The same as it is stored. */
export function toWork({ joined, left, ...rest }: MemberChangeWork): Attributes {
  return { ...rest, joined: joined.map(uuidToBytes), left: left.map(uuidToBytes) };
}

import { isDeepStrictEqual } from 'node:util';
import { stampedItem } from './item.ts';
import type { Attributes, Stamp } from './item.ts';
import { organizationOf } from './keys.ts';
import type { Key } from './keys.ts';
import { type Image, attributesOf } from './plain-values.ts';

/** A record of the stream as far as it is read here, in the JSON of Lambda's events: bytes are Base64. */
export type StreamRecord = {
  readonly dynamodb?:
    | {
        readonly Keys?: Image | undefined;
        readonly OldImage?: Image | undefined;
        readonly NewImage?: Image | undefined;
        readonly SequenceNumber?: string | undefined;
      }
    | undefined;
  readonly userIdentity?: unknown;
};

/** What became of one item of an organization, as the table's stream tells it. */
export type TableRecord = {
  readonly organization: string;
  readonly key: Key;
  /** The item as it was; missing where it is new. */
  readonly before?: Attributes;
  /** The item as it is; missing where it was deleted. */
  readonly after?: Attributes;
  /** Who wrote `after`. */
  readonly stamp?: Stamp;
  /** True where nobody deleted the item, but its time had come. */
  readonly byTimeToLive: boolean;
  /** Its place in the stream. */
  readonly sequence: string;
};

/** The record in the form of the store; undefined where nothing has changed, or the item belongs to no organization. */
export function readRecord({ dynamodb: change = {}, userIdentity }: StreamRecord): TableRecord | undefined {
  const { Keys: keys = {}, OldImage: old, NewImage: now, SequenceNumber: sequence } = change;
  const key = { PK: keys['PK']?.S ?? '', SK: keys['SK']?.S ?? '' };
  const organization = organizationOf(key);
  if (organization === undefined || sequence === undefined) return undefined;
  const before = old && attributesOf(old);
  const after = now && attributesOf(now);
  // Compared in this form, because sets have no order.
  if (isDeepStrictEqual(before, after)) return undefined;
  const stamp = stampedItem.safeParse(after).data?.by;
  return {
    organization,
    key,
    ...(before && { before }),
    ...(after && { after }),
    ...(stamp && { stamp }),
    byTimeToLive: isTimeToLive(userIdentity),
    sequence,
  };
}

/** A deletion by the service itself names it as who acts. */
function isTimeToLive(identity: unknown): boolean {
  return (
    typeof identity === 'object' &&
    identity !== null &&
    'principalId' in identity &&
    identity.principalId === 'dynamodb.amazonaws.com'
  );
}

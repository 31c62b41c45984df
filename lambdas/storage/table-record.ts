import { isDeepStrictEqual } from 'node:util';
import type { NativeAttributeValue } from '@aws-sdk/lib-dynamodb';
import { stampedItem } from './item.ts';
import type { Attributes, Stamp } from './item.ts';
import { organizationOf } from './keys.ts';
import type { Key } from './keys.ts';

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

type Image = Readonly<Record<string, Value>>;

/** Exactly one of these. */
type Value = {
  readonly S?: string;
  readonly N?: string;
  readonly BOOL?: boolean;
  readonly NULL?: boolean;
  readonly B?: string;
  readonly L?: readonly Value[];
  readonly M?: Image;
  readonly SS?: readonly string[];
  readonly NS?: readonly string[];
  readonly BS?: readonly string[];
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

function attributesOf(image: Image): Attributes {
  return Object.fromEntries(Object.entries(image).map(([name, value]) => [name, nativeOf(value)]));
}

/** A value as the document client gives it. The SDK's own decoder knows nothing of Base64. */
function nativeOf(value: Value): NativeAttributeValue {
  if (value.S !== undefined) return value.S;
  if (value.N !== undefined) return Number(value.N);
  if (value.BOOL !== undefined) return value.BOOL;
  if (value.B !== undefined) return bytesOf(value.B);
  if (value.L !== undefined) return value.L.map(nativeOf);
  if (value.M !== undefined) return attributesOf(value.M);
  if (value.SS !== undefined) return new Set(value.SS);
  if (value.NS !== undefined) return new Set(value.NS.map(Number));
  if (value.BS !== undefined) return new Set(value.BS.map(bytesOf));
  return null;
}

function bytesOf(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'base64'));
}

import type { NativeAttributeValue } from '@aws-sdk/lib-dynamodb';
import type { RequestStamp } from '#domain/directory.ts';
import * as z from 'zod/mini';
import type { Key } from './keys.ts';

/** The version of the form in which items are written now. */
export const schemaVersion = 1;

/** Attributes of an item as they are given to the document client. */
export type Attributes = Readonly<Record<string, NativeAttributeValue>>;

/** An item as it is read or written, its key included. */
export type Item = Key & Attributes;

/** Who wrote an item last: the key or principal, for whom, in which request, and when that began (ISO 8601). */
export type Stamp = {
  readonly actor: string;
  readonly request: string;
  readonly at: string;
  readonly onBehalfOf?: string;
};

/** An item of a type, stamped. Attributes that are undefined are not written. */
export function stamped(key: Key, type: string, stamp: Stamp, attributes: Attributes): Item {
  return { ...key, type, v: schemaVersion, by: stamp, ...attributes };
}

/** What every item of a type begins with: reading another type or version is a fault, never a guess. */
export function itemOf<Type extends string, Shape extends z.core.$ZodShape>(type: Type, shape: Shape) {
  return z.object({ type: z.literal(type), v: z.literal(schemaVersion), ...shape });
}

/** The stamp of an item that was read. */
export const stampedItem = z.object({
  by: z.object({ actor: z.string(), request: z.string(), at: z.string(), onBehalfOf: z.exactOptional(z.string()) }),
});

/** The stamp of what a request writes. */
export function toStamp({ actor, requestId, at, onBehalfOf }: RequestStamp): Stamp {
  return { actor, request: requestId, at, ...(onBehalfOf !== undefined && { onBehalfOf }) };
}

import type { NativeAttributeValue } from '@aws-sdk/lib-dynamodb';
import type { RequestStamp } from '#domain/directory.ts';
import * as z from 'zod/mini';
import type { Key } from './keys.ts';

/** The version of the form of items whose type has none of its own. */
export const schemaVersion = 1;

/** The versions of the forms in which items of a type are written now, where they have changed (docs/migrations.md). */
const versions: Readonly<Partial<Record<string, number>>> = {};

/** The version of the form in which items of a type are written now. */
export function versionOf(type: string): number {
  return versions[type] ?? schemaVersion;
}

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
  return { ...key, type, v: versionOf(type), by: stamp, ...attributes };
}

/**
 * What every item of a type begins with: reading another type or version is a fault, never a guess. Besides the present
 * version the one before it is read, whose items a migration is going to change; `shape` has to take both.
 */
export function itemOf<Type extends string, Shape extends z.core.$ZodShape>(
  type: Type,
  shape: Shape,
  version = versionOf(type),
) {
  return z.object({ type: z.literal(type), v: z.int().check(readableAs(type, version)), ...shape });
}

/** One sentence instead of whatever else differs in an item that another release wrote. */
function readableAs(type: string, version: number) {
  return ({ value }: { readonly value: number }): void => {
    if (value === version || value === Math.max(1, version - 1)) return;
    const release = value > version ? 'the release that wrote it, or a later one' : 'an earlier release, and migrate';
    throw new Error(
      `An item of the type ${type} is of version ${value}, and this release reads version ${version} and the one before. ` +
        `Please deploy ${release}.`,
    );
  };
}

/** The stamp of an item that was read. */
export const stampedItem = z.object({
  by: z.object({ actor: z.string(), request: z.string(), at: z.string(), onBehalfOf: z.exactOptional(z.string()) }),
});

/** The stamp of what a request writes. */
export function toStamp({ actor, requestId, at, onBehalfOf }: RequestStamp): Stamp {
  return { actor, request: requestId, at, ...(onBehalfOf !== undefined && { onBehalfOf }) };
}

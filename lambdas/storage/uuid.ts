import { isUuid } from '#domain/uuid.ts';

/** The 16 bytes of a UUID: a third of its text, for sets of many ids in one item. */
export function uuidToBytes(id: string): Uint8Array {
  if (!isUuid(id)) throw new Error(`"${id}" is not a UUID in lower case.`);
  return Buffer.from(id.replaceAll('-', ''), 'hex');
}

/** The UUID of 16 bytes. */
export function uuidFromBytes(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

const idLength = 16;

/** Many ids in one value, each after the other. */
export function uuidsToBytes(ids: readonly string[]): Uint8Array {
  return new Uint8Array(Buffer.concat(ids.map(uuidToBytes)));
}

/** The ids in such a value. */
export function uuidsFromBytes(bytes: Uint8Array): readonly string[] {
  const count = bytes.length / idLength;
  return Array.from({ length: count }, (_, place) =>
    uuidFromBytes(bytes.subarray(place * idLength, (place + 1) * idLength)),
  );
}

import type { NativeAttributeValue } from '@aws-sdk/lib-dynamodb';
import type { Attributes } from './item.ts';

/** A value in DynamoDB's JSON: exactly one of these; bytes are Base64. */
export type Value = {
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

/** An item in DynamoDB's JSON. */
export type Image = Readonly<Record<string, Value>>;

/** The item that an image shows, in the values of the document client. */
export function attributesOf(image: Image): Attributes {
  const attributes: Record<string, NativeAttributeValue> = {};
  for (const name in image) attributes[name] = nativeOf(image[name] as Value);
  return attributes;
}

/** The image of an item; attributes that are undefined are left out. Throws a TypeError where DynamoDB has no such value. */
export function imageOf(attributes: Attributes): Image {
  const image: Record<string, Value> = {};
  for (const name in attributes) {
    const value: NativeAttributeValue = attributes[name];
    if (value !== undefined) image[name] = valueOf(value);
  }
  return image;
}

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

function valueOf(value: NativeAttributeValue): Value {
  if (typeof value === 'string') return { S: value };
  if (typeof value === 'number') return { N: numeral(value) };
  if (typeof value === 'boolean') return { BOOL: value };
  if (value === null) return { NULL: true };
  if (value instanceof Uint8Array) return { B: base64(value) };
  if (value instanceof Set) return setOf([...value]);
  if (Array.isArray(value)) return { L: value.map(valueOf) };
  if (typeof value === 'object') return { M: imageOf(value as Attributes) };
  throw new TypeError(`An item has no value of the type ${typeof value}.`);
}

function setOf(elements: readonly NativeAttributeValue[]): Value {
  const [first] = elements;
  if (first instanceof Uint8Array) return { BS: elements.map(base64) };
  if (typeof first === 'number') return { NS: elements.map(numeral) };
  if (typeof first === 'string') return { SS: elements };
  throw new TypeError('An item has sets of texts, numbers or bytes, and none that is empty.');
}

/** What a number of JavaScript holds exactly, and DynamoDB too. */
function numeral(value: number): string {
  if (Number.isFinite(value) && Math.abs(value) <= Number.MAX_SAFE_INTEGER) return String(value);
  throw new TypeError(`An item cannot keep the number ${String(value)} exactly.`);
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}

function bytesOf(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'base64'));
}

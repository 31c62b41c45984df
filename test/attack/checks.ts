import { isDeepStrictEqual } from 'node:util';
import { ScimError } from '#scim/errors.ts';
import type { Json } from '#scim/json.ts';

/** What came of the work, or undefined where it was refused as it should be. Throws where it failed otherwise. */
export function attempt<Result>(work: () => Result): Result | undefined {
  try {
    return work();
  } catch (error) {
    requireRefusal(error);
    return undefined;
  }
}

/** Throws unless the error is one that a caller may get: 4xx, or 501 for what is not offered, and a sentence. */
export function requireRefusal(error: unknown): void {
  if (!(error instanceof ScimError)) throw new Error('not a refusal', { cause: error });
  const { status, detail } = error;
  if ((status < 400 || status > 499) && status !== 501) throw new Error(`refused with ${status}`, { cause: error });
  if (detail.trim() === '' || !detail.isWellFormed()) throw new Error('refused without a detail', { cause: error });
  if (detail.length > 2000) throw new Error(`refused with a detail of ${detail.length} characters`, { cause: error });
}

/** Throws unless both are equal, to the last bit. */
export function requireEqual(actual: unknown, wanted: unknown, what: string): void {
  if (isDeepStrictEqual(actual, wanted)) return;
  throw new Error(`${what}: ${JSON.stringify(actual)} instead of ${JSON.stringify(wanted)}`);
}

/** Throws unless the value is what JSON can carry, and can be stored: no undefined, no half characters, no strangers. */
export function requirePlainJson(value: unknown): asserts value is Json {
  switch (typeof value) {
    case 'boolean':
      return;
    case 'string':
      if (!value.isWellFormed()) throw new Error('half a character');
      return;
    case 'number':
      if (!Number.isFinite(value)) throw new Error(`the number ${value}`);
      return;
    case 'object':
      if (value !== null) requirePlainObject(value);
      return;
    default:
      throw new Error(`a value of type ${typeof value}`);
  }
}

function requirePlainObject(value: object): void {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== (Array.isArray(value) ? Array.prototype : Object.prototype)) throw new Error('a strange prototype');
  for (const key of Object.keys(value)) {
    if (key === '__proto__' || !key.isWellFormed()) throw new Error(`the key ${JSON.stringify(key)}`);
  }
  for (const item of Object.values(value)) requirePlainJson(item);
}

/** Throws if an object in it has a key of its own that an assignment would take for the prototype. */
export function requireNoPrototypeKey(value: Json): void {
  if (typeof value !== 'object' || value === null) return;
  if (Object.hasOwn(value, '__proto__')) throw new Error('the key __proto__ is left');
  Object.values(value).forEach(requireNoPrototypeKey);
}

/** The value, and all in it, so that nothing can change it. */
export function frozen<Value extends Json>(value: Value): Value {
  if (typeof value === 'object' && value !== null) Object.values(value).forEach(frozen);
  return Object.freeze(value);
}

const guarded = [Object, Array, String, Number, Boolean, Function, Map, Set, RegExp].flatMap((type) => [
  type.prototype,
  type,
]);
const values = guarded.flatMap(describe);
const sizes = [Object.prototype, Array.prototype].map((object) => Reflect.ownKeys(object).length);

/** Throws if objects or lists have got or lost a property that all of them share. */
export function requireUntouched(): void {
  const [objects, lists] = sizes;
  if (Reflect.ownKeys(Object.prototype).length === objects && Reflect.ownKeys(Array.prototype).length === lists) return;
  throw new Error('a prototype has been touched');
}

/** Throws if any of JavaScript's own types is not what it was; slower, and sees everything. */
export function requireUnchanged(): void {
  requireEqual(guarded.flatMap(describe), values, 'a prototype has been changed');
}

function describe(object: object): readonly unknown[] {
  return Reflect.ownKeys(object).flatMap((key) => {
    const { value, get, set } = Object.getOwnPropertyDescriptor(object, key) ?? {};
    // The last match of a regular expression is kept on RegExp itself.
    return object === RegExp && get !== undefined ? [] : [key, value, get, set];
  });
}

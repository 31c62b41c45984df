import type { Json } from './json.ts';
import type { Path } from './path.ts';

/** The path of one attribute, or of elements of one. */
export type TargetPath = Extract<Path, { kind: 'attribute' | 'elements' }>;
/** A path with a filter. */
export type ElementsPath = Extract<Path, { kind: 'elements' }>;

/**
 * One change of one attribute. Operations without a path, or on a whole schema, have become one for each attribute in
 * their value; what is unknown is gone, and so is what is read-only unless a path named it (U3, U7). The value is as it
 * was sent; `add` and `replace` always have one.
 */
export type Operation = {
  readonly op: 'add' | 'remove' | 'replace';
  readonly path: TargetPath;
  readonly value?: Json;
};

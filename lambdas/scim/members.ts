import type { Filter } from './filter.ts';
import type { Json } from './json.ts';
import type { Operation } from './patch.ts';

/** A member as the client names it. */
export type MemberReference = { readonly value: string; readonly type?: string; readonly ref?: string };

/** One change of a group's members, that needs none of them loaded but for `removeMatching`. */
export type MemberOperation =
  | { readonly kind: 'add'; readonly members: readonly MemberReference[] }
  | { readonly kind: 'remove'; readonly ids: readonly string[] }
  | { readonly kind: 'removeMatching'; readonly filter: Filter }
  | { readonly kind: 'replace'; readonly members: readonly MemberReference[] }
  | { readonly kind: 'removeAll' };
export declare function splitMembers(operations: readonly Operation[]): {
  readonly members: readonly MemberOperation[];
  readonly rest: readonly Operation[];
};
export declare function readMembers(value: Json): readonly MemberReference[];

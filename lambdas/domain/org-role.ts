import { fold } from '#scim/fold.ts';
import type { Json } from '#scim/json.ts';
import type { Product } from './product.ts';
import { refusals } from './refusals.ts';
import type { Standing } from './user.ts';

/** The organization roles, as SCIM sees them. */
export const orgRoles = ['Member', 'Admin', 'Owner'] as const;
export type OrgRole = (typeof orgRoles)[number];

/** What a request says of the organization role; `empty` is removed, null or an empty string (O5). */
export type RequestedRole = OrgRole | 'empty' | undefined;

/** Reads the role from a body: undefined where it is left out. Throws invalidValue for any other word (O5). */
export function readOrgRole(product: Product, value: Json | undefined): RequestedRole {
  if (value === undefined) return undefined;
  // The schema has let nothing but text and null through.
  const text = String(value ?? '').trim();
  if (text === '') return 'empty';
  const role = orgRoles.find((name) => fold(name) === fold(text));
  if (role === undefined) throw refusals.unknownOrgRole(product, text);
  return role;
}

/** The role that a user shows. `ownerId` is the owner item's word where several users are read at once (O1). */
export function shownRole(standing: Standing, ownerId?: string): OrgRole {
  const owner = ownerId === undefined ? standing.owner : standing.userId === ownerId;
  return owner ? 'Owner' : standing.role;
}

import { readAssignments } from '#scim/assignments.ts';
import type { ResourceType } from '#scim/attribute.ts';
import type { BulkOperation } from '#scim/bulk-request.ts';
import { ScimError } from '#scim/errors.ts';
import { type Operation, applyPatch, readPatchRequest } from '#scim/patch.ts';
import { requireObject } from '#scim/validate.ts';
import { readOrgRole } from './org-role.ts';
import type { Product } from './product.ts';

/** What an operation of a Bulk request wants that only one resource can have. */
export type Claims = {
  /** The userName or displayName that it gives. */
  readonly name?: string;
  /** True where it names the owner of the organization (O3). */
  readonly ownership: boolean;
};

const none: Claims = { ownership: false };

/** Reads what an operation claims; nothing where its data cannot be read, because then it is refused when it is run. */
export function readClaims(
  product: Product,
  type: ResourceType,
  { method, data }: Pick<BulkOperation, 'method' | 'data'>,
): Claims {
  if (method === 'DELETE') return none;
  try {
    const changes = method === 'PATCH' ? readPatchRequest(data, type) : readReplacements(data, type);
    if (type.name === 'Group') return { ...nameIn(changes, 'displayName'), ownership: false };
    return { ...nameIn(changes, 'userName'), ownership: claimsOwnership(product, changes, method === 'POST') };
  } catch (error) {
    if (!(error instanceof ScimError)) throw error;
    return none;
  }
}

function readReplacements(data: BulkOperation['data'], type: ResourceType): readonly Operation[] {
  return readAssignments(requireObject(data), type).map(({ path, value }) => ({
    op: 'replace',
    path: { kind: 'attribute', path },
    value,
  }));
}

function nameIn(changes: readonly Operation[], attribute: string): Pick<Claims, 'name'> {
  const name = changesOf(changes, attribute).at(-1)?.value;
  return typeof name === 'string' ? { name } : {};
}

/** What deactivates a user ignores the role that it sends (U4); a new user is not deactivated. */
function claimsOwnership(product: Product, changes: readonly Operation[], creates: boolean): boolean {
  const role = applyPatch({}, changesOf(changes, product.orgRole))[product.orgRole];
  if (readOrgRole(product, role) !== 'Owner') return false;
  return creates || applyPatch({}, changesOf(changes, 'active'))['active'] !== false;
}

function changesOf(changes: readonly Operation[], name: string): readonly Operation[] {
  return changes.filter(({ path: { path } }) => path.attribute.name === name);
}

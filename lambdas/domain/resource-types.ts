import type { ResourceType } from '#scim/attribute.ts';
import { groupResourceType, userResourceType } from '#scim/schemas.ts';
import type { Organization } from './organization.ts';
import type { Product } from './product.ts';

const userTypes = new Map<string, ResourceType>();

/** The User type with the product's organization role (O6); one object for each product. */
export function userType(product: Product): ResourceType {
  let type = userTypes.get(product.name);
  if (type === undefined) {
    type = userResourceType({ name: product.orgRole, urn: product.orgRoleUrn, product: product.name });
    userTypes.set(product.name, type);
  }
  return type;
}

const generatedGroupType = groupResourceType('immutable');
const openGroupType = groupResourceType('readWrite');

/** The Group type in the organization's terms (G10); without one, as most organizations have it. */
export function groupType(organization?: Organization): ResourceType {
  return organization?.settings.groups === 'open' ? openGroupType : generatedGroupType;
}

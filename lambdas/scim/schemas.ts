import type { Attribute, ResourceType } from './attribute.ts';
import { defineAttribute } from './define.ts';
import { enterpriseSchema } from './enterprise-schema.ts';
import { displayNameOfGroup, membersAttribute } from './group-schema.ts';
import { urns } from './urns.ts';
import { userAttributes } from './user-schema.ts';

const readOnly = { mutability: 'readOnly', caseExact: true } as const;

/** The attributes of every resource (RFC 7643 §3.1), and `schemas` (§3). No schema lists them. */
export const commonAttributes: readonly Attribute[] = [
  defineAttribute('schemas', 'The URNs of the schemas that the resource uses.', {
    ...readOnly,
    type: 'reference',
    multiValued: true,
    referenceTypes: ['uri'],
    required: true,
    returned: 'always',
  }),
  defineAttribute('id', 'The identifier that the service gave to the resource.', {
    ...readOnly,
    returned: 'always',
    uniqueness: 'server',
  }),
  defineAttribute('externalId', 'The identifier that the client gave to the resource.', { caseExact: true }),
  defineAttribute('meta', 'What the service knows of the resource itself.', {
    type: 'complex',
    mutability: 'readOnly',
    subAttributes: [
      defineAttribute('resourceType', 'The name of the resource type.', readOnly),
      defineAttribute('created', 'When the resource was created.', { ...readOnly, type: 'dateTime' }),
      defineAttribute('lastModified', 'When the resource was last changed.', { ...readOnly, type: 'dateTime' }),
      defineAttribute('location', 'The URL of the resource.', {
        ...readOnly,
        type: 'reference',
        referenceTypes: ['uri'],
      }),
      defineAttribute('version', 'The version of the resource, as in the ETag.', readOnly),
    ],
  }),
];

/**
 * The User with its enterprise extension and the organization role, a core attribute that is also understood under
 * `urn` (O6). Build it once: names are indexed for each object.
 */
export function userResourceType(orgRole: {
  readonly name: string;
  readonly urn: string;
  readonly product: string;
}): ResourceType {
  return {
    name: 'User',
    endpoint: '/Users',
    description: 'User Account',
    schema: {
      id: urns.user,
      name: 'User',
      description: 'User Account',
      attributes: [
        ...userAttributes,
        defineAttribute(
          orgRole.name,
          `The user's role in the ${orgRole.product} organization: Member, Admin or Owner. Exactly one user is the ` +
            'Owner: setting it on another active user makes the previous Owner an Admin.',
          { canonicalValues: ['Member', 'Admin'] },
        ),
      ],
    },
    extensions: [enterpriseSchema],
    coreAliases: [orgRole.urn.toLowerCase()],
  };
}

/** The Group; `displayName` tells whether SCIM may rename one (G6, G10). The same object for the same answer. */
export function groupResourceType(displayName: 'immutable' | 'readWrite'): ResourceType {
  return groupTypes[displayName];
}

const groupTypes = { immutable: defineGroup('immutable'), readWrite: defineGroup('readWrite') };

function defineGroup(displayName: 'immutable' | 'readWrite'): ResourceType {
  return {
    name: 'Group',
    endpoint: '/Groups',
    description: 'Group',
    schema: {
      id: urns.group,
      name: 'Group',
      description: 'Group',
      attributes: [displayNameOfGroup(displayName), membersAttribute],
    },
    extensions: [],
    coreAliases: [],
  };
}

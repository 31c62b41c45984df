import type { Attribute } from './attribute.ts';
import { defineAttribute } from './define.ts';

/** The members of a group (RFC 7643 §4.2): users alone (G7). No `display`: the name is the user's, who is read apart. */
export const membersAttribute: Attribute = defineAttribute('members', 'The users in the group.', {
  type: 'complex',
  multiValued: true,
  subAttributes: [
    defineAttribute('value', 'The id of the user.', { required: true, mutability: 'immutable', caseExact: true }),
    defineAttribute('$ref', 'The URL of the user.', {
      type: 'reference',
      referenceTypes: ['User'],
      mutability: 'immutable',
      caseExact: true,
    }),
    defineAttribute('type', 'The kind of member.', { mutability: 'immutable', canonicalValues: ['User'] }),
  ],
});

/** The name of a group (G3); `immutable` where groups are generated (G10). */
export function displayNameOfGroup(mutability: 'immutable' | 'readWrite'): Attribute {
  return defineAttribute('displayName', 'The name of the group, unique in the organization.', {
    required: true,
    mutability,
    uniqueness: 'server',
  });
}

import type { Schema } from './attribute.ts';
import { defineAttribute } from './define.ts';
import { urns } from './urns.ts';

/** The enterprise extension of the User (RFC 7643 §4.3). */
export const enterpriseSchema: Schema = {
  id: urns.enterpriseUser,
  name: 'Enterprise User',
  description: 'What an enterprise knows of its users',
  attributes: [
    defineAttribute('employeeNumber', 'The number or text by which the organization knows the user.'),
    defineAttribute('costCenter', 'The name of a cost center.'),
    defineAttribute('organization', 'The name of an organization.'),
    defineAttribute('division', 'The name of a division.'),
    defineAttribute('department', 'The name of a department.'),
    defineAttribute('manager', "The user's manager.", {
      type: 'complex',
      subAttributes: [
        defineAttribute('value', "The id of the manager's user, stored as it was sent.", { caseExact: true }),
        defineAttribute('$ref', "The URL of the manager's user.", {
          type: 'reference',
          referenceTypes: ['User'],
          caseExact: true,
        }),
        defineAttribute('displayName', "The manager's name, as it is displayed.", { mutability: 'readOnly' }),
      ],
    }),
  ],
};

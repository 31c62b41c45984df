import type { ResourceType } from '#scim/attribute.ts';
import { defineAttribute } from '#scim/define.ts';
import type { JsonObject } from '#scim/json.ts';
import { groupResourceType, userResourceType } from '#scim/schemas.ts';
import { urns } from '#scim/urns.ts';

export const enterprise = urns.enterpriseUser;
export const orgRoleUrn = 'urn:ietf:params:scim:schemas:extension:statsig:2.0:User';

export const user = userResourceType({ name: 'statsigOrgRole', urn: orgRoleUrn, product: 'Statsig' });
export const group = groupResourceType('immutable');

/** A type with the kinds of attribute that the real ones lack. */
export const device: ResourceType = {
  name: 'User',
  endpoint: '/Users',
  description: 'A device',
  coreAliases: [],
  extensions: [],
  schema: {
    id: 'urn:example:device',
    name: 'Device',
    description: 'A device',
    attributes: [
      defineAttribute('floor', 'A whole number.', { type: 'integer' }),
      defineAttribute('weight', 'A number.', { type: 'decimal' }),
      defineAttribute('installed', 'A date.', { type: 'dateTime' }),
      defineAttribute('key', 'Bytes.', { type: 'binary', caseExact: true }),
      defineAttribute('tags', 'A list of texts.', { multiValued: true }),
      defineAttribute('secret', 'Never shown.', { returned: 'never' }),
      defineAttribute('history', 'Shown on request.', { returned: 'request' }),
    ],
  },
};

export const jane: JsonObject = {
  schemas: [urns.user, enterprise],
  id: '7b0f1d3c',
  externalId: 'Ext-1',
  userName: 'Jane.Doe@Example.com',
  name: { givenName: 'Jane', familyName: 'Doe' },
  nickName: '',
  active: true,
  emails: [
    { value: 'jane@example.com', type: 'work', primary: true },
    { value: 'jane@home.example', type: 'home' },
  ],
  phoneNumbers: [],
  addresses: [{ type: 'work', country: 'FR' }],
  statsigOrgRole: 'Admin',
  [enterprise]: { department: 'Sales', manager: { value: 'M-1', $ref: 'https://old' } },
  meta: { resourceType: 'User', created: '2024-05-01T10:00:00Z', lastModified: '2024-06-01T12:00:00.500+02:00' },
};

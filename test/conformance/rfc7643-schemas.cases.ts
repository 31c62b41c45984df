import { isArray, isObject, type Json, type JsonObject } from '../../lambdas/scim/json.ts';
import { bodyOf, expectList, expectSame, expectThat } from './expect.ts';
import { openGroups, type Case, type Suite } from './suite.ts';
import { urns } from './urns.ts';
import type { Session } from './session.ts';

const types = ['string', 'boolean', 'decimal', 'integer', 'dateTime', 'reference', 'binary', 'complex'];

/** The attributes of RFC 7643 §8.7.1 but for `password`: type, a star where multi-valued, and the sub-attributes. */
const core: Readonly<Record<string, string>> = {
  userName: 'string',
  name: 'complex: formatted familyName givenName middleName honorificPrefix honorificSuffix',
  displayName: 'string',
  nickName: 'string',
  profileUrl: 'reference',
  title: 'string',
  userType: 'string',
  preferredLanguage: 'string',
  locale: 'string',
  timezone: 'string',
  active: 'boolean',
  emails: 'complex*: value type primary',
  phoneNumbers: 'complex*: value display type primary',
  ims: 'complex*: value display type primary',
  photos: 'complex*: value display type primary',
  addresses: 'complex*: formatted streetAddress locality region postalCode country type',
  groups: 'complex*: value $ref display type',
  entitlements: 'complex*: value display type primary',
  roles: 'complex*: value display type primary',
  x509Certificates: 'complex*: value display type primary',
};

const enterprise: Readonly<Record<string, string>> = {
  employeeNumber: 'string',
  costCenter: 'string',
  organization: 'string',
  division: 'string',
  department: 'string',
  manager: 'complex: value $ref displayName',
};

const group: Readonly<Record<string, string>> = { displayName: 'string', members: 'complex*: value $ref type' };

async function schemaOf(session: Session, urn: string): Promise<JsonObject> {
  return bodyOf(await session.get(`/Schemas/${urn}`));
}

function attributesOf(schema: JsonObject): readonly JsonObject[] {
  const { attributes } = schema;
  expectThat(isArray(attributes), 'attributes is no list');
  return attributes.filter((attribute) => isObject(attribute));
}

function find(attributes: readonly JsonObject[], name: string): JsonObject {
  const found = attributes.find((attribute) => attribute['name'] === name);
  expectThat(found !== undefined, `${name} is not in the schema`);
  return found;
}

/** Each characteristic of RFC 7643 §7 is there and of its kind, in sub-attributes too. */
function expectCharacteristics(attribute: JsonObject, path: string): void {
  const { name, type, multiValued, description, required, mutability, returned, uniqueness, subAttributes } = attribute;
  const wrong = (what: string, value: Json | undefined): string => `${path}: ${what} is ${JSON.stringify(value)}`;
  expectThat(typeof name === 'string' && /^\$?[A-Za-z][\w-]*$/u.test(name), wrong('name', name));
  expectThat(types.includes(String(type)), wrong('type', type));
  expectThat(typeof multiValued === 'boolean', wrong('multiValued', multiValued));
  expectThat(typeof description === 'string' && description !== '', wrong('description', description));
  expectThat(typeof required === 'boolean', wrong('required', required));
  if (type === 'string') expectThat(typeof attribute['caseExact'] === 'boolean', wrong('caseExact', undefined));
  const mutabilities = ['readOnly', 'readWrite', 'immutable', 'writeOnly'];
  expectThat(mutabilities.includes(String(mutability)), wrong('mutability', mutability));
  expectThat(['always', 'never', 'default', 'request'].includes(String(returned)), wrong('returned', returned));
  expectThat(['none', 'server', 'global'].includes(String(uniqueness)), wrong('uniqueness', uniqueness));
  if (type === 'reference') expectThat(isArray(attribute['referenceTypes']), wrong('referenceTypes', undefined));
  expectThat((type === 'complex') === isArray(subAttributes), wrong('subAttributes', subAttributes));
  for (const sub of isArray(subAttributes) ? subAttributes : []) {
    if (isObject(sub)) expectCharacteristics(sub, `${path}.${String(sub['name'])}`);
  }
}

function definesAll(title: string, urn: string, attributes: Readonly<Record<string, string>>): readonly Case[] {
  return Object.entries(attributes).map(([name, shape]) => ({
    name: `${title}.${name} is ${shape}`,
    proves: '§4, §8.7.1',
    run: async (session) => {
      const [, type, star, subs] = /^(\w+)(\*?)(?:: (.*))?$/u.exec(shape) ?? [];
      const attribute = find(attributesOf(await schemaOf(session, urn)), name);
      expectSame(attribute['type'], type, `${name}.type`);
      expectSame(attribute['multiValued'], star === '*', `${name}.multiValued`);
      for (const sub of subs?.split(' ') ?? []) find((attribute['subAttributes'] ?? []) as readonly JsonObject[], sub);
    },
  }));
}

/** Which characteristics RFC 7643 gives to attributes that everything depends on. */
const characteristics: readonly (readonly [urn: string, path: string, expected: JsonObject])[] = [
  [urns.user, 'userName', { required: true, caseExact: false, uniqueness: 'server', mutability: 'readWrite' }],
  [urns.user, 'groups', { mutability: 'readOnly' }],
  [urns.user, 'groups.$ref', { mutability: 'readOnly', type: 'reference' }],
  [urns.user, 'profileUrl', { type: 'reference', referenceTypes: ['external'] }],
  [urns.user, 'x509Certificates.value', { type: 'binary', caseExact: true }],
  [urns.user, 'emails.primary', { type: 'boolean' }],
  [urns.enterpriseUser, 'manager.displayName', { mutability: 'readOnly' }],
  [urns.group, 'displayName', { required: true }],
  [urns.group, 'members.value', { mutability: 'immutable' }],
];

const schemas: readonly Case[] = [
  {
    name: 'every attribute of every schema has all its characteristics',
    proves: '§2.2, §7',
    run: async (session) => {
      const { Resources: found } = bodyOf(await session.get('/Schemas'));
      for (const schema of found as readonly JsonObject[]) {
        for (const attribute of attributesOf(schema)) {
          expectCharacteristics(attribute, `${String(schema['id'])}:${String(attribute['name'])}`);
        }
      }
    },
  },
  {
    name: 'each schema is read by itself, as the list has it, and has a name and a description',
    proves: '§7, RFC 7644 §4',
    run: async (session) => {
      const body = bodyOf(await session.get('/Schemas'));
      const found = body['Resources'] as readonly JsonObject[];
      expectSame(body['totalResults'], found.length, 'totalResults');
      for (const schema of found) {
        const { id, name, description, schemas: own, meta } = schema;
        expectSame(own ?? [], [urns.schema], 'schemas');
        expectThat(typeof name === 'string' && typeof description === 'string', `${String(id)} has no name`);
        const { resourceType, location } = meta as JsonObject;
        expectSame({ resourceType, location } as JsonObject, {
          resourceType: 'Schema',
          location: `${session.baseUrl}/Schemas/${String(id)}`,
        });
        expectSame(await schemaOf(session, String(id)), schema);
      }
    },
  },
  ...[urns.user, urns.enterpriseUser, urns.group].map((urn): Case => ({
    name: `${urn} is among the schemas, once`,
    proves: '§7',
    run: async (session) => {
      const { Resources: found } = bodyOf(await session.get('/Schemas'));
      expectSame((found as readonly JsonObject[]).filter(({ id }) => id === urn).length, 1, 'how many there are');
    },
  })),
  ...definesAll('User', urns.user, core),
  ...definesAll('enterprise User', urns.enterpriseUser, enterprise),
  ...definesAll('Group', urns.group, group),
  ...characteristics.map(([urn, path, expected]): Case => ({
    name: `${path}: ${JSON.stringify(expected)}`,
    proves: '§4, §8.7.1',
    run: async (session) => {
      const [name = '', sub] = path.split('.');
      const attribute = find(attributesOf(await schemaOf(session, urn)), name);
      const found = sub === undefined ? attribute : find(attribute['subAttributes'] as readonly JsonObject[], sub);
      for (const [key, value] of Object.entries(expected)) expectSame(found[key], value, `${path}.${key}`);
    },
  })),
  {
    name: 'User.password is in the schema, written and never returned',
    proves: '§4.1.1, §8.7.1',
    run: async (session) => {
      const attribute = find(attributesOf(await schemaOf(session, urns.user)), 'password');
      expectSame(attribute['mutability'], 'writeOnly', 'password.mutability');
    },
    deviation: {
      reason:
        'a password is taken and forgotten, so it is not offered; Microsoft’s validator refuses it in a schema (U3)',
      run: async (session) => {
        const names = attributesOf(await schemaOf(session, urns.user)).map(({ name }) => name);
        expectThat(!names.includes('password'), 'password is in the schema');
      },
    },
  },
  {
    name: 'where groups can be renamed, displayName is readWrite',
    proves: '§7, G10',
    needs: openGroups,
    run: async (session) => {
      const attribute = find(attributesOf(await schemaOf(session, urns.group)), 'displayName');
      expectSame(attribute['mutability'], 'readWrite', 'displayName.mutability');
    },
  },
];

const configuration: readonly Case[] = [
  {
    name: 'ServiceProviderConfig says what is supported, and how to authenticate',
    proves: '§5',
    run: async (session) => {
      const body = bodyOf(await session.get('/ServiceProviderConfig'));
      expectSame(body['schemas'] ?? [], [urns.serviceProviderConfig], 'schemas');
      for (const feature of ['patch', 'bulk', 'filter', 'changePassword', 'sort', 'etag']) {
        const { supported } = (body[feature] ?? {}) as JsonObject;
        expectThat(typeof supported === 'boolean', `${feature}.supported is ${JSON.stringify(supported)}`);
      }
      const { bulk, filter } = body as { bulk: JsonObject; filter: JsonObject };
      for (const limit of [bulk['maxOperations'], bulk['maxPayloadSize'], filter['maxResults']]) {
        expectThat(Number.isInteger(limit), `a limit is ${JSON.stringify(limit)}`);
      }
      const [scheme] = (body['authenticationSchemes'] ?? []) as readonly JsonObject[];
      expectSame(scheme?.['type'], 'oauthbearertoken', 'authenticationSchemes[0].type');
      expectThat(typeof scheme?.['name'] === 'string' && typeof scheme['description'] === 'string', 'no description');
    },
  },
  ...['patch', 'bulk', 'filter', 'sort', 'etag'].map((feature): Case => ({
    name: `ServiceProviderConfig: ${feature} is supported`,
    proves: '§5',
    run: async (session) => {
      const body = bodyOf(await session.get('/ServiceProviderConfig'));
      expectSame((body[feature] as JsonObject)['supported'], true, `${feature}.supported`);
    },
  })),
  {
    name: 'ServiceProviderConfig: lists are paged by index and by cursor',
    proves: 'RFC 9865 §4',
    run: async (session) => {
      const { pagination } = bodyOf(await session.get('/ServiceProviderConfig'));
      const { cursor, index, defaultPaginationMethod } = pagination as JsonObject;
      expectSame([cursor ?? null, index ?? null, defaultPaginationMethod ?? null], [true, true, 'index'], 'pagination');
    },
  },
  {
    name: 'ResourceTypes has User with its extension, and Group',
    proves: '§6',
    run: async (session) => {
      const found = expectList(await session.get('/ResourceTypes'), { totalResults: 2 });
      const short = found.map(({ id, name, endpoint, schema, schemaExtensions }) => ({
        id: id ?? null,
        name: name ?? null,
        endpoint: endpoint ?? null,
        schema: schema ?? null,
        schemaExtensions: schemaExtensions ?? [],
      }));
      const extension = { schema: urns.enterpriseUser, required: false };
      expectSame(short, [
        { id: 'User', name: 'User', endpoint: '/Users', schema: urns.user, schemaExtensions: [extension] },
        { id: 'Group', name: 'Group', endpoint: '/Groups', schema: urns.group, schemaExtensions: [] },
      ]);
      for (const type of found) {
        expectSame(bodyOf(await session.get(`/ResourceTypes/${String(type['id'])}`)), type);
        const { location } = type['meta'] as JsonObject;
        expectSame(location, `${session.baseUrl}/ResourceTypes/${String(type['id'])}`, 'meta.location');
      }
    },
  },
];

/** What the service says of itself. */
export const schemaSuite: Suite = {
  title: 'RFC 7643 schemas',
  source: 'RFC 7643 §5 to §8',
  cases: [...configuration, ...schemas],
};

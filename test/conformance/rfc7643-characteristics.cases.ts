import { isArray, isObject, type Json, type JsonObject } from '../../lambdas/scim/json.ts';
import { bodyOf, expectList, expectRefusal, expectSame, expectThat, fail } from './expect.ts';
import { idOf, makeUser, pathOf, queryOf } from './resources.ts';
import { everything } from './rfc7643-resources.cases.ts';
import type { Session } from './session.ts';
import type { Suite } from './suite.ts';
import { urns } from './urns.ts';

/** What JavaScript calls a value of each type (RFC 7643 §2.3). */
const kinds: Readonly<Record<string, string>> = {
  string: 'string',
  reference: 'string',
  binary: 'string',
  dateTime: 'string',
  boolean: 'boolean',
  integer: 'number',
  decimal: 'number',
  complex: 'object',
};

/** The common attributes (RFC 7643 §3.1), which no schema lists. */
const common = new Set(['schemas', 'id', 'externalId', 'meta']);

type Schemas = ReadonlyMap<string, readonly JsonObject[]>;

async function readSchemas(session: Session): Promise<Schemas> {
  const { Resources } = bodyOf(await session.get('/Schemas')) as { Resources: readonly JsonObject[] };
  return new Map(Resources.map(({ id, attributes }) => [String(id), attributes as readonly JsonObject[]]));
}

function expectDescribed(resource: JsonObject, schemas: Schemas): void {
  const [core = '', ...extensions] = resource['schemas'] as readonly string[];
  const isOwn = (name: string): boolean => !common.has(name) && !extensions.includes(name);
  const own = Object.fromEntries(Object.entries(resource).filter(([name]) => isOwn(name)));
  expectAttributes(own, schemas.get(core), core);
  for (const urn of extensions) expectAttributes(resource[urn] as JsonObject, schemas.get(urn), urn);
}

function expectAttributes(holder: JsonObject, attributes: readonly JsonObject[] | undefined, place: string): void {
  expectThat(attributes !== undefined, `${place} is not described`);
  for (const [name, value] of Object.entries(holder)) {
    const attribute = attributes.find((each) => each['name'] === name);
    expectThat(attribute !== undefined, `${place} has ${name}, which its schema has not`);
    expectSame(isArray(value), attribute['multiValued'], `${place}: multiValued of ${name}`);
    for (const one of isArray(value) ? value : [value]) {
      expectSame(typeof one, kinds[String(attribute['type'])], `${place}: the type of ${name}`);
      if (isObject(one)) expectAttributes(one, attribute['subAttributes'] as readonly JsonObject[], `${place}.${name}`);
    }
  }
  for (const { name, required } of attributes) {
    expectThat(required !== true || holder[String(name)] !== undefined, `${place} lacks ${String(name)}`);
  }
}

/** Every attribute of the user that holds text, by its full name: its characteristics and its first value. */
type Text = { readonly path: string; readonly attribute: JsonObject; readonly value: string };

function textsOf(holder: Json | undefined, attributes: readonly JsonObject[], prefix: string): readonly Text[] {
  if (!isObject(holder)) return [];
  return attributes.flatMap((attribute): readonly Text[] => {
    const path = prefix + String(attribute['name']);
    const values = holder[String(attribute['name'])];
    const value = isArray(values) ? values[0] : values;
    const { subAttributes } = attribute;
    if (isArray(subAttributes)) return textsOf(value, subAttributes.filter(isObject), `${path}.`);
    return typeof value === 'string' ? [{ path, attribute, value }] : [];
  });
}

function otherCase(text: string): string {
  return text === text.toUpperCase() ? text.toLowerCase() : text.toUpperCase();
}

async function makeWhole(session: Session): Promise<{ user: JsonObject; texts: readonly Text[] }> {
  const user = await makeUser(session, 'characteristics', everything);
  const schemas = await readSchemas(session);
  const urn = urns.enterpriseUser;
  const texts = [
    ...textsOf(user, schemas.get(urns.user) ?? fail('no User schema'), ''),
    ...textsOf(user[urn], schemas.get(urn) ?? fail('no enterprise schema'), `${urn}:`),
  ];
  return { user, texts };
}

/** The schemas held against what the endpoint does. */
export const characteristics: Suite = {
  title: 'RFC 7643 §7 characteristics',
  source: 'RFC 7643 §2.2, §2.3, §7',
  cases: [
    {
      name: 'what a resource shows, of discovery too, is what its schemas describe',
      proves: '§3, §7',
      run: async (session) => {
        const schemas = await readSchemas(session);
        expectDescribed(await makeUser(session, 'described', everything), schemas);
        expectDescribed(bodyOf(await session.get('/ServiceProviderConfig')), schemas);
        for (const type of ['User', 'Group']) {
          expectDescribed(bodyOf(await session.get(`/ResourceTypes/${type}`)), schemas);
        }
      },
    },
    {
      name: 'every text is compared as caseExact says',
      proves: '§2.2, RFC 7644 §3.4.2.2',
      run: async (session) => {
        const { user, texts } = await makeWhole(session);
        for (const { path, attribute, value } of texts) {
          const find = async (text: string): Promise<void> => {
            const filter = `id eq "${idOf(user)}" and ${path} eq ${JSON.stringify(text)}`;
            const isFound = text === value || attribute['caseExact'] === false;
            expectList(await session.get(`/Users${queryOf({ filter })}`), { totalResults: isFound ? 1 : 0 });
          };
          await find(value);
          if (otherCase(value) !== value) await find(otherCase(value));
        }
      },
    },
    {
      name: 'no path writes what is readOnly, and nothing changes',
      proves: '§2.2, §7, RFC 7644 §3.5.2',
      run: async (session) => {
        const user = await makeUser(session, 'readOnly', everything);
        const manager = `${urns.enterpriseUser}:manager.displayName`;
        for (const path of ['id', 'meta', 'meta.created', 'groups', 'groups.value', 'groups[value eq "x"]', manager]) {
          for (const operation of [{ op: 'add', value: 'x' }, { op: 'replace', value: 'x' }, { op: 'remove' }]) {
            expectRefusal(await session.patch(pathOf(user), [{ path, ...operation }]), 400, 'mutability');
          }
        }
        expectSame(bodyOf(await session.get(pathOf(user))), user);
      },
    },
  ],
};

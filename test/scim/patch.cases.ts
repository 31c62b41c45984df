import type { Json, JsonObject } from '#scim/json.ts';
import type { ScimType } from '#scim/errors.ts';
import { enterprise, orgRoleUrn } from './resource-types.ts';

const work = { value: 'work@x', type: 'work', primary: true };
const home = { value: 'home@x', type: 'home' };
const core = 'urn:ietf:params:scim:schemas:core:2.0:User';

type Case = {
  readonly name: string;
  readonly before: JsonObject;
  readonly operations: Json;
  readonly after: JsonObject;
};

/** One operation on a resource. */
function one(name: string, before: JsonObject, operation: Json, after: JsonObject): Case {
  return { name, before, operations: [operation], after };
}

/** What PATCH makes of a user. */
export const applied: readonly Case[] = [
  // RFC 7644 §3.5.2.1: add
  one('adds an attribute', {}, { op: 'add', path: 'title', value: 'Boss' }, { title: 'Boss' }),
  one('adds to a list', { emails: [work] }, { op: 'add', path: 'emails', value: [home] }, { emails: [work, home] }),
  one('adds a single element to a list', {}, { op: 'add', path: 'emails', value: home }, { emails: [home] }),
  one(
    'adds a text as the value of an element',
    {},
    { op: 'add', path: 'emails', value: 'a@x' },
    { emails: [{ value: 'a@x' }] },
  ),
  one(
    'adds an equal element once',
    { emails: [work, home] },
    { op: 'add', path: 'emails', value: [home, home] },
    { emails: [work, home] },
  ),
  one(
    'merges an element that has the same value and type',
    { emails: [work] },
    { op: 'add', path: 'emails', value: [{ value: 'work@x', type: 'work', display: 'W' }] },
    { emails: [{ ...work, display: 'W' }] },
  ),
  one(
    'adds an equal address once',
    { addresses: [{ type: 'work', country: 'FR' }] },
    { op: 'add', path: 'addresses', value: [{ country: 'FR', type: 'work' }, { country: 'DE' }] },
    { addresses: [{ type: 'work', country: 'FR' }, { country: 'DE' }] },
  ),
  one('adds nothing', { emails: [work] }, { op: 'add', path: 'emails', value: [] }, { emails: [work] }),
  one(
    'replaces by add where there is one value',
    { title: 'a' },
    { op: 'Add', path: 'title', value: 'b' },
    { title: 'b' },
  ),
  one(
    'P2: deactivates by Add and a string',
    { active: true },
    { op: 'Add', path: 'active', value: 'False' },
    { active: false },
  ),
  one(
    'merges a complex attribute',
    { name: { givenName: 'a', familyName: 'b' } },
    { op: 'add', path: 'name', value: { GIVENNAME: 'c', shoeSize: 9 } },
    { name: { givenName: 'c', familyName: 'b' } },
  ),

  // RFC 7644 §3.5.2.2: remove
  one('removes an attribute', { title: 'a', active: true }, { op: 'remove', path: 'title' }, { active: true }),
  one(
    'removes a sub-attribute',
    { name: { givenName: 'a', familyName: 'b' } },
    { op: 'remove', path: 'name.givenName' },
    { name: { familyName: 'b' } },
  ),
  one(
    'removes a complex attribute with its last part',
    { name: { givenName: 'a' } },
    { op: 'remove', path: 'name.givenName' },
    {},
  ),
  one('removes a list', { emails: [work] }, { op: 'remove', path: 'emails' }, {}),
  one(
    'removes elements',
    { emails: [work, home] },
    { op: 'remove', path: 'emails[type eq "work"]' },
    { emails: [home] },
  ),
  one(
    'removes the list with its last element',
    { emails: [home] },
    { op: 'remove', path: 'emails[type eq "home"]' },
    {},
  ),
  one(
    'removes a part of an element',
    { emails: [work, home] },
    { op: 'remove', path: 'emails[type eq "work"].primary' },
    { emails: [{ value: 'work@x', type: 'work' }, home] },
  ),
  one(
    'removes an element with its value',
    { emails: [work, home] },
    { op: 'remove', path: 'emails[type eq "work"].value' },
    { emails: [home] },
  ),
  one(
    'removes a part of every element',
    { emails: [work, home] },
    { op: 'remove', path: 'emails.type' },
    { emails: [{ value: 'work@x', primary: true }, { value: 'home@x' }] },
  ),
  one(
    'succeeds in removing what is not there',
    { emails: [home] },
    { op: 'remove', path: 'emails[type eq "work"]' },
    { emails: [home] },
  ),
  one('succeeds in removing an absent attribute', {}, { op: 'remove', path: 'title' }, {}),
  one('succeeds in removing a part of an absent list', {}, { op: 'remove', path: 'emails.type' }, {}),
  one('succeeds in removing from an absent extension', {}, { op: 'remove', path: `${enterprise}:department` }, {}),
  one(
    'P2: removes the listed values alone',
    { roles: [{ value: 'a' }, { value: 'b', type: 't' }, { value: 'c' }] },
    { op: 'Remove', path: 'roles', value: [{ $ref: null, value: 'a' }, { value: 'b' }] },
    { roles: [{ value: 'c' }] },
  ),
  one(
    'P2: tells listed values by type as well',
    { emails: [work, { value: 'work@x', type: 'home' }] },
    { op: 'Remove', path: 'emails', value: [{ value: 'work@x', type: 'home' }] },
    { emails: [work] },
  ),
  one(
    'P2: removes a listed address',
    { addresses: [{ type: 'work', country: 'FR' }, { type: 'work' }] },
    { op: 'remove', path: 'addresses', value: [{ country: 'FR', type: 'work' }] },
    { addresses: [{ type: 'work' }] },
  ),
  one(
    'P2: removes a listed value that has no type here',
    { roles: [{ value: 'a' }, { value: 'b', type: 'c' }] },
    {
      op: 'remove',
      path: 'roles',
      value: [
        { value: 'a', type: 'c' },
        { value: 'b', type: 'd' },
      ],
    },
    { roles: [{ value: 'b', type: 'c' }] },
  ),
  one(
    'P2: removes nothing where nothing is listed',
    { roles: [{ value: 'a' }] },
    { op: 'remove', path: 'roles', value: [] },
    { roles: [{ value: 'a' }] },
  ),
  one('removes a single value whatever value is sent', { title: 'a' }, { op: 'remove', path: 'title', value: 'b' }, {}),
  one(
    'removes an extension',
    { active: true, [enterprise]: { department: 'a', division: 'b' } },
    { op: 'remove', path: enterprise },
    { active: true },
  ),

  // RFC 7644 §3.5.2.3: replace
  one('replaces an attribute', { title: 'a' }, { op: 'replace', path: 'title', value: 'b' }, { title: 'b' }),
  one('replaces a list', { emails: [work] }, { op: 'replace', path: 'emails', value: [home] }, { emails: [home] }),
  one('empties a list', { emails: [work] }, { op: 'replace', path: 'emails', value: [] }, {}),
  one(
    'keeps the parts that a replacement does not name',
    { name: { givenName: 'a', familyName: 'b' } },
    { op: 'replace', path: 'name', value: { givenName: 'c' } },
    { name: { givenName: 'c', familyName: 'b' } },
  ),
  one(
    'clears the parts that a replacement names as null',
    { name: { givenName: 'a', familyName: 'b' } },
    { op: 'replace', path: 'name', value: { givenName: 'c', familyName: null } },
    { name: { givenName: 'c' } },
  ),
  one(
    'clears a part alone',
    { name: { givenName: 'a', familyName: 'b' } },
    { op: 'replace', path: 'name', value: { familyName: null, shoeSize: null } },
    { name: { givenName: 'a' } },
  ),
  one('clears by null', { title: 'a' }, { op: 'replace', path: 'title', value: null }, {}),
  one(
    'clears a part by null',
    { name: { givenName: 'a', familyName: 'b' } },
    { op: 'replace', path: 'name.givenName', value: null },
    { name: { familyName: 'b' } },
  ),
  one('keeps an empty text', { title: 'a' }, { op: 'replace', path: 'title', value: '' }, { title: '' }),
  one(
    'replaces elements and keeps what the filter says of them',
    { emails: [work, home] },
    { op: 'replace', path: 'emails[type eq "work"]', value: { value: 'new@x' } },
    { emails: [{ type: 'work', value: 'new@x' }, home] },
  ),
  one(
    'replaces elements whose filter says nothing of them',
    { emails: [work, home] },
    { op: 'replace', path: 'emails[type ne "home"]', value: [{ value: 'new@x' }] },
    { emails: [{ value: 'new@x' }, home] },
  ),
  one(
    'removes elements by null',
    { emails: [work, home] },
    { op: 'replace', path: 'emails[type eq "work"]', value: null },
    { emails: [home] },
  ),
  one(
    'merges into elements by add',
    { emails: [work] },
    { op: 'add', path: 'emails[type eq "work"]', value: { display: 'W' } },
    { emails: [{ ...work, display: 'W' }] },
  ),
  one(
    'replaces a part of elements',
    { emails: [work, home] },
    { op: 'replace', path: 'emails[type eq "work"].value', value: 'new@x' },
    { emails: [{ ...work, value: 'new@x' }, home] },
  ),
  one(
    'replaces a part of every element',
    { emails: [work, home] },
    { op: 'replace', path: 'emails.type', value: 'other' },
    {
      emails: [
        { ...work, type: 'other' },
        { ...home, type: 'other' },
      ],
    },
  ),
  one(
    'creates an element for a part',
    {},
    { op: 'replace', path: 'emails.value', value: 'new@x' },
    { emails: [{ value: 'new@x' }] },
  ),
  one(
    'replaces a part of an extension',
    { [enterprise]: { department: 'a', division: 'b' } },
    { op: 'replace', path: `${enterprise}:department`, value: 'c' },
    { [enterprise]: { department: 'c', division: 'b' } },
  ),

  one(
    'P2: removes no address that lacks what is listed',
    { addresses: [{ country: 'FR' }] },
    { op: 'remove', path: 'addresses', value: [{ type: 'work', country: 'FR' }] },
    { addresses: [{ country: 'FR' }] },
  ),
  one(
    'removes every element whose value is emptied',
    { emails: [work, home] },
    { op: 'replace', path: 'emails.value', value: '' },
    {},
  ),

  // primary
  one(
    'leaves the first of two stored primaries where the request sets none',
    { emails: [work, { ...home, primary: true }, { value: 'c', type: 'other' }] },
    { op: 'replace', path: 'emails[type eq "other"].display', value: 'C' },
    { emails: [work, { ...home, primary: false }, { value: 'c', type: 'other', display: 'C' }] },
  ),
  one(
    'makes another element primary',
    { emails: [work, home] },
    { op: 'replace', path: 'emails[type eq "home"].primary', value: 'True' },
    {
      emails: [
        { ...work, primary: false },
        { ...home, primary: true },
      ],
    },
  ),
  one(
    'lets an added element be primary',
    { emails: [work] },
    { op: 'add', path: 'emails', value: { ...home, primary: true } },
    {
      emails: [
        { ...work, primary: false },
        { ...home, primary: true },
      ],
    },
  ),
  one(
    'keeps the first primary of a list',
    {},
    { op: 'replace', path: 'emails', value: [work, { ...home, primary: true }] },
    { emails: [work, { ...home, primary: false }] },
  ),

  // Okta
  one(
    'U4: deactivates without a path',
    { active: true, title: 'a' },
    { op: 'replace', value: { active: false } },
    { active: false, title: 'a' },
  ),
  one(
    'U7: takes back what it showed',
    { title: 'a' },
    {
      op: 'replace',
      value: {
        schemas: [core],
        id: 'x',
        meta: { version: 'y' },
        groups: [],
        title: 'b',
        password: 'p',
        shoeSize: null,
      },
    },
    { title: 'b' },
  ),
  one(
    'U3: ignores what nobody advertised',
    { title: 'a' },
    { op: 'add', path: 'urn:example:2.0:User:x', value: 1 },
    { title: 'a' },
  ),
  one(
    'ignores the path schemas',
    { title: 'a' },
    { op: 'add', path: 'schemas', value: ['urn:example'] },
    { title: 'a' },
  ),

  // Entra ID
  one(
    'P2: reads dotted and URN keys, and extension objects',
    { name: { familyName: 'b' } },
    {
      op: 'add',
      path: null,
      value: {
        'name.givenName': 'a',
        [`${enterprise}:employeeNumber`]: '7',
        [`${enterprise}:manager.value`]: 'm',
        [enterprise]: { department: 'd' },
        [`${orgRoleUrn}:statsigOrgRole`]: 'Admin',
        [core]: { title: 't' },
        'emails[type eq "work"].value': 'a@x',
        'emails[type eq "home"].value': null,
        'shoes[size eq 1].value': 'a',
        'groups[value eq "1"].value': 'a',
      },
    },
    {
      name: { familyName: 'b', givenName: 'a' },
      [enterprise]: { employeeNumber: '7', manager: { value: 'm' }, department: 'd' },
      statsigOrgRole: 'Admin',
      title: 't',
      emails: [{ type: 'work', value: 'a@x' }],
    },
  ),
  one(
    'P2: merges an extension by its path',
    { [enterprise]: { division: 'b' } },
    { op: 'replace', path: enterprise, value: { department: 'c' } },
    { [enterprise]: { division: 'b', department: 'c' } },
  ),
  one(
    'P2: clears an extension by null',
    { [enterprise]: { division: 'b' } },
    { op: 'replace', value: { [enterprise]: null } },
    {},
  ),
  one('P2: merges the core by its path', {}, { op: 'replace', path: core, value: { title: 't' } }, { title: 't' }),
  one(
    'P2: creates the element that the filter describes',
    { emails: [home] },
    { op: 'Add', path: 'emails[type eq "work"].value', value: 'new@x' },
    { emails: [home, { type: 'work', value: 'new@x' }] },
  ),
  one(
    'P2: creates an element by replace',
    {},
    { op: 'replace', path: 'emails[type eq "work" and primary eq true].value', value: 'new@x' },
    { emails: [{ type: 'work', primary: true, value: 'new@x' }] },
  ),
  one(
    'P2: creates a whole element',
    {},
    { op: 'replace', path: 'addresses[type eq "work"]', value: { country: 'FR' } },
    { addresses: [{ type: 'work', country: 'FR' }] },
  ),
  one(
    'P2: creates nothing for an empty value',
    { emails: [home] },
    { op: 'replace', path: 'emails[type eq "work"].value', value: '' },
    { emails: [home] },
  ),
  {
    name: 'P2: creates an element once',
    before: {},
    operations: [
      { op: 'Add', path: 'emails[type eq "work"].value', value: 'a@x' },
      { op: 'Add', path: 'emails[type eq "work"].value', value: 'b@x' },
    ],
    after: { emails: [{ type: 'work', value: 'b@x' }] },
  },
  {
    name: 'P2: creates a role by the string True',
    before: {},
    operations: [
      { op: 'Replace', path: 'roles[primary eq "True"].display', value: 'd' },
      { op: 'Replace', path: 'roles[primary eq "True"].value', value: 'r' },
    ],
    after: { roles: [{ primary: true, display: 'd', value: 'r' }] },
  },
  ...['m2', { value: 'm2' }, { VALUE: 'm2', displayName: 'ignored' }, [{ value: 'm2' }]].map((value) =>
    one(
      'P2: sets the manager anew',
      { [enterprise]: { manager: { value: 'm1', $ref: 'old' } } },
      { op: 'Add', path: `${enterprise}:manager`, value },
      { [enterprise]: { manager: { value: 'm2' } } },
    ),
  ),
  one(
    'P2: sets the manager by its plain name',
    {},
    { op: 'Add', path: 'manager', value: [{ $ref: 'r', value: 'm2' }] },
    { [enterprise]: { manager: { $ref: 'r', value: 'm2' } } },
  ),
  one(
    'P2: sets the manager by its value',
    { [enterprise]: { manager: { value: 'm1', $ref: 'old' } } },
    { op: 'Add', path: 'manager.value', value: 'm2' },
    { [enterprise]: { manager: { value: 'm2' } } },
  ),
  one(
    'P2: keeps the same manager',
    { [enterprise]: { manager: { value: 'm1', $ref: 'r' } } },
    { op: 'Add', path: 'manager.value', value: 'm1' },
    { [enterprise]: { manager: { value: 'm1', $ref: 'r' } } },
  ),
  ...['', null, { value: '' }, { value: null }, [], [{ value: '' }], { value: '', $ref: 'x' }].map((value) =>
    one(
      'P2: takes the manager away',
      { [enterprise]: { manager: { value: 'm1' } } },
      { op: 'Replace', path: `${enterprise}:manager`, value },
      {},
    ),
  ),
  one(
    'P2: takes the manager away by its value',
    { [enterprise]: { manager: { value: 'm1', $ref: 'r' } } },
    { op: 'Replace', path: 'manager.value', value: '' },
    {},
  ),
  {
    name: 'P2: changes nothing without operations',
    before: { title: 'a' },
    operations: [],
    after: { title: 'a' },
  },
  {
    name: 'applies the operations in their order',
    before: { title: 'a' },
    operations: [
      { op: 'remove', path: 'title' },
      { op: 'add', path: 'title', value: 'b' },
      { op: 'replace', value: { title: 'c' } },
    ],
    after: { title: 'c' },
  },
];

type Refused = { readonly operation: Json; readonly scimType: ScimType; readonly detail: string };

/** What PATCH refuses of a user that has one email of type home. */
export const refused: readonly Refused[] = [
  { operation: 'add', scimType: 'invalidSyntax', detail: 'Each of Operations must be an object' },
  { operation: { path: 'title', value: 'x' }, scimType: 'invalidSyntax', detail: 'must be add, remove or replace' },
  { operation: { op: 'move', path: 'title' }, scimType: 'invalidSyntax', detail: 'must be add, remove or replace' },
  { operation: { op: 'add', path: 5, value: 'x' }, scimType: 'invalidPath', detail: 'must be a text' },
  {
    operation: { op: 'add', path: 'shoeSize', value: 9 },
    scimType: 'invalidPath',
    detail: 'expected an attribute of User, found "shoeSize"',
  },
  {
    operation: { op: 'add', path: 'emails[size eq 1]', value: 9 },
    scimType: 'invalidFilter',
    detail: 'expected an attribute of emails',
  },
  { operation: { op: 'add', value: 'x' }, scimType: 'invalidValue', detail: 'needs an object' },
  { operation: { op: 'replace' }, scimType: 'invalidValue', detail: 'needs an object' },
  { operation: { op: 'replace', path: enterprise }, scimType: 'invalidValue', detail: 'has no value' },
  { operation: { op: 'replace', path: enterprise, value: 'x' }, scimType: 'invalidValue', detail: 'must be an object' },
  {
    operation: { op: 'replace', path: 'title' },
    scimType: 'invalidValue',
    detail: 'The operation replace of title has no value',
  },
  {
    operation: { op: 'replace', path: 'title', value: 5 },
    scimType: 'invalidValue',
    detail: 'The attribute title must be a text, but the number 5 was sent',
  },
  {
    operation: { op: 'replace', path: 'active', value: 'maybe' },
    scimType: 'invalidValue',
    detail: 'The attribute active must be true or false, but a text was sent',
  },
  {
    operation: { op: 'replace', path: 'emails[type eq "home"].primary', value: 'maybe' },
    scimType: 'invalidValue',
    detail: 'emails.primary must be true or false',
  },
  {
    operation: { op: 'replace', path: 'emails[type eq "home"]', value: 5 },
    scimType: 'invalidValue',
    detail: 'emails must be an object, but the number 5',
  },
  {
    operation: { op: 'replace', path: 'name', value: 'Jane' },
    scimType: 'invalidValue',
    detail: 'name must be an object, but a text',
  },
  { operation: { op: 'remove' }, scimType: 'noTarget', detail: 'The operation remove needs the path of an attribute' },
  {
    operation: { op: 'remove', path: '' },
    scimType: 'noTarget',
    detail: 'The operation remove needs the path of an attribute',
  },
  {
    operation: { op: 'remove', path: core },
    scimType: 'noTarget',
    detail: 'The operation remove needs the path of an attribute',
  },
  {
    operation: { op: 'replace', path: 'emails[type ne "home"].value', value: 'x' },
    scimType: 'noTarget',
    detail: 'No value matches emails[type ne "home"].value',
  },
  {
    operation: { op: 'replace', path: 'emails[type eq "a" or type eq "b"].value', value: 'x' },
    scimType: 'noTarget',
    detail: 'No value matches',
  },
  {
    operation: { op: 'add', path: 'emails[type eq "a" and display pr].value', value: 'x' },
    scimType: 'noTarget',
    detail: 'No value matches',
  },
  {
    operation: { op: 'add', path: 'emails[type eq null and type sw "x"]', value: { value: 'x' } },
    scimType: 'noTarget',
    detail: 'No value matches',
  },
  {
    operation: { op: 'Remove', path: 'USERNAME' },
    scimType: 'mutability',
    detail: 'userName is required and cannot be removed. Please replace it',
  },
  {
    operation: { op: 'remove', path: `${core}:userName`, value: 'jane' },
    scimType: 'mutability',
    detail: 'userName is required',
  },
  { operation: { op: 'replace', path: 'id', value: 'x' }, scimType: 'mutability', detail: 'id is read-only' },
  { operation: { op: 'remove', path: 'groups' }, scimType: 'mutability', detail: 'groups is read-only' },
  {
    operation: { op: 'remove', path: 'groups[value eq "x"]' },
    scimType: 'mutability',
    detail: 'groups[value eq "x"] is read-only',
  },
  {
    operation: { op: 'replace', path: 'meta.created', value: 'x' },
    scimType: 'mutability',
    detail: 'meta.created is read-only',
  },
  {
    operation: { op: 'replace', path: 'manager.displayName', value: 'x' },
    scimType: 'mutability',
    detail: 'manager.displayName is read-only',
  },
];

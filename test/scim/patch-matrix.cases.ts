import type { Json, JsonObject } from '#scim/json.ts';
import type { ScimType } from '#scim/errors.ts';
import { enterprise } from './resource-types.ts';

const core = 'urn:ietf:params:scim:schemas:core:2.0:User';
const manager = { value: 'm', $ref: 'https://x/Users/m' };

/** What each operation of the matrix is applied to. */
export const stored = {
  userName: 'jane@example.com',
  title: 'Boss',
  active: true,
  name: { givenName: 'Jane', familyName: 'Doe' },
  emails: [
    { value: 'w@x', type: 'work', primary: true },
    { value: 'h@x', type: 'home' },
  ],
  [enterprise]: { department: 'Sales', manager },
} as const satisfies JsonObject;

const [work, home] = stored.emails;

const displayed = {
  emails: [
    { ...work, display: 'J' },
    { ...home, display: 'J' },
  ],
};

/** A path, a value, and what `add`, `replace` and `remove` make of it: what changes, or the kind of refusal. */
type Row = {
  readonly path?: string;
  readonly value: Json;
  readonly add: JsonObject | ScimType;
  readonly replace: JsonObject | ScimType;
  readonly remove: JsonObject | ScimType;
};

const same = {};

/** Every form of path in RFC 7644 §3.5.2 with every operation; null stands for an attribute that is gone. */
export const matrix: readonly Row[] = [
  // Without a path: the attributes of the value (§3.5.2.1, §3.5.2.3); remove needs a path (§3.5.2.2).
  {
    value: { title: 'Chief', emails: [{ value: 'o@x', type: 'other' }], name: { givenName: 'Joan' } },
    add: {
      title: 'Chief',
      emails: [work, home, { value: 'o@x', type: 'other' }],
      name: { givenName: 'Joan', familyName: 'Doe' },
    },
    replace: {
      title: 'Chief',
      emails: [{ value: 'o@x', type: 'other' }],
      name: { givenName: 'Joan', familyName: 'Doe' },
    },
    remove: 'noTarget',
  },
  { path: '', value: { title: 'Chief' }, add: { title: 'Chief' }, replace: { title: 'Chief' }, remove: 'noTarget' },
  { value: 'Chief', add: 'invalidValue', replace: 'invalidValue', remove: 'noTarget' },
  { value: [{ title: 'Chief' }], add: 'invalidValue', replace: 'invalidValue', remove: 'noTarget' },

  // An attribute with one value.
  { path: 'title', value: 'Chief', add: { title: 'Chief' }, replace: { title: 'Chief' }, remove: { title: null } },
  { path: 'title', value: 'Boss', add: same, replace: same, remove: { title: null } },
  { path: 'nickName', value: 'J', add: { nickName: 'J' }, replace: { nickName: 'J' }, remove: same },
  {
    path: `${core}:TITLE`,
    value: 'Chief',
    add: { title: 'Chief' },
    replace: { title: 'Chief' },
    remove: { title: null },
  },
  { path: 'title', value: { value: 'Chief' }, add: 'invalidValue', replace: 'invalidValue', remove: { title: null } },
  { path: 'userName', value: 'j@x', add: { userName: 'j@x' }, replace: { userName: 'j@x' }, remove: 'mutability' },
  { path: 'active', value: 'FALSE', add: { active: false }, replace: { active: false }, remove: { active: null } },
  { path: 'active', value: 0, add: 'invalidValue', replace: 'invalidValue', remove: { active: null } },

  // A complex attribute with one value, and its parts.
  {
    path: 'name',
    value: { givenName: 'Joan', middleName: 'M' },
    add: { name: { givenName: 'Joan', familyName: 'Doe', middleName: 'M' } },
    replace: { name: { givenName: 'Joan', familyName: 'Doe', middleName: 'M' } },
    remove: { name: null },
  },
  { path: 'name', value: {}, add: same, replace: same, remove: { name: null } },
  { path: 'name', value: 'Joan', add: 'invalidValue', replace: 'invalidValue', remove: { name: null } },
  {
    path: 'name.givenName',
    value: 'Joan',
    add: { name: { givenName: 'Joan', familyName: 'Doe' } },
    replace: { name: { givenName: 'Joan', familyName: 'Doe' } },
    remove: { name: { familyName: 'Doe' } },
  },
  {
    path: `${core}:name.middleName`,
    value: 'M',
    add: { name: { ...stored.name, middleName: 'M' } },
    replace: { name: { ...stored.name, middleName: 'M' } },
    remove: same,
  },

  // A list as a whole, and a part of each element.
  {
    path: 'emails',
    value: [{ value: 'o@x', type: 'other', primary: true }],
    add: { emails: [{ ...work, primary: false }, home, { value: 'o@x', type: 'other', primary: true }] },
    replace: { emails: [{ value: 'o@x', type: 'other', primary: true }] },
    remove: same,
  },
  { path: 'emails', value: [home], add: same, replace: { emails: [home] }, remove: { emails: [work] } },
  { path: 'emails', value: home, add: same, replace: { emails: [home] }, remove: { emails: [work] } },
  { path: 'emails', value: null, add: same, replace: { emails: null }, remove: { emails: null } },
  { path: 'emails', value: [7], add: 'invalidValue', replace: 'invalidValue', remove: 'invalidValue' },
  {
    path: 'emails.display',
    value: 'J',
    add: displayed,
    replace: displayed,
    remove: same,
  },
  {
    path: 'photos',
    value: { value: 'p' },
    add: { photos: [{ value: 'p' }] },
    replace: { photos: [{ value: 'p' }] },
    remove: same,
  },

  // Elements that match, and a part of them.
  {
    path: 'emails[type eq "work"]',
    value: { value: 'n@x' },
    add: { emails: [{ ...work, value: 'n@x' }, home] },
    replace: { emails: [{ type: 'work', value: 'n@x' }, home] },
    remove: { emails: [home] },
  },
  {
    path: 'EMAILS[TYPE EQ "WORK" AND NOT (VALUE EW "y")].VALUE',
    value: 'n@x',
    add: { emails: [{ ...work, value: 'n@x' }, home] },
    replace: { emails: [{ ...work, value: 'n@x' }, home] },
    remove: { emails: [home] },
  },
  {
    path: `${core}:emails[value eq "H@X"].primary`,
    value: 'True',
    add: {
      emails: [
        { ...work, primary: false },
        { ...home, primary: true },
      ],
    },
    replace: {
      emails: [
        { ...work, primary: false },
        { ...home, primary: true },
      ],
    },
    remove: same,
  },
  {
    path: 'emails[type pr].display',
    value: 'J',
    add: displayed,
    replace: displayed,
    remove: same,
  },
  {
    path: 'emails[type eq "other"].value',
    value: 'o@x',
    add: { emails: [work, home, { type: 'other', value: 'o@x' }] },
    replace: { emails: [work, home, { type: 'other', value: 'o@x' }] },
    remove: same,
  },
  {
    path: 'addresses[type eq "work"].streetAddress',
    value: 'Main St',
    add: { addresses: [{ type: 'work', streetAddress: 'Main St' }] },
    replace: { addresses: [{ type: 'work', streetAddress: 'Main St' }] },
    remove: same,
  },
  { path: 'emails[type co "oth"].value', value: 'o@x', add: 'noTarget', replace: 'noTarget', remove: same },
  {
    path: 'emails[type eq "work"].value',
    value: 7,
    add: 'invalidValue',
    replace: 'invalidValue',
    remove: { emails: [home] },
  },

  // An extension, its attributes and their parts.
  {
    path: enterprise,
    value: { division: 'D', manager: { value: 'n' } },
    add: { [enterprise]: { department: 'Sales', division: 'D', manager: { value: 'n' } } },
    replace: { [enterprise]: { department: 'Sales', division: 'D', manager: { value: 'n' } } },
    remove: { [enterprise]: null },
  },
  {
    path: `${enterprise}:department`,
    value: 'IT',
    add: { [enterprise]: { department: 'IT', manager } },
    replace: { [enterprise]: { department: 'IT', manager } },
    remove: { [enterprise]: { manager } },
  },
  {
    path: `${enterprise}:manager`,
    value: { value: 'm', $ref: 'r' },
    add: { [enterprise]: { department: 'Sales', manager: { value: 'm', $ref: 'r' } } },
    replace: { [enterprise]: { department: 'Sales', manager: { value: 'm', $ref: 'r' } } },
    remove: { [enterprise]: { department: 'Sales' } },
  },
  {
    path: `${enterprise}:manager.value`,
    value: 'n',
    add: { [enterprise]: { department: 'Sales', manager: { value: 'n' } } },
    replace: { [enterprise]: { department: 'Sales', manager: { value: 'n' } } },
    remove: { [enterprise]: { department: 'Sales' } },
  },
  {
    path: `${enterprise}:manager.$ref`,
    value: 'r',
    add: { [enterprise]: { department: 'Sales', manager: { value: 'm', $ref: 'r' } } },
    replace: { [enterprise]: { department: 'Sales', manager: { value: 'm', $ref: 'r' } } },
    remove: { [enterprise]: { department: 'Sales', manager: { value: 'm' } } },
  },
  { path: core, value: { title: 'Chief' }, add: { title: 'Chief' }, replace: { title: 'Chief' }, remove: 'noTarget' },
  { path: 'urn:example:2.0:User:shoeSize', value: 9, add: same, replace: same, remove: same },

  // What no operation may touch, and what names nothing.
  ...[
    'id',
    'ID',
    'meta',
    'meta.version',
    'groups',
    'groups.value',
    'groups[type eq "direct"]',
    'manager.displayName',
  ].map((path) => ({ path, value: 'x', add: 'mutability', replace: 'mutability', remove: 'mutability' }) as const),
  ...[
    'shoeSize',
    'name.shoeSize',
    'emails[type eq "work"].size',
    'emails[type eq "work"]value',
    'a b',
    'title[value pr]',
  ].map((path) => ({ path, value: 'x', add: 'invalidPath', replace: 'invalidPath', remove: 'invalidPath' }) as const),
  ...[
    'emails[type eq work]',
    'emails[type is "work"]',
    'emails[',
    'emails[type eq "work"',
    'emails[shoeSize pr].value',
  ].map(
    (path) => ({ path, value: 'x', add: 'invalidFilter', replace: 'invalidFilter', remove: 'invalidFilter' }) as const,
  ),
];

import type { Json } from '#scim/json.ts';
import { enterprise, orgRoleUrn } from './resource-types.ts';

const core = 'urn:ietf:params:scim:schemas:core:2.0:User';

/** Bodies of users, and what is read from them. */
export const read: readonly { name: string; body: Json; draft: Json }[] = [
  {
    name: 'U1: keeps userName as it was sent',
    body: { userName: 'Jane@X.example ' },
    draft: { userName: 'Jane@X.example ' },
  },
  {
    name: 'ignores the case of names',
    body: { USERNAME: 'a', name: { GivenName: 'b' } },
    draft: { userName: 'a', name: { givenName: 'b' } },
  },
  {
    name: 'U3: drops what nobody advertised, at every level',
    body: {
      userName: 'a',
      shoeSize: 9,
      password: 'p',
      name: { shoeSize: 9, givenName: 'b' },
      'urn:example:2.0:User': { x: 1 },
      emails: [{ value: 'c', shoeSize: 9 }],
    },
    draft: { userName: 'a', name: { givenName: 'b' }, emails: [{ value: 'c' }] },
  },
  {
    name: 'U7: drops what is read-only',
    body: {
      schemas: [core],
      id: 'x',
      meta: { version: 'y' },
      groups: [{ value: 'g' }],
      [enterprise]: { manager: { value: 'm', displayName: 'M' } },
    },
    draft: { [enterprise]: { manager: { value: 'm' } } },
  },
  {
    name: 'U7: tells what was sent empty',
    body: { title: null, name: {}, emails: [], nickName: '' },
    draft: { title: null, name: null, emails: null, nickName: '' },
  },
  {
    name: 'U7: drops nulls inside',
    body: { name: { givenName: null, familyName: 'b' }, emails: [null, { value: 'a', type: null }] },
    draft: { name: { familyName: 'b' }, emails: [{ value: 'a' }] },
  },
  { name: 'U7: tells an extension sent empty', body: { [enterprise]: {} }, draft: {} },
  { name: 'U7: tells an extension sent as null', body: { [enterprise]: null }, draft: { [enterprise]: null } },
  {
    name: 'U7: tells an extension with nulls alone',
    body: { [enterprise]: { department: null } },
    draft: { [enterprise]: null },
  },
  {
    name: 'U4: reads booleans as strings',
    body: { active: 'False', emails: [{ value: 'a', primary: 'true' }] },
    draft: { active: false, emails: [{ value: 'a', primary: true }] },
  },
  { name: 'U7: reads an empty text as no boolean', body: { active: '' }, draft: { active: null } },
  {
    name: 'reads one element instead of a list',
    body: { emails: { value: 'a' } },
    draft: { emails: [{ value: 'a' }] },
  },
  {
    name: 'reads texts as elements',
    body: { roles: ['a', { value: 'b' }] },
    draft: { roles: [{ value: 'a' }, { value: 'b' }] },
  },
  {
    name: 'drops elements whose value is empty',
    body: { emails: [{ value: '', type: 'work' }, { value: 'a' }, '', {}] },
    draft: { emails: [{ value: 'a' }] },
  },
  {
    name: 'keeps elements without a value',
    body: { photos: [{ type: 'photo' }] },
    draft: { photos: [{ type: 'photo' }] },
  },
  {
    name: 'keeps the first primary',
    body: { emails: [{ value: 'a' }, { value: 'b', primary: true }, { value: 'c', primary: true }] },
    draft: { emails: [{ value: 'a' }, { value: 'b', primary: true }, { value: 'c', primary: false }] },
  },
  {
    name: 'U3: stores odd locales, zones and URLs as they come',
    body: { locale: 'x y', timezone: '?', profileUrl: 'no url', emails: [{ value: 'a', type: 'odd' }] },
    draft: { locale: 'x y', timezone: '?', profileUrl: 'no url', emails: [{ value: 'a', type: 'odd' }] },
  },
  {
    name: 'O6: moves the role to the top level',
    body: { [orgRoleUrn.toUpperCase()]: { STATSIGORGROLE: 'Owner' } },
    draft: { statsigOrgRole: 'Owner' },
  },
  { name: 'O5: tells a role sent empty', body: { statsigOrgRole: null }, draft: { statsigOrgRole: null } },
  { name: 'O6: ignores an empty alias', body: { [orgRoleUrn]: null }, draft: {} },
  {
    name: 'reads names with URNs and dots',
    body: {
      [`${core}:title`]: 't',
      [core]: { nickName: 'n' },
      [`${enterprise}:department`]: 'd',
      'name.givenName': 'g',
      'name.familyName': null,
      'emails.value': 'x',
    },
    draft: { title: 't', nickName: 'n', [enterprise]: { department: 'd' }, name: { givenName: 'g' } },
  },
  {
    name: 'reads names of the enterprise extension alone',
    body: { department: 'd', [enterprise]: { division: 'e' } },
    draft: { [enterprise]: { department: 'd', division: 'e' } },
  },
  {
    name: 'tells a dotted name sent empty',
    body: { 'name.givenName': '', 'manager.value': '' },
    draft: { name: { givenName: '' }, [enterprise]: null },
  },
  ...['m', { value: 'm' }, [{ value: 'm' }], { Value: 'm', managerId: 'x' }].map((manager) => ({
    name: `reads the manager ${JSON.stringify(manager)}`,
    body: { [enterprise]: { manager } },
    draft: { [enterprise]: { manager: { value: 'm' } } },
  })),
  ...['', null, [], {}, { value: null }, { value: '' }, [{ value: '' }], { displayName: 'x' }].map((manager) => ({
    name: `reads no manager in ${JSON.stringify(manager)}`,
    body: { [enterprise]: { department: 'd', manager } },
    draft: { [enterprise]: { department: 'd' } },
  })),
];

/** Bodies that are refused. */
export const refused: readonly { body: Json; detail: string }[] = [
  {
    body: { userName: 5 },
    detail: 'The attribute userName must be a text, but the number 5 was sent. Please check its mapping',
  },
  { body: { userName: true }, detail: 'userName must be a text, but the boolean true was sent' },
  { body: { userName: ['a'] }, detail: 'userName must be a text, but a list was sent' },
  { body: { userName: { a: 1 } }, detail: 'userName must be a text, but an object was sent' },
  { body: { active: 1 }, detail: 'active must be true or false, but the number 1 was sent' },
  { body: { active: 'yes' }, detail: 'active must be true or false, but a text was sent' },
  { body: { name: 'Jane' }, detail: 'name must be an object, but a text was sent' },
  { body: { name: [{}, {}] }, detail: 'name must be an object, but a list was sent' },
  { body: { name: { givenName: 1 } }, detail: 'name.givenName must be a text' },
  { body: { emails: [5] }, detail: 'emails must be an object, but the number 5' },
  { body: { addresses: ['Paris'] }, detail: 'addresses must be an object, but a text was sent' },
  { body: { emails: [{ value: 'a', primary: 'often' }] }, detail: 'emails.primary must be true or false' },
  { body: { [enterprise]: { department: 5 } }, detail: `${enterprise}:department must be a text` },
  { body: { [enterprise]: 'x' }, detail: `${enterprise} must be an object` },
  { body: { [core]: 'x' }, detail: `${core} must be an object` },
];

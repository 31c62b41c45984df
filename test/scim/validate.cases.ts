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
  ...[undefined, null, [], '', 'x', 7, {}, [7, null, {}], [core, core], ['urn:unknown']].map((schemas) => ({
    name: `RFC 7643 §3: does not insist upon schemas: ${JSON.stringify(schemas)}`,
    body: { ...(schemas !== undefined && { schemas }), userName: 'a' },
    draft: { userName: 'a' },
  })),
  {
    name: 'RFC 7643 §2.1: lets the last of several spellings of a name count, as JSON does with equal names',
    body: { userName: 'a', USERNAME: 'b', name: { givenName: 'a', GIVENNAME: 'b' } },
    draft: { userName: 'b', name: { givenName: 'b' } },
  },
  {
    name: 'takes one name through all its spellings as the same',
    body: { [`${core}:title`]: 'a', [core]: { TITLE: 'b' }, [core.toUpperCase()]: { title: 'c' } },
    draft: { title: 'c' },
  },
  {
    name: 'joins a complex value and its dotted parts',
    body: { name: { givenName: 'a', familyName: 'b' }, 'name.givenName': 'c', 'NAME.middleName': 'd' },
    draft: { name: { givenName: 'c', familyName: 'b', middleName: 'd' } },
  },
  {
    name: 'U3: ignores filters and paths as names, which are of PATCH',
    body: { userName: 'a', 'emails[type eq "work"].value': 'x', 'emails[': 'x', '': 'x', '.': 'x', 'name.': 'x' },
    draft: { userName: 'a' },
  },
  {
    name: 'U3: ignores the names of what every object inherits',
    body: { userName: 'a', constructor: 'x', toString: { x: 1 }, hasOwnProperty: [], name: { valueOf: 'x' } },
    draft: { userName: 'a', name: null },
  },
  {
    name: 'keeps NUL, long texts and every whole character',
    body: { title: '\u0000', nickName: '😀\u2028', displayName: 'x'.repeat(100_000) },
    draft: { title: '\u0000', nickName: '😀\u2028', displayName: 'x'.repeat(100_000) },
  },
  {
    name: 'drops empty elements of a list within a list',
    body: { emails: [{ value: 'a' }, null, '', [{ value: 'b' }]] },
    draft: { emails: [{ value: 'a' }, { value: 'b' }] },
  },
];

/** Bodies that are refused. */
export const refused: readonly { body: Json; detail: string }[] = [
  {
    body: { userName: 5 },
    detail: 'The attribute userName must be a text, but the number 5 was sent. Please check its mapping',
  },
  { body: { title: 0 }, detail: 'The attribute title must be a text, but the number 0 was sent' },
  { body: { [enterprise]: { employeeNumber: 701984 } }, detail: 'must be a text, but the number 701984 was sent' },
  { body: { [enterprise]: [{ department: 'd' }] }, detail: `${enterprise} must be an object with attributes` },
  { body: { [core]: 7 }, detail: `${core} must be an object with attributes` },
  { body: { emails: [[{ value: 'a' }, { value: 'b' }]] }, detail: 'emails must be an object, but a list was sent' },
  { body: { emails: [{ value: ['a'] }] }, detail: 'emails.value must be a text, but a list was sent' },
  { body: { 'name.givenName': { a: 1 } }, detail: 'name.givenName must be a text, but an object was sent' },
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

import { urns } from '#scim/urns.ts';

/** Names of attributes, right and wrong, and those that JavaScript's own objects have. */
export const names: readonly string[] = [
  ...'id userName externalId displayName name name.givenName title active emails emails.value emails.type'.split(' '),
  ...'phoneNumbers addresses addresses.country roles x509Certificates photos.value groups groups.display'.split(' '),
  ...'meta meta.created meta.lastModified schemas manager manager.value department statsigOrgRole password'.split(' '),
  ...'members members.value members.$ref USERNAME Emails.VALUE emails.nothing nothing'.split(' '),
  ...[urns.user, urns.enterpriseUser].flatMap((urn) => [urn, `${urn}:userName`, `${urn}:manager`, `${urn}:a.b`]),
  `${urns.enterpriseUser}:department`,
  `${urns.enterpriseUser}:manager.value`,
  'urn:x:y',
  'urn:',
  ':',
  'urn:ietf:params:scim:schemas:extension:statsig:2.0:User:statsigOrgRole',
  ...'__proto__ constructor prototype toString hasOwnProperty valueOf __defineGetter__ length $ref'.split(' '),
  ...'constructor.prototype emails.__proto__ name.constructor __proto__.polluted'.split(' '),
];

/** Sub-attributes, right and wrong. */
export const subNames: readonly string[] = [
  ...'value type primary display $ref country formatted givenName displayName VALUE Primary'.split(' '),
  ...'nothing __proto__ constructor toString a.b'.split(' '),
];

/** Attributes of a user that hold texts, and what else there is to compare. */
export const comparable = {
  texts: [
    ...'userName externalId displayName name.givenName title emails emails.value emails.type manager'.split(' '),
    'USERNAME',
    'meta.version',
    'groups.display',
    'schemas',
    'id',
    `${urns.user}:userName`,
    ...['department', 'manager.value'].map((name) => `${urns.enterpriseUser}:${name}`),
  ],
  booleans: ['active', 'emails.primary', 'ACTIVE'],
  dates: ['meta.created', 'meta.lastModified'],
  lists: ['emails', 'roles', 'addresses', 'phoneNumbers', 'groups', 'name', 'manager', 'x509Certificates'],
} as const;

/** Attributes that a PATCH may change, and what suits them. */
export const changeable: readonly (readonly [path: string, value: string])[] = (
  [
    ['title', '"Boss"'],
    ['displayName', '""'],
    ['name.givenName', '"Jane"'],
    ['name', '{"givenName":"Jane","familyName":null}'],
    ['active', '"False"'],
    ['emails', '[{"value":"a@example.com","type":"work","primary":true},{"value":"b@example.com","primary":"True"}]'],
    ['emails', '{"value":"a@example.com"}'],
    ['emails[type eq "work"].value', '"new@example.com"'],
    ['emails[type eq "work" and primary eq true]', '{"display":"x"}'],
    ['emails.type', '"other"'],
    ['roles', '["a",{"value":"a","type":"b"},{"value":"c","primary":true}]'],
    ['roles[value eq "a"]', '{"primary":true}'],
    ['roles[primary eq "True"].value', '"d"'],
    ['addresses[type eq "work"].country', '"DE"'],
    ['manager', '[{"value":"m"}]'],
    ['manager', '""'],
    ['statsigOrgRole', '"admin"'],
    ['members', '[{"value":"u1"},{"$ref":null,"value":"u2"}]'],
    ['members[value eq "u1" or value eq "u2"]', 'null'],
    [`${urns.enterpriseUser}:department`, '"Sales"'],
    [urns.enterpriseUser, '{"manager":"m","costCenter":"1"}'],
    ['urn:x:y:z', '1'],
  ] as const
).map(([path, value]) => [path, value]);

/** The operators of filters, and one that is none. */
export const operators: readonly string[] = 'eq ne co sw ew gt ge lt le pr EQ Pr np'.split(' ');

/** JSON for scalars, as they stand in filters and bodies. */
export const scalars: readonly string[] = [
  ...'true false null 0 -0 1 -1.5 1e5 1E-7 1e308 1e309 -1e999 9007199254740993'.split(' '),
  '9'.repeat(400),
  ...['', 'work', 'home', 'True', 'false', 'a@example.com', 'Jane', 'Admin', 'owner', 'bulkId:1', '1'].map(quote),
  ...['2024-05-01T10:00:00Z', '2024-05-01T10:00:00.5+02:00', '2024-02-30', '9999-99-99T99:99:99Z'].map(quote),
  ...['__proto__', 'é', 'e\u0301', 'ΣΑΣ', 'İ', 'ﬁ', '😀', '\u202E', '\u2028', '\uFFFF', 'x'.repeat(300)].map(quote),
  String.raw`"\u0000"`,
  String.raw`"\ud800"`,
  String.raw`"\udc00\ud800"`,
  String.raw`"\"quoted\" \\ \/ \b\f\n\r\t \u00e9"`,
  String.raw`"emails[type eq \"work\"]"`,
];

/** Pieces that break texts when they come where nobody expects them. */
export const splinters: readonly string[] = [
  ...'"|\\|(|)|[|]|{|}|,|:|.|$|=|&|%|%00|%ff|+|\\u|\\ud800|not|not (| and | or | eq |[type eq "work"]'.split('|'),
  ' ',
  '\t',
  '\n',
  '\r',
  '\0',
  '\u007F',
  '\u0085',
  '\u00A0',
  '\uFEFF',
  '\uD800',
  '\uDFFF',
  '😀',
  'é',
  '\u0301',
  '(((((((((((',
  '))))))',
  '[[[[[[[[',
  '""',
  '1e999',
  '__proto__',
  'constructor',
  'null',
  ']]>',
  '\u212A',
];

/** The JSON of a text. */
export function quote(text: string): string {
  return JSON.stringify(text);
}

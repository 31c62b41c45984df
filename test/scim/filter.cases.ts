import { enterprise, orgRoleUrn } from './resource-types.ts';

const core = 'urn:ietf:params:scim:schemas:core:2.0:User';
const compare = (operator: string, path: string, value: unknown) => ({ kind: 'compare', path, operator, value });

/** Filter, its tree with paths as names, and how it is printed where that differs. */
export const understood: readonly { filter: string; tree: unknown; printed?: string }[] = [
  { filter: 'userName eq "bjensen"', tree: compare('eq', 'userName', 'bjensen') },
  {
    filter: 'USERNAME Eq "bjensen"',
    tree: compare('eq', 'userName', 'bjensen'),
    printed: 'userName eq "bjensen"',
  },
  { filter: 'name.familyName co "O\'Malley"', tree: compare('co', 'name.familyName', "O'Malley") },
  { filter: 'userName sw "J"', tree: compare('sw', 'userName', 'J') },
  {
    filter: `${core}:userName sw "J"`,
    tree: compare('sw', 'userName', 'J'),
    printed: 'userName sw "J"',
  },
  {
    filter: `${enterprise.toUpperCase()}:MANAGER.displayname ew "x"`,
    tree: compare('ew', `${enterprise}:manager.displayName`, 'x'),
    printed: `${enterprise}:manager.displayName ew "x"`,
  },
  {
    filter: `${orgRoleUrn}:statsigOrgRole eq "Owner"`,
    tree: compare('eq', 'statsigOrgRole', 'Owner'),
    printed: 'statsigOrgRole eq "Owner"',
  },
  {
    filter: 'manager eq "m"',
    tree: compare('eq', `${enterprise}:manager.value`, 'm'),
    printed: `${enterprise}:manager.value eq "m"`,
  },
  { filter: 'title pr', tree: { kind: 'present', path: 'title' } },
  {
    filter: 'meta.lastModified gt "2011-05-13T04:42:34Z"',
    tree: compare('gt', 'meta.lastModified', '2011-05-13T04:42:34Z'),
  },
  { filter: 'meta.created sw "2011-05-13"', tree: compare('sw', 'meta.created', '2011-05-13') },
  { filter: 'meta.created co "-05-"', tree: compare('co', 'meta.created', '-05-') },
  { filter: 'meta.created ew ""', tree: compare('ew', 'meta.created', '') },
  {
    filter: 'id eq "X" AND manager EQ "Y"',
    tree: { kind: 'and', operands: [compare('eq', 'id', 'X'), compare('eq', `${enterprise}:manager.value`, 'Y')] },
    printed: `id eq "X" and ${enterprise}:manager.value eq "Y"`,
  },
  {
    filter: `${core}:NAME.familyName pr and ${core}:meta.created pr and urn:IETF:${core.slice(9)}:ID pr`,
    tree: {
      kind: 'and',
      operands: ['name.familyName', 'meta.created', 'id'].map((path) => ({ kind: 'present', path })),
    },
    printed: 'name.familyName pr and meta.created pr and id pr',
  },
  {
    filter: `${enterprise}:manager[value eq "x" or $ref sw "https:"]`,
    tree: {
      kind: 'some',
      path: `${enterprise}:manager`,
      filter: { kind: 'or', operands: [compare('eq', 'value', 'x'), compare('sw', '$ref', 'https:')] },
    },
  },
  {
    filter: 'schemas eq "urn:x" or meta.version eq "W/\\"1.2\\"" or groups.display co "-" or manager pr',
    tree: {
      kind: 'or',
      operands: [
        compare('eq', 'schemas', 'urn:x'),
        compare('eq', 'meta.version', 'W/"1.2"'),
        compare('co', 'groups.display', '-'),
        { kind: 'present', path: `${enterprise}:manager` },
      ],
    },
    printed: `schemas eq "urn:x" or meta.version eq "W/\\"1.2\\"" or groups.display co "-" or ${enterprise}:manager pr`,
  },
  {
    filter: 'nickName eq "\\ud83d\\ude00\\u0000\\/\\b\\f\\n\\r\\t\\u0022"',
    tree: compare('eq', 'nickName', '😀\u0000/\b\f\n\r\t"'),
    printed: 'nickName eq "😀\\u0000/\\b\\f\\n\\r\\t\\""',
  },
  { filter: 'nickName eq "and (not] pr"', tree: compare('eq', 'nickName', 'and (not] pr') },
  {
    filter: 'not (not (title pr or nickName pr) and userType pr) or active eq true',
    tree: {
      kind: 'or',
      operands: [
        {
          kind: 'not',
          operand: {
            kind: 'and',
            operands: [
              {
                kind: 'not',
                operand: {
                  kind: 'or',
                  operands: [
                    { kind: 'present', path: 'title' },
                    { kind: 'present', path: 'nickName' },
                  ],
                },
              },
              { kind: 'present', path: 'userType' },
            ],
          },
        },
        compare('eq', 'active', true),
      ],
    },
  },
  { filter: 'active eq true', tree: compare('eq', 'active', true) },
  { filter: 'active eq "False"', tree: compare('eq', 'active', false), printed: 'active eq false' },
  { filter: 'active ne null', tree: compare('ne', 'active', null) },
  {
    filter: 'userName eq "a\\"b\\\\c\\u00e9"',
    tree: compare('eq', 'userName', 'a"b\\cé'),
    printed: 'userName eq "a\\"b\\\\cé"',
  },
  {
    filter: 'emails eq "a"',
    tree: compare('eq', 'emails.value', 'a'),
    printed: 'emails.value eq "a"',
  },
  {
    filter: 'title pr and userType eq "Employee" and nickName pr',
    tree: {
      kind: 'and',
      operands: [
        { kind: 'present', path: 'title' },
        compare('eq', 'userType', 'Employee'),
        { kind: 'present', path: 'nickName' },
      ],
    },
  },
  {
    filter: 'title pr or userType eq "Intern" and nickName pr',
    tree: {
      kind: 'or',
      operands: [
        { kind: 'present', path: 'title' },
        { kind: 'and', operands: [compare('eq', 'userType', 'Intern'), { kind: 'present', path: 'nickName' }] },
      ],
    },
  },
  {
    filter: '(title pr or nickName pr) and not (userType pr)',
    tree: {
      kind: 'and',
      operands: [
        {
          kind: 'or',
          operands: [
            { kind: 'present', path: 'title' },
            { kind: 'present', path: 'nickName' },
          ],
        },
        { kind: 'not', operand: { kind: 'present', path: 'userType' } },
      ],
    },
  },
  {
    filter: '  NOT(title pr)AND\t(  (nickName pr)  ) ',
    tree: {
      kind: 'and',
      operands: [
        { kind: 'not', operand: { kind: 'present', path: 'title' } },
        { kind: 'present', path: 'nickName' },
      ],
    },
    printed: 'not (title pr) and nickName pr',
  },
  {
    filter: 'emails[type eq "work" and value co "@example.com"]',
    tree: {
      kind: 'some',
      path: 'emails',
      filter: { kind: 'and', operands: [compare('eq', 'type', 'work'), compare('co', 'value', '@example.com')] },
    },
  },
  {
    filter: 'emails[type eq "work"].value eq "a"',
    tree: {
      kind: 'some',
      path: 'emails',
      filter: { kind: 'and', operands: [compare('eq', 'type', 'work'), compare('eq', 'value', 'a')] },
    },
    printed: 'emails[type eq "work" and value eq "a"]',
  },
  {
    filter: 'emails[type eq "work" or (primary eq "True")].value pr or title pr',
    tree: {
      kind: 'or',
      operands: [
        {
          kind: 'some',
          path: 'emails',
          filter: {
            kind: 'and',
            operands: [
              { kind: 'or', operands: [compare('eq', 'type', 'work'), compare('eq', 'primary', true)] },
              { kind: 'present', path: 'value' },
            ],
          },
        },
        { kind: 'present', path: 'title' },
      ],
    },
    printed: 'emails[(type eq "work" or primary eq true) and value pr] or title pr',
  },
];

/** What is no filter, with the place and the expectation in the refusal. */
export const refused: readonly { filter: string; detail: string }[] = [
  { filter: '', detail: 'offset 0: expected an attribute, found the end' },
  { filter: 'shoeSize eq "9"', detail: 'offset 0: expected an attribute of User, found "shoeSize eq \\"9\\""' },
  { filter: 'constructor pr', detail: 'offset 0: expected an attribute of User' },
  { filter: '__proto__ pr', detail: 'offset 0: expected an attribute of User' },
  { filter: 'urn:example:other:2.0:User:shoeSize pr', detail: 'offset 0: expected an attribute of User' },
  { filter: 'emails[shoeSize eq "9"]', detail: 'offset 7: expected an attribute of emails' },
  { filter: 'emails[type eq "work"].size pr', detail: 'offset 23: expected a sub-attribute of emails' },
  { filter: 'emails[type eq "work"', detail: 'offset 21: expected "and", "or" or "]", found the end' },
  { filter: 'emails.type[value pr]', detail: 'offset 0: expected an attribute with sub-attributes before "["' },
  { filter: 'userName[value pr]', detail: 'offset 0: expected an attribute with sub-attributes before "["' },
  {
    filter: 'userName is "x"',
    detail: 'offset 9: expected one of eq, ne, co, sw, ew, gt, ge, lt, le or pr, found "is',
  },
  { filter: 'userName', detail: 'offset 8: expected one of eq' },
  {
    filter: 'userName eq',
    detail: 'offset 11: expected a text in double quotation marks, a number, true, false or null',
  },
  { filter: 'userName eq bjensen', detail: 'offset 12: expected a text in double quotation marks' },
  { filter: 'userName eq 01', detail: 'offset 12: expected a text in double quotation marks, a number' },
  { filter: 'userName eq 1e999', detail: 'offset 12: expected a text in double quotation marks, a number' },
  // Entra ID's documentation shows values without quotation marks: a word could be a number, true or null as well.
  { filter: 'externalId eq 123', detail: 'offset 14: expected a text in double quotation marks to compare with ext' },
  { filter: 'externalId eq jyoung', detail: 'offset 14: expected a text in double quotation marks, a number, true' },
  { filter: "externalId eq 'x'", detail: 'offset 14: expected a text in double quotation marks' },
  { filter: 'userName eq TRUE', detail: 'offset 12: expected a text in double quotation marks, a number, true' },
  { filter: 'userName eq True', detail: 'Please correct the filter.' },
  { filter: 'userName = "x"', detail: 'offset 9: expected one of eq, ne, co' },
  { filter: 'userName co null', detail: 'offset 9: expected eq, ne or pr before null' },
  { filter: 'emails.value.x pr', detail: 'offset 0: expected an attribute of User' },
  { filter: '.userName pr', detail: 'offset 0: expected an attribute of User' },
  { filter: `${core} pr`, detail: 'offset 0: expected an attribute of User' },
  { filter: `${enterprise}:shoeSize pr`, detail: 'offset 0: expected an attribute of User' },
  { filter: `${enterprise}:userName pr`, detail: 'offset 0: expected an attribute of User' },
  { filter: 'members.value pr', detail: 'offset 0: expected an attribute of User' },
  { filter: 'emails[emails.type pr]', detail: 'offset 7: expected an attribute of emails' },
  { filter: 'emails[value[type pr]]', detail: 'offset 7: expected an attribute with sub-attributes before "["' },
  { filter: 'emails[]', detail: 'offset 7: expected an attribute, found "]"' },
  { filter: 'emails["x"]', detail: 'offset 7: expected an attribute, found "\\"x\\"]"' },
  { filter: 'emails[type pr).value pr', detail: 'offset 14: expected "and", "or" or "]", found ")' },
  { filter: 'emails[type pr].value', detail: 'offset 21: expected one of eq' },
  { filter: '()', detail: 'offset 1: expected an attribute, found ")"' },
  { filter: 'title pr orx title pr', detail: 'offset 9: expected "and", "or" or the end, found "orx title pr"' },
  { filter: 'title pr an', detail: 'offset 9: expected "and", "or" or the end, found "an"' },
  { filter: 'and title pr', detail: 'offset 0: expected an attribute of User' },
  { filter: 'title pr or or title pr', detail: 'offset 12: expected an attribute of User' },
  { filter: 'title pr\nor title pr', detail: 'offset 6: expected one of eq' },
  { filter: 'meta gt "2024-01-01"', detail: 'offset 5: expected pr after meta, or one of meta.resourceType' },
  { filter: 'x509Certificates gt "a"', detail: 'offset 17: expected eq, ne or pr for x509Certificates.value' },
  { filter: 'meta.created ge "2024-01-01T25:00:00Z"', detail: 'offset 16: expected a date and time such as' },
  { filter: 'userName eq 5', detail: 'offset 12: expected a text in double quotation marks to compare with userName' },
  { filter: 'userName eq "x', detail: 'offset 12: expected a closing quotation mark' },
  { filter: 'userName eq "x\\', detail: 'offset 12: expected a closing quotation mark' },
  { filter: 'userName eq "\\ud800"', detail: 'offset 12: expected a string with the escapes of JSON, of whole' },
  { filter: 'userName eq "\\x"', detail: 'offset 12: expected a string with the escapes of JSON' },
  { filter: 'userName eq "a\nb"', detail: 'offset 14: expected no control character inside the quotation marks' },
  { filter: 'userName eq "a" title pr', detail: 'offset 16: expected "and", "or" or the end, found "title pr"' },
  { filter: 'userName eq "a")', detail: 'offset 15: expected "and", "or" or the end, found ")"' },
  { filter: 'userName pr and', detail: 'offset 15: expected an attribute, found the end' },
  { filter: '(userName pr', detail: 'offset 12: expected "and", "or" or ")", found the end' },
  { filter: 'not userName pr', detail: 'offset 4: expected "(", found "userName pr"' },
  { filter: 'active eq "yes"', detail: 'offset 10: expected true or false to compare with active' },
  { filter: 'active eq 1', detail: 'offset 10: expected true or false to compare with active' },
  { filter: 'active eq "constructor"', detail: 'offset 10: expected true or false to compare with active' },
  { filter: 'active gt true', detail: 'offset 7: expected eq, ne or pr for active' },
  { filter: 'active co true', detail: 'offset 7: expected eq, ne or pr for active' },
  { filter: 'userName gt null', detail: 'offset 9: expected eq, ne or pr before null' },
  { filter: 'meta.created gt "soon"', detail: 'offset 16: expected a date and time such as' },
  { filter: 'meta.created gt "2024-13-45"', detail: 'offset 16: expected a date and time such as' },
  { filter: 'meta.created gt 5', detail: 'offset 16: expected a date and time such as' },
  { filter: 'name eq "x"', detail: 'offset 5: expected pr after name, or one of name.formatted, name.familyName' },
  {
    filter: `userName ${'x'.repeat(60)}`,
    detail: `found "${'x'.repeat(40)}…"`,
  },
];

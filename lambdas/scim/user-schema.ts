import type { Attribute } from './attribute.ts';
import { defineAttribute, definePlural, primary, typeOf } from './define.ts';

const name = defineAttribute('name', "The components of the user's name.", {
  type: 'complex',
  subAttributes: [
    defineAttribute('formatted', 'The full name, with all middle names, titles and suffixes, as it is displayed.'),
    defineAttribute('familyName', 'The family name, or last name in most Western languages.'),
    defineAttribute('givenName', 'The given name, or first name in most Western languages.'),
    defineAttribute('middleName', 'The middle names.'),
    defineAttribute('honorificPrefix', 'The honorific prefixes, or title in most Western languages.'),
    defineAttribute('honorificSuffix', 'The honorific suffixes, or suffix in most Western languages.'),
  ],
});

const emails = definePlural('emails', 'Email addresses of the user.', defineAttribute('value', 'An email address.'), [
  'work',
  'home',
  'other',
]);

const phoneNumbers = definePlural(
  'phoneNumbers',
  'Phone numbers of the user.',
  defineAttribute('value', 'A phone number.'),
  ['work', 'home', 'mobile', 'fax', 'pager', 'other'],
);

const ims = definePlural(
  'ims',
  'Instant messaging addresses of the user.',
  defineAttribute('value', 'An instant messaging address.'),
  ['aim', 'gtalk', 'icq', 'xmpp', 'msn', 'skype', 'qq', 'yahoo'],
);

const photos = definePlural(
  'photos',
  'URLs of photos of the user.',
  defineAttribute('value', 'The URL of a photo.', { type: 'reference', referenceTypes: ['external'], caseExact: true }),
  ['photo', 'thumbnail'],
);

const addresses = defineAttribute('addresses', 'Postal addresses of the user.', {
  type: 'complex',
  multiValued: true,
  subAttributes: [
    defineAttribute('formatted', 'The full address, as it is displayed or printed on a label; may hold newlines.'),
    defineAttribute('streetAddress', 'The full street address: house number, street name, extended address.'),
    defineAttribute('locality', 'The city or locality.'),
    defineAttribute('region', 'The state or region.'),
    defineAttribute('postalCode', 'The zip code or postal code.'),
    defineAttribute('country', 'The country name.'),
    typeOf(['work', 'home', 'other']),
    primary,
  ],
});

const groups = defineAttribute('groups', 'The groups that the user belongs to; changed through the groups.', {
  type: 'complex',
  multiValued: true,
  mutability: 'readOnly',
  subAttributes: [
    defineAttribute('value', 'The id of the group.', { mutability: 'readOnly', caseExact: true }),
    defineAttribute('$ref', 'The URL of the group.', {
      type: 'reference',
      referenceTypes: ['Group'],
      mutability: 'readOnly',
      caseExact: true,
    }),
    defineAttribute('display', 'The name of the group.', { mutability: 'readOnly' }),
    defineAttribute('type', 'How the user belongs to the group.', {
      mutability: 'readOnly',
      canonicalValues: ['direct'],
    }),
  ],
});

/** The attributes of the core User schema (RFC 7643 §4.1), without `password`, which is never advertised (U3). */
export const userAttributes: readonly Attribute[] = [
  defineAttribute('userName', 'The name that identifies the user to the product; an email address.', {
    required: true,
    uniqueness: 'server',
  }),
  name,
  defineAttribute('displayName', 'The name of the user, as it is displayed.'),
  defineAttribute('nickName', 'The casual way to address the user.'),
  defineAttribute('profileUrl', "The URL of the user's online profile.", {
    type: 'reference',
    referenceTypes: ['external'],
    caseExact: true,
  }),
  defineAttribute('title', "The user's title, such as Vice President."),
  defineAttribute('userType', 'The relationship between the organization and the user, such as Contractor.'),
  defineAttribute('preferredLanguage', "The user's preferred languages, such as en-US."),
  defineAttribute('locale', "The user's location, for formats of dates, numbers and currencies."),
  defineAttribute('timezone', "The user's time zone, such as America/Los_Angeles."),
  defineAttribute('active', 'Whether the user may use the product.', { type: 'boolean' }),
  emails,
  phoneNumbers,
  ims,
  photos,
  addresses,
  groups,
  definePlural(
    'entitlements',
    'Things that the user has, as the directory tells them.',
    defineAttribute('value', 'An entitlement.'),
  ),
  definePlural(
    'roles',
    'Who the user is, as the directory tells it; not the roles within the product.',
    defineAttribute('value', 'A role.'),
  ),
  definePlural(
    'x509Certificates',
    'Certificates issued to the user.',
    defineAttribute('value', 'A DER-encoded certificate in base64.', { type: 'binary', caseExact: true }),
  ),
];

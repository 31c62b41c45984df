import { describe, expect, it } from 'vitest';
import { parseFilter } from '#scim/filter.ts';
import { namesPassword, refusePasswordInUrl } from '#scim/sensitive.ts';
import { expectRefusal, refusalOf } from './refusal.ts';
import { user } from './resource-types.ts';

const core = 'urn:ietf:params:scim:schemas:core:2.0:User';

describe('refusePasswordInUrl', () => {
  it.each([
    { filter: 'password eq "secret"' },
    { filter: 'userName eq "a\\"b" and (PassWord  ne "secret")' },
    { filter: `${core}:password pr` },
    { filter: 'password sw "unclosed' },
    { filter: 'password.value eq "secret"' },
    { filter: 'password="secret"' },
    { filter: 'password[value eq "secret"]' },
    { filter: 'emails[password eq "secret"]' },
    { filter: 'not (password) eq "secret"' },
    { sortby: ' password ' },
    { sortby: `${core}:PASSWORD` },
  ])('RFC 7644 §7.5.2: refuses %j', (parameters) => {
    const { detail } = refusalOf(() => refusePasswordInUrl(new Map(Object.entries(parameters))));
    expectRefusal(() => refusePasswordInUrl(new Map(Object.entries(parameters))), 'sensitive', 'Please take password');
    expect(detail).not.toContain('secret');
  });

  it.each([
    {},
    { filter: 'userName eq "password eq \\" x"' },
    { filter: 'userName eq password' },
    { filter: 'passwordless eq "x"' },
    { filter: 'userName eq "a" and title eq "password pr' },
    { filter: 'title eq "password pr\\' },
    { sortby: 'userName' },
    { attributes: 'password' },
  ])('lets %j pass', (parameters) => {
    expect(() => refusePasswordInUrl(new Map(Object.entries(parameters)))).not.toThrow();
  });
});

describe('a filter by password', () => {
  it.each(['password eq "secret"', 'title pr or (PASSWORD co "secret")', `${core}:password eq "secret"`])(
    'U3: is refused without a word of what follows: %s',
    (filter) => {
      expect(refusalOf(() => parseFilter(filter, user)).detail).toBe(
        'No password is stored that a filter could compare. Please take password out of the filter.',
      );
      expectRefusal(() => parseFilter(filter, user), 'invalidFilter', 'No password');
    },
  );

  it('names a password with and without a URN', () => {
    expect(['Password', `${core}:password`, 'passwords', 'x.password'].map(namesPassword)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});

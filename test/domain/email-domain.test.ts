import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../lambdas/scim/json.ts';
import { defaultSettings } from '../../lambdas/domain/organization.ts';
import type { Organization } from '../../lambdas/domain/organization.ts';
import { decidingAddresses, isEmailAddress, refusedAddress } from '../../lambdas/domain/email-domain.ts';

function organization(...domains: string[]): Organization {
  return {
    id: 'o',
    name: 'Acme',
    domains,
    settings: defaultSettings,
    secret: 's',
    createdAt: '2026-01-01T00:00:00.000Z',
  };
}

describe('email addresses', () => {
  it.each(['a@example.com', 'A.B+c@sub.example.co', 'ä@exämple.com', "o'neil@example.com"])(
    'U1: %s is an address',
    (text) => expect(isEmailAddress(text)).toBe(true),
  );

  it.each([
    '',
    'a',
    'a@',
    '@example.com',
    'a@b',
    'a b@example.com',
    'a@@example.com',
    'a@.com',
    'a@example.',
    'a@b@c.de',
    'a\u0000@example.com',
    'a@exam\u007fple.com',
    'a@example.c\u0085om',
  ])('U1: "%s" is none', (text) => expect(isEmailAddress(text)).toBe(false));
});

describe('the addresses that decide', () => {
  const home = { value: 'h@home.com', type: 'home' };
  const work = { value: 'w@work.com', type: 'Work' };
  it.each<[string, JsonObject, string[]]>([
    [
      'the primary email',
      { userName: 'u@x.com', emails: [home, work, { value: 'p@p.com', primary: true }] },
      ['u@x.com', 'p@p.com'],
    ],
    ['else the one of type work', { userName: 'u@x.com', emails: [home, work] }, ['u@x.com', 'w@work.com']],
    ['else the first', { userName: 'u@x.com', emails: [home, { value: 'o@o.com' }] }, ['u@x.com', 'h@home.com']],
    ['no email without a value', { userName: 'u@x.com', emails: [{ primary: true }, 'odd'] }, ['u@x.com']],
    ['the userName alone', { userName: 'u@x.com' }, ['u@x.com']],
    ['nothing at all', {}, []],
  ])('U2: are the userName and %s', (_, attributes, expected) => {
    expect(decidingAddresses(attributes)).toEqual(expected);
  });
});

describe('the domain rule', () => {
  it.each([
    ['u@example.com', ['example.com'], undefined],
    ['U@EXAMPLE.COM', ['example.com'], undefined],
    ['u@sub.example.com', ['example.com'], 'u@sub.example.com'],
    ['u@notexample.com', ['example.com'], 'u@notexample.com'],
    ['u@example.com', [], 'u@example.com'],
    ['no address', ['*'], undefined],
    ['no address', ['example.com'], 'no address'],
    ['u@other.org', ['example.com', 'other.org'], undefined],
  ])('U2: %s in an organization of %j is refused for %s', (userName, domains, refused) => {
    expect(refusedAddress(organization(...domains), { userName })).toBe(refused);
  });

  it('U2: a foreign primary email is refused although the userName is admitted', () => {
    const attributes = { userName: 'u@example.com', emails: [{ value: 'u@foreign.net', primary: true }] };
    expect(refusedAddress(organization('example.com'), attributes)).toBe('u@foreign.net');
  });
});

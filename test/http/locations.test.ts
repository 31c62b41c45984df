import { describe, expect, it } from 'vitest';
import { alternativeBaseUrls, baseUrlOf, operationName } from '#http/locations.ts';
import type { GatewayEvent } from '#http/operation.ts';

const publicHosts = ['scim.example.com', 'localhost:8787'];

describe('baseUrlOf', () => {
  it.each([
    ['the host that API Gateway was called by', '/scim/v2/Users', {}, 'https://api.test/scim/v2'],
    ['the shorter prefix', '/scim/Users/1', {}, 'https://api.test/scim'],
    ['the documented prefix for other paths', '/Users', {}, 'https://api.test/scim/v2'],
    ['no prefix in the middle of a word', '/scimitar', {}, 'https://api.test/scim/v2'],
    ['a public host', '/scim/v2/Users', { host: 'SCIM.example.com' }, 'https://scim.example.com/scim/v2'],
    [
      'a public host behind another',
      '/scim',
      { 'x-forwarded-host': 'scim.example.com' },
      'https://scim.example.com/scim',
    ],
    [
      'no foreign host',
      '/scim/v2/Users',
      { host: 'evil.test', 'x-forwarded-host': 'e.test' },
      'https://api.test/scim/v2',
    ],
    [
      'the port of a public host, and http',
      '/scim/v2/Users',
      { host: 'localhost:8787', 'x-forwarded-proto': 'http' },
      'http://localhost:8787/scim/v2',
    ],
    ['no other scheme', '/scim/v2/Users', { 'x-forwarded-proto': 'javascript' }, 'https://api.test/scim/v2'],
  ])('P7: uses %s', (_, rawPath, headers, expected) => {
    const event = { rawPath, headers, requestContext: { domainName: 'api.test' } } as unknown as GatewayEvent;
    expect(baseUrlOf(event, publicHosts)).toBe(expected);
  });
});

it('alternativeBaseUrls names what may stand before the path of an operation, longer ones first', () => {
  const expected = ['http://localhost:8787/scim/v2', 'http://localhost:8787/scim', '/scim/v2', '/scim'];
  expect(alternativeBaseUrls('http://localhost:8787/scim')).toEqual(expected);
});

describe('operationName', () => {
  it.each([
    ['GET /scim/v2/Users/{id}', 'GET /Users/{id}'],
    ['POST /scim/Groups', 'POST /Groups'],
    ['GET /scim/v2', 'GET /'],
    ['HEAD /scim', 'HEAD /'],
    ['$default', '$default'],
    ['GET /other', 'GET /other'],
  ])('names %s', (routeKey, expected) => {
    expect(operationName(routeKey)).toBe(expected);
  });
});

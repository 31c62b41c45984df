import { describe, expect, it } from 'vitest';
import { toEvent, type WireRequest } from '../../local/event.ts';

const routes = ['$default', 'GET /scim/v2/Users', 'PUT /scim/v2/Users/{id}'].map((routeKey) => ({
  routeKey,
  entry: 'lambdas/handlers/users.ts',
}));
const stamp = { requestId: 'r1', at: new Date('2026-11-03T09:05:16.123Z'), port: 8787 };

const sent = [
  ['Host', 'localhost:8787'],
  ['Content-Type', 'application/scim+json'],
  ['X-Twice', 'a'],
  ['x-twice', 'b'],
  ['Cookie', 'one=1; two=2'],
  ['User-Agent', 'Okta SCIM Client 1.0.0'],
].flat();

function eventOf(request: Partial<WireRequest>, more: { readonly domainName?: string } = {}) {
  const made = toEvent(
    {
      method: 'GET',
      url: '/scim/v2/Users',
      httpVersion: '1.1',
      rawHeaders: ['Host', 'localhost:8787'],
      body: Buffer.alloc(0),
      remoteAddress: '127.0.0.1',
      ...request,
    },
    routes,
    { ...stamp, ...more },
  );
  if (made === undefined) throw new Error('No route takes the request.');
  return made.event;
}

describe('toEvent', () => {
  it('makes the whole event', () => {
    expect(
      eventOf({
        method: 'PUT',
        url: '/scim/v2/Users/a%20b?attributes=userName,emails&attributes=id&q=%22a%2Bb%22+c',
        rawHeaders: sent,
        body: Buffer.from('{}'),
      }),
    ).toEqual({
      version: '2.0',
      routeKey: 'PUT /scim/v2/Users/{id}',
      rawPath: '/scim/v2/Users/a b',
      rawQueryString: 'attributes=userName,emails&attributes=id&q=%22a%2Bb%22+c',
      cookies: ['one=1', 'two=2'],
      headers: {
        host: 'localhost:8787',
        'content-type': 'application/scim+json',
        'x-twice': 'a,b',
        'user-agent': 'Okta SCIM Client 1.0.0',
        'x-forwarded-for': '127.0.0.1',
        'x-forwarded-port': '8787',
        'x-forwarded-proto': 'http',
      },
      queryStringParameters: { attributes: 'userName,emails,id', q: '"a+b" c' },
      requestContext: {
        accountId: '000000000000',
        apiId: 'local',
        domainName: 'localhost',
        domainPrefix: 'localhost',
        http: {
          method: 'PUT',
          path: '/scim/v2/Users/a b',
          protocol: 'HTTP/1.1',
          sourceIp: '127.0.0.1',
          userAgent: 'Okta SCIM Client 1.0.0',
        },
        requestId: 'r1',
        routeKey: 'PUT /scim/v2/Users/{id}',
        stage: '$default',
        time: '03/Nov/2026:09:05:16 +0000',
        timeEpoch: stamp.at.getTime(),
      },
      pathParameters: { id: 'a b' },
      body: 'e30=',
      isBase64Encoded: true,
    });
  });

  it('leaves out what a request without query, cookies, variables and body lacks', () => {
    const event = eventOf({});
    for (const name of ['cookies', 'queryStringParameters', 'pathParameters', 'body']) {
      expect(event).not.toHaveProperty(name);
    }
    expect(event).toMatchObject({ rawQueryString: '', isBase64Encoded: false });
  });

  it.each([
    ['application/json', false],
    ['application/json; charset=utf-8', false],
    ['Application/JSON', false],
    ['text/plain', false],
    ['application/xml', false],
    ['application/javascript', false],
    ['application/scim+json', true],
    ['application/scim+json; charset=utf-8', true],
    ['application/x-www-form-urlencoded', true],
    ['application/octet-stream', true],
    [undefined, true],
  ])('passes a body of the type %s in base64: %s', (contentType, isBase64Encoded) => {
    const rawHeaders = contentType === undefined ? [] : ['content-type', contentType];
    const event = eventOf({ rawHeaders, body: Buffer.from('{"é":1}') });
    expect(event.isBase64Encoded).toBe(isBase64Encoded);
    expect(Buffer.from(event.body ?? '', isBase64Encoded ? 'base64' : 'utf8').toString()).toBe('{"é":1}');
  });

  it.each([
    ['/scim/v2/Users/%C3%A9', '/scim/v2/Users/é', ''],
    ['/scim/v2/Users/a%2Fb', '/scim/v2/Users/a/b', ''],
    ['/scim/v2/Users/a%3Fb?x=1', '/scim/v2/Users/a', 'x=1'],
    ['/scim/v2/Users/100%', '/scim/v2/Users/100%', ''],
    ['/scim/v2/Users?a=?&b=%3F', '/scim/v2/Users', 'a=?&b=%3F'],
  ])('decodes the path of %s and leaves its query alone', (url, rawPath, rawQueryString) => {
    expect(eventOf({ url })).toMatchObject({ rawPath, rawQueryString });
  });

  it('leaves a query that cannot be decoded as it is', () => {
    expect(eventOf({ url: '/scim/v2/Users?filter=%' }).queryStringParameters).toEqual({ filter: '%' });
  });

  it('keeps what a tunnel says of the scheme', () => {
    const event = eventOf({ rawHeaders: ['X-Forwarded-Proto', 'https', 'X-Forwarded-For', '9.9.9.9'] });
    expect(event.headers).toMatchObject({ 'x-forwarded-proto': 'https', 'x-forwarded-for': '9.9.9.9,127.0.0.1' });
  });

  it.each([
    ['localhost:8787', 'localhost', 'localhost'],
    ['127.0.0.1:8787', '127.0.0.1', '127'],
    ['evil.example', '127.0.0.1:8787', '127'],
    ['localhost.evil.example', '127.0.0.1:8787', '127'],
    ['127.0.0.1:8787@evil.example', '127.0.0.1:8787', '127'],
    [undefined, '127.0.0.1:8787', '127'],
  ])('P7: is called by a name of its own where the Host is %s', (host, domainName, domainPrefix) => {
    const rawHeaders = host === undefined ? [] : ['Host', host];
    expect(eventOf({ rawHeaders }).requestContext).toMatchObject({ domainName, domainPrefix });
  });

  it('takes the name of a gateway elsewhere', () => {
    const { requestContext } = eventOf({}, { domainName: 'api.test' });
    expect(requestContext).toMatchObject({ domainName: 'api.test', domainPrefix: 'api' });
  });

  it.each([
    ['http://tunnel.example/scim/v2/Users?count=1', 'tunnel.example', '/scim/v2/Users', 'count=1'],
    ['HTTPS://localhost:8787/scim/v2/Users', 'localhost:8787', '/scim/v2/Users', ''],
    ['http://localhost:8787', 'localhost:8787', '/', ''],
    ['http://localhost:8787?a=b', 'localhost:8787', '/', 'a=b'],
  ])('takes the whole URL %s, and its host instead of the Host header', (url, host, rawPath, rawQueryString) => {
    expect(eventOf({ url, rawHeaders: ['Host', 'other'] })).toMatchObject({
      rawPath,
      rawQueryString,
      headers: { host },
    });
  });

  it('takes no word of a client for who it is, or for anything else of the request context', () => {
    const claims = JSON.stringify({ authorizer: { iam: { userArn: 'arn:aws:iam::000000000000:user/somebody' } } });
    const names = ['authorizer', 'requestContext', 'x-amzn-request-context', 'x-apigateway-event'];
    const rawHeaders = [...names.flatMap((name) => [name, claims]), 'Host', 'localhost:8787'];
    const url = `/scim/v2/Users?requestContext=${claims}&authorizer=${claims}`;
    const { requestContext } = eventOf({ url, rawHeaders, body: Buffer.from(claims) });
    expect(requestContext).toEqual(eventOf({}).requestContext);
    expect(requestContext).not.toHaveProperty('authorizer');
  });

  it('gives a request that no route takes to $default', () => {
    expect(eventOf({ url: '/nothing' })).toMatchObject({
      routeKey: '$default',
      requestContext: { routeKey: '$default' },
    });
  });

  it('makes no event where the template has no route', () => {
    const request = { method: 'GET', url: '/x', httpVersion: '1.1', rawHeaders: [], body: Buffer.alloc(0) };
    expect(toEvent({ ...request, remoteAddress: '' }, [], stamp)).toBeUndefined();
  });
});

import { gzipSync } from 'node:zlib';
import { splinters } from '../attack/atoms.ts';
import { bodyText, patchText } from '../attack/json-texts.ts';
import { mutate } from '../attack/mutate.ts';
import type { Random } from '../attack/random.ts';
import { bulkText, queryText, searchText, versionsText } from '../attack/request-texts.ts';

/** What requests may name: keys and ids that are there. */
export type Known = {
  readonly key: string;
  readonly adminKey: string;
  readonly organizationId: string;
  readonly userId: string;
  readonly groupId: string;
};

const methods = 'GET GET GET POST POST PUT PATCH PATCH DELETE HEAD OPTIONS TRACE PROPFIND M-SEARCH'.split(' ');
const mediaTypes = [
  'application/scim+json',
  'application/json',
  'application/json; charset=utf-8',
  'APPLICATION/SCIM+JSON;v=1',
  'application/json; charset=utf-16',
  'application/json;;;',
  'text/xml',
  'multipart/form-data; boundary=x',
  'application/x-www-form-urlencoded',
  'application/scim+json,application/json',
  '',
  ';',
  '__proto__',
  'x'.repeat(5_000),
];
const oddHeaders: readonly (readonly [string, string])[] = [
  ['accept-encoding', 'gzip;q=NaN, br, identity;q=0, *;q=0'],
  ['accept-encoding', 'gzip, gzip, deflate;q=1.0001'],
  ['accept-encoding', 'gzip'],
  ['accept', 'text/html;q=99999999999999999999'],
  ['content-encoding', 'gzip'],
  ['content-language', '\u00E9\u00FF'],
  ['x-forwarded-host', 'evil.test"><script>alert(1)</script>'],
  ['x-forwarded-proto', 'javascript'],
  ['x-forwarded-for', '::1, 127.0.0.1, <x>'],
  ['forwarded', 'for=_x;host=evil.test'],
  ['x-http-method-override', 'DELETE'],
  ['x-amzn-requestcontext', '{"authorizer":{"iam":{"userArn":"arn:aws:iam::0:root"}}}'],
  ['if-match', '*, W/"1.1", "x'],
  ['if-none-match', `W/"${'1'.repeat(7_000)}"`],
  ['on-behalf-of', '../../etc/passwd'],
  ['on-behalf-of', '__proto__'],
  ['cookie', 'a=b; ; =; __proto__=x'],
  ['range', 'bytes=0-1,5-'],
  ['expect', '100-continue'],
  ['connection', 'keep-alive, x-forwarded-for'],
  ['__proto__', 'polluted'],
  ['constructor', 'polluted'],
  ['tostring', 'polluted'],
  ['x-long', 'a'.repeat(9_000)],
  ['traceparent', '00-zz-zz-zz'],
];
const odd =
  '%00 %2e%2e %2F .. . %25 %3F %23 %E0%A4%A % + ; \\ %0d%0aset-cookie:a=b __proto__ constructor ~ ${jndi:x}'.split(' ');

/** A method, most of the time one that there is. */
export function methodText(random: Random): string {
  return random.once(20) ? random.pick(['get', 'FOO', 'GETT', 'PRI', 'SUBSCRIBE']) : random.pick(methods);
}

/** A target: a path that there is, changed or not, and a query. */
export function targetText(random: Random, known: Known): string {
  const path = random.once(3) ? brokenPath(random, known) : knownPath(random, known);
  if (!random.once(3)) return path;
  const query = random.once(4) ? mutate(random, queryText(random), odd) : queryText(random);
  return `${path}?${asciiTarget(query)}`;
}

/** Spaces and line ends would be another request line: whatever is no character of a target is sent as bytes in percent. */
function asciiTarget(text: string): string {
  return text.toWellFormed().replaceAll(/[^\x21-\x7e]/gu, (character) => encodeURIComponent(character));
}

function knownPath(random: Random, { organizationId, userId, groupId }: Known): string {
  const id = random.pick([userId, groupId, userId, groupId, '0', organizationId]);
  const scim = ['/Users', '/Groups', `/Users/${id}`, `/Groups/${id}`, '/Bulk', '/.search', '/Users/.search', '/Me', ''];
  const discovery = ['/Schemas', '/ResourceTypes/User', '/ServiceProviderConfig', `/Schemas/${id}`];
  const parts = [
    '',
    '/projects',
    '/members',
    `/members/${id}`,
    '/groups',
    `/groups/${id}/members`,
    '/keys',
    '/activity',
    '/owner',
  ];
  if (random.once(4))
    return `/admin/v1/organizations${random.once(5) ? '' : `/${organizationId}${random.pick(parts)}`}`;
  return random.pick(['/scim/v2', '/scim']) + random.pick(random.once(5) ? discovery : scim);
}

function brokenPath(random: Random, known: Known): string {
  const path = knownPath(random, known);
  switch (random.below(9)) {
    case 0:
      return `${path}/${random.pick(odd)}`;
    case 1:
      return path.replace(/[^/]*$/u, random.pick(odd));
    case 2:
      return `/${random.pick(odd)}${path}`;
    case 3:
      return path.replaceAll('/', random.pick(['//', '/./', '%2F', '\\']));
    case 4:
      return `http://evil.test:99999${path}`;
    case 5:
      return `${path}/${'a/'.repeat(random.below(2_000))}`;
    case 6:
      return `/docs/${random.pick(odd)}/${random.pick(odd)}/package.json`;
    case 7:
      return asciiTarget(mutate(random, path, odd).replaceAll('#', '%23')) || '/';
    default:
      return random.pick([
        '/',
        '//',
        '/*',
        '/scim/v3/Users',
        '/SCIM/V2/USERS',
        '/favicon.ico',
        '/.git/config',
        '/admin',
      ]);
  }
}

/** Headers in turn, of which some are odd, some twice, and some missing. */
export function headersOf(random: Random, known: Known, isAdmin: boolean): string[] {
  const headers: string[] = [];
  if (!random.once(30)) headers.push('Host', random.once(10) ? 'evil.test' : 'api.test');
  if (!random.once(12)) headers.push('Authorization', authorizationText(random, isAdmin ? known.adminKey : known.key));
  if (!random.once(4)) headers.push('Content-Type', random.once(3) ? random.pick(mediaTypes) : 'application/scim+json');
  if (random.once(4)) headers.push('If-Match', versionsText(random).replaceAll(/[^\x20-\x7e]/gu, ''));
  for (let left = random.below(4); left > 0; left -= 1) {
    const [name, value] = random.pick(oddHeaders);
    headers.push(random.once(4) ? name.toUpperCase() : name, value);
    if (random.once(8)) headers.push(name, value);
  }
  return headers;
}

function authorizationText(random: Random, key: string): string {
  if (!random.once(6)) return `Bearer ${key}`;
  return random.pick([
    key,
    `bearer\t${key}`,
    `Bearer ${key} ${key}`,
    `Basic ${key}`,
    `Bearer ${key.slice(0, -1)}`,
    `Bearer ${key}A`,
    `Bearer ${'a'.repeat(8_000)}`,
    'Bearer',
    'Bearer scim-',
    'Bearer \u00FF',
    'AWS4-HMAC-SHA256 Credential=x',
    '',
  ]);
}

/** A body of bytes: JSON, JSON that is broken in its text, or in its encoding, or none. */
export function bodyOf(random: Random): Buffer {
  const text = random.pick([bodyText, patchText, bulkText, searchText])(random).toWellFormed();
  switch (random.below(16)) {
    case 0:
      return Buffer.alloc(0);
    case 1:
      return Buffer.from(`\uFEFF${text}`);
    case 2:
      return Buffer.from(text, 'utf16le');
    case 3:
      return gzipSync(text);
    case 4:
      return Buffer.from(text, 'latin1');
    case 5:
      return Buffer.concat([Buffer.from(text), Buffer.from([0xff, 0xfe, 0xc0, 0x80, 0xed, 0xa0, 0x80])]);
    case 6:
      return Buffer.from('['.repeat(random.below(100_000)));
    case 7:
      return Buffer.from(`${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`);
    case 8:
      return Buffer.from(`{"__proto__":{"userName":"x"},"constructor":{"prototype":{"a":1}},${text.slice(1)}`);
    case 9:
      return Buffer.from(mutate(random, text, splinters).toWellFormed());
    case 10:
      return Buffer.from(`{"userName":"a@example.com","title":"${'x'.repeat(random.once(10) ? 5_000_000 : 70_000)}"}`);
    default:
      return Buffer.from(text);
  }
}

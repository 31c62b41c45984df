import { names, quote, scalars, splinters } from './atoms.ts';
import { filterText } from './filter-texts.ts';
import { bodyText, jsonText, patchText } from './json-texts.ts';
import { mutate } from './mutate.ts';
import type { Random } from './random.ts';

const parameters: readonly string[] =
  'filter sortBy sortOrder startIndex count cursor attributes excludedAttributes COUNT Filter nothing'.split(' ');
const numbers: readonly string[] = '0 1 -1 2 1000 1001 +5 1.5 1e3 NaN 99999999999999999999 0x10 ٣'.split(' ');
const methods: readonly string[] = 'POST PUT PATCH DELETE post Patch GET CONNECT'.split(' ');
const paths: readonly string[] = [
  ...'/Users /Groups /Users/1 /Groups/bulkId:1 /Users/bulkId:2 /Me /Bulk /.search Users //Users /Users/'.split(' '),
  ...'/Users/1/2 /Users?count=1 /Users/%2F /Groups/__proto__ https://api.test/scim/v2/Users/1 https://x.test/Users'.split(
    ' ',
  ),
];

/** The query of a URL, percent-encoded as clients do, or not. */
export function queryText(random: Random): string {
  const pairs = Array.from({ length: 1 + random.below(5) }, () => {
    const name = random.pick(parameters);
    return `${name}=${encoded(random, parameterText(random, name.toLowerCase()))}`;
  });
  const text = pairs.join('&');
  return random.once(8) ? mutate(random, text, pairs) : text;
}

/** A header with versions. */
export function versionsText(random: Random): string {
  const tags = Array.from({ length: 1 + random.below(4) }, () =>
    random.pick(['W/"3.7"', '"3.7"', 'W/"1"', '*', '3.7', 'W/', '""']),
  );
  const text = tags.join(random.pick([', ', ',']));
  return random.once(4) ? mutate(random, text, tags) : text;
}

/** The body of a search. */
export function searchText(random: Random): string {
  const parts = Array.from({ length: random.below(6) }, () => {
    const name = random.pick(parameters);
    return `${quote(name)}:${searchValue(random, name.toLowerCase())}`;
  });
  const text = `{${parts.join(',')}}`;
  return random.once(10) ? mutate(random, text, parts.length > 0 ? parts : ['{']) : text;
}

/** The body of a Bulk request. */
export function bulkText(random: Random): string {
  const operations = Array.from({ length: random.below(6) }, () => bulkOperationText(random));
  const fail = random.once(3) ? `"failOnErrors":${random.pick(scalars)},` : '';
  const text = `{${fail}"Operations":[${operations.join(',')}]}`;
  return random.once(10) ? mutate(random, text, [...operations, '{']) : text;
}

function bulkOperationText(random: Random): string {
  const method = random.pick(methods);
  const parts = [`"method":${quote(method)}`];
  if (!random.once(4))
    parts.push(`"bulkId":${random.once(10) ? random.pick(scalars) : quote(random.pick('1 2 3 __proto__'.split(' ')))}`);
  if (!random.once(10)) parts.push(`"path":${random.once(20) ? jsonText(random, 1) : quote(random.pick(paths))}`);
  if (random.once(8)) parts.push(`"version":${random.pick(scalars)}`);
  const data = method.toUpperCase() === 'PATCH' ? patchText(random) : bodyText(random);
  if (!random.once(8)) parts.push(`"data":${data}`);
  return `{${parts.join(',')}}`;
}

function parameterText(random: Random, name: string): string {
  switch (name) {
    case 'filter':
      return filterText(random);
    case 'startindex':
    case 'count':
      return random.pick(numbers);
    case 'attributes':
    case 'excludedattributes':
      return Array.from({ length: 1 + random.below(5) }, () => random.pick(names)).join(random.pick([',', ', ', ',,']));
    case 'sortby':
      return random.pick(names);
    case 'sortorder':
      return random.pick('ascending descending DESCENDING up'.split(' '));
    default:
      return random.pick(splinters) + random.pick(numbers);
  }
}

function searchValue(random: Random, name: string): string {
  if (random.once(6)) return jsonText(random, 2);
  const text = parameterText(random, name);
  if (name === 'attributes' || name === 'excludedattributes') return JSON.stringify(text.split(','));
  return random.once(2) && /^-?\d{1,15}$/u.test(text) ? text : quote(text);
}

function encoded(random: Random, text: string): string {
  if (random.once(10)) return text;
  return encodeURIComponent(text.toWellFormed()).replaceAll('%20', random.once(2) ? '+' : '%20');
}

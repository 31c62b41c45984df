import { type ScimError, invalidSyntax, invalidValue } from './errors.ts';
import { type Json, isArray, isObject } from './json.ts';

/**
 * Reads a SearchRequest as the parameters that a GET would have, by lower-case name (RFC 7644 §3.4.3). Names in any
 * case, null means not sent, and what no parameter has is ignored, `schemas` too. Throws invalidSyntax or invalidValue.
 */
export function readSearchRequest(body: Json): ReadonlyMap<string, string> {
  if (!isObject(body)) {
    throw invalidSyntax('The body is no SearchRequest. Please send an object such as {"filter": "active eq true"}.');
  }
  const parameters = new Map<string, string>();
  for (const [key, value] of Object.entries(body)) {
    const name = key.toLowerCase();
    const parameter = readers.get(name);
    if (parameter === undefined || value === null || parameters.has(name)) continue;
    parameters.set(name, parameter.read(value, parameter.name));
  }
  return parameters;
}

type Reader = (value: Json, name: string) => string;

const readers: ReadonlyMap<string, { readonly name: string; readonly read: Reader }> = new Map(
  (
    [
      ['attributes', readNames],
      ['excludedAttributes', readNames],
      ['filter', readText],
      ['sortBy', readText],
      ['sortOrder', readText],
      ['startIndex', readNumber],
      ['count', readNumber],
      ['cursor', readText],
    ] as const
  ).map(([name, read]) => [name.toLowerCase(), { name, read }]),
);

function readNames(value: Json, name: string): string {
  if (!isArray(value) || !value.every((item) => typeof item === 'string')) {
    throw wrongKind(name, 'a list of attribute names, such as ["userName"]');
  }
  return value.join(',');
}

function readText(value: Json, name: string): string {
  if (typeof value !== 'string') throw wrongKind(name, 'a text');
  return value;
}

/** Whether it is a whole number is for the reader of the query to say: that depends on what stands beside it. */
function readNumber(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function wrongKind(name: string, expected: string): ScimError {
  return invalidValue(`${name} is not of the right kind. Please send ${expected}, or leave ${name} out.`);
}

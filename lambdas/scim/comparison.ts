import type { Attribute } from './attribute.ts';
import { parseBoolean } from './boolean.ts';
import { isInstant } from './instant.ts';
import { type AttributePath, findSubAttribute } from './names.ts';
import { type Scanner, refusal, skipSpaces, takeString, takeWord } from './scanner.ts';

/** The operators that compare with a value (RFC 7644 §3.4.2.2 table 3). */
export const operators = ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le'] as const;
export type Operator = (typeof operators)[number];

/** `compValue`: what JSON has for scalars (RFC 7644 §3.4.2.2). */
export type ComparisonValue = string | number | boolean | null;

/**
 * One comparison. The value suits the attribute: a boolean for a boolean, although it may have been written as a
 * string; null only with `eq` and `ne`. A path without sub-attribute has become that of `value`.
 */
export type Comparison = {
  readonly kind: 'compare';
  readonly path: AttributePath;
  readonly operator: Operator;
  readonly value: ComparisonValue;
};

/** `compareOp SP compValue`, the operator being read at `offset`. */
export function readComparison(scanner: Scanner, path: AttributePath, operator: Operator, offset: number): Comparison {
  const compared = comparedPath(scanner, path, offset);
  const { type } = compared.subAttribute ?? compared.attribute;
  skipSpaces(scanner);
  const start = scanner.offset;
  const value = suit(takeValue(scanner), operator, type);
  if (value === undefined) throw refusal(scanner, start, `${expectedValues[type]} to compare with ${compared.name}`);
  const isTest = operator === 'eq' || operator === 'ne';
  if (!isTest && (value === null || !suits(operator, type))) {
    throw refusal(scanner, offset, `eq, ne or pr${value === null ? ' before null' : ` for ${compared.name}`}`);
  }
  return { kind: 'compare', path: compared, operator, value };
}

/** A comparison with a complex attribute is one with its `value` (RFC 7644 §3.4.2.2). */
function comparedPath(scanner: Scanner, path: AttributePath, offset: number): AttributePath {
  const { attribute, subAttribute, name } = path;
  if (subAttribute !== undefined || attribute.subAttributes === undefined) return path;
  const value = findSubAttribute(attribute, 'value');
  if (value === undefined) {
    const names = attribute.subAttributes.map((sub) => `${name}.${sub.name}`).join(', ');
    throw refusal(scanner, offset, `pr after ${name}, or one of ${names} before it`);
  }
  return { ...path, name: `${name}.value`, subAttribute: value };
}

/** `compValue = false / null / true / number / string` (RFC 8259 for each). */
function takeValue(scanner: Scanner): ComparisonValue {
  if (scanner.text[scanner.offset] === '"') return takeString(scanner);
  const { offset } = scanner;
  const word = takeWord(scanner);
  switch (word) {
    case 'true':
      return true;
    case 'false':
      return false;
    case 'null':
      return null;
    default:
      if (numeral.test(word) && Number.isFinite(Number(word))) return Number(word) + 0;
      throw refusal(scanner, offset, 'a text in double quotation marks, a number, true, false or null');
  }
}

const numeral = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/u;

const expectedValues: Readonly<Record<Attribute['type'], string>> = {
  string: 'a text in double quotation marks',
  reference: 'a text in double quotation marks',
  binary: 'a text in double quotation marks',
  complex: 'a text in double quotation marks',
  boolean: 'true or false',
  dateTime: 'a date and time such as "2011-05-13T04:42:34Z"',
  integer: 'a number',
  decimal: 'a number',
};

function asBoolean(value: number | boolean): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

/** The value as the attribute's type has it; undefined if it has none such. A part of a date is any text. */
function suit(value: ComparisonValue, operator: Operator, type: Attribute['type']): ComparisonValue | undefined {
  if (value === null) return null;
  switch (type) {
    case 'boolean':
      // Entra ID writes booleans as the strings "True" and "False".
      return typeof value === 'string' ? parseBoolean(value) : asBoolean(value);
    case 'integer':
    case 'decimal':
      return typeof value === 'number' ? value : undefined;
    case 'dateTime':
      return typeof value === 'string' && (isOfParts(operator) || isInstant(value)) ? value : undefined;
    default:
      return typeof value === 'string' ? value : undefined;
  }
}

/** Order is not for booleans and binaries; parts are only for texts (RFC 7644 §3.4.2.2 table 3). */
function suits(operator: Operator, type: Attribute['type']): boolean {
  const isText = type === 'string' || type === 'reference';
  if (isOfParts(operator)) return isText || type === 'binary' || type === 'dateTime';
  return type !== 'boolean' && type !== 'binary';
}

/** True for the operators that look for a part of a text. */
function isOfParts(operator: Operator): boolean {
  return operator === 'co' || operator === 'sw' || operator === 'ew';
}

import type { Attribute } from './attribute.ts';
import type { Comparison, ComparisonValue, Operator } from './comparison.ts';
import type { Filter } from './filter.ts';
import { fold, foldsTo } from './fold.ts';
import { parseInstant } from './instant.ts';
import { type Json, type JsonObject, isArray, isObject } from './json.ts';
import type { AttributePath } from './names.ts';

/**
 * True if the filter selects the resource (RFC 7644 §3.4.2.2), whose attributes have canonical names. An attribute with
 * several values matches if any of them does, with `ne` too; one that is absent or empty counts as a single null, which
 * equals nothing else and has no order. `not` is the plain negation.
 */
export function matches(filter: Filter, resource: JsonObject): boolean {
  let test = tests.get(filter);
  if (test === undefined) {
    test = compileFilter(filter);
    tests.set(filter, test);
  }
  return test(resource);
}

type Test = (resource: JsonObject) => boolean;
type ValueTest = (value: Json | undefined) => boolean;

const tests = new WeakMap<Filter, Test>();

/** `matches` for one filter, and as many resources as the caller has. */
export function compileFilter(filter: Filter): Test {
  switch (filter.kind) {
    case 'and': {
      const operands = filter.operands.map(compileFilter);
      return (resource) => operands.every((test) => test(resource));
    }
    case 'or': {
      const operands = filter.operands.map(compileFilter);
      return (resource) => operands.some((test) => test(resource));
    }
    case 'not': {
      const operand = compileFilter(filter.operand);
      return (resource) => !operand(resource);
    }
    case 'present':
      return testAny(filter.path, isPresent);
    case 'compare':
      return testAny(filter.path, compileComparison(filter));
    default:
      return testElements(filter.path, compileFilter(filter.filter));
  }
}

/** Any of the values that the path names, or null where it names none. */
function testAny(path: AttributePath, test: ValueTest): Test {
  const read = reader(path);
  const sub = path.subAttribute?.name;
  const testOne: ValueTest = sub === undefined ? test : (value) => test(isObject(value) ? value[sub] : value);
  return (resource) => {
    const value = read(resource);
    if (!isArray(value)) return testOne(value);
    return value.length === 0 ? test(null) : value.some(testOne);
  };
}

/** Any of the elements, as a whole. */
function testElements(path: AttributePath, test: Test): Test {
  const read = reader(path);
  return (resource) => {
    const value = read(resource);
    return isArray(value)
      ? value.some((element) => isObject(element) && test(element))
      : isObject(value) && test(value);
  };
}

function reader({ extension, attribute: { name } }: AttributePath): (resource: JsonObject) => Json | undefined {
  if (extension === undefined) return (resource) => resource[name];
  const { id } = extension;
  return (resource) => {
    const holder = resource[id];
    return isObject(holder) ? holder[name] : undefined;
  };
}

/** `pr`: "has a non-empty or non-null value" (RFC 7644 §3.4.2.2 table 3). */
function isPresent(value: Json | undefined): boolean {
  if (isObject(value)) return Object.values(value).some(isPresent);
  return value !== undefined && value !== null && value !== '';
}

function compileComparison({ path, operator, value }: Comparison): ValueTest {
  if (operator === 'ne') return negate(compileEquality(path, value));
  if (operator === 'eq') return compileEquality(path, value);
  const attribute = path.subAttribute ?? path.attribute;
  if (attribute.type === 'dateTime' && isOrder(operator)) return compileInstants(operator, String(value));
  if (typeof value === 'number') {
    const compare = comparers[operator];
    return (actual) => typeof actual === 'number' && compare(actual, value);
  }
  return compileText(attribute, comparers[operator], String(value));
}

function compileEquality(path: AttributePath, value: ComparisonValue): ValueTest {
  if (value === null) return (actual) => actual === undefined || actual === null;
  const attribute = path.subAttribute ?? path.attribute;
  if (typeof value !== 'string') return (actual) => actual === value;
  if (attribute.type === 'dateTime') return compileInstants('eq', value);
  return compileText(attribute, comparers.eq, value);
}

function compileText(attribute: Attribute, compare: Comparer, value: string): ValueTest {
  if (attribute.caseExact) return (actual) => typeof actual === 'string' && compare(actual, value);
  const folded = fold(value);
  if (compare === comparers.eq) return (actual) => typeof actual === 'string' && foldsTo(actual, folded);
  return (actual) => typeof actual === 'string' && compare(fold(actual), folded);
}

function compileInstants(operator: PlainOperator, value: string): ValueTest {
  const compare = comparers[operator];
  const instant = Number(parseInstant(value));
  return (actual) => typeof actual === 'string' && compare(Number(parseInstant(actual)), instant);
}

function isOrder(operator: PlainOperator): boolean {
  return operator !== 'co' && operator !== 'sw' && operator !== 'ew';
}

function negate(test: ValueTest): ValueTest {
  return (value) => !test(value);
}

/** `ne` is the negation of `eq`. */
type PlainOperator = Exclude<Operator, 'ne'>;
type Comparer = <Value extends string | number>(actual: Value, wanted: Value) => boolean;

const comparers: Readonly<Record<PlainOperator, Comparer>> = {
  eq: (actual, wanted) => actual === wanted,
  co: (actual, wanted) => String(actual).includes(String(wanted)),
  sw: (actual, wanted) => String(actual).startsWith(String(wanted)),
  ew: (actual, wanted) => String(actual).endsWith(String(wanted)),
  gt: (actual, wanted) => actual > wanted,
  ge: (actual, wanted) => actual >= wanted,
  lt: (actual, wanted) => actual < wanted,
  le: (actual, wanted) => actual <= wanted,
};

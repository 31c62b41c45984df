import { type BulkPath, readBulkPath } from './bulk-path.ts';
import { invalidSyntax, invalidValue, ScimError, tooLarge } from './errors.ts';
import { type Json, type JsonObject, isArray, isObject, propertyNamed } from './json.ts';
import { shortened } from './shortened.ts';
import { requireObject } from './validate.ts';

/** What one Bulk request may hold at most (RFC 7644 §3.7.4): operations, and bytes of its body. */
export const bulkLimits = { maxOperations: 1000, maxPayloadSize: 1_000_000 } as const;

const methods = ['POST', 'PUT', 'PATCH', 'DELETE'] as const;

/** One change as a Bulk request asks for it (RFC 7644 §3.7); `id` may be a reference, `bulkId:…`. */
export type BulkOperation = BulkPath & {
  readonly method: (typeof methods)[number];
  readonly bulkId?: string;
  /** The ETag that the resource must have. */
  readonly version?: string;
  /** What would be the body of the single request; null where it has none. */
  readonly data: Json;
};

/** One of Operations: what it asks for or why it cannot be read, and what its answer repeats. */
export type BulkEntry = {
  readonly method?: string;
  readonly bulkId?: string;
  readonly asked: BulkOperation | ScimError;
  /** Of one that is refused, what its path names: its answer has the location, unless it creates (RFC 7644 §3.7.3). */
  readonly named?: BulkPath;
};

/** A Bulk request after reading. */
export type BulkRequest = {
  /** How many errors end the request; undefined: none does. */
  readonly failOnErrors: number | undefined;
  readonly entries: readonly BulkEntry[];
};

/**
 * Reads the body of a Bulk request (RFC 7644 §3.7): keys and methods in any case, `schemas` not insisted upon. What
 * is wrong with one operation is that operation's refusal; only an envelope that cannot be read throws. `baseUrls`
 * may stand in front of paths.
 */
export function readBulkRequest(body: Json, baseUrls: readonly string[]): BulkRequest {
  const envelope = requireObject(body);
  const operations = propertyNamed(envelope, 'Operations');
  if (!isArray(operations)) {
    throw invalidSyntax('The body of a Bulk request needs a list named Operations. Please send {"Operations": [...]}.');
  }
  if (operations.length > bulkLimits.maxOperations) {
    throw tooLarge(
      `The request has ${operations.length} operations, and the limit is ${bulkLimits.maxOperations} (maxOperations). ` +
        'Nothing was changed; please send them in several requests.',
    );
  }
  const failOnErrors = readFailOnErrors(propertyNamed(envelope, 'failOnErrors'));
  return { failOnErrors, entries: refuseRepeatedIds(operations.map((operation) => readEntry(operation, baseUrls))) };
}

function readFailOnErrors(value: Json | undefined): number | undefined {
  if (value === undefined || value === null) return undefined;
  const number = typeof value === 'string' && /^\d+$/u.test(value) ? Number(value) : value;
  if (typeof number === 'number' && Number.isInteger(number) && number >= 1) return number;
  throw invalidValue('failOnErrors must be a whole number of 1 or more. Please send such a number, or leave it out.');
}

function readEntry(operation: Json, baseUrls: readonly string[]): BulkEntry {
  if (!isObject(operation)) {
    return {
      asked: invalidSyntax('Each of Operations must be an object with method, path and data. Please send one.'),
    };
  }
  const method = propertyNamed(operation, 'method');
  const bulkId = propertyNamed(operation, 'bulkId');
  const asked = refusalOr(() => readOperation(operation, baseUrls));
  return {
    ...(typeof method === 'string' && method.length <= longestMethod && { method: method.toUpperCase() }),
    ...(typeof bulkId === 'string' && { bulkId }),
    asked,
    ...(asked instanceof ScimError && namedBy(operation, baseUrls)),
  };
}

function namedBy(operation: JsonObject, baseUrls: readonly string[]): Pick<BulkEntry, 'named'> {
  const named = refusalOr(() => readBulkPath(propertyNamed(operation, 'path'), baseUrls));
  return named instanceof ScimError ? {} : { named };
}

/** The longest method that an answer repeats. */
const longestMethod = 20;

function refusalOr<Result>(read: () => Result): Result | ScimError {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ScimError)) throw error;
    return error;
  }
}

function readOperation(operation: JsonObject, baseUrls: readonly string[]): BulkOperation {
  const method = readMethod(propertyNamed(operation, 'method'));
  const bulkId = readText(operation, 'bulkId');
  const version = readText(operation, 'version');
  const path = readBulkPath(propertyNamed(operation, 'path'), baseUrls);
  if (method === 'POST' && bulkId === undefined) {
    throw invalidValue('The operation POST has no bulkId. Please give each operation that creates one of its own.');
  }
  if (method === 'POST' && path.id !== undefined) {
    throw invalidValue(`The path of the operation POST names a resource. Please send the path ${path.endpoint}.`);
  }
  if (method !== 'POST' && path.id === undefined) {
    throw invalidValue(`The path of the operation ${method} names no resource. Please send ${path.endpoint}/{id}.`);
  }
  return {
    ...path,
    method,
    ...(bulkId !== undefined && { bulkId }),
    ...(version !== undefined && { version }),
    data: readData(method, propertyNamed(operation, 'data')),
  };
}

function readMethod(value: Json | undefined): BulkOperation['method'] {
  const method = methods.find((name) => typeof value === 'string' && name === value.toUpperCase());
  if (method !== undefined) return method;
  throw invalidSyntax(`The method of an operation must be one of ${methods.join(', ')}. Please send one of these.`);
}

function readText(operation: JsonObject, name: string): string | undefined {
  const value = propertyNamed(operation, name) ?? '';
  if (typeof value !== 'string') throw invalidSyntax(`${name} of an operation must be a text. Please send one.`);
  return value === '' ? undefined : value;
}

function readData(method: BulkOperation['method'], data: Json = null): Json {
  if (method === 'DELETE') return null;
  if (data === null) {
    throw invalidSyntax(`The operation ${method} has no data. Please send the body of the single request as data.`);
  }
  // RFC 7644 §3.7.3 shows the operations of a PATCH without the message around them.
  return method === 'PATCH' && isArray(data) ? { Operations: data } : data;
}

/** Nobody can tell which of them a reference means, so none of those that share a bulkId is carried out. */
function refuseRepeatedIds(entries: readonly BulkEntry[]): readonly BulkEntry[] {
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (const { bulkId = '' } of entries) (seen.has(bulkId) ? repeated : seen).add(bulkId);
  return entries.map((entry) => {
    if (entry.bulkId === undefined || entry.bulkId === '' || !repeated.has(entry.bulkId)) return entry;
    return {
      ...entry,
      ...(!(entry.asked instanceof ScimError) && { named: entry.asked }),
      asked: invalidValue(
        `Several operations have the bulkId "${shortened(entry.bulkId)}". Please give each one of its own.`,
      ),
    };
  });
}

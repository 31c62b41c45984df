import * as z from 'zod/mini';
import type { ScimError } from '#scim/errors.ts';
import type { Json } from '#scim/json.ts';
import type { AdminOperation } from './admin-operation.ts';
import { adminRefusals } from './admin-refusals.ts';
import { type BodyKind, readJsonBody } from './json-body.ts';
import type { BodyLimit, GatewayEvent } from './operation.ts';
import type { InputFault } from './problem.ts';
import { readQueryParameters } from './query-parameters.ts';

/** The query and the body of a request, as the operation's schemas read them. */
export type AdminInput = { readonly query: unknown; readonly body: unknown };

/** What was read of a request, or what is wrong with it. */
export type ReadInput = { readonly input: AdminInput } | { readonly faults: readonly InputFault[] };

const adminBody: BodyKind = {
  mediaTypes: ['application/json'],
  content: 'a JSON object',
  refuseMediaType: adminRefusals.mediaTypeUnknown,
};
const adminBodyLimit: BodyLimit = { bytes: 1_000_000, advice: 'Please change fewer things in one request.' };

const noQuery = z.strictObject({});

/** Reads query and body; fields and parameters that the operation does not know are refused, not passed over. */
export function readInput(operation: AdminOperation, event: GatewayEvent): ReadInput {
  const parameters = Object.fromEntries(readQueryParameters(event.rawQueryString));
  const query = (operation.query ?? noQuery).safeParse(parameters);
  const sent = operation.body === undefined ? undefined : readSent(operation, event);
  const body = operation.body?.safeParse(sent);
  const faults: readonly InputFault[] = [
    ...faultsOf(query.error, parameters).map(({ path, detail }) => ({ parameter: path.join('.'), detail })),
    ...faultsOf(body?.error, sent).map(({ path, detail }) => ({ pointer: pointerTo(path), detail })),
  ];
  return faults.length > 0 ? { faults } : { input: { query: query.data, body: body?.data } };
}

function readSent({ mayLackBody = false }: AdminOperation, event: GatewayEvent): Json {
  return mayLackBody && (event.body ?? '') === '' ? {} : readJsonBody(event, adminBody, adminBodyLimit);
}

/** The refusal of a request with such faults; its sentence names the first of them. */
export function refuseInput(faults: readonly InputFault[]): ScimError {
  const [first] = faults;
  if (first === undefined) throw new Error('A request without a fault is refused.');
  const where = 'pointer' in first ? first.pointer : `Parameter ${first.parameter}`;
  return adminRefusals.requestNotTaken(where, first.detail, faults.length > 1);
}

type Fault = { readonly path: readonly PropertyKey[]; readonly detail: string };

function faultsOf(error: z.core.$ZodError | undefined, sent: unknown): readonly Fault[] {
  return (error?.issues ?? []).flatMap((issue) => describeIssue(issue, sent));
}

function describeIssue(issue: z.core.$ZodIssue, sent: unknown): readonly Fault[] {
  const { path } = issue;
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: [...path, key], detail: 'This is not known here.' }));
  }
  if (issue.code === 'invalid_union') {
    return [{ path, detail: 'It is in none of the forms that it may have.' }];
  }
  if (isMissing(path, sent)) return [{ path, detail: 'It is missing.' }];
  if (issue.code === 'invalid_value') {
    return [{ path, detail: `It has to be one of ${issue.values.map(String).join(', ')}.` }];
  }
  if (issue.code === 'invalid_type') {
    return [{ path, detail: `It has to be ${nameType(issue.expected)}.` }];
  }
  if (issue.code === 'too_small') return [{ path, detail: `It has to be at least ${issue.minimum}${unitOf(issue)}.` }];
  if (issue.code === 'too_big') return [{ path, detail: `It has to be at most ${issue.maximum}${unitOf(issue)}.` }];
  if (issue.code === 'invalid_format' && issue.format === 'datetime') {
    return [{ path, detail: 'It has to be a moment such as 2027-01-01T00:00:00Z.' }];
  }
  return [{ path, detail: `${issue.message}.` }];
}

function unitOf({ origin }: { readonly origin: string }): string {
  return origin === 'string' ? ' characters long' : '';
}

function isMissing(path: readonly PropertyKey[], sent: unknown): boolean {
  let value = sent;
  for (const step of path) value = (value as Record<PropertyKey, unknown> | null | undefined)?.[step];
  return value === undefined;
}

function nameType(expected: string): string {
  const names: Readonly<Record<string, string>> = { int: 'a whole number', array: 'a list', object: 'an object' };
  return names[expected] ?? `a ${expected}`;
}

/** A JSON Pointer as a URI fragment (RFC 6901 §6): `#/settings/groups`. */
function pointerTo(path: readonly PropertyKey[]): string {
  const steps = path.map((step) => encodeURIComponent(String(step).replaceAll('~', '~0').replaceAll('/', '~1')));
  return ['#', ...steps].join('/');
}

import type { Notice } from '#domain/context.ts';
import { codeOf } from '#domain/help-code.ts';
import type { Consumption } from '#domain/meter.ts';
import { isUuid } from '#domain/uuid.ts';
import { ScimError } from '#scim/errors.ts';
import type { Measurement } from './measured.ts';

/** The line that each request leaves: ids, kinds and numbers, never names, addresses, filters, keys or bodies. */
export type AccessLine = {
  readonly level: 'INFO' | 'ERROR';
  readonly timestamp: string;
  readonly requestId: string;
  readonly organizationId?: string;
  readonly keyId?: string;
  readonly operation: string;
  readonly status: number;
  /** The refusal's place in the catalogue of help. */
  readonly refusal?: string;
  readonly scimType?: string;
  readonly milliseconds: number;
  /** What it asked of the database, where it asked anything. */
  readonly database?: Readonly<Consumption>;
  /** Where it was the first request of its environment. */
  readonly coldStart?: true;
  readonly notices?: readonly object[];
  readonly noticesLeftOut?: number;
  readonly fault?: Fault;
  /** How many operations of a Bulk request ended with which status. */
  readonly operations?: Readonly<Record<string, number>>;
  /** How many of them were refused, by the refusal's place in the catalogue of help. */
  readonly refusals?: Readonly<Record<string, number>>;
  /** The first faults among them. */
  readonly faults?: readonly Fault[];
};

/** How one operation of a Bulk request ended, and the error where it was one. */
type DescribedPart = { readonly status: number; readonly error?: unknown; readonly refusal?: ScimError };

/** A line that a Bulk request fills must still fit into what CloudWatch takes for one, 256 KB. */
const mostNotices = 100;
const mostFaults = 5;

/** True where somebody should look at it: a fault, or a request that could not be carried out in time. */
export function isAlarming(status: number): boolean {
  return status === 500 || status === 503;
}

type Fault = { readonly name: string; readonly message: string; readonly stack?: string; readonly cause?: Fault };

/** Writes one line of the log. */
export type WriteLine = (line: AccessLine) => void;

/** Writes a line as JSON to the standard output, where Lambda collects it; its console would put the line into another. */
export function printLine(line: AccessLine): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

/** Writes a line on a fault that no request failed for. */
export function printWarning(fault: unknown): void {
  const line = { level: 'WARN', timestamp: new Date().toISOString(), ...describeError(fault) };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

/** What the log tells of a request beside how it ended: what it asked of the database, and whether it had to wait for a start. */
export function describeMeasurement({
  consumption,
  coldStart = false,
}: Measurement): Pick<AccessLine, 'database' | 'coldStart'> {
  return {
    ...(consumption !== undefined && consumption.calls > 0 && { database: { ...consumption } }),
    ...(coldStart && { coldStart }),
  };
}

/** What the log tells of an error: which refusal it is, and the fault itself where it is one or has one as its cause. */
export function describeError(error: unknown): Pick<AccessLine, 'refusal' | 'scimType' | 'fault'> {
  if (!(error instanceof ScimError)) return { fault: describeFault(error, 5) };
  return {
    refusal: codeOf(error),
    ...(error.scimType !== undefined && { scimType: error.scimType }),
    // What the database said: where in the SDK it was said helps nobody.
    ...(error.cause !== undefined && { fault: withoutStack(describeFault(error.cause, 5)) }),
  };
}

/** Name, message and stack alone: the other properties of a database's error hold items. */
function describeFault(error: unknown, levels: number): Fault {
  if (!(error instanceof Error)) return { name: typeof error, message: 'Something that is no Error was thrown.' };
  return {
    name: error.name,
    message: error.message,
    ...(error.stack !== undefined && { stack: error.stack }),
    ...(error.cause !== undefined && levels > 1 && { cause: describeFault(error.cause, levels - 1) }),
  };
}

function withoutStack({ name, message, cause }: Fault): Fault {
  return { name, message, ...(cause !== undefined && { cause: withoutStack(cause) }) };
}

/** What the log tells of the operations of a Bulk request. */
export function describeParts(parts: readonly DescribedPart[]): Pick<AccessLine, 'operations' | 'refusals' | 'faults'> {
  if (parts.length === 0) return {};
  const codes = parts.flatMap(({ refusal }) => (refusal === undefined ? [] : [codeOf(refusal)]));
  const faults = parts
    .map(({ error }) => (error === undefined ? undefined : describeError(error).fault))
    .filter((fault) => fault !== undefined)
    .slice(0, mostFaults);
  return {
    operations: countEach(parts.map(({ status }) => String(status))),
    ...(codes.length > 0 && { refusals: countEach(codes) }),
    ...(faults.length > 0 && { faults }),
  };
}

function countEach(words: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}

/** The notices of a request, so many as one line holds. */
export function describeNotices(notices: readonly Notice[]): Pick<AccessLine, 'notices' | 'noticesLeftOut'> {
  if (notices.length === 0) return {};
  const leftOut = notices.length - mostNotices;
  return {
    notices: notices.slice(0, mostNotices).map(describeNotice),
    ...(leftOut > 0 && { noticesLeftOut: leftOut }),
  };
}

/** A notice as the log tells it; ids that are not ours by their form may be addresses and are only counted. */
export function describeNotice(notice: Notice): object {
  if (notice.kind !== 'membersSkipped') return notice;
  return { ...notice, ids: notice.ids.filter(isUuid) };
}

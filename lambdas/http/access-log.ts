import type { Notice } from '#domain/context.ts';
import { isUuid } from '#domain/uuid.ts';
import { ScimError } from '#scim/errors.ts';

/** The line that each request leaves: ids, kinds and numbers, never names, addresses, filters, keys or bodies. */
export type AccessLine = {
  readonly level: 'INFO' | 'ERROR';
  readonly timestamp: string;
  readonly requestId: string;
  readonly organizationId?: string;
  readonly keyId?: string;
  readonly operation: string;
  readonly status: number;
  readonly scimType?: string;
  readonly milliseconds: number;
  readonly notices?: readonly object[];
  readonly noticesLeftOut?: number;
  readonly fault?: Fault;
  /** How many operations of a Bulk request ended with which status. */
  readonly operations?: Readonly<Record<string, number>>;
  /** The first faults among them. */
  readonly faults?: readonly Fault[];
};

/** How one operation of a Bulk request ended, and the error where it was one. */
type DescribedPart = { readonly status: number; readonly error?: unknown };

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

/** What the log tells of an error: its keyword, and the fault itself where it is one or has one as its cause. */
export function describeError(error: unknown): Pick<AccessLine, 'scimType' | 'fault'> {
  if (!(error instanceof ScimError)) return { fault: describeFault(error, 5) };
  return {
    ...(error.scimType !== undefined && { scimType: error.scimType }),
    ...(error.cause !== undefined && { fault: describeFault(error.cause, 5) }),
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

/** What the log tells of the operations of a Bulk request. */
export function describeParts(parts: readonly DescribedPart[]): Pick<AccessLine, 'operations' | 'faults'> {
  if (parts.length === 0) return {};
  const operations: Record<string, number> = {};
  for (const { status } of parts) operations[status] = (operations[status] ?? 0) + 1;
  const faults = parts
    .map(({ error }) => (error === undefined ? undefined : describeError(error).fault))
    .filter((fault) => fault !== undefined)
    .slice(0, mostFaults);
  return { operations, ...(faults.length > 0 && { faults }) };
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

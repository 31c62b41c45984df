import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';

/** Reasons of a cancelled transaction that pass by themselves. The SDK never repeats a cancelled transaction. */
const passingReasons = new Set(['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded']);

/** Errors of single calls that pass by themselves; some of them the SDK has repeated already. */
const passingErrors = new Set([
  'TransactionConflictException',
  'TransactionInProgressException',
  'ReplicatedWriteConflictException',
  'ThrottlingException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'InternalServerError',
  'ServiceUnavailable',
  // The answer was lost, and perhaps the request: a repetition carries the same token or the same condition.
  'TimeoutError',
  'AbortError',
]);

const networkCodes = new Set(['ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'ETIMEDOUT', 'EAI_AGAIN', 'ENOTFOUND']);

/** True where the same call may succeed a moment later, and may not be harmful then. */
export function isBusy(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof TransactionCanceledException) return isPassing(reasonCodes(error));
  const { code, $metadata } = error as { code?: unknown; $metadata?: { httpStatusCode?: number } };
  return (
    passingErrors.has(error.name) ||
    (typeof code === 'string' && networkCodes.has(code)) ||
    ($metadata?.httpStatusCode ?? 0) >= 500
  );
}

/**
 * True where DynamoDB takes a transaction for invalid. Ours are none, except where their items are together larger than 4 MB,
 * which users with thousands of groups each can be: smaller transactions write the same.
 */
export function isTooLarge(error: unknown): boolean {
  if (error instanceof TransactionCanceledException) return reasonCodes(error).includes('ValidationError');
  return error instanceof Error && error.name === 'ValidationException';
}

/** Why each action of a cancelled transaction failed, in the order of the actions; `None` where it did not. */
export function reasonCodes(error: TransactionCanceledException): readonly string[] {
  return (error.CancellationReasons ?? []).map(({ Code }) => Code ?? 'None');
}

function isPassing(codes: readonly string[]): boolean {
  // A failed condition beside a conflict is an answer already, and an invalid action fails every time.
  return (
    codes.some((code) => passingReasons.has(code)) && codes.every((code) => code === 'None' || passingReasons.has(code))
  );
}

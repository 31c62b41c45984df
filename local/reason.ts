/**
 * What the terminal is told of a failure: the words of the system or the database where it comes from there, and the whole
 * error, with the place where it happened, where it is a fault of ours.
 */
export function reasonOf(failure: unknown): unknown {
  if (!(failure instanceof Error) || !isTheirs(failure)) return failure;
  // Where a name has several addresses, the error of all of them together has no words of its own.
  const [first] = failure instanceof AggregateError ? failure.errors : [];
  return `(${failure.message || (first instanceof Error ? first.message : failure.name)})`;
}

/** By what the SDK, the system and SQLite put on their errors. */
function isTheirs(error: Error): boolean {
  return '$metadata' in error || 'syscall' in error || 'errcode' in error || error instanceof AggregateError;
}

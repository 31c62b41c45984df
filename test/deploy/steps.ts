/** What was found by one check; a failed one says what was seen instead. */
export type Check = { readonly name: string; readonly problem?: string };

/** Runs the steps of the test one after the other and keeps count. */
export type Steps = {
  /** Runs a step and prints its seconds; what it throws ends the test. */
  run<Value>(name: string, work: () => Promise<Value>): Promise<Value>;
  /** Notes that something is so, or is not. */
  check(name: string, holds: boolean, seen?: unknown): void;
  /** Notes what broke something off. */
  fail(name: string, error: unknown): void;
  /** Notes many checks at once. */
  note(checks: readonly Check[]): void;
  counts(): { readonly passed: number; readonly failed: number };
};

const width = 72;

/** Begins to count; what happens is told line by line. */
export function openSteps(write: (line: string) => void): Steps {
  let passed = 0;
  let failed = 0;
  const note = (checks: readonly Check[]): void => {
    for (const { name, problem } of checks) {
      if (problem === undefined) passed += 1;
      else {
        failed += 1;
        write(`  FAILED ${name}: ${problem}`);
      }
    }
  };
  return {
    run: async (name, work) => {
      const begin = performance.now();
      try {
        return await work();
      } finally {
        write(`${name.padEnd(width)} ${((performance.now() - begin) / 1000).toFixed(1).padStart(6)} s`);
      }
    },
    check: (name, holds, seen = 'it is not so') => {
      note([holds ? { name } : { name, problem: typeof seen === 'string' ? seen : JSON.stringify(seen) }]);
    },
    fail: (name, error) => {
      note([{ name, problem: error instanceof Error ? (error.stack ?? error.message) : String(error) }]);
    },
    note,
    counts: () => ({ passed, failed }),
  };
}

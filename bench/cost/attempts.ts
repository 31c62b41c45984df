/** What failed, in sentences. */
export type Attempts = {
  readonly failures: readonly string[];
  /** Undefined where it fails: one operation that is refused is no reason to measure none of the others. */
  attempt<Result>(name: string, work: () => Promise<Result>): Promise<Result | undefined>;
};

/** Counts what fails as a promise that is not kept. */
export function countFailures(): Attempts {
  const failures: string[] = [];
  return {
    failures,
    async attempt(name, work) {
      try {
        return await work();
      } catch (error) {
        failures.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
        return undefined;
      }
    },
  };
}

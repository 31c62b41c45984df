/** What came of one kind of inputs: how often each status was answered, and what was found. */
export type Outcome = {
  readonly what: string;
  readonly inputs: number;
  readonly statuses: ReadonlyMap<number, number>;
  readonly findings: readonly string[];
};

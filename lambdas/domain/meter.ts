/** What a piece of work has asked of the database, tries again included, and the capacity that answers told of. */
export type Consumption = { calls: number; readUnits: number; writeUnits: number };

/** Counts what pieces of work ask of the database, however many of them run at once. */
export type Meter = {
  /** Runs a piece of work; all that it asks is added to `consumption`, until the work itself has ended. */
  measure<Result>(consumption: Consumption, work: () => Result): Result;
};

/** A history by the seed that it is made of. */
export type HistoryCase = {
  readonly seed: number;
  /** How often the clients do something at once. */
  readonly bursts: number;
  readonly people: number;
  /** How many users one change of members names at most. */
  readonly mostUsers: number;
};

/** Histories that are played in each run of the tests; in the last one some changes are journaled, for their size. */
export const histories: readonly HistoryCase[] = [
  { seed: 20, bursts: 8, people: 12, mostUsers: 10 },
  { seed: 22, bursts: 8, people: 12, mostUsers: 10 },
  { seed: 77_001, bursts: 4, people: 60, mostUsers: 40 },
  { seed: 205, bursts: 5, people: 100, mostUsers: 90 },
];

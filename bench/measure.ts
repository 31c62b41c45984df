/**
 * One of those compared: `run` does the work once, and gives something that depends on all of it. `provide`, which is
 * not measured, makes what so many runs use up.
 */
export type Contestant = {
  readonly name: string;
  readonly run: () => unknown;
  readonly provide?: ((runs: number) => void) | undefined;
};

/** Nanoseconds for one run: the median of all rounds, and each round's own. */
export type Measurement = { readonly name: string; readonly median: number; readonly rounds: readonly number[] };

/** How long a round of one contestant lasts, in nanoseconds: enough for the clock, short beside what else disturbs. */
const roundLength = 3_000_000;

/**
 * Runs the contestants of each group in turns, another one first each round, after a warm-up of all: what else the
 * machine does falls on all alike, and nobody has the compiler to himself. A contestant that answers with a promise is
 * awaited each time, as its callers have to.
 */
export async function measure(
  groups: readonly (readonly Contestant[])[],
  rounds: number,
): Promise<readonly (readonly Measurement[])[]> {
  const prepared: Entry[][] = [];
  for (const contestants of groups) {
    const entries: Entry[] = [];
    for (const contestant of contestants) entries.push({ ...contestant, repeats: await warmUp(contestant), times: [] });
    prepared.push(entries);
  }
  for (let round = 0; round < rounds; round += 1) {
    for (const entries of prepared) await runInTurns(entries, round);
  }
  return prepared.map((entries) => entries.map(({ name, times }) => ({ name, median: median(times), rounds: times })));
}

type Entry = Contestant & { readonly repeats: number; readonly times: number[] };

async function runInTurns(entries: readonly Entry[], round: number): Promise<void> {
  const first = round % entries.length;
  for (const { repeats, times, ...contestant } of [...entries.slice(first), ...entries.slice(0, first)]) {
    times.push((await time(contestant, repeats)) / repeats);
  }
}

/** How many times longer the other takes: the median of the rounds' own ratios. */
export function ratio(other: Measurement, own: Measurement): number {
  return median(other.rounds.map((nanoseconds, round) => nanoseconds / (own.rounds[round] ?? Number.NaN)));
}

/** The middle of the numbers; the mean of the two in the middle where their count is even. */
export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((first, second) => first - second);
  const middle = sorted.length / 2;
  const [low = Number.NaN, high = Number.NaN] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return (low + high) / 2;
}

/**
 * Milliseconds of CPU of one run on all threads, garbage collection included: the median of rounds that are long
 * beside the hundredth of a second in which some systems count.
 */
export function medianCpuTime<Result>(run: () => Result): { readonly milliseconds: number; readonly result: Result } {
  let result = run();
  const times: number[] = [];
  for (let round = 0; round < 12; round += 1) {
    const start = process.cpuUsage();
    for (let count = 0; count < 250; count += 1) result = run();
    const { user, system } = process.cpuUsage(start);
    // The first one is the compiler's.
    if (round > 0) times.push((user + system) / 1000 / 250);
  }
  return { milliseconds: median(times), result };
}

/** Lets the compiler see the work until it is worth a round; gives how often that is. */
async function warmUp(contestant: Contestant): Promise<number> {
  let repeats = 1;
  let spent = 0;
  while (true) {
    const elapsed = await time(contestant, repeats);
    spent += elapsed;
    if (elapsed < roundLength / 2) repeats *= 2;
    else if (spent > 20 * roundLength) return Math.max(1, Math.round((repeats * roundLength) / elapsed));
  }
}

/** Kept where the compiler has to believe that somebody reads it. */
const kept: { result?: unknown } = {};

async function time({ run, provide }: Contestant, repeats: number): Promise<number> {
  provide?.(repeats + 1);
  const first = run();
  const isAsynchronous = first instanceof Promise;
  kept.result = await first;
  if (!isAsynchronous) return clock(run, repeats);
  const start = process.hrtime.bigint();
  for (let count = 0; count < repeats; count += 1) kept.result = await run();
  return Number(process.hrtime.bigint() - start);
}

/**
 * Nanoseconds of one run of each at its quickest, of many in turns: what the work takes when nothing disturbs it. Turns
 * last a millisecond or one run, less than the system lets anybody else run.
 */
export function quickest(runs: readonly (() => unknown)[]): readonly number[] {
  const entries = runs.map((run) => {
    let repeats = 1;
    while (clock(run, repeats) < 500_000) repeats *= 2;
    return { run, repeats, least: Number.POSITIVE_INFINITY };
  });
  for (let round = 0; round < 60; round += 1) {
    for (const entry of entries) entry.least = Math.min(entry.least, clock(entry.run, entry.repeats) / entry.repeats);
  }
  return entries.map(({ least }) => least);
}

function clock(run: () => unknown, repeats: number): number {
  const start = process.hrtime.bigint();
  for (let count = 0; count < repeats; count += 1) kept.result = run();
  return Number(process.hrtime.bigint() - start);
}

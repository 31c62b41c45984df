/**
 * Something that operations share. Two that have the same key run side by side only if both have it in the same mode,
 * and not `alone`; else in the order of the request.
 */
export type Lock = { readonly key: string; readonly mode: string };

/** What an operation of a Bulk request has to wait for, as far as the request tells. */
export type Waiting = {
  /** The operations whose ids it needs. */
  readonly references: ReadonlySet<number>;
  readonly locks: readonly Lock[];
};

/** One step: an operation, or the second half of one, which adds what referred to resources that were not there yet. */
export type Task = {
  /** The place of the operation in the request. */
  readonly operation: number;
  readonly half: 'first' | 'second';
  /** The operations whose ids the first half leaves out, and the second adds. */
  readonly defers: ReadonlySet<number>;
  /** The places of the tasks, all of them earlier in the list, that must have ended. */
  readonly after: readonly number[];
};

/**
 * Orders the operations of a Bulk request: as they were given, but each after those that it refers to. Where they
 * refer to each other, each is done without what is not there yet, and a second half adds it (RFC 7644 §3.7.1).
 */
export function orderTasks(operations: readonly Waiting[]): readonly Task[] {
  const tasks: Task[] = [];
  const firsts = new Map<number, number>();
  const queue = lockQueue();
  const enter = (operation: number, half: Task['half'], defers: ReadonlySet<number>, needs: Iterable<number>): void => {
    const place = tasks.length;
    const after = new Set(queue(place, operations[operation]?.locks ?? []));
    for (const needed of needs) after.add(firsts.get(needed) ?? place);
    after.delete(place);
    tasks.push({ operation, half, defers, after: [...after].toSorted((one, other) => one - other) });
    if (half === 'first') firsts.set(operation, place);
  };
  for (const circle of findCircles(operations.map(({ references }) => references))) {
    const deferring = new Map<number, ReadonlySet<number>>();
    for (const operation of circle) {
      const references = operations[operation]?.references ?? none;
      const defers = new Set([...references].filter((needed) => !firsts.has(needed)));
      enter(operation, 'first', defers, references);
      if (defers.size > 0) deferring.set(operation, defers);
    }
    for (const [operation, defers] of deferring) enter(operation, 'second', defers, [operation, ...defers]);
  }
  return tasks;
}

const none: ReadonlySet<number> = new Set();

/** For each key the tasks that may run side by side now, and those that they all wait for. */
function lockQueue(): (place: number, locks: readonly Lock[]) => readonly number[] {
  const queues = new Map<string, { mode: string; running: number[]; before: readonly number[] }>();
  return (place, locks) =>
    locks.flatMap(({ key, mode }) => {
      const queue = queues.get(key);
      if (queue === undefined) {
        queues.set(key, { mode, running: [place], before: [] });
        return [];
      }
      if (queue.mode !== mode || mode === 'alone') {
        queue.before = queue.running;
        queue.running = [];
        queue.mode = mode;
      }
      queue.running.push(place);
      return queue.before;
    });
}

/**
 * The operations that refer to each other, directly or not, together, and every other by itself; each after those
 * that it refers to, and otherwise as given (the strongly connected components of Tarjan, 1972).
 */
function findCircles(references: readonly ReadonlySet<number>[]): readonly (readonly number[])[] {
  const circles: (readonly number[])[] = [];
  const found = new Map<number, number>();
  const open: number[] = [];
  const isOpen = new Set<number>();

  /** The earliest operation still open that this one leads to. */
  const visit = (operation: number): number => {
    const place = found.size;
    found.set(operation, place);
    open.push(operation);
    isOpen.add(operation);
    let earliest = place;
    for (const next of references[operation] ?? none) {
      const known = found.get(next);
      if (known === undefined) earliest = Math.min(earliest, visit(next));
      else if (isOpen.has(next)) earliest = Math.min(earliest, known);
    }
    if (earliest === place) {
      const circle = open.splice(open.indexOf(operation));
      for (const member of circle) isOpen.delete(member);
      circles.push(circle.toSorted((one, other) => one - other));
    }
    return earliest;
  };

  for (const operation of references.keys()) if (!found.has(operation)) visit(operation);
  return circles;
}

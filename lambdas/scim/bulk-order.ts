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
  const firsts = new Map<Node, number>();
  const queue = lockQueue();
  const enter = (node: Node, half: Task['half'], defers: readonly Node[], needs: readonly Node[]): void => {
    const place = tasks.length;
    const after = new Set(queue(place, node.locks));
    for (const needed of needs) after.add(firsts.get(needed) ?? place);
    after.delete(place);
    if (half === 'first') firsts.set(node, place);
    tasks.push({
      operation: node.operation,
      half,
      defers: new Set(defers.map(({ operation }) => operation)),
      after: [...after].toSorted((one, other) => one - other),
    });
  };
  for (const circle of findCircles(linked(operations))) {
    const halves = circle.map((node) => {
      const defers = node.needs.filter((needed) => !firsts.has(needed));
      enter(node, 'first', defers, node.needs);
      return { node, defers };
    });
    for (const { node, defers } of halves) if (defers.length > 0) enter(node, 'second', defers, [node, ...defers]);
  }
  return tasks;
}

/** An operation with those that it refers to at hand. */
type Node = { readonly operation: number; readonly locks: readonly Lock[]; readonly needs: Node[] };

function linked(operations: readonly Waiting[]): readonly Node[] {
  const nodes = operations.map((waiting, operation) => ({ ...waiting, operation, needs: [] as Node[] }));
  for (const { references, needs } of nodes) needs.push(...nodes.filter(({ operation }) => references.has(operation)));
  return nodes;
}

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
function findCircles(nodes: readonly Node[]): readonly (readonly Node[])[] {
  const circles: (readonly Node[])[] = [];
  const found = new Map<Node, number>();
  const open = new Set<Node>();

  /** The place of the earliest one still open that this one leads to. */
  const visit = (node: Node): number => {
    const place = found.size;
    found.set(node, place);
    open.add(node);
    let earliest = place;
    for (const next of node.needs) {
      const known = found.get(next);
      if (known === undefined) earliest = Math.min(earliest, visit(next));
      else if (open.has(next)) earliest = Math.min(earliest, known);
    }
    if (earliest === place) {
      const circle = [...open].slice([...open].indexOf(node));
      for (const member of circle) open.delete(member);
      circles.push(circle.toSorted((one, other) => one.operation - other.operation));
    }
    return earliest;
  };

  for (const node of nodes) if (!found.has(node)) visit(node);
  return circles;
}

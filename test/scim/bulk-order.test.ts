import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Lock, type Task, orderTasks, type Waiting } from '#scim/bulk-order.ts';

function waiting(references: readonly number[] = [], locks: readonly Lock[] = []): Waiting {
  return { references: new Set(references), locks };
}

function alone(key: string): Lock {
  return { key, mode: 'alone' };
}

/** Tasks in short: `2` is the first half of the operation 2, `2b` the second; what comes after, as places. */
function short(tasks: readonly Task[]): readonly string[] {
  return tasks.map(({ operation, half, after }) => `${operation}${half === 'first' ? '' : 'b'}<${after.join()}`);
}

describe('orderTasks', () => {
  it('RFC 7644 §3.7: lets operations that share nothing run side by side, as they were given', () => {
    expect(short(orderTasks([waiting(), waiting(), waiting()]))).toEqual(['0<', '1<', '2<']);
  });

  it('RFC 7644 §3.7.2: does what is referred to first', () => {
    expect(short(orderTasks([waiting([2]), waiting(), waiting([1])]))).toEqual(['1<', '2<0', '0<1']);
  });

  it('RFC 7644 §3.7.1: does a circle in two halves, each first one with the references that are there', () => {
    const tasks = orderTasks([waiting([1]), waiting([2]), waiting([0]), waiting([3])]);
    expect(short(tasks)).toEqual(['0<', '1<', '2<0', '0b<0,1', '1b<1,2', '3<', '3b<5']);
    expect(tasks.map(({ defers }) => [...defers])).toEqual([[1], [2], [], [1], [2], [3], [3]]);
  });

  it('does what a circle refers to before it, and what refers to it after', () => {
    expect(short(orderTasks([waiting([1]), waiting([2]), waiting([1, 3]), waiting()]))).toEqual([
      '3<',
      '1<',
      '2<0,1',
      '1b<1,2',
      '0<1',
    ]);
  });

  it('keeps the order where a lock is not shared, and a second half before what comes after its first', () => {
    const tasks = orderTasks([
      waiting([0], [alone('a')]),
      waiting([], [alone('b')]),
      waiting([], [alone('a'), alone('b')]),
    ]);
    expect(short(tasks)).toEqual(['0<', '0b<0', '1<', '2<1,2']);
  });

  it('lets those share a lock who have it in the same mode', () => {
    const users: Lock = { key: 'memberships', mode: 'users' };
    const groups: Lock = { key: 'memberships', mode: 'groups' };
    const tasks = orderTasks([users, users, groups, groups, users].map((lock) => waiting([], [lock])));
    expect(short(tasks)).toEqual(['0<', '1<', '2<0,1', '3<0,1', '4<2,3']);
  });

  it('takes a lock that is named twice once', () => {
    const tasks = orderTasks([
      waiting([], [alone('a')]),
      waiting([], [alone('a'), alone('a')]),
      waiting([], [alone('a')]),
    ]);
    expect(short(tasks)).toEqual(['0<', '1<0', '2<1']);
  });

  it('lets references decide where the order given says otherwise', () => {
    expect(
      short(orderTasks([waiting([2], [alone('a')]), waiting([], [alone('a')]), waiting([], [alone('a')])])),
    ).toEqual(['2<', '0<0', '1<1']);
  });

  const graphs = fc.integer({ min: 1, max: 30 }).chain((size) =>
    fc.array(
      fc.record({
        references: fc.uniqueArray(fc.nat({ max: size - 1 }), { maxLength: 4 }),
        locks: fc.array(
          fc.record({ key: fc.constantFrom('a', 'b', 'c'), mode: fc.constantFrom('alone', 'users', 'groups') }),
          { maxLength: 3 },
        ),
      }),
      { minLength: size, maxLength: size },
    ),
  );

  it('does each operation once, after all that it refers to or with a second half that is', () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        const tasks = orderTasks(graph.map(({ references, locks }) => waiting(references, locks)));
        const firsts = tasks.filter(({ half }) => half === 'first');
        expect(firsts.map(({ operation }) => operation).toSorted((one, other) => one - other)).toEqual([
          ...graph.keys(),
        ]);
        const placeOf = new Map(tasks.map((task, place) => [`${task.operation} ${task.half}`, place]));
        for (const [place, { operation, half, defers, after }] of tasks.entries()) {
          for (const earlier of after) expect(earlier).toBeLessThan(place);
          const references = half === 'second' ? [...defers, operation] : (graph[operation]?.references ?? []);
          for (const needed of references) {
            const isLeftToSecond = half === 'first' && defers.has(needed) && placeOf.has(`${operation} second`);
            expect(isLeftToSecond || after.includes(placeOf.get(`${needed} first`) ?? -1)).toBe(true);
          }
        }
      }),
    );
  });

  it('runs no two side by side that do not share a lock', () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        const tasks = orderTasks(graph.map(({ references, locks }) => waiting(references, locks)));
        const before = tasks.map(() => new Set<number>());
        for (const [place, { after }] of tasks.entries()) {
          for (const earlier of after) {
            before[place]?.add(earlier);
            for (const each of before[earlier] ?? []) before[place]?.add(each);
          }
        }
        for (const [place, one] of tasks.entries()) {
          for (const [earlier, other] of tasks.slice(0, place).entries()) {
            const mayMeet = !clash(graph[one.operation]?.locks ?? [], graph[other.operation]?.locks ?? []);
            expect(mayMeet || before[place]?.has(earlier)).toBe(true);
          }
        }
      }),
    );
  });
});

function clash(locks: readonly Lock[], others: readonly Lock[]): boolean {
  return locks.some(({ key, mode }) =>
    others.some((other) => other.key === key && (mode === 'alone' || other.mode !== mode)),
  );
}

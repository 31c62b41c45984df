import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runInOrder } from '#http/in-order.ts';

/** Tasks that each come after some earlier ones. */
const plans = fc
  .array(fc.array(fc.nat(), { maxLength: 4 }), { maxLength: 40 })
  .map((lists) =>
    lists.map((list, place) => ({ place, after: [...new Set(place === 0 ? [] : list.map((at) => at % place))] })),
  );

describe('runInOrder', () => {
  it('runs each task once, after all that it comes after, and no more at a time than allowed', async () => {
    await fc.assert(
      fc.asyncProperty(plans, fc.integer({ min: 1, max: 5 }), fc.scheduler(), async (tasks, width, scheduler) => {
        const ended = new Set<number>();
        const problems: string[] = [];
        let running = 0;
        const done = runInOrder(tasks, {
          width,
          goesOn: () => true,
          run: async ({ place, after }) => {
            running += 1;
            if (running > width) problems.push(`${running} at a time`);
            if (!after.every((earlier) => ended.has(earlier))) problems.push(`${place} was too early`);
            await scheduler.schedule(Promise.resolve(), String(place));
            running -= 1;
            if (ended.has(place)) problems.push(`${place} ran twice`);
            ended.add(place);
          },
        });
        await scheduler.waitFor(done);
        expect(problems).toEqual([]);
        expect(ended.size).toBe(tasks.length);
      }),
    );
  });

  it('begins the earlier of those that may begin', async () => {
    const begun: number[] = [];
    const tasks = [{ after: [] }, { after: [0] }, { after: [] }, { after: [0] }].map((task, place) => ({
      ...task,
      place,
    }));
    await runInOrder(tasks, { width: 1, goesOn: () => true, run: async ({ place }) => void begun.push(place) });
    expect(begun).toEqual([0, 1, 2, 3]);
  });

  it('begins none once it is told so, and waits for those that run', async () => {
    const ended: number[] = [];
    const tasks = [0, 1, 2, 3].map((place) => ({ place, after: [] }));
    await runInOrder(tasks, {
      width: 2,
      goesOn: () => ended.length === 0,
      run: async ({ place }) => {
        await Promise.resolve();
        ended.push(place);
      },
    });
    expect(ended).toEqual([0, 1]);
  });

  it('hands a fault on', async () => {
    const run = async (): Promise<void> => {
      throw new Error('a fault');
    };
    await expect(runInOrder([{ after: [] }], { width: 2, goesOn: () => true, run })).rejects.toThrow('a fault');
  });
});

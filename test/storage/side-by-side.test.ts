import { setImmediate as turn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { lanes, sideBySide } from '#storage/side-by-side.ts';

const things = Array.from({ length: 100 }, (_, index) => index);

it('works on sixteen things at a time and gives the results in the order of the things', async () => {
  let [now, most] = [0, 0];
  const results = await sideBySide(things, async (thing) => {
    most = Math.max(most, ++now);
    for (let turns = thing % 7; turns >= 0; turns--) await turn();
    now--;
    return thing * 2;
  });
  expect(results).toEqual(things.map((thing) => thing * 2));
  expect(most).toBe(lanes);
  expect(await sideBySide([], async () => turn())).toEqual([]);
});

it('begins nothing after a failure, and tells those that are under way', async () => {
  const begun: number[] = [];
  const told: boolean[] = [];
  const work = sideBySide(things, async (thing, signal) => {
    begun.push(thing);
    await turn();
    if (thing === 3) throw new Error('No.');
    await turn();
    told.push(signal.aborted);
  });
  await expect(work).rejects.toThrow('No.');
  await turn();
  await turn();
  expect(begun).toHaveLength(lanes);
  expect(told).toEqual(Array(lanes - 1).fill(true));
});

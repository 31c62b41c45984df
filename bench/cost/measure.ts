import { succeed } from '../endpoint.ts';
import type { Operation } from './operation.ts';
import type { Consumption } from './prices.ts';
import { type World, warmUp } from './world.ts';

/** What an operation consumed on the mean, and the most that any of its rounds did. */
export type Cost = Consumption & { readonly mostReadUnits: number; readonly mostWriteUnits: number };

/** Sends what the operation asks for, round by round, with key and structure in memory. */
export async function measureCost(world: World, operation: Operation): Promise<Cost> {
  const rounds: Consumption[] = [];
  for (let round = 0; round < operation.rounds; round += 1) {
    const request = await operation.request(world, round);
    await warmUp(world);
    const start = process.cpuUsage();
    const { depth, readUnits, writeUnits } = await world.recorder.record(() => succeed(world.send(request)));
    const { user, system } = process.cpuUsage(start);
    rounds.push({ calls: depth, readUnits, writeUnits, milliseconds: (user + system) / 1000 });
  }
  const mean = (of: (round: Consumption) => number): number =>
    rounds.reduce((sum, round) => sum + of(round), 0) / rounds.length;
  return {
    calls: Math.max(...rounds.map(({ calls }) => calls)),
    readUnits: mean(({ readUnits }) => readUnits),
    writeUnits: mean(({ writeUnits }) => writeUnits),
    // Whatever the machine did beside it makes it longer, never shorter.
    milliseconds: Math.min(...rounds.map(({ milliseconds }) => milliseconds)),
    mostReadUnits: Math.max(...rounds.map(({ readUnits }) => readUnits)),
    mostWriteUnits: Math.max(...rounds.map(({ writeUnits }) => writeUnits)),
  };
}

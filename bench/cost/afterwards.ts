import { attachRecorder } from '../../test/support/recorder.ts';
import { startStreamedTable } from '../../test/support/stream.ts';
import { succeed } from '../endpoint.ts';
import type { Attempts } from './attempts.ts';
import { groupOperations } from './group-operations.ts';
import type { Operation } from './operation.ts';
import { userOperations } from './user-operations.ts';
import { fillWorld, warmUp } from './world.ts';

/** What the worker on the table's stream consumes because of one operation. */
export type Afterwards = { readonly name: string; readonly readUnits: number; readonly writeUnits: number };

/** Enough for a group of ten, and few for the stream, whose records slow the engine down. */
const users = 20;

/** Whatever changes something, and fits into an organization of that size. */
const isChange = ({ name }: Operation): boolean => /^(?:POST|PATCH|PUT|deactivate)/u.test(name);

/** Carries each change out once, then lets the worker follow: activity log, names to search by, what goes on. */
export async function measureAfterwards(attempt: Attempts['attempt']): Promise<readonly Afterwards[]> {
  const table = await startStreamedTable();
  try {
    const world = await fillWorld(table, table.newClient(), users);
    await table.drain();
    const recorder = attachRecorder(table.client);
    const measured: Afterwards[] = [];
    for (const operation of [...userOperations, ...groupOperations]) {
      const { name } = operation;
      if (!isChange(operation) || operation.fits?.(world) === false) continue;
      const recording = await attempt(`${name}, and what follows`, async () => {
        await warmUp(world);
        await succeed(world.send(await operation.request(world, 0)));
        return recorder.record(() => table.drain());
      });
      if (recording === undefined) continue;
      if (operation.alternates) {
        await succeed(world.send(await operation.request(world, 1)));
        await table.drain();
      }
      measured.push({ name, readUnits: recording.readUnits, writeUnits: recording.writeUnits });
    }
    return measured;
  } finally {
    await table.stop();
  }
}

import { succeed } from '../endpoint.ts';
import { type World, largestChange, warmUp } from './world.ts';

/** Members that one request may change (G8). */
const most = 20_000;
/** Promised: the answer comes within so many seconds, and so many write units are consumed until the change counts. */
const seconds = 8;
const writeUnits = 1_000;

/** What the largest change of members took. */
export type Commit = { readonly seconds: number; readonly calls: number; readonly writeUnits: number };

/** Makes everybody of the first twenty thousand a member of a group that was empty. */
export async function measureCommit(world: World): Promise<Commit | undefined> {
  if (world.users < most) return undefined;
  const url = `/Groups/${world.groupIds[largestChange]}?excludedAttributes=members`;
  const { body } = await succeed(world.send({ url }));
  const members = Array.from({ length: most }, (_, number) => ({ value: world.userId(number) }));
  await warmUp(world);
  const start = performance.now();
  const request = { method: 'PUT', url, body: { ...body, members } };
  const { calls } = await world.recorder.record(() => succeed(world.send(request)));
  // Nothing counts before the first transaction, and everything with it.
  const committed = 1 + calls.findIndex(({ name }) => name === 'TransactWriteItems');
  return {
    seconds: (performance.now() - start) / 1000,
    calls: calls.length,
    writeUnits: calls.slice(0, committed).reduce((sum, call) => sum + call.writeUnits, 0),
  };
}

/** The commit in words. */
export function describeCommit(commit: Commit): string {
  return (
    `PUT of ${most.toLocaleString('en-US')} members: answered after ${commit.seconds.toFixed(1)} s; ` +
    `${commit.writeUnits.toLocaleString('en-US')} write units until it was committed.`
  );
}

/** A sentence for each promise that was not kept. */
export function missedByCommit(commit: Commit): readonly string[] {
  return [
    ...(commit.seconds > seconds ? [`${describeCommit(commit)} At most ${seconds} s are promised.`] : []),
    ...(commit.writeUnits > writeUnits ? [`${describeCommit(commit)} At most ${writeUnits} units are promised.`] : []),
  ];
}

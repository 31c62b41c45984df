import { playEverything } from './play.ts';
import { openWorld } from './world.ts';

// The Lambdas log to the standard output: what they needed goes to the parent process, and words to the error output.
const quiet = process.stdout.write.bind(process.stdout);
process.stdout.write = () => true;
const start = performance.now();
const world = await openWorld();
try {
  await playEverything(world, (words) => console.error(`${Math.round(performance.now() - start)} ms: ${words}`));
  quiet(`${JSON.stringify(world.needed(), undefined, 2)}\n`);
} finally {
  await world.stop();
}

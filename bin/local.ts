import { parseArgs } from 'node:util';
import type { LocalOptions, LocalSystem } from '../local/start.ts';
import { defaultFolder, usage, welcome } from '../local/words.ts';

// What is written here, the engine's files too, is this user's alone: it holds people's data and keys.
process.umask(0o077);

try {
  const options = readOptions(process.argv.slice(2));
  if (options === 'help') console.log(usage);
  else await run(options);
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}

async function run(options: LocalOptions): Promise<void> {
  // Loaded only now: whoever asks for help, or mistypes, need not wait for the SDK.
  const { startLocal } = await import('../local/start.ts');
  const starting = startLocal(options);
  endOnSignal(starting);
  const system = await starting;
  console.log(welcome(system, options));
  console.error(await system.lost);
  await system.stop();
  process.exit(1);
}

/** Also while it starts: what a start has begun, its end takes back. */
function endOnSignal(starting: Promise<LocalSystem>): void {
  let ending = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      // A terminal sends Ctrl-C to npm and to this process, and npm may pass it on.
      if (ending) return;
      ending = true;
      void end(starting);
    });
  }
}

async function end(starting: Promise<LocalSystem>): Promise<void> {
  try {
    await (await starting).stop();
    process.exit(0);
  } catch (error) {
    console.error(`The server did not end cleanly: ${error instanceof Error ? error.message : String(error)}`);
    process.exit(1);
  }
}

function readOptions(args: readonly string[]): LocalOptions | 'help' {
  const values = parse(args);
  if (values.help) return 'help';
  const port = Number(values.port);
  if (!/^\d{1,5}$/u.test(values.port) || port > 65_535) {
    throw new Error(`"${values.port}" is no port. Please give --port a number up to 65535.`);
  }
  return { port, memory: values.memory, open: values.open, dataFolder: values.data };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        port: { type: 'string', default: '8787' },
        memory: { type: 'boolean', default: false },
        open: { type: 'boolean', default: false },
        data: { type: 'string', default: defaultFolder },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (cause) {
    const what = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`${what.replace(/\.$/u, '')}. Please see "npm start -- --help" for what there is.`, { cause });
  }
}

import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { processTime } from '../process-time.ts';
import type { Bundle } from './bundles.ts';
import { startRuntimeApi } from './runtime-api.ts';

/** One Lambda environment: a process that has loaded a bundle and waits for events. */
export type LambdaEnvironment = {
  /** From the start of the process until it asks for its first event. */
  readonly startMilliseconds: number;
  invoke(event: unknown): Promise<unknown>;
  /** Milliseconds of CPU that the process has taken so far, on all its threads. */
  cpuTime(): Promise<number>;
  stop(): void;
};

const runtime = join(import.meta.dirname, 'node_modules', 'aws-lambda-ric', 'index.mjs');

/** Starts the handler of a bundle under the runtime of Lambda, with these variables. */
export async function startEnvironment(
  { folder }: Pick<Bundle, 'folder'>,
  variables: Readonly<Record<string, string>>,
): Promise<LambdaEnvironment> {
  const api = await startRuntimeApi();
  const start = performance.now();
  const child = spawn(process.execPath, [runtime, 'index.handler'], {
    cwd: folder,
    env: {
      ...variables,
      AWS_LAMBDA_RUNTIME_API: api.address,
      LAMBDA_TASK_ROOT: folder,
      _HANDLER: 'index.handler',
      AWS_LAMBDA_FUNCTION_NAME: 'bench',
      AWS_LAMBDA_FUNCTION_VERSION: '1',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '1024',
      AWS_LAMBDA_LOG_GROUP_NAME: 'bench',
      AWS_LAMBDA_LOG_STREAM_NAME: 'bench',
      AWS_LAMBDA_LOG_FORMAT: 'JSON',
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_SESSION_TOKEN: 'local',
      TZ: ':UTC',
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = Promise.withResolvers<never>();
  child.on('error', ended.reject);
  child.on('exit', (code) => ended.reject(new Error(`The runtime ended with ${code}.`)));
  // Nobody waits for the end of one that was stopped.
  ended.promise.catch(() => undefined);
  await Promise.race([api.ready(), ended.promise]);
  const { pid } = child;
  if (pid === undefined) throw new Error('The runtime was not started.');
  return {
    startMilliseconds: performance.now() - start,
    invoke: (event) => Promise.race([api.invoke(event), ended.promise]),
    cpuTime: () => processTime(pid),
    stop() {
      child.kill();
      api.stop();
    },
  };
}

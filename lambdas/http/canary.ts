import { describeError } from './access-log.ts';
import { type PlayedStep, type SendStep, playRound } from './canary-round.ts';

/** What a canary works with; the network and the time are the real ones unless told otherwise. */
export type CanaryOptions = {
  readonly scimBaseUrl: string;
  /** Reads the SCIM key of the canary's organization, for each round anew. */
  readonly readKey: () => Promise<string>;
  readonly send?: typeof fetch;
  readonly now?: () => number;
  readonly write?: (line: string) => void;
};

/** Milliseconds after which an answer is not waited for any more. */
const patience = 10_000;

/** A handler that plays one round, writes one line on it, and fails where the round did: that is what alarms look at. */
export function canary(options: CanaryOptions): () => Promise<void> {
  const { scimBaseUrl, readKey, send = fetch, now = Date.now } = options;
  const write = options.write ?? ((line: string): void => void process.stdout.write(line));
  return async () => {
    const begun = now();
    const steps: PlayedStep[] = [];
    let failure: unknown;
    try {
      const key = await readKey();
      await playRound(sender(scimBaseUrl, key, send), now, (step) => steps.push(step));
    } catch (error) {
      failure = error;
    }
    const line = {
      level: failure === undefined ? 'INFO' : 'ERROR',
      event: failure === undefined ? 'canaryPassed' : 'canaryFailed',
      timestamp: new Date(begun).toISOString(),
      milliseconds: now() - begun,
      steps: Object.fromEntries(steps.map(({ step, milliseconds }) => [step, milliseconds])),
      ...(failure !== undefined && describeError(failure)),
    };
    write(`${JSON.stringify(line)}\n`);
    if (failure !== undefined) throw new Error('The round of the canary failed.', { cause: failure });
  };
}

function sender(scimBaseUrl: string, key: string, send: typeof fetch): SendStep {
  return async (method, path, body) => {
    const response = await send(`${scimBaseUrl}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        accept: 'application/scim+json',
        ...(body !== undefined && { 'content-type': 'application/scim+json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(patience),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>) };
  };
}

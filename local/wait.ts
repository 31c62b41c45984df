/** Waits so many milliseconds, or until the signal comes. */
export async function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const end = (): void => resolve();
  const timer = setTimeout(end, milliseconds);
  signal.addEventListener('abort', end, { once: true });
  await promise;
  clearTimeout(timer);
  signal.removeEventListener('abort', end);
}

/**
 * Does something again and again until the signal comes; `work` gives the milliseconds to wait in between. A failure is
 * told when it is the first of several, and does not end it.
 */
export async function repeat(
  work: () => Promise<number>,
  { signal, afterFailure, failed }: { signal: AbortSignal; afterFailure: number; failed(error: unknown): void },
): Promise<void> {
  let failing = false;
  while (!signal.aborted) {
    try {
      await wait(await work(), signal);
      failing = false;
    } catch (error) {
      if (!failing) failed(error);
      failing = true;
      await wait(afterFailure, signal);
    }
  }
}

import { maintainNames } from './name-lookups.ts';
import type { StreamConsumer } from './stream-consumer.ts';

/** What follows from a write without the request waiting for it, in no order. */
export function streamConsumers(): readonly StreamConsumer[] {
  return [maintainNames];
}

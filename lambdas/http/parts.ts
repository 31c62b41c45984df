import type { Context } from '#domain/context.ts';
import { type Stamp, stampOf } from './exchange.ts';
import type { EndedPart, Parts } from './operation.ts';

/** Milliseconds that must be left to begin another part, so that what is begun can end. */
const leastTime = 1_000;

/**
 * The parts of a request. Each has a request id of its own: the store tells by it whose write it finds after a lost
 * answer, and two parts may write the same item.
 */
export function partsOf(request: {
  readonly requestId: string;
  /** Milliseconds since 1970 at which the request has to be answered. */
  readonly end: number;
  now(): Date;
  readonly ended: EndedPart[];
  admit(count: number): Promise<void>;
  open(stamp: Stamp): Context;
}): Parts {
  const { requestId, end, now, ended, admit, open } = request;
  const begun = new Map<number, Stamp>();
  const stampAt = (place: number): Stamp => stampOf(`${requestId}#${place}`, end, now().getTime());
  return {
    admit,
    timeLeft: () => now().getTime() + leastTime <= end,
    context(place) {
      const stamp = stampAt(place);
      begun.set(place, stamp);
      return open(stamp);
    },
    ended({ place, ...how }) {
      const { requestId: id, at } = begun.get(place) ?? stampAt(place);
      ended.push({ ...how, requestId: id, at });
    },
  };
}

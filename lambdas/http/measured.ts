import type { Consumption, Meter } from '#domain/meter.ts';
import type { GatewayEvent, GatewayResponse } from './operation.ts';

/** What an invocation carries so that its line can tell what it cost. */
export type Measurement = {
  /** What it has asked of the database up to now. */
  consumption?: Consumption;
  /** True for the first one of its environment. */
  coldStart?: boolean;
};

/** Lets each invocation of a handler carry what it asks of the database, where there is a meter, and whether it is the first. */
export function measured<Invocation extends Measurement>(
  handler: (event: GatewayEvent, invocation: Invocation) => Promise<GatewayResponse>,
  meter: Meter | undefined,
): (event: GatewayEvent, invocation: Invocation) => Promise<GatewayResponse> {
  let isFirst = true;
  return async (event, invocation) => {
    invocation.coldStart = isFirst;
    isFirst = false;
    if (meter === undefined) return handler(event, invocation);
    const consumption: Consumption = { calls: 0, readUnits: 0, writeUnits: 0 };
    invocation.consumption = consumption;
    return meter.measure(consumption, () => handler(event, invocation));
  };
}

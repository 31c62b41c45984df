import { describe, expect, it } from 'vitest';
import type { Consumption, Meter } from '#domain/meter.ts';
import { type Measurement, measured } from '#http/measured.ts';
import type { GatewayEvent, GatewayResponse } from '#http/operation.ts';

const event = {} as GatewayEvent;
const answer = async (): Promise<GatewayResponse> => ({ statusCode: 200 });

describe('a measured handler', () => {
  it('tells its first invocation that it is the first', async () => {
    const handler = measured<Measurement>(answer, undefined);
    const invocations: Measurement[] = [{}, {}];
    for (const invocation of invocations) await handler(event, invocation);
    expect(invocations).toEqual([{ coldStart: true }, { coldStart: false }]);
  });

  it('gives each invocation a count of its own, which is kept while it is handled', async () => {
    let current: Consumption | undefined;
    const meter: Meter = {
      measure(consumption, work) {
        current = consumption;
        return work();
      },
    };
    const handler = measured<Measurement>(async () => {
      if (current !== undefined) current.calls += 3;
      return answer();
    }, meter);
    const invocations: Measurement[] = [{}, {}];
    for (const invocation of invocations) await handler(event, invocation);
    expect(invocations.map(({ consumption }) => consumption)).toEqual([
      { calls: 3, readUnits: 0, writeUnits: 0 },
      { calls: 3, readUnits: 0, writeUnits: 0 },
    ]);
  });
});

import type { Cost } from './measure.ts';
import type { Operation } from './operation.ts';

/** An operation, and what it cost in each organization, by its number of users. */
export type Row = { readonly operation: Operation; readonly costs: ReadonlyMap<number, Cost> };

/** What nothing but the size of the organization may add. */
const noise = 1.1;

/** A sentence for each promise that was not kept. */
export function missedBy({ operation, costs }: Row): readonly string[] {
  const { name, promised, growth = () => noise } = operation;
  const missed: string[] = [];
  for (const [users, cost] of costs) {
    const place = `${name}, ${users.toLocaleString('en-US')} users`;
    for (const [unit, most, took] of [
      ['calls in a row', promised.calls, cost.calls],
      ['read units', promised.readUnits, cost.mostReadUnits],
      ['write units', promised.writeUnits, cost.mostWriteUnits],
    ] as const) {
      if (most !== undefined && took > most) missed.push(`${place}: ${took} ${unit}, at most ${most} promised.`);
    }
  }
  const [least] = costs.values();
  for (const [users, cost] of costs) {
    for (const unit of ['readUnits', 'writeUnits'] as const) {
      const times = cost[unit] / (least?.[unit] ?? Number.NaN);
      if (times <= growth(users)) continue;
      const words = unit === 'readUnits' ? 'read units' : 'write units';
      const more = `${times.toFixed(2)} times the ${words} of the smallest organization`;
      if (cost[unit] > 0) missed.push(`${name}, ${users.toLocaleString('en-US')} users: ${more}.`);
    }
  }
  return missed;
}

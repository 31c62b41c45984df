import type { Suspicion } from './finding.ts';
import { suspect } from './check.ts';

/** Numbers that count changes are whole and begin at a number; moments can be read. */
export function suspectValues(
  counters: Readonly<Record<string, readonly [value: number, first: number]>>,
  moments: Readonly<Record<string, string | undefined>>,
): readonly Suspicion[] {
  return [
    ...Object.entries(counters).flatMap(([name, [value, first]]) =>
      suspect([!Number.isSafeInteger(value) || value < first, insane(`${name} is ${value}.`)]),
    ),
    ...Object.entries(moments).flatMap(([name, moment]) =>
      suspect([moment !== undefined && Number.isNaN(Date.parse(moment)), insane(`${name} is no moment: ${moment}`)]),
    ),
  ];
}

function insane(words: string): Suspicion {
  return { code: 'insane', words };
}

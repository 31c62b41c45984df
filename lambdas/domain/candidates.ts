import { scanLimit } from './limits.ts';
import type { IndexRead } from './plan.ts';

/** So many questions are asked at the same time. */
const width = 16;

/**
 * The ids that the answers to a plan's questions hold, in their order and each once. Nothing more is asked once there
 * are more than one request may look at: then they will not be read.
 */
export async function candidatesOf<Read extends IndexRead>(
  plan: readonly Read[],
  idsOf: (read: Read) => Promise<readonly string[]>,
): Promise<readonly string[]> {
  const found = new Set<string>();
  for (let start = 0; start < plan.length && found.size <= scanLimit; start += width) {
    const answers = await Promise.all(plan.slice(start, start + width).map(idsOf));
    for (const id of answers.flat()) found.add(id);
  }
  return [...found].toSorted();
}

import { splinters } from './atoms.ts';
import type { Random } from './random.ts';

/** The text after a few changes of characters; `others` are texts to take pieces of. */
export function mutate(random: Random, text: string, others: readonly string[]): string {
  let result = text;
  for (let left = 1 + random.below(3); left > 0; left -= 1) result = change(random, result, others);
  return result;
}

function change(random: Random, text: string, others: readonly string[]): string {
  const start = random.below(text.length + 1);
  const end = Math.min(text.length, start + random.below(random.once(4) ? 40 : 4));
  const [before, middle, after] = [text.slice(0, start), text.slice(start, end), text.slice(end)];
  switch (random.below(8)) {
    case 0:
      return before + after;
    case 1:
      return before + middle + middle + after;
    case 2:
      return before;
    case 3:
      return before + String.fromCharCode(random.below(random.once(3) ? 65_536 : 128)) + middle + after;
    case 4:
      return before + middle.toUpperCase() + after;
    case 5:
      return before + piece(random, random.pick(others)) + after;
    case 6:
      return before + middle.repeat(2 + random.below(20)) + after;
    default:
      return before + random.pick(splinters) + middle + after;
  }
}

function piece(random: Random, text: string): string {
  const start = random.below(text.length + 1);
  return text.slice(start, start + random.below(30));
}

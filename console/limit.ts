import { InvalidArgumentError } from '@commander-js/extra-typings';

/** The option of lists that says how many are wanted. */
export const limit = ['--limit <number>', 'so many at most (all of them)'] as const;

/** Reads a number of at least one. */
export function readCount(text: string): number {
  if (!/^[1-9]\d{0,8}$/u.test(text)) throw new InvalidArgumentError('Please give a number, 1 or more.');
  return Number(text);
}

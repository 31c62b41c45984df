/** Random choices that a seed repeats, however fast the machine is. */
export type Random = {
  /** A whole number from 0 to below `limit`. */
  readonly below: (limit: number) => number;
  readonly pick: <Item>(items: readonly Item[]) => Item;
  /** True once in so many times. */
  readonly once: (inTimes: number) => boolean;
};

/** The choices of one input: the seed of the whole attack, and which of its inputs it is. */
export function randomOf(seed: number, input: number): Random {
  // Two steps of a multiplicative hash set neighbours far apart; then mulberry32.
  let state = Math.imul(Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ input, 0xc2b2ae35);
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    below,
    pick: (items) => {
      const item = items[below(items.length)];
      if (item === undefined) throw new Error('There is nothing to pick from.');
      return item;
    },
    once: (inTimes) => below(inTimes) === 0,
  };
}

/** Values that are kept until a moment each, and never more than a number of them. */
export type ExpiringCache<Value> = {
  get(key: string, now: number): Value | undefined;
  /** `until` in milliseconds since 1970; the oldest entry gives way when the cache is full. */
  set(key: string, value: Value, until: number): void;
};

/** Makes an empty cache for at most `capacity` values. */
export function expiringCache<Value>(capacity: number): ExpiringCache<Value> {
  const entries = new Map<string, { readonly value: Value; readonly until: number }>();
  return {
    get(key, now) {
      const entry = entries.get(key);
      if (entry === undefined) return undefined;
      if (now < entry.until) return entry.value;
      entries.delete(key);
      return undefined;
    },
    set(key, value, until) {
      entries.delete(key);
      if (entries.size >= capacity) {
        const [oldest] = entries.keys();
        if (oldest !== undefined) entries.delete(oldest);
      }
      entries.set(key, { value, until });
    },
  };
}

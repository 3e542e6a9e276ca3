interface Entry<Value> {
  readonly value: Value;
  readonly byteLength: number;
}

/** The values used last, up to `maxBytes` together, in memory only. One that is larger than the whole is not kept. */
export interface ByteCache<Value> {
  get(key: string): Value | undefined;
  set(key: string, value: Value, byteLength: number): void;
  clear(): void;
  readonly byteLength: number;
}

export function createByteCache<Value>(maxBytes: number): ByteCache<Value> {
  // A Map iterates in order of insertion: the first key is the one not used for longest.
  const entries = new Map<string, Entry<Value>>();
  let total = 0;
  const remove = (key: string): void => {
    total -= entries.get(key)?.byteLength ?? 0;
    entries.delete(key);
  };
  return {
    get(key) {
      const entry = entries.get(key);
      if (entry === undefined) return undefined;
      entries.delete(key);
      entries.set(key, entry);
      return entry.value;
    },
    set(key, value, byteLength) {
      remove(key);
      if (byteLength > maxBytes) return;
      entries.set(key, { value, byteLength });
      total += byteLength;
      for (const oldest of entries.keys()) {
        if (total <= maxBytes) break;
        remove(oldest);
      }
    },
    clear() {
      entries.clear();
      total = 0;
    },
    get byteLength() {
      return total;
    },
  };
}

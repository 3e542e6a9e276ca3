/** Work that is done for many at the price of one: a transaction's round trips and its sync to disk. */
export interface Together<Item, Result> {
  /** Resolves or rejects with what became of this item. */
  run(item: Item): Promise<Result>;
}

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Gathers items while earlier ones are being done: nobody waits for company, and whoever comes meanwhile goes together next. Of items
 * that share a key, one goes at a time, in their order. `work` answers the results in the items' order; where it throws for several and
 * `isOwnFault` says that one of them may be to blame, each is done again by itself.
 */
export function runTogether<Item, Result>(options: {
  readonly work: (items: readonly Item[]) => Promise<readonly Result[]>;
  readonly keysOf: (item: Item) => readonly string[];
  readonly isOwnFault: (error: unknown) => boolean;
  readonly most: number;
}): Together<Item, Result> {
  const { work, keysOf, isOwnFault, most } = options;
  let waiting: Waiting<Item, Result>[] = [];
  let isRunning = false;

  function take(): Waiting<Item, Result>[] {
    const taken: Waiting<Item, Result>[] = [];
    const left: Waiting<Item, Result>[] = [];
    // Keys of those that are left as well: a later one must not overtake them.
    const seen = new Set<string>();
    for (const one of waiting) {
      const keys = keysOf(one.item);
      const isFree = taken.length < most && !keys.some((key) => seen.has(key));
      for (const key of keys) seen.add(key);
      (isFree ? taken : left).push(one);
    }
    waiting = left;
    return taken;
  }

  async function doAll(taken: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await work(taken.map(({ item }) => item));
      for (const [index, { resolve }] of taken.entries()) resolve(results[index] as Result);
    } catch (error) {
      if (taken.length > 1 && isOwnFault(error)) for (const one of taken) await doAll([one]);
      else for (const { reject } of taken) reject(error);
    }
  }

  async function runAll(): Promise<void> {
    isRunning = true;
    // A turn of the event loop: requests that came in one read go together.
    await new Promise((done) => setImmediate(done));
    while (waiting.length > 0) await doAll(take());
    isRunning = false;
  }

  return {
    run: (item) =>
      new Promise((resolve, reject) => {
        waiting.push({ item, resolve, reject });
        if (!isRunning) void runAll();
      }),
  };
}

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

/** While one portion waits for the disk, the next is made ready. More would only wait for each other. */
const mostPortions = 2;

/**
 * Gathers items while earlier ones are being done: nobody waits for company, and whoever comes meanwhile goes together next, at once if
 * they are `fewestBeside`. Of items that share a key, one goes at a time, in their order. `work` answers the results in the items' order;
 * where it throws for several and `isOwnFault` says that one of them may be to blame, each is done again by itself.
 */
export function runTogether<Item, Result>(options: {
  readonly work: (items: readonly Item[]) => Promise<readonly Result[]>;
  readonly keysOf: (item: Item) => readonly string[];
  readonly isOwnFault: (error: unknown) => boolean;
  readonly most: number;
  /** So many make it worthwhile to begin while others are being done. */
  readonly fewestBeside: number;
}): Together<Item, Result> {
  const { work, keysOf, isOwnFault, most, fewestBeside } = options;
  let waiting: Waiting<Item, Result>[] = [];
  let running = 0;
  let isStarting = false;
  const keysBeingDone = new Set<string>();

  async function doAll(taken: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await work(taken.map(({ item }) => item));
      for (const [index, { resolve }] of taken.entries()) resolve(results[index] as Result);
    } catch (error) {
      if (taken.length > 1 && isOwnFault(error)) for (const one of taken) await doAll([one]);
      else for (const { reject } of taken) reject(error);
    }
  }

  async function doNext(): Promise<void> {
    const taken: Waiting<Item, Result>[] = [];
    const left: Waiting<Item, Result>[] = [];
    // Keys of those that are left as well: a later one must not overtake them.
    const seen = new Set(keysBeingDone);
    for (const one of waiting) {
      const keys = keysOf(one.item);
      const isFree = taken.length < most && !keys.some((key) => seen.has(key));
      for (const key of keys) seen.add(key);
      (isFree ? taken : left).push(one);
    }
    if (taken.length < (running === 0 ? 1 : fewestBeside)) return;
    waiting = left;
    running++;
    const keys = taken.flatMap(({ item }) => keysOf(item));
    for (const key of keys) keysBeingDone.add(key);
    await doAll(taken);
    for (const key of keys) keysBeingDone.delete(key);
    running--;
    start();
  }

  function start(): void {
    if (isStarting || running === mostPortions || waiting.length === 0) return;
    isStarting = true;
    // A turn of the event loop: requests that came in one read go together.
    setImmediate(() => {
      isStarting = false;
      if (running < mostPortions) void doNext();
    });
  }

  return {
    run: (item) =>
      new Promise((resolve, reject) => {
        waiting.push({ item, resolve, reject });
        start();
      }),
  };
}

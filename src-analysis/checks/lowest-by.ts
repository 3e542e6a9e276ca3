import { must } from '#shared/lib/invariant.ts';

/** The item whose value is least; features that are lists have at least one item, or they are missing. */
export function lowestBy<Item>(items: readonly Item[], valueOf: (item: Item) => number): Item {
  let lowest = must(items[0], 'a feature with items');
  for (const item of items) if (valueOf(item) < valueOf(lowest)) lowest = item;
  return lowest;
}

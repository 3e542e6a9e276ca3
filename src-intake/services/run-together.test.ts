import { expect, it } from 'vitest';
import { runTogether } from './run-together.ts';

interface Item {
  readonly key: string;
  readonly bad?: true;
}

function start(most = 10) {
  const portions: string[][] = [];
  const together = runTogether<Item, string>({
    async work(items) {
      portions.push(items.map(({ key }) => key));
      await new Promise((done) => setTimeout(done, 5));
      if (items.some(({ bad }) => bad)) throw new Error('poisoned');
      return items.map(({ key }) => `done ${key}`);
    },
    keysOf: ({ key }) => [key],
    isOwnFault: (error) => (error as Error).message === 'poisoned',
    most,
  });
  return { portions, run: (...items: Item[]) => Promise.allSettled(items.map((item) => together.run(item))) };
}

it('does what comes meanwhile together, one of a key at a time and in order', async () => {
  const { portions, run } = start(3);
  const first = run({ key: 'a' });
  await new Promise((done) => setTimeout(done, 2));
  const rest = await run({ key: 'b' }, { key: 'c' }, { key: 'b' }, { key: 'd' }, { key: 'e' }, { key: 'b' });
  await first;
  expect(portions).toEqual([['a'], ['b', 'c', 'd'], ['b', 'e'], ['b']]);
  expect(rest.map((one) => (one.status === 'fulfilled' ? one.value : ''))).toEqual(
    ['b', 'c', 'b', 'd', 'e', 'b'].map((key) => `done ${key}`),
  );
});

it('lets nobody pay for another one’s fault', async () => {
  const { run } = start();
  const done = await run({ key: 'a' }, { key: 'b', bad: true }, { key: 'c' });
  expect(done.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
});

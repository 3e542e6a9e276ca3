import { expect, it } from 'vitest';
import { runTogether } from './run-together.ts';

interface Item {
  readonly key: string;
  readonly bad?: true;
}

function start({ most = 10, fewestBeside = 100 } = {}) {
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
    fewestBeside,
  });
  return { portions, run: (...items: Item[]) => Promise.allSettled(items.map((item) => together.run(item))) };
}

it('does what comes meanwhile together, one of a key at a time and in order', async () => {
  const { portions, run } = start({ most: 3 });
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

it('begins beside what is being done when enough are free, never with a key that is being seen to', async () => {
  const started: { readonly keys: string; readonly end: () => void }[] = [];
  const together = runTogether<string, string>({
    work: (keys) =>
      new Promise((resolve) => {
        started.push({
          keys: keys.join(' '),
          end: () => {
            resolve(keys);
          },
        });
      }),
    keysOf: (key) => [key],
    isOwnFault: () => false,
    most: 10,
    fewestBeside: 2,
  });
  const turn = () => new Promise((done) => setTimeout(done, 5));
  const all: Promise<string>[] = [];
  const send = async (...keys: readonly string[]): Promise<string[]> => {
    all.push(...keys.map((key) => together.run(key)));
    await turn();
    return started.map((portion) => portion.keys);
  };
  expect(await send('a')).toEqual(['a']);
  // One is too few, and another `a` has to wait for the first.
  expect(await send('a', 'b')).toEqual(['a']);
  expect(await send('c')).toEqual(['a', 'b c']);
  // Two portions are the most.
  expect(await send('d', 'e', 'c')).toEqual(['a', 'b c']);
  started[0]?.end();
  expect(await send()).toEqual(['a', 'b c', 'a d e']);
  started[2]?.end();
  expect(await send()).toEqual(['a', 'b c', 'a d e']);
  started[1]?.end();
  expect(await send()).toEqual(['a', 'b c', 'a d e', 'c']);
  started[3]?.end();
  expect(await Promise.all(all)).toEqual(['a', 'a', 'b', 'c', 'd', 'e', 'c']);
});

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { createFaceIndex, type Neighbor } from './face-index.ts';
import { dimensions } from './row-store.ts';
import { scanRowsSource } from './scan-rows.wasm.ts';

const threadPath = new URL('../../out/main/scan-thread.js', import.meta.url);
const closers: (() => Promise<void>)[] = [];
afterAll(async () => {
  await Promise.all(closers.map((close) => close()));
});

function anIndex(threads = 2) {
  const templates = new Map<number, Float32Array>();
  const index = createFaceIndex({
    threadPath,
    threads,
    templatesOf: (keys) =>
      Promise.resolve(
        new Map(keys.flatMap((key) => (templates.has(key) ? [[key, templates.get(key) ?? aFace(0)]] : []))),
      ),
  });
  closers.push(() => index.close());
  return {
    index,
    put(key: number, template: Float32Array) {
      templates.set(key, template);
      index.put(key, template);
    },
    remove(key: number) {
      templates.delete(key);
      return index.remove(key);
    },
    /** What the index must say, by looking at every template. */
    bruteForce(query: Float32Array, count: number): readonly Neighbor[] {
      return [...templates]
        .map(([key, template]) => ({
          key,
          distance: Math.sqrt(template.reduce((sum, v, at) => sum + (v - (query[at] ?? 0)) ** 2, 0)),
        }))
        .sort((a, b) => a.distance - b.distance || a.key - b.key)
        .slice(0, count);
    },
  };
}

/** A template as the nets give them: about as long as theirs, each number within half a unit. */
function aFace(seed: number): Float32Array {
  let state = seed * 2_654_435_761 + 1;
  return Float32Array.from({ length: dimensions }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state / 2 ** 32 - 0.5) * 0.4;
  });
}

it('loads what was compiled from the text that lies beside it (else: node tools/build-wasm.mjs)', () => {
  const text = readFileSync(new URL('scan-rows.wat', import.meta.url));
  expect(createHash('sha256').update(text).digest('hex')).toBe(scanRowsSource);
});

describe('the nearest faces', () => {
  it('are those of a comparison with every one, whatever was put and removed before', async () => {
    const number = fc.float({ min: -4, max: 4, noNaN: true, noDefaultInfinity: true });
    const face = fc.oneof(
      fc.nat(50).map(aFace),
      fc
        .array(number, { minLength: dimensions, maxLength: dimensions })
        .map((numbers) => Float32Array.from(numbers)),
    );
    const deed = fc.oneof(
      { weight: 3, arbitrary: fc.record({ key: fc.nat(30), put: face }) },
      fc.record({ key: fc.nat(30), put: fc.constant(null) }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(deed, { maxLength: 60 }),
        face,
        fc.integer({ min: 0, max: 12 }),
        async (deeds, query, count) => {
          const { index, put, remove, bruteForce } = anIndex();
          for (const { key, put: template } of deeds) {
            if (template === null) remove(key);
            else put(key, template);
          }
          expect(await index.nearest(query, count)).toEqual(bruteForce(query, count));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('are those of a comparison with every one among rows of very different lengths, alike and peaked', async () => {
    const { index, put, bruteForce } = anIndex();
    // Groups around a middle of their own, lengths from a thousandth to a hundred, some with nearly all in one number, some twice.
    const odd = (key: number): Float32Array => {
      const [middle, own] = [aFace(1000 + (key % 7)), aFace(key - (key % 5 === 0 ? 1 : 0))];
      const length = 10 ** ((key % 6) - 3);
      return own.map((value, at) =>
        key % 11 === 0 && at === key % dimensions ? 50 * length : length * ((middle[at] ?? 0) + 0.1 * value),
      );
    };
    for (let key = 1; key < 3006; key += 1) put(key, odd(key));
    for (const key of [1, 5, 11, 12, 77, 500, 1234, 2999])
      for (const query of [odd(key), odd(key).map((value) => value * 1.01 + 0.0005), aFace(9000 + key)])
        expect(await index.nearest(query, 10)).toEqual(bruteForce(query, 10));
    expect(await index.nearest(new Float32Array(dimensions), 10)).toEqual(
      bruteForce(new Float32Array(dimensions), 10),
    );
  });

  it('are found by threads over more rows than one block holds, and a removed one never again', async () => {
    const { index, put, remove, bruteForce } = anIndex();
    for (let key = 0; key < 70_000; key += 1) put(key, aFace(key));
    expect(index.size()).toBe(70_000);
    for (const key of [3, 65_535, 65_536, 69_999]) {
      const query = aFace(key).map((value) => value + 0.003);
      const nearest = await index.nearest(query, 10);
      expect(nearest).toEqual(bruteForce(query, 10));
      expect(nearest[0]?.key).toBe(key);
      expect(remove(key)).toBe(true);
      expect((await index.nearest(query, 1))[0]?.key).not.toBe(key);
    }
    expect(remove(3)).toBe(false);
    // Removed while a search runs: it is not found, and what it kept out is.
    const query = aFace(100);
    const search = index.nearest(query, 1);
    await Promise.resolve();
    remove(100);
    expect(await search).toEqual(bruteForce(query, 1));
  });
});

it.each([new Float32Array(127), new Float32Array(128).fill(NaN)])(
  'refuses what is no template',
  (template) => {
    expect(() => {
      anIndex().put(1, template);
    }).toThrow(RangeError);
  },
);

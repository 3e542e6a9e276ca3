import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { withoutDictionary, withoutPart } from './without-dictionary.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vidimus-words-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** A data file with the parts given, stored in that order. */
function aDataFile(parts: readonly (readonly [kind: number, text: string])[]): Buffer {
  const head = Buffer.alloc(4 + 24 * 8);
  head.writeInt32LE(24, 0);
  for (let kind = 0; kind < 24; kind += 1) head.writeBigInt64LE(-1n, 4 + kind * 8);
  let at = head.length;
  for (const [kind, text] of parts) {
    head.writeBigInt64LE(BigInt(at), 4 + kind * 8);
    at += text.length;
  }
  return Buffer.concat([head, Buffer.from(parts.map(([, text]) => text).join(''))]);
}

it('leaves out one part and moves the others together', () => {
  const whole = aDataFile([
    [17, 'net'],
    [19, 'a long list of words'],
    [21, 'characters'],
  ]);
  expect(withoutPart(whole, 19)).toEqual(
    aDataFile([
      [17, 'net'],
      [21, 'characters'],
    ]),
  );
});

it('takes nothing for data that is none', () => {
  expect(withoutPart(Buffer.from('no data'), 19)).toBeNull();
  expect(withoutPart(Buffer.alloc(0), 19)).toBeNull();
  expect(withoutPart(Buffer.alloc(400, 0xff), 19)).toBeNull();
});

it('writes the data once, elsewhere where the cache cannot be written, and never data that is not there', async () => {
  await writeFile(
    join(folder, 'Latin.traineddata'),
    aDataFile([
      [17, 'net'],
      [19, 'words'],
    ]),
  );
  const first = await withoutDictionary(folder, 'Latin', join(folder, 'cache'));
  expect(await readFile(join(first ?? '', 'Latin.traineddata'))).toEqual(aDataFile([[17, 'net']]));
  expect(await withoutDictionary(folder, 'Latin', join(folder, 'cache'))).toBe(first);
  await writeFile(join(folder, 'file'), '');
  const elsewhere = await withoutDictionary(folder, 'Latin', join(folder, 'file'));
  expect(await readFile(join(elsewhere ?? '', 'Latin.traineddata'))).toEqual(aDataFile([[17, 'net']]));
  await rm(elsewhere ?? '', { recursive: true });
  expect(await withoutDictionary(folder, 'rus', join(folder, 'cache'))).toBeNull();
});

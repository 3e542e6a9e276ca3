import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { InputError } from '#shared/lib/input-error.ts';
import { aZip, type ZippedFile } from '../testing/a-zip.ts';
import { openZipFile } from './zip-entries.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vidimus-zip-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function opened(bytes: Uint8Array) {
  const path = join(folder, 'archive.zip');
  await writeFile(path, bytes);
  return openZipFile(path);
}
const text = (content: string): Buffer => Buffer.from(content);

it('reads stored and deflated files, and passes over folders', async () => {
  const zip = await opened(
    aZip([
      { name: 'people/', bytes: text('') },
      { name: 'people/ж.csv', bytes: text('a'.repeat(5000)) },
      { name: 'stored.bin', bytes: text('as it is'), isStored: true },
      { name: 'empty', bytes: text('') },
    ]),
  );
  expect(zip.names).toEqual(['people/ж.csv', 'stored.bin', 'empty']);
  expect(Buffer.from(await zip.read('people/ж.csv', 5000)).toString()).toBe('a'.repeat(5000));
  expect(Buffer.from(await zip.read('stored.bin', 100)).toString()).toBe('as it is');
  expect(await zip.read('empty', 100)).toHaveLength(0);
  await expect(zip.read('people/ж.csv', 4999)).rejects.toThrow('too large');
  await zip.close();
});

const small: ZippedFile = { name: 'a', bytes: text('hello hello hello') };
it.each([
  ['../evil', 'leads out'],
  ['a/../../evil', 'leads out'],
  ['/etc/passwd', 'leads out'],
  ['C:evil', 'leads out'],
  ['a\\..\\evil', 'leads out'],
  ['a\0b', 'leads out'],
])('refuses a file called %j', async (name, why) => {
  await expect(opened(aZip([{ ...small, name }]))).rejects.toThrow(why);
});

it.each<[string, readonly ZippedFile[], string]>([
  ['twice the same name', [small, small], 'two files of one name'],
  ['an encrypted file', [{ ...small, flags: 1 }], 'encrypted'],
  ['another method', [{ ...small, method: 12 }], 'other than deflate'],
  ['a file out of proportion', [{ name: 'bomb', bytes: Buffer.alloc(50_000_000) }], 'out of proportion'],
  [
    'files that share bytes',
    [
      { name: 'one', bytes: text('x'.repeat(300)), isStored: true },
      { name: 'two', bytes: text('y'), isStored: true, headerAt: 10 },
    ],
    'share bytes',
  ],
])('refuses %s', async (_, files, why) => {
  await expect(opened(aZip(files))).rejects.toThrow(why);
});

it('unpacks no more than the directory admits to', async () => {
  const packed = deflateRawSync(Buffer.alloc(900_000));
  const zip = await opened(aZip([{ name: 'liar', bytes: Buffer.alloc(10), packed }]));
  await expect(zip.read('liar', 1000)).rejects.toThrow('damaged');
  await zip.close();
});

it('refuses every archive that is cut off, with a sentence and without a crash', async () => {
  const whole = aZip([small, { name: 'b', bytes: text('b'.repeat(200)) }]);
  for (let length = 0; length < whole.length; length += 1) {
    const failure = await opened(whole.subarray(0, length)).then(
      () => null,
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(InputError);
  }
});

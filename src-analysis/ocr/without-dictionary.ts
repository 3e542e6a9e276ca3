import { mkdir, mkdtemp, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Which part of Tesseract's data holds the words of the dictionary (`tessdatamanager.h`, TESSDATA_LSTM_SYSTEM_DAWG). */
const wordsPart = 19;
const countBytes = 4;
const offsetBytes = 8;

/**
 * A folder with the file `<language>.traineddata` of `tessdata`, its dictionary left out: of the 89 MB of `Latin` 88.8 are words, which every start
 * of the program reads for a third of a second, and names and numbers are seldom among them. Of 110 printed values of the corpus (split tune) that
 * the whole data read, 109 were read without. Written once into `cache`, or where that cannot be written into a temporary folder; `null`
 * where neither can be, or the data are none.
 */
export async function withoutDictionary(
  tessdata: string,
  language: string,
  cache: string,
): Promise<string | null> {
  const name = `${language}.traineddata`;
  try {
    const source = join(tessdata, name);
    const { size, mtimeMs } = await stat(source);
    // Another file is another folder: data that were exchanged are taken anew.
    const folder = join(cache, `${language}-${size.toString()}-${Math.round(mtimeMs).toString()}`);
    if (await isThere(join(folder, name))) return folder;
    const part = withoutPart(await readFile(source), wordsPart);
    if (part === null) return null;
    return await write(part, folder, name).catch(async () =>
      write(part, await mkdtemp(join(tmpdir(), 'vidimus-tessdata-')), name),
    );
  } catch {
    return null; // the whole data are read then
  }
}

async function write(data: Uint8Array, folder: string, name: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  // Renamed when it is whole: several processes may do the same at once.
  const temporary = join(folder, `${process.pid.toString()}.part`);
  await writeFile(temporary, data);
  await rename(temporary, join(folder, name));
  return folder;
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}

/** Tesseract's data file is a count, an offset for each kind of part (-1 where it has none), and the parts; `null` where it is not that. */
export function withoutPart(file: Buffer, part: number): Buffer | null {
  if (file.length < countBytes) return null;
  const count = file.readInt32LE(0);
  const start = countBytes + count * offsetBytes;
  if (count <= part || count > 1000 || file.length < start) return null;
  const offsets = Array.from({ length: count }, (_, k) =>
    Number(file.readBigInt64LE(countBytes + k * offsetBytes)),
  );
  const inOrder = [...offsets.filter((offset) => offset >= 0), file.length].sort((a, b) => a - b);
  if (inOrder.some((offset) => offset < start || offset > file.length)) return null;
  const head = Buffer.alloc(start);
  head.writeInt32LE(count, 0);
  const parts: Buffer[] = [];
  let at = start;
  for (const [k, offset] of offsets.entries()) {
    const isKept = offset >= 0 && k !== part;
    head.writeBigInt64LE(BigInt(isKept ? at : -1), countBytes + k * offsetBytes);
    if (!isKept) continue;
    const body = file.subarray(
      offset,
      inOrder.find((next) => next > offset),
    );
    parts.push(body);
    at += body.length;
  }
  return Buffer.concat([head, ...parts]);
}

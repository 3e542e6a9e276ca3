import { must } from '#shared/lib/invariant.ts';
import { type WasmMemory, webAssembly } from './web-assembly.ts';

/** Numbers of a face template, as the recognition nets give them. */
export const dimensions = 128;
const pageBytes = 65_536;
/** Rows are given in blocks of a megabyte, so that growing moves none of them and a short list takes little. A thread scans a block, or the beginning of one, at a time. */
export const stretchRows = 8_192;
/** Of one thread: its query, and as many hits as a stretch of rows can have. */
const hitBytes = 8;
const querySpaceBytes = 512;
const threadSpaceBytes = Math.ceil((querySpaceBytes + stretchRows * hitBytes) / pageBytes) * pageBytes;
const blockBytes = stretchRows * (dimensions + 4 + 4);

/** Where the number of the next block to be scanned lies, in bytes of the shared memory: behind the first thread's query. */
export const nextBlockAt = dimensions * Int16Array.BYTES_PER_ELEMENT;

/** Where a thread's query and hits lie, in bytes of the shared memory. */
export function threadSpace(thread: number): { readonly queryAt: number; readonly hitsAt: number } {
  const at = thread * threadSpaceBytes;
  return { queryAt: at, hitsAt: at + querySpaceBytes };
}

/** Where the rows of a stretch lie, in bytes of the shared memory. A stretch lies in one block: between two multiples of {@link stretchRows}. */
export function stretchPlace(
  threads: number,
  firstRow: number,
): { readonly rowsAt: number; readonly normsAt: number; readonly scalesAt: number } {
  const block = threads * threadSpaceBytes + Math.floor(firstRow / stretchRows) * blockBytes;
  const row = firstRow % stretchRows;
  const normsAt = block + stretchRows * dimensions;
  return {
    rowsAt: block + row * dimensions,
    normsAt: normsAt + row * 4,
    scalesAt: normsAt + stretchRows * 4 + row * 4,
  };
}

export interface Quantized<Numbers> {
  /** -127 to 127 for rows, -32767 to 32767 for queries. */
  readonly numbers: Numbers;
  readonly scale: number;
  /** Square of the length of what the numbers mean. */
  readonly square: number;
  /** How far that lies from the vector. */
  readonly error: number;
}

/** The vector as whole numbers up to `most` times a scale, written to `numbers`. */
export function quantize<Numbers extends Int8Array | Int16Array>(
  vector: Float32Array,
  most: number,
  numbers: Numbers,
): Quantized<Numbers> {
  let largest = 0;
  for (const value of vector) largest = Math.max(largest, Math.abs(value));
  const scale = largest === 0 ? 1 : Math.fround(largest / most);
  let [square, missed] = [0, 0];
  for (let at = 0; at < dimensions; at += 1) {
    const value = vector[at] ?? 0;
    const number = Math.max(-most, Math.min(most, Math.round(value / scale)));
    numbers[at] = number;
    square += (number * scale) ** 2;
    missed += (value - number * scale) ** 2;
  }
  return { numbers, scale, square, error: Math.sqrt(missed) };
}

/**
 * Templates as rows of bytes in memory that threads share. In memory only: on disk templates are sealed.
 */
export interface RowStore {
  readonly memory: WasmMemory;
  /** Rows that were ever given, taken ones and free ones: the end of what is to be scanned. */
  end(): number;
  size(): number;
  /** The largest error of any row that was ever put. */
  worstError(): number;
  /** The key in a row; `undefined` where there is none. */
  keyAt(row: number): number | undefined;
  has(key: number): boolean;
  /** Gives the row. */
  put(key: number, template: Float32Array): number;
  /** Overwrites the row; gives its number, or `undefined` where no row has the key. */
  remove(key: number): number | undefined;
}

/** Room for thirty million rows: what 32 bits address. Memory is taken as rows come. */
const mostPages = 65_536;
const noRow = -1;

/** @param threads how many will scan */
export function createRowStore(threads: number): RowStore {
  const { Memory } = webAssembly();
  const memory = new Memory({
    initial: (threads * threadSpaceBytes) / pageBytes,
    maximum: mostPages,
    shared: true,
  });
  // By key and by row: whole numbers from the database, so that two arrays do for what a map would take fifty bytes a face for.
  let rowOf = new Int32Array(0);
  let keyOf = new Int32Array(0);
  const blocks: Block[] = [];
  const free: number[] = [];
  let [end, size, worstError] = [0, 0, 0];
  const blockOf = (row: number): Block =>
    must(blocks[Math.floor(row / stretchRows)], 'a row that was given has its block');

  const takeRow = (): number => {
    const freed = free.pop();
    if (freed !== undefined) return freed;
    if (end % stretchRows === 0) {
      memory.grow(blockBytes / pageBytes);
      const { rowsAt, normsAt, scalesAt } = stretchPlace(threads, end);
      blocks.push({
        numbers: new Int8Array(memory.buffer, rowsAt, stretchRows * dimensions),
        norms: new Float32Array(memory.buffer, normsAt, stretchRows),
        scales: new Float32Array(memory.buffer, scalesAt, stretchRows),
      });
    }
    if (end === keyOf.length) keyOf = grown(keyOf, end);
    return end++;
  };

  return {
    memory,
    end: () => end,
    size: () => size,
    worstError: () => worstError,
    keyAt(row) {
      const key = keyOf[row] ?? noRow;
      return key === noRow ? undefined : key;
    },
    has: (key) => (rowOf[key] ?? noRow) !== noRow,
    put(key, template) {
      if (!Number.isInteger(key) || key < 0 || key > 2 ** 31 - 1)
        throw new RangeError('a key is a whole number below 2^31');
      if (template.length !== dimensions || !template.every((value) => Number.isFinite(value)))
        throw new RangeError(`a template is ${dimensions.toString()} finite numbers`);
      if (key >= rowOf.length) rowOf = grown(rowOf, key);
      const known = must(rowOf[key], 'grown above');
      const row = known === noRow ? takeRow() : known;
      if (known === noRow) size += 1;
      const { numbers, norms, scales } = blockOf(row);
      const at = row % stretchRows;
      // Seen by a scan that runs meanwhile as no row until it is whole.
      norms[at] = Infinity;
      const { scale, square, error } = quantize(
        template,
        127,
        numbers.subarray(at * dimensions, (at + 1) * dimensions),
      );
      scales[at] = scale;
      worstError = Math.max(worstError, error);
      norms[at] = square;
      [rowOf[key], keyOf[row]] = [row, key];
      return row;
    },
    remove(key) {
      const row = rowOf[key] ?? noRow;
      if (row === noRow) return undefined;
      const { numbers, norms } = blockOf(row);
      const at = row % stretchRows;
      norms[at] = Infinity;
      numbers.fill(0, at * dimensions, (at + 1) * dimensions);
      [rowOf[key], keyOf[row]] = [noRow, noRow];
      free.push(row);
      size -= 1;
      return row;
    },
  };
}

interface Block {
  readonly numbers: Int8Array;
  readonly norms: Float32Array;
  readonly scales: Float32Array;
}

/** The array with room for `index` and an eighth more, so that adding one by one copies few times and wastes little. */
function grown(old: Int32Array<ArrayBuffer>, index: number): Int32Array<ArrayBuffer> {
  const room = new Int32Array(Math.max(1024, Math.ceil((index + 1) * 1.125))).fill(noRow, old.length);
  room.set(old);
  return room;
}

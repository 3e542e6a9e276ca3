import { must } from '#shared/lib/invariant.ts';
import { type WasmMemory, webAssembly } from './web-assembly.ts';

/** Numbers of a face template, as the recognition nets give them. */
export const dimensions = 128;
/** Rows are given in blocks, so that growing moves none of them. */
const rowsPerBlock = 65_536;
const pageBytes = 65_536;
/** Of one thread: its query, and as many hits as a stretch of rows can have. */
export const stretchRows = 8_192;
const hitBytes = 8;
const querySpaceBytes = 512;
const threadSpaceBytes = Math.ceil((querySpaceBytes + stretchRows * hitBytes) / pageBytes) * pageBytes;
const blockBytes = rowsPerBlock * (dimensions + 4 + 4);

/** Where a thread's query and hits lie, in bytes of the shared memory. */
export function threadSpace(thread: number): { readonly queryAt: number; readonly hitsAt: number } {
  const at = thread * threadSpaceBytes;
  return { queryAt: at, hitsAt: at + querySpaceBytes };
}

/** Where the rows of a stretch lie, in bytes of the shared memory. A stretch lies in one block: it begins at a multiple of {@link stretchRows}. */
export function stretchPlace(
  threads: number,
  firstRow: number,
): { readonly rowsAt: number; readonly normsAt: number; readonly scalesAt: number } {
  const block = threads * threadSpaceBytes + Math.floor(firstRow / rowsPerBlock) * blockBytes;
  const row = firstRow % rowsPerBlock;
  const normsAt = block + rowsPerBlock * dimensions;
  return {
    rowsAt: block + row * dimensions,
    normsAt: normsAt + row * 4,
    scalesAt: normsAt + rowsPerBlock * 4 + row * 4,
  };
}

export interface Quantized {
  /** -127 to 127 for rows, -32767 to 32767 for queries. */
  readonly numbers: Int16Array;
  readonly scale: number;
  /** Square of the length of what the numbers mean. */
  readonly square: number;
  /** How far that lies from the vector. */
  readonly error: number;
}

/** The vector as whole numbers up to `most` times a scale. */
export function quantize(vector: Float32Array, most: number): Quantized {
  const largest = vector.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
  const scale = largest === 0 ? 1 : Math.fround(largest / most);
  const numbers = new Int16Array(dimensions);
  let [square, missed] = [0, 0];
  vector.forEach((value, at) => {
    const number = Math.max(-most, Math.min(most, Math.round(value / scale)));
    numbers[at] = number;
    square += (number * scale) ** 2;
    missed += (value - number * scale) ** 2;
  });
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
  const free: number[] = [];
  let [end, size, worstError] = [0, 0, 0];

  const takeRow = (): number => {
    const freed = free.pop();
    if (freed !== undefined) return freed;
    if (end % rowsPerBlock === 0) {
      memory.grow(
        Math.ceil((stretchPlace(threads, end).rowsAt + blockBytes - memory.buffer.byteLength) / pageBytes),
      );
      keyOf = grown(keyOf, end + rowsPerBlock, noRow);
    }
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
      if (template.length !== dimensions || !template.every(Number.isFinite))
        throw new RangeError(`a template is ${dimensions.toString()} finite numbers`);
      if (key >= rowOf.length) rowOf = grown(rowOf, Math.max(1024, 2 * key), noRow);
      const known = must(rowOf[key], 'grown above');
      const row = known === noRow ? takeRow() : known;
      if (known === noRow) size += 1;
      const { numbers, scale, square, error } = quantize(template, 127);
      const { rowsAt, normsAt, scalesAt } = stretchPlace(threads, row);
      // Seen by a scan that runs meanwhile as no row until it is whole.
      const norm = new Float32Array(memory.buffer, normsAt, 1);
      norm[0] = Infinity;
      new Int8Array(memory.buffer, rowsAt, dimensions).set(numbers);
      new Float32Array(memory.buffer, scalesAt, 1)[0] = scale;
      worstError = Math.max(worstError, error);
      norm[0] = square;
      [rowOf[key], keyOf[row]] = [row, key];
      return row;
    },
    remove(key) {
      const row = rowOf[key] ?? noRow;
      if (row === noRow) return undefined;
      const { rowsAt, normsAt } = stretchPlace(threads, row);
      new Float32Array(memory.buffer, normsAt, 1)[0] = Infinity;
      new Int8Array(memory.buffer, rowsAt, dimensions).fill(0);
      [rowOf[key], keyOf[row]] = [noRow, noRow];
      free.push(row);
      size -= 1;
      return row;
    },
  };
}

function grown(old: Int32Array<ArrayBuffer>, length: number, filler: number): Int32Array<ArrayBuffer> {
  const grownArray = new Int32Array(length).fill(filler, old.length);
  grownArray.set(old);
  return grownArray;
}

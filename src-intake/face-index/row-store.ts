import { must } from '#shared/lib/invariant.ts';
import { type WasmMemory, webAssembly } from './web-assembly.ts';

/** Numbers of a face template, as the recognition nets give them. */
export const dimensions = 128;
const pageBytes = 65_536;
/** Rows are given in blocks of two megabytes, so that growing moves none of them and a short list takes little. A thread scans a block, or the beginning of one, at a time. */
export const stretchRows = 16_384;
/** Of one thread: its query, and as many hits as a stretch of rows can have. */
const hitBytes = 8;
const querySpaceBytes = 1024;
const threadSpaceBytes = Math.ceil((querySpaceBytes + stretchRows * hitBytes) / pageBytes) * pageBytes;
const floatBytes = 4;
const blockBytes = stretchRows * (dimensions + 3 * floatBytes);

/** Where things lie in the memory of a thread, in bytes from its beginning. The text of the scan has the same numbers. */
const querySpace = {
  coarse: 0,
  even: 256,
  odd: 512,
  first: 768,
  correction: 784,
  nextBlock: 800,
  bound: 804,
};
/** Where the number of the next block to be scanned lies, in bytes of the shared memory: behind the first thread's query. */
export const nextBlockAt = querySpace.nextBlock;
/** And how far the farthest of as many as are sought is at most, of all that any thread has seen: the bits of a float, which as whole numbers are in the same order. */
export const boundAt = querySpace.bound;

/** Where a thread's query and hits lie, in bytes of the shared memory. */
export function threadSpace(thread: number): {
  readonly queryAt: number;
  readonly hitsAt: number;
} {
  const at = thread * threadSpaceBytes;
  return { queryAt: at, hitsAt: at + querySpaceBytes };
}

/** Where the rows of a stretch lie, in bytes of the shared memory. A stretch lies in one block: between two multiples of {@link stretchRows}; its first row is even. */
export function stretchPlace(
  threads: number,
  firstRow: number,
): {
  readonly coarseAt: number;
  readonly fineAt: number;
  readonly scalesAt: number;
  readonly nearsAt: number;
  readonly errorsAt: number;
} {
  const block = threads * threadSpaceBytes + Math.floor(firstRow / stretchRows) * blockBytes;
  const row = firstRow % stretchRows;
  const halves = (stretchRows * dimensions) / 2;
  const floatsAt = (index: number): number => block + 2 * halves + (index * stretchRows + row) * floatBytes;
  return {
    coarseAt: block + (row * dimensions) / 2,
    fineAt: block + halves + (row * dimensions) / 2,
    scalesAt: floatsAt(0),
    nearsAt: floatsAt(1),
    errorsAt: floatsAt(2),
  };
}

/**
 * Where a row's numbers lie in the 128 bytes that it shares with its neighbor: those of even rows in the lower four bits, those of odd ones in the
 * upper. So a word of 16 bits has one of each at its ends, and the rest of each eight comes there when the 16 bytes are turned by one.
 */
function byteOf(dimension: number, isOdd: boolean): number {
  const [sixteen, lane, isTurned] = [dimension & ~15, dimension & 7, (dimension & 8) !== 0];
  if (isOdd) return sixteen + ((2 * lane + (isTurned ? 2 : 1)) & 15);
  return sixteen + 2 * lane + (isTurned ? 1 : 0);
}
const bytesOfEven = Uint8Array.from({ length: dimensions }, (_, at) => byteOf(at, false));
const bytesOfOdd = Uint8Array.from({ length: dimensions }, (_, at) => byteOf(at, true));

/** Half of what one step of the coarse numbers covers: 16 numbers from 16 times the coarse one on. */
const middle = 7.5;

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

/** A query as the scan wants it. */
export interface ScanQuery {
  /** For the coarse halves of rows: small enough that a sum stays within its bits. */
  readonly coarse: Quantized<Int16Array>;
  readonly whole: Quantized<Int16Array>;
}

/** A lane of the scan adds up this many products of 0 to 15 with the query in twelve bits. */
const mostOfLane = Math.floor(4095 / 15);
const lanes = 4;
const laneOf = (dimension: number): number => (dimension & 7) >> 1;

/** Each lane's sum of what `part` makes of the numbers that it multiplies. */
function sumsOfLanes(numbers: Int16Array, part: (number: number) => number): Int32Array {
  const sums = new Int32Array(lanes);
  numbers.forEach((number, at) => {
    sums[laneOf(at)] = (sums[laneOf(at)] ?? 0) + part(number);
  });
  return sums;
}

export function toScanQuery(query: Float32Array): ScanQuery {
  const whole = quantize(query, 32_767, new Int16Array(dimensions));
  const largestLane = Math.max(...sumsOfLanes(whole.numbers, Math.abs), 1);
  for (let most = Math.floor((32_767 * mostOfLane) / largestLane); ; most -= 1) {
    // Rounding may add half of one to each: then a step less. With all at nothing it fits.
    const coarse = quantize(query, Math.max(1, most), new Int16Array(dimensions));
    if (Math.max(...sumsOfLanes(coarse.numbers, Math.abs)) <= mostOfLane) return { coarse, whole };
  }
}

/** Writes a query where a thread's scan reads it, and says what the middles of a row's steps add to its sum with the query's own numbers. */
export function writeQuery(
  memory: WasmMemory,
  thread: number,
  { coarse, whole }: ScanQuery,
): { readonly sumOfMiddles: number } {
  const { queryAt } = threadSpace(thread);
  const words = (at: number): Int16Array => new Int16Array(memory.buffer, queryAt + at, dimensions);
  words(querySpace.coarse).set(coarse.numbers);
  const [even, odd] = [words(querySpace.even), words(querySpace.odd)];
  whole.numbers.forEach((number, at) => {
    even[must(bytesOfEven[at], 'one for each')] = number;
    odd[must(bytesOfOdd[at], 'one for each')] = number;
  });
  // Even rows are 0 to 15 in place of -8 to 7; begun with what negative numbers can take away, no sum falls below nothing.
  const first = sumsOfLanes(coarse.numbers, (number) => 15 * Math.max(0, -number));
  new Int32Array(memory.buffer, queryAt + querySpace.first, lanes).set(first);
  const sumOf = (numbers: Int16Array): number => numbers.reduce((total, number) => total + number, 0);
  const sum = sumOf(coarse.numbers);
  const begun = first.reduce((total, number) => total + number, 0);
  // The scan's sums are of 32nds of the row's scale: the middle of a step is 7.5 of its 16.
  const ofOdd = 2 * middle * sum;
  const ofEven = ofOdd - 32 * (begun + 8 * sum);
  new Int32Array(memory.buffer, queryAt + querySpace.correction, lanes).set([ofEven, ofOdd, ofEven, ofOdd]);
  return { sumOfMiddles: middle * sumOf(whole.numbers) };
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
  const numbers = new Int8Array(dimensions);
  const blockOf = (row: number): Block =>
    must(blocks[Math.floor(row / stretchRows)], 'a row that was given has its block');

  const takeRow = (): number => {
    const freed = free.pop();
    if (freed !== undefined) return freed;
    if (end % stretchRows === 0) {
      memory.grow(blockBytes / pageBytes);
      const { coarseAt, fineAt, scalesAt, nearsAt, errorsAt } = stretchPlace(threads, end);
      blocks.push({
        coarse: new Uint8Array(memory.buffer, coarseAt, (stretchRows * dimensions) / 2),
        fine: new Uint8Array(memory.buffer, fineAt, (stretchRows * dimensions) / 2),
        scales: new Float32Array(memory.buffer, scalesAt, stretchRows),
        // The scan takes eight at a time, also where fewer were given.
        nears: new Float32Array(memory.buffer, nearsAt, stretchRows).fill(Infinity),
        errors: new Float32Array(memory.buffer, errorsAt, stretchRows),
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
      const block = blockOf(row);
      const at = row % stretchRows;
      // Seen by a scan that runs meanwhile as no row until it is whole.
      block.nears[at] = Infinity;
      const { scale, error } = quantize(template, 127, numbers);
      writeNumbers(block, at, numbers);
      let [square, missed] = [0, 0];
      for (let dimension = 0; dimension < dimensions; dimension += 1) {
        const coarse = (((numbers[dimension] ?? 0) & ~15) + middle) * scale;
        square += coarse ** 2;
        missed += ((template[dimension] ?? 0) - coarse) ** 2;
      }
      block.scales[at] = scale;
      block.errors[at] = Math.sqrt(missed);
      worstError = Math.max(worstError, error);
      block.nears[at] = square - missed;
      [rowOf[key], keyOf[row]] = [row, key];
      return row;
    },
    remove(key) {
      const row = rowOf[key] ?? noRow;
      if (row === noRow) return undefined;
      const block = blockOf(row);
      const at = row % stretchRows;
      block.nears[at] = Infinity;
      writeNumbers(block, at, numbers.fill(0));
      block.scales[at] = 0;
      block.errors[at] = 0;
      [rowOf[key], keyOf[row]] = [noRow, noRow];
      free.push(row);
      size -= 1;
      return row;
    },
  };
}

interface Block {
  /** 16 and upwards of the numbers of two rows, and what is left of them: see {@link byteOf}. */
  readonly coarse: Uint8Array;
  readonly fine: Uint8Array;
  readonly scales: Float32Array;
  /** Square of the length of what the coarse numbers mean, less that of how far it lies from the template; infinite where there is no row. */
  readonly nears: Float32Array;
  /** How far what the coarse numbers mean lies from the template. */
  readonly errors: Float32Array;
}

/** Leaves the neighbor's numbers in the same bytes as they are. */
function writeNumbers({ coarse, fine }: Block, row: number, numbers: Int8Array): void {
  const from = (row >> 1) * dimensions;
  const isOdd = (row & 1) === 1;
  const bytes = isOdd ? bytesOfOdd : bytesOfEven;
  const [shift, kept] = isOdd ? [4, 0x0f] : [0, 0xf0];
  for (let dimension = 0; dimension < dimensions; dimension += 1) {
    const at = from + (bytes[dimension] ?? 0);
    const number = numbers[dimension] ?? 0;
    // From -8 on as numbers from nothing on, which the upper ends of words, with a sign of their own, need not be.
    const upper = isOdd ? (number >> 4) & 15 : (number >> 4) + 8;
    coarse[at] = ((coarse[at] ?? 0) & kept) | (upper << shift);
    fine[at] = ((fine[at] ?? 0) & kept) | ((number & 15) << shift);
  }
}

/** The array with room for `index` and an eighth more, so that adding one by one copies few times and wastes little. */
function grown(old: Int32Array<ArrayBuffer>, index: number): Int32Array<ArrayBuffer> {
  const room = new Int32Array(Math.max(1024, Math.ceil((index + 1) * 1.125))).fill(noRow, old.length);
  room.set(old);
  return room;
}

import { scanRowsWasm } from './scan-rows.wasm.ts';
import {
  boundAt,
  nextBlockAt,
  stretchPlace,
  stretchRows,
  threadSpace,
  writeQuery,
  type ScanQuery,
} from './row-store.ts';
import { type WasmMemory, webAssembly } from './web-assembly.ts';

/** What is asked of the rows before `end` by `threads` together. */
export interface ScanRequest {
  readonly threads: number;
  readonly thread: number;
  readonly end: number;
  readonly query: ScanQuery;
  readonly count: number;
  /** How far the numbers of any row may lie from its template. */
  readonly rowError: number;
}

/** Rows, and lower and upper bounds of how far the templates that they stand for are from the query. */
export interface ScanHits {
  readonly rows: readonly number[];
  readonly atLeast: readonly number[];
  readonly atMost: readonly number[];
}

/** Squares of distances are computed in single precision, of sums up to that of the lengths squared: at least ten times what can be lost in it. */
const roundingOfSquares = 1e-5;
const largestFloat = 3.4e38;
/** The scan takes four of two places at a time. */
const rowsAtOnce = 8;
/** Each further stretch is as long as all before it, up to a block. */
const firstRows = 64;

type Scan = (
  coarseAt: number,
  fineAt: number,
  scalesAt: number,
  nearsAt: number,
  errorsAt: number,
  rows: number,
  firstRow: number,
  queryAt: number,
  slack: number,
  factor: number,
  limit: number,
  closeSlack: number,
  closeLimit: number,
  middle: number,
  wholeFactor: number,
  wholeLimit: number,
  hitsAt: number,
) => number;

/** The compiled scan over a memory. */
export function compileScanRows(memory: WasmMemory): Scan {
  const { Module, Instance } = webAssembly();
  const module = new Module(Buffer.from(scanRowsWasm, 'base64'));
  return new Instance(module, { index: { memory } }).exports['scan'] as Scan;
}

/** Makes all blocks wait to be scanned, and nothing known of how near the nearest are; before any thread is asked. */
export function beginScan(memory: WasmMemory): void {
  Atomics.store(new Int32Array(memory.buffer, nextBlockAt, 1), 0, 0);
  Atomics.store(new Int32Array(memory.buffer, boundAt, 1), 0, bitsOf(largestFloat));
}

/**
 * Every row that may be one of the `count` nearest of those that this thread scans. Each thread takes the next block that none has taken, so that
 * one whose processor has other work holds nobody up.
 */
export function scanRows(scan: Scan, memory: WasmMemory, request: ScanRequest): ScanHits {
  const { threads, thread, end, query, count, rowError } = request;
  const { coarse, whole } = query;
  const { queryAt, hitsAt } = threadSpace(thread);
  const { sumOfMiddles } = writeQuery(memory, thread, query);
  const nextBlock = new Int32Array(memory.buffer, nextBlockAt, 1);
  const bound = new Int32Array(memory.buffer, boundAt, 1);
  const error = whole.error + rowError;
  let hits: { row: number; atLeast: number; atMost: number }[] = [];
  // Without a limit every row is a hit.
  let [slack, limit] = [0, largestFloat];
  let [closeSlack, closeLimit, wholeLimit] = [0, largestFloat, largestFloat];
  let known = largestFloat;
  let [first, blockEnd, scanned] = [0, 0, 0];
  for (;;) {
    if (first >= blockEnd) {
      first = Atomics.add(nextBlock, 0, 1) * stretchRows;
      if (first >= end) break;
      blockEnd = Math.min(first + stretchRows, end);
    }
    // Few rows first, which say how near the nearest are at least.
    const rows =
      Math.ceil(Math.min(Math.max(firstRows, scanned), blockEnd - first) / rowsAtOnce) * rowsAtOnce;
    const farthest = read(bound);
    if (farthest < known) {
      known = farthest;
      // A row at most this far from what the query's numbers mean is by its coarse numbers at most its own error farther: the square of both together.
      [slack, limit] = limitsWithin(farthest + coarse.error, coarse.square);
      [closeSlack, closeLimit] = limitsWithin(farthest + whole.error, whole.square);
      [, wholeLimit] = limitsWithin(farthest + error, whole.square);
    }
    const { coarseAt, fineAt, scalesAt, nearsAt, errorsAt } = stretchPlace(threads, first);
    const found = scan(
      coarseAt,
      fineAt,
      scalesAt,
      nearsAt,
      errorsAt,
      rows,
      first,
      queryAt,
      slack,
      coarse.scale,
      limit,
      closeSlack,
      closeLimit,
      sumOfMiddles,
      2 * whole.scale,
      wholeLimit,
      hitsAt,
    );
    first += rows;
    scanned += rows;
    if (found === 0) continue;
    const rowsHit = new Int32Array(memory.buffer, hitsAt, 2 * found);
    const values = new Float32Array(memory.buffer, hitsAt, 2 * found);
    for (let at = 0; at < 2 * found; at += 2) {
      const squared = (values[at + 1] ?? 0) + whole.square;
      const rounding = roundingAt(Math.sqrt(Math.max(0, squared)), whole.square);
      hits.push({
        row: rowsHit[at] ?? 0,
        atLeast: Math.sqrt(Math.max(0, squared - rounding)) - error,
        atMost: Math.sqrt(Math.max(0, squared + rounding)) + error,
      });
    }
    lower(bound, boundOf(hits, count));
    hits = hits.filter(({ atLeast }) => atLeast <= read(bound));
  }
  return {
    rows: hits.map(({ row }) => row),
    atLeast: hits.map(({ atLeast }) => atLeast),
    atMost: hits.map(({ atMost }) => atMost),
  };
}

/** Twice the distance, and its square less the query's, with what may be lost in it. */
function limitsWithin(distance: number, square: number): [number, number] {
  return [2 * distance, distance ** 2 - square + roundingAt(distance, square)];
}

/** The bits of a float at or above `value`, which is no less than nothing. */
function bitsOf(value: number): number {
  const bits = new Int32Array(Float32Array.of(value).buffer)[0] ?? 0;
  return Math.fround(value) < value ? bits + 1 : bits;
}

function read(bound: Int32Array<SharedArrayBuffer>): number {
  return new Float32Array(Int32Array.of(Atomics.load(bound, 0)).buffer)[0] ?? largestFloat;
}

/** Lowers the bound that threads share, unless another has lowered it further. */
function lower(bound: Int32Array<SharedArrayBuffer>, to: number): void {
  if (to > largestFloat) return;
  const bits = bitsOf(to);
  for (let old = Atomics.load(bound, 0); bits < old;) {
    const seen = Atomics.compareExchange(bound, 0, old, bits);
    if (seen === old) return;
    old = seen;
  }
}

/** What may be lost in the square of a distance from a query of this square: a row that far away is at most as long as both together. */
function roundingAt(distance: number, square: number): number {
  return roundingOfSquares * Math.max(1, (distance + Math.sqrt(square)) ** 2);
}

/** `count` of the hits are surely this near. */
export function boundOf(hits: readonly { readonly atMost: number }[], count: number): number {
  const nearest = Float64Array.from(hits, ({ atMost }) => atMost).sort();
  return nearest[count - 1] ?? Infinity;
}

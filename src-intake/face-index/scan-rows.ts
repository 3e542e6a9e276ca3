import { scanRowsWasm } from './scan-rows.wasm.ts';
import { dimensions, stretchPlace, stretchRows, threadSpace } from './row-store.ts';
import { type WasmMemory, webAssembly } from './web-assembly.ts';

/** What is asked of the rows `from` to `to` by one of `threads`. */
export interface ScanRequest {
  readonly threads: number;
  readonly thread: number;
  /** A multiple of {@link stretchRows}. */
  readonly from: number;
  readonly to: number;
  /** The query in whole numbers, with their scale and the square of its length. */
  readonly numbers: Int16Array;
  readonly scale: number;
  readonly square: number;
  readonly count: number;
  /** How far a distance of rows and query may lie from that of the vectors they stand for. */
  readonly error: number;
}

/** Rows, and lower and upper bounds of how far the templates that they stand for are from the query. */
export interface ScanHits {
  readonly rows: readonly number[];
  readonly atLeast: readonly number[];
  readonly atMost: readonly number[];
}

/** Squares of distances are computed in single precision of sums of this order; twice what was seen to be lost in it. */
const roundingOfSquares = 1e-5;
const largestFloat = 3.4e38;

type Scan = (
  rowsAt: number,
  normsAt: number,
  scalesAt: number,
  rows: number,
  firstRow: number,
  queryAt: number,
  factor: number,
  limit: number,
  hitsAt: number,
) => number;

/** The compiled scan over a memory. */
export function compileScanRows(memory: WasmMemory): Scan {
  const { Module, Instance } = webAssembly();
  const module = new Module(Buffer.from(scanRowsWasm, 'base64'));
  return new Instance(module, { index: { memory } }).exports['scan'] as Scan;
}

/** Every row of a part that may be one of the `count` nearest of the part. */
export function scanRows(scan: Scan, memory: WasmMemory, request: ScanRequest): ScanHits {
  const { threads, thread, from, to, numbers, scale, square, count, error } = request;
  const { queryAt, hitsAt } = threadSpace(thread);
  new Int16Array(memory.buffer, queryAt, dimensions).set(numbers);
  let hits: { row: number; atLeast: number; atMost: number }[] = [];
  let limit = largestFloat;
  for (let first = from; first < to; first += stretchRows) {
    const { rowsAt, normsAt, scalesAt } = stretchPlace(threads, first);
    const rows = Math.min(stretchRows, to - first);
    const found = scan(rowsAt, normsAt, scalesAt, rows, first, queryAt, 2 * scale, limit, hitsAt);
    if (found === 0) continue;
    const rowsHit = new Int32Array(memory.buffer, hitsAt, 2 * found);
    const values = new Float32Array(memory.buffer, hitsAt, 2 * found);
    for (let at = 0; at < 2 * found; at += 2) {
      const squared = (values[at + 1] ?? 0) + square;
      const rounding = roundingOfSquares * Math.max(1, square);
      hits.push({
        row: rowsHit[at] ?? 0,
        atLeast: Math.sqrt(Math.max(0, squared - rounding)) - error,
        atMost: Math.sqrt(Math.max(0, squared + rounding)) + error,
      });
    }
    const farthest = boundOf(hits, count);
    hits = hits.filter(({ atLeast }) => atLeast <= farthest);
    if (farthest < Infinity)
      limit = (farthest + error) ** 2 + roundingOfSquares * Math.max(1, square) - square;
  }
  return {
    rows: hits.map(({ row }) => row),
    atLeast: hits.map(({ atLeast }) => atLeast),
    atMost: hits.map(({ atMost }) => atMost),
  };
}

/** `count` of the hits are surely this near. */
export function boundOf(hits: readonly { readonly atMost: number }[], count: number): number {
  const nearest = Float64Array.from(hits, ({ atMost }) => atMost).sort();
  return nearest[count - 1] ?? Infinity;
}

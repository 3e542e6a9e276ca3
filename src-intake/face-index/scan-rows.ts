import { scanRowsWasm } from './scan-rows.wasm.ts';
import { dimensions, nextBlockAt, stretchPlace, stretchRows, threadSpace } from './row-store.ts';
import { type WasmMemory, webAssembly } from './web-assembly.ts';

/** What is asked of the rows before `end` by `threads` together. */
export interface ScanRequest {
  readonly threads: number;
  readonly thread: number;
  readonly end: number;
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
/** Each further stretch is as long as all before it, up to a block. */
const firstRows = 64;

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

/** Makes all blocks wait to be scanned; before any thread is asked. */
export function beginScan(memory: WasmMemory): void {
  Atomics.store(new Int32Array(memory.buffer, nextBlockAt, 1), 0, 0);
}

/**
 * Every row that may be one of the `count` nearest of those that this thread scans. Each thread takes the next block that none has taken, so that
 * one whose processor has other work holds nobody up.
 */
export function scanRows(scan: Scan, memory: WasmMemory, request: ScanRequest): ScanHits {
  const { threads, thread, end, numbers, scale, square, count, error } = request;
  const { queryAt, hitsAt } = threadSpace(thread);
  new Int16Array(memory.buffer, queryAt, dimensions).set(numbers);
  const nextBlock = new Int32Array(memory.buffer, nextBlockAt, 1);
  let hits: { row: number; atLeast: number; atMost: number }[] = [];
  let limit = largestFloat;
  let [first, blockEnd, scanned] = [0, 0, 0];
  for (;;) {
    if (first === blockEnd) {
      first = Atomics.add(nextBlock, 0, 1) * stretchRows;
      if (first >= end) break;
      blockEnd = Math.min(first + stretchRows, end);
    }
    // Few rows first, which say how near the nearest are at least: without a limit every row is a hit.
    const rows = Math.min(Math.max(firstRows, scanned), blockEnd - first);
    const { rowsAt, normsAt, scalesAt } = stretchPlace(threads, first);
    const found = scan(rowsAt, normsAt, scalesAt, rows, first, queryAt, 2 * scale, limit, hitsAt);
    first += rows;
    scanned += rows;
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

import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import {
  beginScan,
  boundOf,
  compileScanRows,
  scanRows,
  type ScanHits,
  type ScanRequest,
} from './scan-rows.ts';
import { createRowStore, dimensions, stretchRows, toScanQuery } from './row-store.ts';
import type { WasmMemory } from './web-assembly.ts';

/** A template near a query, by the key it was added with. */
export interface Neighbor {
  readonly key: number;
  /** Euclidean, of the templates themselves. */
  readonly distance: number;
}

/**
 * Who looks most like a face, of all templates: exact. A scan of templates in whole numbers, by their upper halves first, leaves those that can be
 * among the nearest, which are then compared as they are; nothing is approximate, and a removed template is never found again.
 */
export interface FaceIndex {
  size(): number;
  /** Puts a template, in place of one with the same key. */
  put(key: number, template: Float32Array): void;
  /** Whether there was one. No search that ends later finds it. */
  remove(key: number): boolean;
  /** The `count` nearest, nearest first; of equally near ones that with the smaller key. Searches wait for each other. */
  nearest(query: Float32Array, count: number): Promise<readonly Neighbor[]>;
  close(): Promise<void>;
}

export interface FaceIndexOptions {
  /** The templates as they were put; without those that were removed meanwhile. */
  readonly templatesOf: (keys: readonly number[]) => Promise<ReadonlyMap<number, Float32Array>>;
  /** The built `scan-thread.js`. */
  readonly threadPath: URL;
  readonly threads?: number;
}

/** More threads than this wait for memory, not for processors. */
const mostThreads = 8;
/** This many are scanned in less time than threads take to answer. */
const fewRows = 2 * stretchRows;

/** An empty index. Threads start with the first search of many rows. */
export function createFaceIndex({ templatesOf, threadPath, threads: asked }: FaceIndexOptions): FaceIndex {
  const threads = asked ?? Math.min(mostThreads, availableParallelism());
  const store = createRowStore(threads);
  const scan = compileScanRows(store.memory);
  let team: readonly ScanThread[] = [];
  let last: Promise<unknown> = Promise.resolve();
  /** Rows that changed while a search runs; `null` where none does. */
  let changed: Set<number> | null = null;

  const scanAll = async (part: Omit<ScanRequest, 'thread' | 'end'>): Promise<readonly ScanHits[]> => {
    const end = store.end();
    beginScan(store.memory);
    if (end <= fewRows) return [scanRows(scan, store.memory, { ...part, thread: 0, end })];
    if (team.length === 0)
      team = Array.from({ length: threads }, () => startThread(threadPath, store.memory));
    return Promise.all(team.map((member, thread) => member.scan({ ...part, thread, end })));
  };

  const search = async (query: Float32Array, count: number): Promise<readonly Neighbor[]> => {
    for (;;) {
      changed = new Set();
      const parts = await scanAll({
        threads,
        query: toScanQuery(query),
        count,
        rowError: store.worstError(),
      });
      const hits = parts.flatMap(({ rows, atLeast, atMost }) =>
        rows.map((row, at) => ({ row, atLeast: atLeast[at] ?? 0, atMost: atMost[at] ?? 0 })),
      );
      const farthest = boundOf(hits, count);
      const near = hits.filter(({ atLeast }) => atLeast <= farthest);
      const keys = near.flatMap(({ row }) => store.keyAt(row) ?? []);
      const templates = await templatesOf(keys);
      // One that went away meanwhile may have kept out others that are among the nearest now.
      const isStale = near.some(({ row }) => changed?.has(row) === true);
      changed = null;
      if (isStale) continue;
      return keys
        .flatMap((key) => {
          const template = templates.get(key);
          return template === undefined ? [] : [{ key, distance: distanceOf(template, query) }];
        })
        .sort((a, b) => a.distance - b.distance || a.key - b.key)
        .slice(0, count);
    }
  };

  return {
    size: () => store.size(),
    put(key, template) {
      const row = store.put(key, template);
      changed?.add(row);
    },
    remove(key) {
      const row = store.remove(key);
      if (row !== undefined) changed?.add(row);
      return row !== undefined;
    },
    async nearest(query, count) {
      if (query.length !== dimensions) throw new RangeError(`a query is ${dimensions.toString()} numbers`);
      const mine = last.then(() => (count < 1 ? [] : search(query, count)));
      last = mine.catch(() => undefined);
      return mine;
    },
    async close() {
      await last;
      await Promise.all(team.map((thread) => thread.end()));
      team = [];
    },
  };
}

interface ScanThread {
  scan(request: ScanRequest): Promise<ScanHits>;
  end(): Promise<unknown>;
}

function startThread(path: URL, memory: WasmMemory): ScanThread {
  const worker = new Worker(path, { workerData: memory });
  worker.unref();
  return {
    scan: (request) =>
      new Promise((resolve, reject) => {
        worker.ref();
        const settle = (): void => {
          worker.off('message', done).off('error', failed);
          worker.unref();
        };
        const done = (hits: ScanHits): void => {
          settle();
          resolve(hits);
        };
        const failed = (error: unknown): void => {
          settle();
          reject(error instanceof Error ? error : new Error(String(error)));
        };
        worker.on('message', done).on('error', failed);
        worker.postMessage(request);
      }),
    end: () => worker.terminate(),
  };
}

function distanceOf(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at += 1) sum += ((a[at] ?? 0) - (b[at] ?? 0)) ** 2;
  return Math.sqrt(sum);
}

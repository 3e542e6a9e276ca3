import { parentPort, workerData } from 'node:worker_threads';
import { must } from '#shared/lib/invariant.ts';
import { compileScanRows, scanRows, type ScanRequest } from './scan-rows.ts';
import type { WasmMemory } from './web-assembly.ts';

/** A thread that scans its part of the rows whenever it is asked. */
const port = must(parentPort, 'a thread has a parent');
const memory = workerData as WasmMemory;
const scan = compileScanRows(memory);
port.on('message', (request: ScanRequest) => {
  port.postMessage(scanRows(scan, memory, request));
});

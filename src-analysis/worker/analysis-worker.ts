import { createAnalyzer, type Analyzer } from '../analyze.ts';
import { definitionFolders, mustLoadDefinitions } from '../documents/load-definitions.ts';
import { readFaceCalibration } from '../faces/calibration.ts';
import { describeFaces, type DescribeFacesResult } from '../faces/describe-faces.ts';
import { locateModels } from '../models/locate-models.ts';
import { createModelPool } from '../models/pool.ts';
import { createOcr } from '../ocr/ocr.ts';
import { policy202611 } from '../policy/policy-2026-11.ts';
import { openDivisionCodes, registriesFolder } from '../registries/division-codes.ts';
import { drawSpecimen } from '../samples/draw-specimen.ts';
import type { HostMessage, WorkerMessage } from './messages.ts';
import { render } from './render.ts';
import { serveJobs, type JobHandlers } from './serve-jobs.ts';
import { createThreadedFaceFinder } from './threaded-face-finder.ts';

/**
 * 3 GB: an analysis of two 40-megapixel pictures with the nets stays under 2 GB, so that more is a leak or an attack; the host
 * replaces the process.
 */
const mostResidentBytes = 3 * 1024 ** 3;
const memoryCheckMs = 2000;

/** Electron's `process.parentPort` in a utility process; plain Node has `process.send` instead. */
interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): void;
}

interface Equipment {
  readonly analyzer: Analyzer;
  readonly describeFaces: (bytes: Uint8Array, signal: AbortSignal) => Promise<DescribeFacesResult>;
}

const equipments = new Map<string, Equipment>();

function equipmentOf(modelsFolder: string): Equipment {
  let equipment = equipments.get(modelsFolder);
  if (equipment === undefined) {
    const home = locateModels({ installedFolder: modelsFolder });
    const pool = createModelPool({ folder: home.installedFolder, manifest: home.manifest });
    const calibration = readFaceCalibration(home);
    const faceFinder = createThreadedFaceFinder(
      new URL('./face-thread.js', import.meta.url),
      home.installedFolder,
    );
    const analyzer = createAnalyzer({
      pool,
      faceFinder,
      ocr: createOcr(),
      policy: policy202611,
      calibration,
      definitions: mustLoadDefinitions(definitionFolders(process.env)),
      divisionCodes: openDivisionCodes(registriesFolder(process.env)),
    });
    equipment = {
      analyzer,
      describeFaces: (bytes, signal) =>
        describeFaces(bytes, { faceFinder, policy: policy202611, calibration }, signal),
    };
    equipments.set(modelsFolder, equipment);
  }
  return equipment;
}

/** After an answer: it goes out first. */
const quietMs = 20;

function prepareSoon(analyzer: Analyzer): void {
  setTimeout(() => {
    void analyzer.prepare();
    // What is left of the pictures, most of which nobody has held for long. A whole collection between analyses would also throw away what V8
    // compiled for closures and for shapes of objects that no analysis holds at that moment: it took the next one a seventh longer.
    globalThis.gc?.({ type: 'minor' });
  }, quietMs).unref();
}

const handlers: JobHandlers = {
  async warmUp(modelsFolder) {
    const { analyzer } = equipmentOf(modelsFolder);
    const reply = await analyzer.warmUp();
    prepareSoon(analyzer);
    return reply;
  },
  async analyze(modelsFolder, request, options) {
    const { analyzer } = equipmentOf(modelsFolder);
    try {
      return await analyzer.analyze(request, options);
    } finally {
      prepareSoon(analyzer);
    }
  },
  describeFaces: (modelsFolder, bytes, signal) => equipmentOf(modelsFolder).describeFaces(bytes, signal),
  render,
  drawSpecimen,
};

function main(): void {
  const { parentPort } = process as typeof process & { readonly parentPort?: ParentPort };
  const send = (message: WorkerMessage): void => {
    if (parentPort !== undefined) parentPort.postMessage(message);
    else process.send?.(message);
  };
  const receive = serveJobs(handlers, send, (line) => process.stderr.write(`${line}\n`));
  if (parentPort !== undefined) {
    parentPort.on('message', ({ data }) => {
      receive(data as HostMessage);
    });
  } else {
    process.on('message', (message) => {
      receive(message as HostMessage);
    });
    // The host is gone: nobody waits for an answer any more.
    process.on('disconnect', () => process.exit(0));
  }
  setInterval(() => {
    if (process.memoryUsage.rss() > mostResidentBytes) process.exit(1);
  }, memoryCheckMs).unref();
}

main();

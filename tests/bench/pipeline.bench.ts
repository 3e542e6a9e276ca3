import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { crop } from '#analysis/image/crop.ts';
import { decodeImage } from '#analysis/image/decode.ts';
import { encodeImage } from '#analysis/image/encode.ts';
import type { RgbRaster } from '#analysis/image/raster.ts';
import { locateModels } from '#analysis/models/locate-models.ts';
import { createMrzLineNet } from '#analysis/models/mrz-line-net.ts';
import { createModelPool, mustGetNet } from '#analysis/models/pool.ts';
import { readMrz } from '#analysis/mrz/read-mrz.ts';
import { aCaptureInput, aRequest, aSelfie, aSpecimen } from '#analysis/testing/specimen-pictures.ts';
import { type AnalysisHost, createAnalysisHost } from '#analysis/worker/analysis-host.ts';
import { forkAnalysisWorker } from '#analysis/worker/fork-analysis-worker.ts';
import { must } from '#shared/lib/invariant.ts';
import { millisecondsOf, record, takeTurns } from './figures.ts';

const run = promisify(execFile);
const env = { ...process.env, OMP_THREAD_LIMIT: '1' };
const workerPath = join(import.meta.dirname, '../../out/main/analysis-worker.js');

let folder: string;
let host: AnalysisHost;
let passport: Uint8Array;
let passportFile: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vidimus-bench-'));
  host = createAnalysisHost({
    spawn: () => forkAnalysisWorker(workerPath),
    modelsFolder: locateModels().installedFolder,
  });
  await host.warmUp();
  // 1600 px: the width that the goals name, and about what a phone's capture page sends.
  passport = await encodeImage(await decoded(await aSpecimen()), { format: 'jpeg', maxSidePx: 1600 });
  passportFile = join(folder, 'passport.jpg');
  await writeFile(passportFile, passport);
});
afterAll(async () => {
  host.close();
  await rm(folder, { recursive: true });
});

async function decoded(bytes: Uint8Array): Promise<RgbRaster> {
  const reply = await decodeImage(bytes);
  return must(reply.ok ? reply.image : null, 'a picture of ours');
}

/** One page segmentation of the file by the Tesseract command, on one thread: more are many times slower. */
function tesseract(file: string, psm: number): Promise<number> {
  return millisecondsOf(() => run('tesseract', [file, '-', '--psm', psm.toString()], { env }));
}

it('whole verification', async () => {
  const captures = [aCaptureInput('front', passport), aCaptureInput('selfie', await aSelfie())];
  const analyze = async (): Promise<void> => {
    const reply = await host.analyze(aRequest(captures), { signal: new AbortController().signal });
    expect(reply.ok && reply.analysis.verdict.outcome).toBe('approve');
  };
  // Sessions stream in all day; the first few after a start are half as slow again, until V8 has compiled the loops.
  for (let session = 0; session < 8; session++) await analyze();
  const taken = await takeTurns(
    21,
    () => millisecondsOf(analyze),
    () => tesseract(passportFile, 3),
  );
  record(
    {
      name: 'whole verification',
      ours: 'document with MRZ and selfie, all 17 checks, a worker that has analyzed eight sessions',
      baseline: 'tesseract --psm 3 of the same 1600 px picture, one thread',
      unit: 'ms',
      goal: 1,
    },
    taken,
  );
});

it('MRZ of a located crop', async () => {
  const { manifest, installedFolder } = locateModels();
  const pool = createModelPool({ manifest, folder: installedFolder, intraOpThreads: 1 });
  const recognizer = createMrzLineNet(await mustGetNet(pool, 'mrz-line'));
  const page = await decoded(passport);
  const found = await readMrz(page, recognizer, { referenceDate: new Date('2026-11-25') });
  if (found.kind !== 'read') throw new Error('the specimen has a zone');
  const corners = found.lines.flatMap(({ quad }) => quad);
  const marginPx = 20;
  const left = Math.max(0, Math.floor(Math.min(...corners.map(({ x }) => x)) - marginPx));
  const top = Math.max(0, Math.floor(Math.min(...corners.map(({ y }) => y)) - marginPx));
  const right = Math.min(page.width, Math.ceil(Math.max(...corners.map(({ x }) => x)) + marginPx));
  const bottom = Math.min(page.height, Math.ceil(Math.max(...corners.map(({ y }) => y)) + marginPx));
  const zone = crop(page, { x: left, y: top, width: right - left, height: bottom - top });
  const zoneFile = join(folder, 'zone.png');
  await writeFile(zoneFile, await encodeImage(zone, { format: 'png' }));

  const taken = await takeTurns(
    31,
    () =>
      millisecondsOf(async () => {
        const again = await readMrz(zone, recognizer, { referenceDate: new Date('2026-11-25') });
        expect(again).toMatchObject({ kind: 'read', format: 'TD3' });
      }),
    () => tesseract(zoneFile, 6),
  );
  await pool.dispose();
  record(
    {
      name: 'MRZ of a located crop',
      ours: 'locate, recognize, decode under the format’s rules, warm, one thread',
      baseline: 'tesseract --psm 6 of the same crop, one thread',
      unit: 'ms',
      goal: 0.1,
    },
    taken,
  );
});

it.skipIf(process.platform !== 'linux')('peak memory of the worker (Linux: read from /proc)', async () => {
  const captures = [aCaptureInput('front', passport), aCaptureInput('selfie', await aSelfie())];
  const taken = await takeTurns(
    3,
    async () => {
      let pid = 0;
      const own = createAnalysisHost({
        spawn: () => {
          const child = forkAnalysisWorker(workerPath);
          // Renderings have a process of their own, which starts with the first of them: this is the analysis.
          pid = child.pid ?? 0;
          return child;
        },
        modelsFolder: locateModels().installedFolder,
      });
      for (let session = 0; session < 5; session++) {
        const reply = await own.analyze(aRequest(captures), { signal: new AbortController().signal });
        expect(reply.ok).toBe(true);
      }
      const peak = peakMegabytesOf(pid);
      own.close();
      return peak;
    },
    async () => {
      const { stdout } = await run(process.execPath, [
        '-e',
        "console.log(require('node:fs').readFileSync('/proc/self/status', 'utf8'))",
      ]);
      return peakIn(stdout);
    },
  );
  record(
    {
      name: 'peak memory of the worker',
      ours: 'after five sessions',
      baseline: 'a Node process that does nothing',
      unit: 'MB',
      goal: null,
    },
    taken,
  );
});

function peakMegabytesOf(pid: number): number {
  return peakIn(readFileSync(`/proc/${pid.toString()}/status`, 'utf8'));
}

/** The high-water mark of resident memory. */
function peakIn(status: string): number {
  return Number(must(/VmHWM:\s+(\d+) kB/.exec(status)?.[1], 'a status with its peak')) / 1024;
}

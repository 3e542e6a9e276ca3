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
import { idCardAndSelfie } from '#shared/domain/scenario.ts';
import { must } from '#shared/lib/invariant.ts';
import { drawCards } from './bench-card.ts';
import { record, recordSpent, takeTurns } from './figures.ts';
import { spentOn } from './processor-time.ts';
import { tesseract } from './tesseract-command.ts';

const run = promisify(execFile);
const workerPath = join(import.meta.dirname, '../../out/main/analysis-worker.js');

let folder: string;
let host: AnalysisHost;
/** The process that analyzes: renderings, which nobody asks for here, would have one of their own. */
let workerPid = 0;
let passport: Uint8Array;
let passportFile: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vidimus-bench-'));
  host = createAnalysisHost({
    spawn: () => {
      const child = forkAnalysisWorker(workerPath);
      workerPid = child.pid ?? 0;
      return child;
    },
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

/** What the worker does after an answer, such as starting the next Tesseracts, must not slow down the baseline beside it. */
async function thenQuiet<Value>(work: () => Promise<Value>): Promise<Value> {
  const value = await work();
  await new Promise((resolve) => setTimeout(resolve, 400));
  return value;
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
    () => thenQuiet(() => spentOn(analyze, workerPid)),
    () => spentOn(() => tesseract(passportFile, 3)),
  );
  recordSpent(
    {
      name: 'whole verification',
      ours: 'passport and selfie, every check, a worker that has analyzed eight sessions',
      baseline: 'tesseract --psm 3 of the same 1600 px picture, one thread',
      goal: 1,
    },
    taken,
  );
});

it('two-sided card and selfie', async () => {
  const { cards, remove } = await drawCards(['td1-card']);
  const { front, back } = cards['td1-card'];
  const captures = [
    aCaptureInput('front', front.bytes),
    aCaptureInput('back', back.bytes),
    aCaptureInput('selfie', await aSelfie()),
  ];
  const request = aRequest(captures, { scenario: idCardAndSelfie });
  const analyze = async (): Promise<void> => {
    const reply = await host.analyze(request, { signal: new AbortController().signal });
    expect(reply.ok && reply.analysis.steps[0]?.document).toMatchObject({ type: 'id-card', format: 'TD1' });
  };
  for (let session = 0; session < 8; session++) await analyze();
  const taken = await takeTurns(
    15,
    () => thenQuiet(() => spentOn(analyze, workerPid)),
    () =>
      spentOn(async () => {
        for (const { file } of [front, back]) await tesseract(file, 3);
      }),
  );
  await remove();
  recordSpent(
    {
      name: 'two-sided card and selfie',
      ours: 'front, back and selfie, every check, a worker that has analyzed eight of them',
      baseline: 'tesseract --psm 3 of the front, then of the back, the same 1800 px pictures, one thread',
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
      spentOn(async () => {
        const again = await readMrz(zone, recognizer, { referenceDate: new Date('2026-11-25') });
        expect(again).toMatchObject({ kind: 'read', format: 'TD3' });
      }),
    () => spentOn(() => tesseract(zoneFile, 6)),
  );
  await pool.dispose();
  recordSpent(
    {
      name: 'MRZ of a located crop',
      ours: 'locate, recognize, decode under the format’s rules, warm, one thread',
      baseline: 'tesseract --psm 6 of the same crop, one thread',
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

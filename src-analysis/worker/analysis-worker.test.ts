import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { locateModels } from '../models/locate-models.ts';
import { aCaptureInput, aRequest, aSelfie } from '../testing/specimen-pictures.ts';
import { createAnalysisHost, type AnalysisHost, type ChildLike } from './analysis-host.ts';
import { forkAnalysisWorker } from './fork-analysis-worker.ts';

// Real processes: the built worker.

const workerEntry = join(import.meta.dirname, '..', '..', 'out', 'main', 'analysis-worker.js');
let host: AnalysisHost;
let children: ChildLike[];

function start(): void {
  children = [];
  host = createAnalysisHost({
    modelsFolder: locateModels().installedFolder,
    spawn: () => {
      const child = forkAnalysisWorker(workerEntry);
      children.push(child);
      return child;
    },
  });
}
afterEach(() => {
  host.close();
});

it('analyzes and renders in processes of its own', async () => {
  start();
  expect(await host.warmUp()).toEqual({ ok: true });
  const bytes = await aSelfie();
  const stages: string[] = [];
  const [reply, picture] = await Promise.all([
    host.analyze(aRequest([aCaptureInput('selfie', bytes)]), {
      onProgress: ({ stage }) => stages.push(stage),
    }),
    host.render({ bytes, maxPx: 64 }),
  ]);
  expect(reply).toMatchObject({ ok: true, analysis: { verdict: { outcome: 'ask-again' } } });
  expect(stages.at(-1)).toBe('checks');
  expect(picture).toMatchObject({ ok: true, mediaType: 'image/jpeg', height: 64 });
  expect(children).toHaveLength(2);
});

it('describes the faces of any picture, beside a running analysis, and says which picture has none', async () => {
  start();
  const bytes = await aSelfie();
  const [described, again, none] = await Promise.all([
    host.describeFaces(bytes),
    host.describeFaces(bytes),
    host.describeFaces(Buffer.from('no picture')),
  ]);
  expect(described).toMatchObject({ ok: true, faces: [{ isClear: true }] });
  expect(again).toEqual(described);
  expect(none).toEqual({ ok: false, code: 'unknown-format' });
  expect(children).toHaveLength(1);
});

it('loses one job to a crash, and works on in a fresh process', async () => {
  start();
  const bytes = await aSelfie();
  const crashed = host.render({ bytes, maxPx: 64 });
  await new Promise((resolve) => setTimeout(resolve, 20));
  children[0]?.kill();
  expect(await crashed).toEqual({ ok: false, code: 'worker-died' });
  expect(await host.render({ bytes, maxPx: 64 })).toMatchObject({ ok: true });
  expect(children).toHaveLength(2);
});

it('stops an analysis that nobody waits for, and works on', async () => {
  start();
  await host.warmUp();
  const request = aRequest([aCaptureInput('selfie', await aSelfie())]);
  const controller = new AbortController();
  const job = host.analyze(request, {
    signal: controller.signal,
    onProgress: () => {
      controller.abort(new Error('no longer wanted'));
    },
  });
  await expect(job).rejects.toThrow('no longer wanted');
  expect(await host.analyze(request)).toMatchObject({ ok: true });
});

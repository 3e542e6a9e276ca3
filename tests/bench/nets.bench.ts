import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAnalyzer } from '#analysis/analyze.ts';
import { definitionFolders, mustLoadDefinitions } from '#analysis/documents/load-definitions.ts';
import { createFaceFinder } from '#analysis/faces/face-finder.ts';
import { readFaceCalibration } from '#analysis/faces/calibration.ts';
import { locateModels } from '#analysis/models/locate-models.ts';
import { createModelPool, mustGetNet, type ModelPool, type TensorValue } from '#analysis/models/pool.ts';
import { createOcr } from '#analysis/ocr/ocr.ts';
import { policy202611 } from '#analysis/policy/policy-2026-11.ts';
import { aCaptureInput, aRequest, aSelfie, aSpecimen } from '#analysis/testing/specimen-pictures.ts';
import { must } from '#shared/lib/invariant.ts';
import { recordSpent, takeTurns } from './figures.ts';
import { spentOn } from './processor-time.ts';

// Each net by itself, as the pool runs it in an analysis, beside the same file with the runtime's own options: as many threads as there are
// cores, which spin while they wait. What goes in is what a passport and a selfie put into it, all calls of the analysis one after the other.

type Inputs = Readonly<Record<string, TensorValue>>;

const home = locateModels();
const { models } = home.manifest;
const ran = new Map<string, Inputs[]>();
let pool: ModelPool;

beforeAll(async () => {
  pool = createModelPool({ manifest: home.manifest, folder: home.installedFolder });
  const listening: ModelPool = {
    ...pool,
    async session(name) {
      const result = await pool.session(name);
      if (!result.ok) return result;
      const { net } = result;
      return {
        ok: true,
        net: {
          ...net,
          run(inputs) {
            // A copy: whoever asked may use its arrays again.
            const kept = Object.entries(inputs).map(
              ([input, { data, dims }]) => [input, { data: data.slice(), dims }] as const,
            );
            ran.set(name, [...(ran.get(name) ?? []), Object.fromEntries(kept)]);
            return net.run(inputs);
          },
        },
      };
    },
  };
  const ocr = createOcr();
  const analyzer = createAnalyzer({
    pool: listening,
    faceFinder: createFaceFinder(listening),
    ocr,
    policy: policy202611,
    calibration: readFaceCalibration(home),
    definitions: mustLoadDefinitions(definitionFolders({})),
  });
  const passport = await aSpecimen();
  const request = aRequest([aCaptureInput('front', passport), aCaptureInput('selfie', await aSelfie())]);
  const reply = await analyzer.analyze(request);
  await ocr.dispose();
  expect(reply.ok).toBe(true);
});
afterAll(() => pool.dispose());

describe.each(models)('$name', ({ name, file, optional }) => {
  it('beside the default options of the runtime', async ({ skip }) => {
    const result = await pool.session(name);
    if (optional && !result.ok) skip('this optional pack is not installed');
    const net = await mustGetNet(pool, name);
    const calls = ran.get(name);
    if (calls === undefined) {
      // None of what is always installed may be left out by chance.
      expect(optional).toBe(true);
      skip('a passport and a selfie do not ask it');
    }
    const inputs = must(calls, 'calls of an analysis');
    const byDefault = await InferenceSession.create(await readFile(join(home.installedFolder, file)));
    const feeds = inputs.map((call) =>
      Object.fromEntries(
        Object.entries(call).map(([input, { data, dims }]) => [input, new Tensor('float32', data, dims)]),
      ),
    );
    const taken = await takeTurns(
      31,
      () =>
        spentOn(async () => {
          for (const call of inputs) await net.run(call);
        }),
      () =>
        spentOn(async () => {
          for (const feed of feeds) await byDefault.run(feed);
        }),
    );
    await byDefault.release();
    const times = inputs.length === 1 ? 'its one call' : `its ${inputs.length.toString()} calls`;
    recordSpent(
      {
        name: `net: ${name}`,
        ours: `${times} of a passport and a selfie, with the pool's options`,
        baseline: 'the same with the options that onnxruntime has by default',
        goal: null,
      },
      taken,
    );
  });
});

import { expect, it } from 'vitest';
import type { Face, FaceQuality } from '../faces/face.ts';
import type { FaceExpectation } from '../faces/detect-faces.ts';
import { aRect, aSelfiePhoto, selfieId } from '../testing/builders.ts';
import type { CaptureFeatures } from './capture-features.ts';
import { missing } from './feature-outcome.ts';
import { extractSelfieFeatures } from './selfie-features.ts';

const aFace = (quality: Partial<FaceQuality>): Face => ({
  boxPx: aRect(),
  score: 0.9,
  landmarksPx: Array.from({ length: 68 }, () => ({ x: 100, y: 100 })),
  embedding: new Float32Array(128),
  age: 30,
  sex: 'female',
  sexConfidence: 0.9,
  quality: aSelfiePhoto({ quality }).quality,
});

/** A selfie on which these faces are found, and what they were asked for with. */
function aCapture(faces: readonly Face[]): { capture: CaptureFeatures; asked: FaceExpectation[] } {
  const asked: FaceExpectation[] = [];
  const capture: Pick<
    CaptureFeatures,
    'input' | 'decoded' | 'faces' | 'texture' | 'gray' | 'shrunk' | 'head' | 'realness'
  > = {
    input: { stepId: 'selfie', captureId: selfieId, side: 'selfie', sha256: '', bytes: new Uint8Array() },
    decoded: () =>
      Promise.resolve({
        ok: true,
        image: { width: 1, height: 1, channels: 3, data: new Uint8Array(3) },
        info: { exif: {} },
      } as Awaited<ReturnType<CaptureFeatures['decoded']>>),
    texture: () => Promise.resolve(null),
    gray: () => Promise.resolve(null),
    shrunk: () => Promise.resolve(null),
    head: () => Promise.resolve(null),
    realness: () => Promise.resolve(null),
    faces: (expectation = {}) => {
      asked.push(expectation);
      return Promise.resolve(faces);
    },
  };
  return { capture: capture as CaptureFeatures, asked };
}

const featuresOf = async (...faces: readonly Face[]) =>
  (await extractSelfieFeatures(aCapture(faces).capture, 'selfie')).features;

it('has the parts of the face looked at, and tells what they are', async () => {
  const { capture, asked } = aCapture([
    aFace({ eyeOpening: 0.75, eyesCovered: 0.25, lowerFaceCovered: 0.5 }),
  ]);
  const { selfieEyes, selfieCover } = (await extractSelfieFeatures(capture, 'selfie')).features;
  expect(asked).toEqual([{ withParts: true }]);
  expect(selfieEyes).toMatchObject({ ok: true, value: { captureId: selfieId, opening: 0.75 } });
  expect(selfieCover).toMatchObject({ ok: true, value: { eyes: 0.25, lowerFace: 0.5 } });
});

it('tells nothing of eyes that are hidden, or of a face whose landmarks did not settle', async () => {
  const hidden = await featuresOf(aFace({ eyeOpening: null, eyesCovered: 1 }));
  expect(hidden.selfieEyes).toEqual(missing('eyes-covered'));
  expect(hidden.selfieCover.ok).toBe(true);
  const unsettled = await featuresOf(
    aFace({ eyeOpening: null, eyesCovered: null, lowerFaceCovered: null, sharpness: 0 }),
  );
  expect([unsettled.selfieEyes, unsettled.selfieCover]).toEqual([
    missing('selfie-unclear'),
    missing('selfie-unclear'),
  ]);
  expect(unsettled.selfiePhoto.ok).toBe(true);
});

it('says that there is no picture, or nobody on it', async () => {
  const { features } = await extractSelfieFeatures(undefined, 'selfie');
  expect(features.selfieEyes).toEqual(missing('capture-missing'));
  expect((await featuresOf()).selfieCover).toEqual(missing('no-face'));
});

it('measures the mouth where it is seen, and says where too little ground is', async () => {
  const seen = await featuresOf(aFace({ mouthOpening: 0.2 }));
  expect(seen.selfieMouth).toMatchObject({ ok: true, value: { captureId: selfieId, opening: 0.2 } });
  expect(seen.selfieGround).toEqual(missing('ground-not-seen'));
  expect(seen.selfieHead).toEqual(missing('head-too-small'));
  const masked = await featuresOf(aFace({ lowerFaceCovered: 0.99 }));
  expect(masked.selfieMouth).toEqual(missing('mouth-covered'));
});

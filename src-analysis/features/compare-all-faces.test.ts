import { expect, it } from 'vitest';
import type { FaceRole } from '#shared/domain/analysis.ts';
import type { Face } from '../faces/face.ts';
import { policy202611 } from '../policy/policy-2026-11.ts';
import { aCalibration, aFace, aSelfiePhoto } from '../testing/builders.ts';
import { compareAllFaces, type SessionFaceFacts } from './compare-all-faces.ts';

const { portraitSharpness, selfieSharpness, ...others } = policy202611.thresholds;
const thresholds = {
  ...others,
  portraitSharpness: { ...portraitSharpness, value: 15 },
  selfieSharpness: { ...selfieSharpness, value: 20 },
};

function aSessionFace(
  id: string,
  role: FaceRole,
  { interEyePx = 60, sharpness = 100, at = 0 } = {},
): SessionFaceFacts {
  const { quality } = aSelfiePhoto({ quality: { interEyePx, sharpness } });
  const face = { embedding: Float32Array.of(at, 0), quality } as Face;
  return { face, analyzed: aFace({ id, role }) };
}

it('compares each with each, the earlier one first', () => {
  const faces = [
    aSessionFace('portrait', 'document-portrait'),
    aSessionFace('selfie', 'selfie', { at: 0.3 }),
    aSessionFace('held', 'held-portrait', { at: 0.4 }),
  ];
  const { pairs, notCompared } = compareAllFaces(faces, thresholds, aCalibration());
  expect(pairs.map(({ a, b, distance }) => [a.analyzed.id, b.analyzed.id, distance.toFixed(2)])).toEqual([
    ['portrait', 'selfie', '0.30'],
    ['portrait', 'held', '0.40'],
    ['selfie', 'held', '0.10'],
  ]);
  expect(notCompared).toEqual([]);
});

it('says of a face too small that it is, whoever it is held against, and never how far away it is', () => {
  const faces = [
    aSessionFace('portrait', 'document-portrait'),
    aSessionFace('selfie', 'selfie'),
    aSessionFace('held', 'held-portrait', { interEyePx: 17, at: 0.9 }),
  ];
  const { pairs, notCompared } = compareAllFaces(faces, thresholds, aCalibration());
  expect(pairs).toHaveLength(1);
  expect(notCompared).toEqual([
    { a: 'portrait', b: 'held', reason: 'face-too-small', poorer: 'held' },
    { a: 'selfie', b: 'held', reason: 'face-too-small', poorer: 'held' },
  ]);
});

it('holds printed faces against the sharpness of portraits and others against that of selfies', () => {
  const faces = [
    aSessionFace('portrait', 'ghost-portrait', { sharpness: 15 }),
    aSessionFace('selfie', 'liveness', { sharpness: 19 }),
  ];
  expect(compareAllFaces(faces, thresholds, aCalibration()).notCompared).toEqual([
    { a: 'portrait', b: 'selfie', reason: 'face-unclear', poorer: 'selfie' },
  ]);
});

it('compares nobody where it is not known how alike strangers are to the net', () => {
  const faces = [aSessionFace('portrait', 'document-portrait'), aSessionFace('selfie', 'selfie')];
  expect(compareAllFaces(faces, thresholds, null)).toEqual({
    pairs: [],
    notCompared: [{ a: 'portrait', b: 'selfie', reason: 'not-calibrated', poorer: null }],
  });
});

it('compares no face of which too much is hidden or turned away', () => {
  const selfie = aSessionFace('selfie', 'selfie');
  const covered = { ...selfie.face, quality: { ...selfie.face.quality, lowerFaceCovered: 1 } };
  const faces = [aSessionFace('portrait', 'document-portrait'), { ...selfie, face: covered }];
  expect(compareAllFaces(faces, thresholds, aCalibration()).notCompared).toEqual([
    { a: 'portrait', b: 'selfie', reason: 'face-covered', poorer: 'selfie' },
  ]);
});

import type { AnalyzedFace } from '#shared/domain/analysis.ts';
import type { CaptureId } from '#shared/domain/ids.ts';
import type { Face } from '../faces/face.ts';
import { meanPoint } from '../faces/face-template.ts';

/** A face as the result tells of it: without the template, which never leaves the analysis. */
export function toAnalyzedFace(
  face: Face,
  captureId: CaptureId,
  index: number,
  role: AnalyzedFace['role'],
): AnalyzedFace {
  const { boxPx, score, landmarksPx, age, sex, quality } = face;
  return {
    id: `${captureId}:${String(index)}`,
    captureId,
    role,
    regionPx: boxPx,
    rollDeg: quality.rollDeg,
    score: Math.min(1, Math.max(0, score)),
    eyesPx: [meanPoint(landmarksPx.slice(36, 42)), meanPoint(landmarksPx.slice(42, 48))],
    age,
    sex,
    interEyePx: quality.interEyePx,
  };
}

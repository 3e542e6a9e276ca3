import type { Point } from '#shared/domain/geometry.ts';
import { toGray } from '../image/gray.ts';
import type { GrayRaster, RgbRaster } from '../image/raster.ts';
import type { FaceQuality } from './face.ts';
import { estimateHeadPose } from './head-pose.ts';
import { meanPoint, pointAt } from './face-template.ts';

/**
 * Quality of a face from its aligned 150 px crop and its landmarks in the picture. On our rendered people: sharpness 20
 * and up as taken, under 8 when the face was only 40 px high.
 */
export function measureFaceQuality(aligned: RgbRaster, landmarksPx: readonly Point[]): FaceQuality {
  const gray = toGray(aligned);
  const left = meanPoint(landmarksPx.slice(36, 42));
  const right = meanPoint(landmarksPx.slice(42, 48));
  const light = measureLight(gray);
  return {
    interEyePx: Math.hypot(right.x - left.x, right.y - left.y),
    ...light,
    ...estimateHeadPose(landmarksPx),
    ...measureMouth(landmarksPx, Math.hypot(right.x - left.x, right.y - left.y)),
    eyeOpening: null,
    eyesCovered: null,
    lowerFaceCovered: null,
  };
}

/** The inner lips' points that lie above one another. */
const innerLips = [
  [61, 67],
  [62, 66],
  [63, 65],
] as const;

function measureMouth(
  landmarksPx: readonly Point[],
  interEyePx: number,
): Pick<FaceQuality, 'mouthOpening' | 'mouthWidth'> {
  const between = (a: number, b: number): number => {
    const [from, to] = [pointAt(landmarksPx, a), pointAt(landmarksPx, b)];
    return Math.hypot(to.x - from.x, to.y - from.y);
  };
  const widthPx = between(48, 54);
  const gapPx = innerLips.reduce((sum, [upper, lower]) => sum + between(upper, lower), 0) / innerLips.length;
  return { mouthOpening: gapPx / Math.max(widthPx, 1), mouthWidth: widthPx / Math.max(interEyePx, 1) };
}

// The face's own ellipse in the aligned crop (template with padding 0.25): brows to mouth, cheek to cheek.
const ellipse = { x: 74, y: 72, radiusX: 45, radiusY: 52 };

function measureLight({
  width,
  data,
}: GrayRaster): Pick<FaceQuality, 'sharpness' | 'brightness' | 'contrast' | 'imbalance'> {
  let [count, sum, squares, laplacians, laplacianSquares] = [0, 0, 0, 0, 0];
  const halves = { left: { count: 0, sum: 0 }, right: { count: 0, sum: 0 } };
  for (let y = ellipse.y - ellipse.radiusY; y <= ellipse.y + ellipse.radiusY; y += 1) {
    const halfWidth = Math.floor(ellipse.radiusX * Math.sqrt(1 - ((y - ellipse.y) / ellipse.radiusY) ** 2));
    for (let x = ellipse.x - halfWidth; x <= ellipse.x + halfWidth; x += 1) {
      const at = y * width + x;
      const luma = data[at] ?? 0;
      const around =
        (data[at - 1] ?? 0) + (data[at + 1] ?? 0) + (data[at - width] ?? 0) + (data[at + width] ?? 0);
      const laplacian = around - 4 * luma;
      count += 1;
      sum += luma;
      squares += luma * luma;
      laplacians += laplacian;
      laplacianSquares += laplacian * laplacian;
      const half = x < ellipse.x ? halves.left : halves.right;
      half.count += 1;
      half.sum += luma;
    }
  }
  const brightness = sum / count;
  const variance = squares / count - brightness ** 2;
  const laplacianVariance = laplacianSquares / count - (laplacians / count) ** 2;
  const leftLuma = halves.left.sum / halves.left.count;
  const rightLuma = halves.right.sum / halves.right.count;
  return {
    // One gray level squared keeps an all but uniform crop from looking sharp.
    sharpness: (1000 * laplacianVariance) / (variance + 1),
    brightness,
    contrast: Math.sqrt(Math.max(0, variance)),
    imbalance: 1 - Math.min(leftLuma, rightLuma) / Math.max(leftLuma, rightLuma, 1),
  };
}

import type { Point, Rect } from '#shared/domain/geometry.ts';
import type { RgbRaster } from '../image/raster.ts';
import { applySimilarity, fitSimilarity, warpSimilarity, type Similarity } from '../image/warp.ts';
import { mustGetOutput, type Net } from '../models/pool.ts';
import type { FaceDetection } from './detect-faces.ts';
import { fivePointsOf, meanFivePoints, placeTemplatePoint, pointAt } from './face-template.ts';
import { cropToSquare, toInterleavedFloats } from './net-input.ts';

const side = 112;
// The room around the mean face that the net was trained with.
const alignedPadding = 0.3;
// On 8 rendered pictures an upright face gave at most 0.07, a face turned by one to three quarters at least 0.23.
const sureDisagreement = 0.12;
// Of those pictures frontal ones gave 0.05 to 0.09, heads turned by 30 degrees up to 0.2, wrong turns 0.1 and up: the latter two are
// told apart by trying every turn.
const sureMisfit = 0.1;
// The eyes of an upright face, the head turned by up to 40 degrees, are 0.3 to 0.45 of the box's width apart.
const leastEyesOfBox = 0.18;
// Detectors mostly say right how a face lies, and an upright one that is tilted settles upside down too: of 22 photographed faces three came to lie
// wrong, one with this. On 143 faces of rendered people in every turn it makes no difference: 9 lie wrong with it, 10 without.
const otherTurnCost = 0.09;
// After the box of a face upside down, which lies askew, the passes settle at the third or fourth, or never.
const mostPasses = 3;

export interface Landmarks {
  readonly points: readonly Point[];
  /** Whether any two passes came to agree; where none did, as in a picture badly out of focus, the points mean nothing. */
  readonly isSettled: boolean;
  /** How far two passes that should agree are apart on average, as a share of the distance of the eyes: over 0.25 it is hardly a face. */
  readonly disagreement: number;
}

/**
 * The 68 landmarks in two or more passes: first on the detector's box or points, then on a crop aligned by the pass before, which
 * holds up to 30 degrees of roll (TAR at FAR 1 % .954 instead of .921 for one pass). A detector also finds faces lying on their side and
 * standing on their head, without saying so (measured: on their side always read right, on their head in 5 of 7 pictures); the net reads such a face differently in each pass, so that where passes
 * don't come to agree the other quarter turns are tried, and the turn with the best agreement is taken. Whoever knows that the face is
 * upright says so: of 8 heads turned by 30 degrees, 640 px high, 2 were else taken for standing on their head.
 */
export async function findLandmarks(
  net: Net,
  image: RgbRaster,
  detection: FaceDetection,
  { isUpright = false }: { readonly isUpright?: boolean } = {},
): Promise<Landmarks> {
  const { fivePointsPx, boxPx, quarterTurns } = detection;
  const least = leastEyesOfBox * boxPx.width;
  const candidates: Candidate[] = [];
  if (fivePointsPx !== undefined) {
    const settled = await settle(net, image, await alignedPass(net, image, fivePointsPx), least);
    candidates.push({ ...settled, cost: 0 });
  }
  for (const further of isUpright ? [0] : [0, 1, 3, 2]) {
    const [first] = candidates;
    if (first !== undefined && candidates.length === 1 && isSure(first)) return first;
    const start = await boxPass(net, image, boxPx, (quarterTurns + further) % 4);
    const settled = await settle(net, image, start, least);
    candidates.push({ ...settled, cost: further === 0 ? 0 : otherTurnCost });
  }
  return candidates.reduce((best, other) => (doubtOf(other) < doubtOf(best) ? other : best));
}

/** Of points heaped up where no face is: more than any two passes over a face can be apart. */
const collapsed = 2;

interface Candidate extends Landmarks {
  /** Of eyes, nose and mouth from a mean face's, root mean square over the distance of the eyes. */
  readonly misfit: number;
  /** For lying otherwise than the detector says. */
  readonly cost: number;
}

function isSure({ disagreement, misfit }: Candidate): boolean {
  return disagreement < sureDisagreement && misfit < sureMisfit;
}

function doubtOf({ disagreement, misfit, cost }: Candidate): number {
  return disagreement + misfit + cost;
}

/** Passes from `before` on until two agree. Points heaped up in a corner of the box agree with each other and are no face. */
async function settle(
  net: Net,
  image: RgbRaster,
  before: Point[],
  leastEyesPx: number,
): Promise<Omit<Candidate, 'cost'>> {
  let points = before;
  let disagreement = Infinity;
  for (let pass = 0; pass < mostPasses && disagreement >= sureDisagreement; pass += 1) {
    const next = await alignedPass(net, image, fivePointsOf(points));
    const five = fivePointsOf(next);
    const eyesPx = distance(pointAt(five, 0), pointAt(five, 1));
    if (eyesPx < leastEyesPx) return { points: next, isSettled: false, disagreement: collapsed, misfit: 1 };
    const apart =
      next.reduce((sum, point, index) => sum + distance(point, pointAt(points, index)), 0) / next.length;
    disagreement = apart / Math.max(eyesPx, 1);
    points = next;
  }
  return { points, isSettled: true, disagreement, misfit: misfitOf(points) };
}

function misfitOf(points: readonly Point[]): number {
  const five = fivePointsOf(points);
  const mapping = fitSimilarity(meanFivePoints, five);
  const eyes = Math.max(1, distance(pointAt(five, 0), pointAt(five, 1)));
  const squares = meanFivePoints.map(
    (point, k) => distance(applySimilarity(mapping, point), pointAt(five, k)) ** 2,
  );
  return Math.sqrt(squares.reduce((sum, value) => sum + value, 0) / squares.length) / eyes;
}

async function boxPass(net: Net, image: RgbRaster, boxPx: Rect, turns: number): Promise<Point[]> {
  const { frame, box } = uprightFrame(boxPx, turns);
  const { square, mapping } = cropToSquare(image, frame, box, side);
  return readLandmarks(net, square, mapping);
}

async function alignedPass(net: Net, image: RgbRaster, fivePointsPx: readonly Point[]): Promise<Point[]> {
  const template = meanFivePoints.map((point) => placeTemplatePoint(point, alignedPadding, side));
  const mapping = fitSimilarity(template, fivePointsPx);
  return readLandmarks(net, warpSimilarity(image, mapping, side, side), mapping);
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

/** The box in a frame turned about its center, so that a face that needs `turns` quarters clockwise stands upright in it. */
function uprightFrame(boxPx: Rect, turns: number): { frame: Similarity; box: Rect } {
  const center = { x: boxPx.x + boxPx.width / 2, y: boxPx.y + boxPx.height / 2 };
  const [a, b] = turns === 0 ? [1, 0] : turns === 1 ? [0, -1] : turns === 2 ? [-1, 0] : [0, 1];
  const swapped = turns % 2 === 1;
  const [width, height] = swapped ? [boxPx.height, boxPx.width] : [boxPx.width, boxPx.height];
  const frame = { a, b, tx: center.x, ty: center.y };
  return { frame, box: { x: -width / 2, y: -height / 2, width, height } };
}

async function readLandmarks(net: Net, square: RgbRaster, mapping: Similarity): Promise<Point[]> {
  const outputs = await net.run({ image: { data: toInterleavedFloats([square]), dims: [1, side, side, 3] } });
  const parts = mustGetOutput(outputs, 'landmarks').data;
  return Array.from({ length: 68 }, (_, index) =>
    applySimilarity(mapping, { x: (parts[index * 2] ?? 0) * side, y: (parts[index * 2 + 1] ?? 0) * side }),
  );
}

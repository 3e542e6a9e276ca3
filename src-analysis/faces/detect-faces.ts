import { intersectionOverUnion, type Point, type Rect } from '#shared/domain/geometry.ts';
import { crop } from '../image/crop.ts';
import type { RgbRaster } from '../image/raster.ts';
import { shrinkNatively } from '../image/resize-natively.ts';
import { rotateQuarter } from '../image/warp.ts';
import { mustGetNet, mustGetOutput, type ModelPool, type Net } from '../models/pool.ts';
import { brightenDark } from './brighten-dark.ts';
import { letterbox, placeIn, toBgrPlanes, toInterleavedFloats } from './net-input.ts';

/** A face found, before anything is known of it. */
export interface FaceDetection {
  /** Clipped to the picture. */
  readonly boxPx: Rect;
  readonly score: number;
  /** Quarter turns clockwise that make the face roughly upright. */
  readonly quarterTurns: 0 | 1 | 2 | 3;
  /** Left eye, right eye, nose tip, corners of the mouth as seen in the upright picture, where the detector marks them. */
  readonly fivePointsPx?: readonly Point[];
}

type QuarterTurns = FaceDetection['quarterTurns'];
type Candidate = Omit<FaceDetection, 'quarterTurns'>;
type Detector = (image: RgbRaster) => Promise<Candidate[]>;

// The detectors look at 512 and 640 px: twice that loses nothing they would see, and spares the later passes the megapixels.
const searchSidePx = 1280;
// Measured on worn portraits of 64 px: 25 of 25 found at 0.3 with a margin, 4 of 25 at 0.5 without.
const ssdThreshold = 0.3;
const yunetThreshold = 0.6;
// Below this the picture is searched again with a margin and turned, and the most certain answer taken.
const certainScore = 0.6;

/** What is known of a picture before faces are sought on it. */
export interface FaceExpectation {
  /** By how many quarter turns clockwise the picture becomes upright, where that is known: faces lying otherwise are not sought. */
  readonly quarterTurns?: QuarterTurns;
  /** Whether a face must be on it, by default so; else it is not looked at again with a margin, which costs as much as the first look. */
  readonly isExpected?: boolean;
  /** Fainter ones are of no use to who asks. */
  readonly leastScore?: number;
  /** Whether eyes, nose and mouth are looked at, for whether they are open and free: what selfies are checked for, and documents need not. */
  readonly withParts?: boolean;
  /**
   * Whether faces from 24 px in a picture of 1280 px are sought too, such as the portrait of a card in a hand: the picture is looked at
   * again in overlapping tiles, 12 of them in a picture of 4 to 3. By default they are not, and from 48 to 64 px on faces are found.
   */
  readonly isThorough?: boolean;
}

export interface DetectFacesOptions extends FaceExpectation {
  readonly signal?: AbortSignal;
  readonly maxFaces?: number;
}

/**
 * Faces of the picture, the most prominent first: by score times the area inside the picture, so that a passer-by cut by
 * the frame never comes before the subject. YuNet where that optional pack is installed, else the SSD of face-api.
 * A picture without a sure face is looked at again brightened if it is dark, with a margin around it and in four orientations; where
 * `quarterTurns` says which of them is upright, in that one alone.
 */
export async function detectFaces(
  image: RgbRaster,
  { pool }: { readonly pool: ModelPool },
  options: DetectFacesOptions = {},
): Promise<FaceDetection[]> {
  const { signal, maxFaces = 10, quarterTurns, isExpected = true, leastScore = 0, isThorough } = options;
  const detector = await getDetector(pool);
  const { image: taken, toOriginal } = await shrinkNatively(image, searchSidePx);
  const first = quarterTurns ?? 0;
  let small = taken;
  let upright = rotateQuarter(small, first);
  let best: { turns: QuarterTurns; faces: Candidate[] } = { turns: first, faces: await detector(upright) };
  const brightened = isExpected && topScore(best.faces) < certainScore ? brightenDark(taken) : null;
  if (brightened !== null) {
    signal?.throwIfAborted();
    small = brightened;
    upright = rotateQuarter(small, first);
    const faces = await detector(upright);
    if (topScore(faces) > topScore(best.faces)) best = { turns: first, faces };
  }
  if (isExpected && topScore(best.faces) < certainScore) {
    signal?.throwIfAborted();
    const faces = await withMargin(upright, detector);
    if (topScore(faces) > topScore(best.faces)) best = { turns: first, faces };
  }
  for (const turns of quarterTurns === undefined ? ([1, 3, 2] as const) : []) {
    if (topScore(best.faces) >= certainScore) break;
    signal?.throwIfAborted();
    const faces = await detector(rotateQuarter(small, turns));
    if (topScore(faces) > topScore(best.faces)) best = { turns, faces };
  }
  const { turns } = best;
  const faces =
    isThorough === true
      ? [...best.faces, ...(await smallFaces(rotateQuarter(small, turns), detector, best.faces, signal))]
      : best.faces;
  return faces
    .map((face) => turnBack(face, turns, small.width, small.height))
    .map((face) => scaleToOriginal(face, toOriginal, image))
    .filter(({ score }) => score >= leastScore)
    .filter(({ boxPx }) => boxPx.width >= 8 && boxPx.height >= 8) // smaller than any face a net can read
    .sort((a, b) => prominence(b) - prominence(a))
    .slice(0, maxFaces)
    .map((face) => ({ ...face, quarterTurns: turns }));
}

function topScore(faces: readonly Candidate[]): number {
  return faces.reduce((top, { score }) => Math.max(top, score), 0);
}

function prominence({ score, boxPx }: Candidate): number {
  return score * boxPx.width * boxPx.height;
}

/** YuNet where that optional pack is installed, else the SSD of face-api. */
export async function getDetector(pool: ModelPool): Promise<Detector> {
  const yunet = await pool.session('yunet-n-640');
  if (yunet.ok) return (image) => runYunet(yunet.net, image);
  const ssd = await mustGetNet(pool, 'ssd-mobilenetv1');
  return (image) => runSsd(ssd, image);
}

/** A tight portrait fills the detectors' field of view more than any face they were trained on. */
async function withMargin(image: RgbRaster, detector: Detector): Promise<Candidate[]> {
  const marginX = Math.round(image.width / 2);
  const marginY = Math.round(image.height / 2);
  const padded = placeIn(image, image.width + 2 * marginX, image.height + 2 * marginY, marginX, marginY, 128);
  return (await detector(padded)).map((face) =>
    mapCandidate(face, ({ x, y }) => ({ x: x - marginX, y: y - marginY })),
  );
}

// Measured on portraits of 12 to 48 px: at this size SSD finds 68 of 72 in a tile, at 320 px 67, at 480 px 57, at 640 px 45.
const tileSidePx = 400;
// Larger faces are seen in the picture as a whole; those up to here lie in one tile whole, wherever they are.
const leastOverlapPx = 100;
// A face that shares so much of its box with a larger one is a part of that one, such as an eye.
const sameFaceShare = 0.4;

/**
 * Faces that are too small for a look at the whole picture, from looks at its tiles; `known` are those that were seen already, and nothing that
 * overlaps them is told again. A face cut by a tile's edge is left to the tile that has it whole.
 */
async function smallFaces(
  image: RgbRaster,
  detector: Detector,
  known: readonly Candidate[],
  signal: AbortSignal | undefined,
): Promise<Candidate[]> {
  const seen: Candidate[] = [];
  for (const top of tileStarts(image.height)) {
    for (const left of tileStarts(image.width)) {
      signal?.throwIfAborted();
      const tile = crop(image, { x: left, y: top, width: tileSidePx, height: tileSidePx });
      for (const face of await detector(tile)) {
        if (!isWhole(face.boxPx, tile, { left, top }, image)) continue;
        seen.push(mapCandidate(face, ({ x, y }) => ({ x: x + left, y: y + top })));
      }
    }
  }
  const kept: Candidate[] = [];
  for (const face of seen.toSorted((a, b) => b.score - a.score)) {
    if (Math.max(face.boxPx.width, face.boxPx.height) > tileSidePx / 2) continue;
    if ([...known, ...kept].every(({ boxPx }) => sharedShare(boxPx, face.boxPx) <= sameFaceShare))
      kept.push(face);
  }
  return kept;
}

/** Where tiles begin along a side: evenly, the last one at the far edge. */
function tileStarts(sidePx: number): readonly number[] {
  const room = Math.max(0, sidePx - tileSidePx);
  const count = 1 + Math.ceil(room / (tileSidePx - leastOverlapPx));
  return Array.from({ length: count }, (_, i) => (count === 1 ? 0 : Math.round((i * room) / (count - 1))));
}

/** Whether no edge of the tile, other than the picture's own, may cut the face. */
function isWhole(
  { x, y, width, height }: Rect,
  tile: RgbRaster,
  { left, top }: { readonly left: number; readonly top: number },
  image: RgbRaster,
): boolean {
  const slackPx = 2;
  return (
    (left === 0 || x > slackPx) &&
    (top === 0 || y > slackPx) &&
    (left + tile.width >= image.width || x + width < tile.width - slackPx) &&
    (top + tile.height >= image.height || y + height < tile.height - slackPx)
  );
}

/** What two boxes share, as a part of the smaller one. */
function sharedShare(a: Rect, b: Rect): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  if (width <= 0 || height <= 0) return 0;
  return (width * height) / Math.max(1, Math.min(a.width * a.height, b.width * b.height));
}

function mapCandidate({ boxPx, score, fivePointsPx }: Candidate, map: (point: Point) => Point): Candidate {
  const start = map({ x: boxPx.x, y: boxPx.y });
  const end = map({ x: boxPx.x + boxPx.width, y: boxPx.y + boxPx.height });
  const mapped: Rect = {
    x: Math.min(start.x, end.x),
    y: Math.min(start.y, end.y),
    width: Math.abs(end.x - start.x),
    height: Math.abs(end.y - start.y),
  };
  return {
    boxPx: mapped,
    score,
    ...(fivePointsPx === undefined ? {} : { fivePointsPx: fivePointsPx.map(map) }),
  };
}

function turnBack(face: Candidate, turns: QuarterTurns, width: number, height: number): Candidate {
  return mapCandidate(face, ({ x, y }) => {
    if (turns === 1) return { x: y, y: height - x };
    if (turns === 2) return { x: width - x, y: height - y };
    if (turns === 3) return { x: width - y, y: x };
    return { x, y };
  });
}

function scaleToOriginal(face: Candidate, scale: number, { width, height }: RgbRaster): Candidate {
  const scaled = mapCandidate(face, ({ x, y }) => ({ x: x * scale, y: y * scale }));
  const left = Math.min(width, Math.max(0, scaled.boxPx.x));
  const top = Math.min(height, Math.max(0, scaled.boxPx.y));
  const right = Math.min(width, Math.max(0, scaled.boxPx.x + scaled.boxPx.width));
  const bottom = Math.min(height, Math.max(0, scaled.boxPx.y + scaled.boxPx.height));
  return { ...scaled, boxPx: { x: left, y: top, width: right - left, height: bottom - top } };
}

async function runSsd(net: Net, image: RgbRaster): Promise<Candidate[]> {
  const side = 512;
  const { image: part, scaleX, scaleY } = await letterbox(image, side, 32);
  const outputs = await net.run({
    image: { data: toInterleavedFloats([part]), dims: [1, part.height, part.width, 3] },
  });
  const boxes = mustGetOutput(outputs, 'boxes').data;
  const faces: Candidate[] = [];
  mustGetOutput(outputs, 'scores').data.forEach((score, index) => {
    if (score <= ssdThreshold) return;
    const [top = 0, left = 0, bottom = 0, right = 0] = boxes
      .subarray(index * 4, index * 4 + 4)
      .map((part) => Math.min(1, Math.max(0, part)) * side);
    const boxPx = {
      x: left * scaleX,
      y: top * scaleY,
      width: (right - left) * scaleX,
      height: (bottom - top) * scaleY,
    };
    // Beyond the picture the square is blank, and what the net sees in blanks is no face.
    const isInside = boxPx.x + boxPx.width / 2 <= image.width && boxPx.y + boxPx.height / 2 <= image.height;
    if (isInside) faces.push({ boxPx, score });
  });
  return keepStrongest(faces, 0.5);
}

async function runYunet(net: Net, image: RgbRaster): Promise<Candidate[]> {
  const side = 640;
  const { image: square, scaleX, scaleY } = await letterbox(image, side);
  const outputs = await net.run({ input: { data: toBgrPlanes(square), dims: [1, 3, side, side] } });
  const faces: Candidate[] = [];
  for (const stride of [8, 16, 32]) {
    const values = (kind: string): Float32Array => mustGetOutput(outputs, `${kind}_${String(stride)}`).data;
    const [faceness, objectness, boxes, points] = [
      values('cls'),
      values('obj'),
      values('bbox'),
      values('kps'),
    ];
    const columns = side / stride;
    for (let cell = 0; cell < columns * columns; cell += 1) {
      const score = Math.sqrt(toUnit(faceness[cell]) * toUnit(objectness[cell]));
      if (score < yunetThreshold) continue;
      const [column, row] = [cell % columns, Math.floor(cell / columns)];
      const [dx = 0, dy = 0, logWidth = 0, logHeight = 0] = boxes.subarray(cell * 4, cell * 4 + 4);
      const width = Math.exp(logWidth) * stride * scaleX;
      const height = Math.exp(logHeight) * stride * scaleY;
      const fivePointsPx = [0, 1, 2, 3, 4].map((k) => ({
        x: ((points[cell * 10 + k * 2] ?? 0) + column) * stride * scaleX,
        y: ((points[cell * 10 + k * 2 + 1] ?? 0) + row) * stride * scaleY,
      }));
      const x = (column + dx) * stride * scaleX - width / 2;
      const y = (row + dy) * stride * scaleY - height / 2;
      faces.push({ boxPx: { x, y, width, height }, score, fivePointsPx });
    }
  }
  return keepStrongest(faces, 0.3);
}

function toUnit(value = 0): number {
  return Math.min(1, Math.max(0, value));
}

/** Non-maximum suppression: of boxes that overlap by more than `threshold`, the best scored stays. */
function keepStrongest(faces: Candidate[], threshold: number): Candidate[] {
  const kept: Candidate[] = [];
  for (const face of faces.toSorted((a, b) => b.score - a.score)) {
    if (kept.every((other) => intersectionOverUnion(other.boxPx, face.boxPx) <= threshold)) kept.push(face);
  }
  return kept;
}

import type { RgbRaster } from '#analysis/image/raster.ts';
import { resize } from '#analysis/image/resize.ts';
import { applySimilarity, fitSimilarity } from '#analysis/image/warp.ts';
import type { Point } from '#shared/domain/geometry.ts';
import type { Chance } from '../../hard-pages/random.ts';
import { blur } from '../photograph/optics.ts';
import { sample, toLight, type LightField } from './light.ts';
import {
  drawView,
  headOf,
  mean,
  nearHeadOf,
  photographSurface,
  type FaceSource,
  type Presentation,
  type Surface,
} from './present.ts';
import { drawPrint, printLight, type Print } from './print.ts';

/** From places of the wearer's picture to those of the picture that is worn. */
export type ToWorn = (x: number, y: number) => readonly [u: number, v: number];

/** An opening or a spot about a part of a face: an ellipse, in pixels. */
interface Patch {
  readonly x: number;
  readonly y: number;
  readonly radiusX: number;
  readonly radiusY: number;
}

/** How a mask of silicone, latex or resin is made and worn. */
export interface MoldedMask {
  /** Linear light thrown back by its coat. */
  readonly coat: readonly [number, number, number];
  /** How much of the likeness is painted on (brows, lips, cheeks), 0 to 1; its pores never are. */
  readonly painted: number;
  /** How much of the likeness's light and shade its relief keeps. */
  readonly relief: number;
  /** Of the face's width: what is smaller than this is molded away. */
  readonly smoothness: number;
  readonly gloss: number;
  /** Openings by how much larger they are than the eyes and the mouth; a mouth of 0 is molded shut. */
  readonly eyes: readonly [wide: number, high: number];
  readonly mouth: number;
  /** Width of the rims as a share of the face's, and how much lighter or darker they are. */
  readonly rim: number;
  readonly rimTone: number;
  /** How dark it is in the openings right beside their rims, and on the skin below the seam. */
  readonly shadow: number;
  /** Of the egg about the head: a mask of the face alone ends within it, one pulled over the head beyond. */
  readonly size: number;
  readonly mottling: number;
}

export function drawMoldedMask(chance: Chance): MoldedMask {
  const tone = chance.between(0.08, 0.6);
  const warmth = chance.between(0.5, 0.85);
  return {
    coat: [tone, tone * warmth, tone * warmth * chance.between(0.65, 1)],
    painted: chance.between(0.25, 0.85),
    relief: chance.between(0.4, 1),
    smoothness: chance.between(0.01, 0.035),
    gloss: chance.between(0.03, 0.3),
    eyes: [chance.between(1.1, 1.6), chance.between(1.3, 2.4)],
    mouth: chance.happens(0.5) ? chance.between(0.8, 1.2) : 0,
    rim: chance.between(0.008, 0.028),
    rimTone: chance.between(-0.45, 0.4),
    shadow: chance.between(0.25, 0.75),
    size: chance.between(0.88, 1.15),
    mottling: chance.between(0, 0.03),
  };
}

/** The likeness without its pores: shrunk and blurred, so that {@link MoldedMask.smoothness} of the face is what is left. */
function moldOf({ image }: FaceSource, smoothnessPx: number): { field: LightField; factor: number } {
  const factor = Math.max(1, Math.floor(smoothnessPx / 1.5));
  const small = resize(image, Math.round(image.width / factor), Math.round(image.height / factor));
  return { field: toLight(blur(small, smoothnessPx / factor)), factor: image.width / small.width };
}

const luminance = (light: Float32Array): number =>
  0.21 * (light[0] ?? 0) + 0.72 * (light[1] ?? 0) + 0.07 * (light[2] ?? 0);

function patchAbout(points: readonly Point[], wide: number, high: number): Patch {
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  const width = Math.max(...xs) - Math.min(...xs);
  // Eyes that are narrowed have no narrower openings before them.
  const height = Math.max(0.35 * width, Math.max(...ys) - Math.min(...ys));
  return { x: mean(xs), y: mean(ys), radiusX: (width / 2) * wide, radiusY: (height / 2) * high };
}

/** How far outside of an ellipse a place is, in about pixels. */
const outsideOf = ({ x, y, radiusX, radiusY }: Patch, u: number, v: number): number =>
  (Math.hypot((u - x) / radiusX, (v - y) / radiusY) - 1) * Math.min(radiusX, radiusY);

/**
 * A mask of silicone, latex or resin with the face of one person on the head of another: smooth and evenly coated, a little glossy, the wearer's own eyes
 * (and mouth) seen through openings with rims, in their shadow, and a seam where it ends on the skin. No mask was measured for it: how it looks is
 * drawn from what such masks have in common, spread widely.
 */
export function moldedMaskOn(
  likeness: FaceSource,
  wearer: FaceSource,
  mask: MoldedMask,
  toLikeness: ToWorn,
  chance: Chance,
): Surface {
  const { landmarksPx } = likeness;
  const [left, right, brow] = [
    landmarksPx[0],
    landmarksPx[16],
    mean(landmarksPx.slice(17, 27).map(({ y }) => y)),
  ];
  const faceWidth = Math.abs((right?.x ?? 1) - (left?.x ?? 0));
  const { field: mold, factor } = moldOf(likeness, mask.smoothness * faceWidth);
  const field = toLight(wearer.image);
  const contour = headOf(likeness);
  const widening = (mask.size - 1) * 0.6 * faceWidth;
  const openings = [
    patchAbout(landmarksPx.slice(36, 42), ...mask.eyes),
    patchAbout(landmarksPx.slice(42, 48), ...mask.eyes),
    ...(mask.mouth === 0 ? [] : [patchAbout(landmarksPx.slice(48, 68), 0.95 * mask.mouth, 0.8 * mask.mouth)]),
  ];
  const rim = mask.rim * faceWidth;
  const shine = shineOn(landmarksPx, faceWidth, mask.gloss, chance);
  const [skin, shown] = [new Float32Array(3), new Float32Array(3)];
  const level = levelOf(likeness, mold, factor);
  const isNear = nearHeadOf(wearer);
  const phase = chance.between(0, 7);
  return (u, v, out) => {
    if (!isNear(u, v)) {
      sample(field, u, v, out);
      return;
    }
    const [x, y] = toLikeness(u, v);
    const edge = contour(x, y) - widening;
    const opening = Math.min(...openings.map((one) => outsideOf(one, x, y)));
    if (edge > 0 || opening < 0) {
      sample(field, u, v, skin);
      const depth = edge > 0 ? edge : -opening;
      const dark = 1 - mask.shadow * Math.exp(-depth / (1.2 * rim + 0.5));
      for (let c = 0; c < 3; c += 1) out[c] = (skin[c] ?? 0) * dark;
      return;
    }
    sample(mold, x / factor, y / factor, shown);
    const lit = (luminance(shown) / level) ** mask.relief;
    // Above the brows the likeness has hair, the mask mostly none.
    const painted = mask.painted * (1 - 0.65 / (1 + Math.exp((y - brow) / (0.05 * faceWidth) + 3)));
    const toRim = Math.min(opening, -edge);
    const tone = 1 + mask.rimTone * Math.exp(-((toRim / rim) ** 2));
    const mottled = 1 + mask.mottling * Math.sin(0.09 * x + phase) * Math.sin(0.07 * y - phase);
    const gleam = shine(x, y) * Math.min(1.5, lit);
    for (let c = 0; c < 3; c += 1) {
      const coat = (mask.coat[c] ?? 0) * lit;
      out[c] = (coat + painted * ((shown[c] ?? 0) - coat)) * tone * mottled + gleam;
    }
  };
}

/** How light the likeness's face is as molded: the median over its landmarks. */
function levelOf({ landmarksPx }: FaceSource, mold: LightField, factor: number): number {
  const light = new Float32Array(3);
  const levels = landmarksPx.map(({ x, y }) => {
    sample(mold, x / factor, y / factor, light);
    return luminance(light);
  });
  return Math.max(0.01, levels.toSorted((a, b) => a - b)[Math.floor(levels.length / 2)] ?? 0.2);
}

/** Where a smooth face gleams: forehead, nose, cheeks and chin, each more or less. */
function shineOn(
  landmarksPx: readonly Point[],
  faceWidth: number,
  gloss: number,
  chance: Chance,
): (x: number, y: number) => number {
  const at = (index: number): Point => landmarksPx[index] ?? { x: 0, y: 0 };
  const between = (a: Point, b: Point): Point => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });
  const bridge = at(27);
  const spots = [
    { ...bridge, y: bridge.y - 0.28 * faceWidth, wide: 0.16, high: 0.07 },
    { ...between(at(28), at(30)), wide: 0.025, high: 0.1 },
    { ...between(at(2), at(31)), wide: 0.08, high: 0.06 },
    { ...between(at(14), at(35)), wide: 0.08, high: 0.06 },
    { ...between(at(8), at(57)), wide: 0.06, high: 0.035 },
  ].map((spot) => ({ ...spot, strength: gloss * chance.between(0, 1.2) }));
  return (x, y) =>
    spots.reduce(
      (sum, spot) =>
        sum +
        spot.strength *
          Math.exp(
            -(((x - spot.x) / (spot.wide * faceWidth)) ** 2) - ((y - spot.y) / (spot.high * faceWidth)) ** 2,
          ),
      0,
    );
}

export function wearMoldedMask(
  likeness: FaceSource,
  wearer: FaceSource,
  toLikeness: ToWorn,
  chance: Chance,
): Presentation {
  const view = drawView(wearer, false, chance);
  const surface = moldedMaskOn(likeness, wearer, drawMoldedMask(chance), toLikeness, chance);
  return { image: photographSurface(surface, view, chance), finenessPx: null, hasEdges: true };
}

/** How a print was cut out by hand, and how it is held. */
export interface CutOut {
  readonly print: Print;
  /** How far outside of the cut a place of the printed picture is, in its pixels. */
  readonly contour: (u: number, v: number) => number;
  /** Width of the white paper that is left along the cut, in the same pixels. */
  readonly rimPx: number;
  /** How dark what is behind it is right beside it, and over how many pixels that ends. */
  readonly shadow: number;
  readonly shadowPx: number;
  /** How the sheet is lit beside what is behind it. */
  readonly lit: number;
}

export function drawCutOut(shown: FaceSource, print: Print, chance: Chance): CutOut {
  const { landmarksPx, boxPx } = shown;
  const egg = headOf(shown);
  const chin = landmarksPx[8] ?? { x: boxPx.x + boxPx.width / 2, y: boxPx.y + boxPx.height };
  // Scissors go in straight bits and slow waves; some leave the neck on.
  const waves = [3, 5, 8].map((count) => ({
    count,
    depth: (boxPx.width * 0.05 * chance.between(0, 1)) / count,
    phase: chance.between(0, 2 * Math.PI),
  }));
  const wider = boxPx.width * chance.between(-0.03, 0.07);
  const neck = chance.happens(0.4)
    ? {
        half: boxPx.width * chance.between(0.22, 0.34),
        bottom: chin.y + boxPx.width * chance.between(0.15, 0.5),
      }
    : null;
  const center = { x: boxPx.x + boxPx.width / 2, y: boxPx.y + boxPx.height / 2 };
  return {
    print,
    contour: (u, v) => {
      const angle = Math.atan2(v - center.y, u - center.x);
      const wave = waves.reduce(
        (sum, { count, depth, phase }) => sum + depth * Math.sin(count * angle + phase),
        0,
      );
      const outside = egg(u, v) - wider - wave;
      return neck === null || v < center.y
        ? outside
        : Math.min(outside, Math.max(Math.abs(u - chin.x) - neck.half, v - neck.bottom));
    },
    rimPx: chance.happens(0.6) ? boxPx.width * chance.between(0.01, 0.05) : 0,
    shadow: chance.between(0, 0.7),
    shadowPx: boxPx.width * chance.between(0.02, 0.12),
    lit: chance.between(0.75, 1.2),
  };
}

/** A cut-out before `behind`, which may be a head, a room or anything. `unit`: pixels of what is behind per camera pixel; `scale`: of the print per pixel behind. */
export function cutOutBefore(
  shown: FaceSource,
  { print, contour, rimPx, shadow, shadowPx, lit }: CutOut,
  behind: RgbRaster,
  toShown: ToWorn,
  { unit, scale }: { readonly unit: number; readonly scale: number },
): Surface {
  const light = printLight(print, toLight(shown.image), unit * scale);
  const field = toLight(behind);
  return (u, v, out) => {
    const [x, y] = toShown(u, v);
    const outside = contour(x, y);
    if (outside > 0) {
      sample(field, u, v, out);
      const dark = 1 - shadow * Math.exp(-outside / shadowPx);
      for (let c = 0; c < 3; c += 1) out[c] = (out[c] ?? 0) * dark;
      return;
    }
    light(x, y, unit * scale, out);
    for (let c = 0; c < 3; c += 1) out[c] = (outside > -rimPx ? (print.paper[c] ?? 1) : (out[c] ?? 0)) * lit;
  };
}

/** By turning, size and shift alone: paper does not follow another's features. */
export function toShownBy(from: readonly Point[], to: readonly Point[], scale = 1): ToWorn {
  const similarity = fitSimilarity(from, to);
  const center = { x: mean(to.map(({ x }) => x)), y: mean(to.map(({ y }) => y)) };
  return (x, y) => {
    const placed = applySimilarity(similarity, { x, y });
    return [center.x + (placed.x - center.x) * scale, center.y + (placed.y - center.y) * scale];
  };
}

/** A print of one person's head, cut out, before the head of another, whose shoulders and hair are seen around it. */
export function holdCutOut(shown: FaceSource, holder: FaceSource, chance: Chance): Presentation {
  const view = drawView(holder, false, chance);
  const finenessPx = 0.8 * (6 / 0.8) ** chance.between(0, 1);
  const print = drawPrint(
    chance,
    chance.pick(['am-dots', 'am-lines', 'fm', 'continuous'] as const),
    finenessPx,
  );
  const { a, b } = fitSimilarity(holder.landmarksPx, shown.landmarksPx);
  const larger = chance.between(0.8, 1);
  const surface = cutOutBefore(
    shown,
    drawCutOut(shown, print, chance),
    holder.image,
    toShownBy(holder.landmarksPx, shown.landmarksPx, larger),
    { unit: view.unit, scale: Math.hypot(a, b) * larger },
  );
  return { image: photographSurface(surface, view, chance), finenessPx, hasEdges: true };
}

import { encodeImage } from '#analysis/image/encode.ts';
import type { RgbRaster } from '#analysis/image/raster.ts';
import { resize } from '#analysis/image/resize.ts';
import { applySimilarity, fitSimilarity } from '#analysis/image/warp.ts';
import type { Point } from '#shared/domain/geometry.ts';
import type { Chance } from '../../hard-pages/random.ts';
import { blur } from '../photograph/optics.ts';
import { blurLight, drawCamera, expose, mustDecode } from './camera.ts';
import { sample, toLight } from './light.ts';
import type { FaceSource } from './present.ts';

/** Places of one face's picture for those of another's: a similarity by all landmarks, and what it leaves of each, spread by nearness. */
export function warpTo(
  from: readonly Point[],
  to: readonly Point[],
): (x: number, y: number) => readonly [u: number, v: number] {
  const similarity = fitSimilarity(from, to);
  const knots = from.map((point, index) => {
    const placed = applySimilarity(similarity, point);
    const own = to[index] ?? placed;
    return { x: point.x, y: point.y, dx: own.x - placed.x, dy: own.y - placed.y };
  });
  const reach = Math.max(...from.map(({ x }) => x)) - Math.min(...from.map(({ x }) => x));
  const soft = (0.05 * reach) ** 2;
  return (x, y) => {
    const { x: u, y: v } = applySimilarity(similarity, { x, y });
    let [dx, dy, sum] = [0, 0, 1e-6];
    for (const knot of knots) {
      const near = soft + (x - knot.x) ** 2 + (y - knot.y) ** 2;
      const weight = 1 / (near * Math.sqrt(near));
      dx += weight * knot.dx;
      dy += weight * knot.dy;
      sum += weight;
    }
    return [u + dx / sum, v + dy / sum];
  };
}

/**
 * The inner face of another person in this picture, or of the same person when `donor` is this picture: warped to the landmarks, its colors brought
 * to those it covers, blended with a soft edge. Of the same person it is what Shiohara and Yamasaki (2022) call a self-blended image: the traces
 * of a swap and nothing else.
 */
export function swapFace(target: FaceSource, donor: FaceSource, chance: Chance): RgbRaster {
  return blendIn(target, donor, wear(donor.image, chance), chance);
}

/** `worn` is the donor's picture after what was done to it; `grain`, in gray levels, is added to the face, whose upper end is `browLift` of its height above the brows. */
function blendIn(
  target: FaceSource,
  donor: FaceSource,
  worn: RgbRaster,
  chance: Chance,
  {
    grain = null,
    browLift = 0.08,
  }: { readonly grain?: Float32Array | null; readonly browLift?: number } = {},
): RgbRaster {
  const isSelf = donor.image === target.image;
  const back = warpTo(target.landmarksPx, donor.landmarksPx);
  const shift = isSelf
    ? { x: 0.012 * target.boxPx.width * chance.normal(), y: 0.012 * target.boxPx.width * chance.normal() }
    : { x: 0, y: 0 };
  const stretch = isSelf ? 1 + 0.02 * chance.normal() : 1;
  const mask = maskOf(target, chance, browLift);
  const { width, height, data } = target.image;
  const donated = new Float32Array(data.length);
  const sums = Array.from({ length: 3 }, () => ({ weight: 0, own: 0, own2: 0, other: 0, other2: 0 }));
  const center = { x: target.boxPx.x + target.boxPx.width / 2, y: target.boxPx.y + target.boxPx.height / 2 };
  for (let y = 0, at = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1, at += 1) {
      const weight = mask[at] ?? 0;
      if (weight < 0.004) continue;
      const [u, v] = back(
        center.x + (x + 0.5 - center.x) * stretch + shift.x,
        center.y + (y + 0.5 - center.y) * stretch + shift.y,
      );
      for (let c = 0; c < 3; c += 1) {
        const other = bilinear(worn, u, v, c);
        const own = data[at * 3 + c] ?? 0;
        donated[at * 3 + c] = other;
        const sum = sums[c];
        if (sum === undefined) continue;
        sum.weight += weight;
        sum.own += weight * own;
        sum.own2 += weight * own * own;
        sum.other += weight * other;
        sum.other2 += weight * other * other;
      }
    }
  const transfer = sums.map(({ weight, own, own2, other, other2 }) => {
    const [ownMean, otherMean] = [own / weight, other / weight];
    const deviation = (squares: number, mean: number): number =>
      Math.sqrt(Math.max(1, squares / weight - mean * mean));
    return { gain: deviation(own2, ownMean) / deviation(other2, otherMean), ownMean, otherMean };
  });
  const strength = chance.between(0.75, 1);
  const out = new Uint8Array(data);
  for (let at = 0; at < mask.length; at += 1) {
    const weight = (mask[at] ?? 0) * strength;
    if (weight < 0.004) continue;
    for (let c = 0; c < 3; c += 1) {
      const { gain, ownMean, otherMean } = transfer[c] ?? { gain: 1, ownMean: 0, otherMean: 0 };
      const value =
        ownMean + Math.min(1.6, gain) * ((donated[at * 3 + c] ?? 0) - otherMean) + (grain?.[at * 3 + c] ?? 0);
      out[at * 3 + c] = Math.min(
        255,
        Math.max(0, (data[at * 3 + c] ?? 0) * (1 - weight) + value * weight + 0.5),
      );
    }
  }
  return { width, height, channels: 3, data: out };
}

/**
 * How a face was made that somebody puts into the picture of a camera, the levels of an attack: taken from a picture of another camera, size and JPEG;
 * as generators make it, without any grain and 96 to 512 pixels wide; and such a one on which grain was laid as strong as that of the picture.
 * `own` is the picture's own face, moved and interpolated and nothing else.
 */
export type Injection = 'other-camera' | 'generated' | 'grained' | 'own';

/**
 * A picture that a camera took and a JPEG carried, with a face put in afterwards. Genuine pictures of other cameras go through the same camera, so
 * that this must not be what tells.
 */
export async function injectFace(
  shown: FaceSource,
  other: FaceSource,
  how: Injection,
  chance: Chance,
): Promise<RgbRaster> {
  const target = await retake(shown, chance, [80, 97]);
  // Some programs put in what is below the brows, others most of the forehead too.
  const browLift = chance.happens(0.4) ? chance.between(0.18, 0.35) : 0.08;
  if (how === 'own') return blendIn(target, target, target.image, chance, { browLift });
  if (how === 'other-camera') {
    const donor = await retake(other, chance, [70, 95]);
    return blendIn(target, donor, donor.image, chance, { browLift });
  }
  const donor = generate(other, chance);
  const grain = how === 'grained' ? grainOf(target, chance) : null;
  return blendIn(target, donor, donor.image, chance, { grain, browLift });
}

/** A face as a selfie shows it, by a camera that is drawn, as a JPEG of a quality within `quality`; the landmarks go with it. */
async function retake(
  { image, boxPx, landmarksPx, ...shown }: FaceSource,
  chance: Chance,
  [worst, best]: readonly [number, number],
): Promise<FaceSource> {
  const width = Math.round(chance.pick([600, 720, 840, 960]) / 2) * 2;
  const height = Math.round((width * 4) / 3 / 2) * 2;
  const seenWidth = Math.min(image.width * 0.92, boxPx.width * chance.between(1.5, 2.4));
  const unit = seenWidth / width;
  const from = {
    x: Math.min(image.width - seenWidth, Math.max(0, boxPx.x + boxPx.width / 2 - seenWidth / 2)),
    y: Math.max(0, Math.min(image.height - height * unit, boxPx.y + boxPx.height / 2 - (height * unit) / 2)),
  };
  const field = toLight(image);
  const taken = expose(
    (x, y, out) => {
      sample(field, from.x + x * unit, from.y + y * unit, out);
    },
    width,
    height,
    drawCamera(chance),
    chance,
  );
  const bytes = await encodeImage(taken, { format: 'jpeg', quality: chance.whole(worst, best) });
  const moved = ({ x, y }: Point): Point => ({ x: (x - from.x) / unit, y: (y - from.y) / unit });
  return {
    ...shown,
    image: await mustDecode(bytes),
    boxPx: { ...moved(boxPx), width: boxPx.width / unit, height: boxPx.height / unit },
    landmarksPx: landmarksPx.map(moved),
  };
}

/** A face as a net makes it: of few pixels, without the grain of any camera, at times sharpened. */
function generate({ image, boxPx, landmarksPx, ...shown }: FaceSource, chance: Chance): FaceSource {
  const share = Math.min(1, chance.pick([96, 128, 192, 256, 512]) / boxPx.width);
  const smooth = blur(image, 0.5 / share);
  const small = resize(smooth, Math.round(image.width * share), Math.round(image.height * share));
  const sharpening = chance.happens(0.5) ? chance.between(0.3, 1.2) : 0;
  const soft = blur(small, 1.1);
  const data = small.data.map((value, i) =>
    Math.min(255, Math.max(0, value + sharpening * (value - (soft.data[i] ?? 0)))),
  );
  const by = small.width / image.width;
  return {
    ...shown,
    image: { ...small, data },
    boxPx: { x: boxPx.x * by, y: boxPx.y * by, width: boxPx.width * by, height: boxPx.height * by },
    landmarksPx: landmarksPx.map(({ x, y }) => ({ x: x * by, y: y * by })),
  };
}

/** Grain about as strong as that of the picture, as somebody who hides would lay on: even, and fine or a little coarser. */
function grainOf({ image: { width, height, data }, boxPx }: FaceSource, chance: Chance): Float32Array {
  const sizes: number[] = [];
  const [fromX, fromY] = [Math.max(0, Math.round(boxPx.x)), Math.max(0, Math.round(boxPx.y))];
  for (let y = fromY; y + 1 < Math.min(height, boxPx.y + boxPx.height); y += 1)
    for (let x = fromX; x + 1 < Math.min(width, boxPx.x + boxPx.width); x += 3) {
      const at = (y * width + x) * 3 + 1;
      const under = at + width * 3;
      sizes.push(
        Math.abs((data[at] ?? 0) - (data[at + 3] ?? 0) - (data[under] ?? 0) + (data[under + 3] ?? 0)) / 2,
      );
    }
  // The median of the size of normal noise is 0.67 of its deviation.
  const median = sizes.toSorted((a, b) => a - b)[sizes.length >> 1] ?? 0;
  const strength = (median / 0.67) * chance.between(0.6, 1.4);
  const sigmaPx = chance.happens(0.5) ? 0 : chance.between(0.3, 0.8);
  const white = Float32Array.from({ length: width * height }, () => chance.normal());
  const grain = blurLight(white, width, height, 1, sigmaPx);
  const kept = Math.sqrt(grain.reduce((sum, value) => sum + value * value, 0) / grain.length);
  return Float32Array.from(
    { length: width * height * 3 },
    (_, i) => ((grain[Math.floor(i / 3)] ?? 0) * strength) / kept,
  );
}

/** What generators and montages do to a face before it is put in: less detail, as of a smaller picture, or more contrast. */
function wear(image: RgbRaster, chance: Chance): RgbRaster {
  const how = chance.pick(['soft', 'small', 'colors', 'small'] as const);
  if (how === 'soft') return blur(image, chance.between(0.6, 1.6));
  if (how === 'small') {
    const share = chance.between(0.35, 0.75);
    const small = resize(image, Math.round(image.width * share), Math.round(image.height * share));
    return resize(small, image.width, image.height);
  }
  const gains = [0, 1, 2].map(() => chance.between(0.88, 1.12));
  return { ...image, data: image.data.map((value, i) => Math.min(255, value * (gains[i % 3] ?? 1))) };
}

function bilinear({ width, height, data }: RgbRaster, x: number, y: number, c: number): number {
  const sx = Math.min(width - 1.001, Math.max(0, x - 0.5));
  const sy = Math.min(height - 1.001, Math.max(0, y - 0.5));
  const [left, top] = [sx | 0, sy | 0];
  const [fx, fy] = [sx - left, sy - top];
  const at = (top * width + left) * 3 + c;
  const below = at + width * 3;
  const upper = (data[at] ?? 0) * (1 - fx) + (data[at + 3] ?? 0) * fx;
  const lower = (data[below] ?? 0) * (1 - fx) + (data[below + 3] ?? 0) * fx;
  return upper + (lower - upper) * fy;
}

/** 1 inside of the jaw and of a line `browLift` of the face's height above the brows, falling to 0 over a soft edge. */
function maskOf(
  { image: { width, height }, landmarksPx, boxPx }: FaceSource,
  chance: Chance,
  browLift: number,
): Float32Array {
  const center = { x: boxPx.x + boxPx.width / 2, y: boxPx.y + boxPx.height / 2 };
  const shrink = chance.between(0.86, 0.98);
  const brows = landmarksPx.slice(17, 27).toReversed();
  const contour = [
    ...landmarksPx.slice(0, 17),
    ...brows.map(({ x, y }) => ({ x, y: y - browLift * boxPx.height })),
  ].map(({ x, y }) => ({ x: center.x + (x - center.x) * shrink, y: center.y + (y - center.y) * shrink }));
  const mask = new Float32Array(width * height);
  const [top, bottom] = [Math.min(...contour.map(({ y }) => y)), Math.max(...contour.map(({ y }) => y))];
  for (let y = Math.max(0, Math.floor(top)); y < Math.min(height, Math.ceil(bottom)); y += 1) {
    const crossings = contour
      .flatMap((a, i) => {
        const b = contour[(i + 1) % contour.length] ?? a;
        const at = y + 0.5;
        return a.y <= at === b.y <= at ? [] : [a.x + ((at - a.y) / (b.y - a.y)) * (b.x - a.x)];
      })
      .sort((a, b) => a - b);
    for (let pair = 0; pair + 1 < crossings.length; pair += 2)
      for (
        let x = Math.max(0, Math.round(crossings[pair] ?? 0));
        x < Math.min(width, Math.round(crossings[pair + 1] ?? 0));
        x += 1
      )
        mask[y * width + x] = 1;
  }
  return blurLight(mask, width, height, 1, boxPx.width * chance.between(0.012, 0.04));
}

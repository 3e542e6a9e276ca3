import type { RgbRaster } from '#analysis/image/raster.ts';
import { resize } from '#analysis/image/resize.ts';
import { applySimilarity, fitSimilarity } from '#analysis/image/warp.ts';
import type { Point } from '#shared/domain/geometry.ts';
import type { Chance } from '../../hard-pages/random.ts';
import { blur } from '../photograph/optics.ts';
import { blurLight } from './camera.ts';
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
      const weight = 1 / (soft + (x - knot.x) ** 2 + (y - knot.y) ** 2) ** 1.5;
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
  const isSelf = donor.image === target.image;
  const worn = wear(donor.image, chance);
  const back = warpTo(target.landmarksPx, donor.landmarksPx);
  const shift = isSelf
    ? { x: 0.012 * target.boxPx.width * chance.normal(), y: 0.012 * target.boxPx.width * chance.normal() }
    : { x: 0, y: 0 };
  const stretch = isSelf ? 1 + 0.02 * chance.normal() : 1;
  const mask = maskOf(target, chance);
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
      const value = ownMean + Math.min(1.6, gain) * ((donated[at * 3 + c] ?? 0) - otherMean);
      out[at * 3 + c] = Math.min(
        255,
        Math.max(0, (data[at * 3 + c] ?? 0) * (1 - weight) + value * weight + 0.5),
      );
    }
  }
  return { width, height, channels: 3, data: out };
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

/** 1 inside of jaw and brows, falling to 0 over a soft edge. */
function maskOf({ image: { width, height }, landmarksPx, boxPx }: FaceSource, chance: Chance): Float32Array {
  const center = { x: boxPx.x + boxPx.width / 2, y: boxPx.y + boxPx.height / 2 };
  const shrink = chance.between(0.86, 0.98);
  const brows = landmarksPx.slice(17, 27).toReversed();
  const contour = [
    ...landmarksPx.slice(0, 17),
    ...brows.map(({ x, y }) => ({ x, y: y - 0.08 * boxPx.height })),
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

import type { RgbRaster } from '#analysis/image/raster.ts';
import type { Quad } from '#shared/domain/geometry.ts';
import type { Chance } from '../../hard-pages/random.ts';
import type { Scene } from './scene.ts';

/**
 * Light on a scene: brighter on one side, a shadow with an edge across it, a lamp's reflection on the document (its smooth surface,
 * told by `covered`), then the exposure, which clips.
 */
export function lightScene(
  image: RgbRaster,
  covered: Uint8Array,
  quad: Quad,
  scene: Scene,
  chance: Chance,
): RgbRaster {
  const { width, height, data } = image;
  const angle = chance.between(0, 2 * Math.PI);
  const [fallX, fallY] = [Math.cos(angle), Math.sin(angle)];
  const edgeAngle = chance.between(0, 2 * Math.PI);
  const [edgeX, edgeY] = [Math.cos(edgeAngle), Math.sin(edgeAngle)];
  const edgeAt = chance.between(-0.15, 0.15);
  const softness = chance.between(0.008, 0.05);
  const center = pointInside(quad, chance.between(0.2, 0.8), chance.between(0.2, 0.8));
  const diagonal = Math.hypot(quad[2].x - quad[0].x, quad[2].y - quad[0].y);
  // From a spot of a few millimeters to a third of the page.
  const [reachX, reachY] = [diagonal * (0.04 + 0.16 * scene.glare), diagonal * (0.025 + 0.1 * scene.glare)];
  const lean = chance.between(0, Math.PI);
  const [leanX, leanY] = [Math.cos(lean), Math.sin(lean)];
  const peak = scene.glare === 0 ? 0 : 0.5 + 1.1 * scene.glare;
  // Too much light is scattered in the lens and lifts the dark as well.
  const flare = 8 * Math.max(0, scene.exposure - 1);
  const out = new Uint8Array(data.length);
  for (let y = 0, at = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, at += 3) {
      const [nx, ny] = [x / width - 0.5, y / height - 0.5];
      let light = scene.exposure * (1 + scene.unevenness * (nx * fallX + ny * fallY));
      if (scene.shadow > 0) {
        const behind = (nx * edgeX + ny * edgeY - edgeAt) / softness;
        light *= 1 - scene.shadow / (1 + Math.exp(-behind));
      }
      let glare = 0;
      if (peak > 0) {
        const [dx, dy] = [x - center.x, y - center.y];
        const [along, across] = [dx * leanX + dy * leanY, -dx * leanY + dy * leanX];
        const distance = (along / reachX) ** 2 + (across / reachY) ** 2;
        if (distance < 12) glare = peak * Math.exp(-distance) * ((covered[y * width + x] ?? 0) / 255);
      }
      for (let c = 0; c < 3; c += 1) {
        const value = (data[at + c] ?? 0) * light + flare;
        out[at + c] = Math.min(255, value + glare * 255);
      }
    }
  }
  return { ...image, data: out };
}

function pointInside([a, b, c, d]: Quad, s: number, t: number): { x: number; y: number } {
  const mix = (p: number, q: number, share: number): number => p + (q - p) * share;
  return {
    x: mix(mix(a.x, b.x, s), mix(d.x, c.x, s), t),
    y: mix(mix(a.y, b.y, s), mix(d.y, c.y, s), t),
  };
}

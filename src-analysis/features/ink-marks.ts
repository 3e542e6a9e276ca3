import type { DocumentRegion } from '#shared/domain/analysis.ts';
import type { Rect } from '#shared/domain/geometry.ts';
import type { InkMap } from './page-ink.ts';

type Look = NonNullable<DocumentRegion['look']>;
export type InkColor = Exclude<Look['color'], 'black'>;

/** A stamp on a flat page, in its pixels. */
export interface FoundStamp {
  readonly rectPx: Rect;
  /** The share of its outline that is seen, less what looks the same around it. */
  readonly confidence: number;
  readonly look: Look & { readonly color: InkColor };
}

/**
 * Hues that offices stamp with, and what is taken for each: light and paper turn a hue, so that they overlap, and the best of all is kept. Red
 * ends where skin begins, at about 12°: fingers hold documents.
 */
export const inkHues: readonly {
  readonly color: InkColor;
  readonly hueDeg: number;
  readonly reachDeg: number;
}[] = [
  { color: 'red', hueDeg: 345, reachDeg: 25 },
  { color: 'green', hueDeg: 130, reachDeg: 45 },
  { color: 'blue', hueDeg: 225, reachDeg: 45 },
  { color: 'violet', hueDeg: 275, reachDeg: 45 },
];

/** From `center` to a hue, −180 to 180 degrees; they are less than one and a half turns apart. */
export function hueOffset(hueDeg: number, center: number): number {
  const off = hueDeg - center;
  return off >= 180 ? off - 360 : off < -180 ? off + 360 : off;
}

/** Where there is ink of a hue. */
export interface Marks {
  readonly width: number;
  readonly height: number;
  readonly color: InkColor;
  /** By pixel: 1 ink, 0 none. */
  readonly inked: Uint8Array;
  /** Chroma of the hue, as far as it is more than half of what makes it ink: what the directions of lines are told from. */
  readonly strength: Float32Array;
  readonly free: Uint8Array;
}

/** Fainter than this is the camera's noise: measured, a stamp's ring has 0.06 and more on nine of ten of its pixels, docs/accuracy/regions.md. */
const leastChroma = 0.035;
/** A page's pattern covers a tenth of it and more, a stamp's lines less; ink is stronger than the pattern by this. */
const patternShare = 0.9;
const overPattern = 2.5;

/** Marks of one hue; `null` where the page has none. */
export function marksOf(
  { width, height, chroma, hueDeg, free }: InkMap,
  ink: (typeof inkHues)[number],
): Marks | null {
  const strength = new Float32Array(chroma.length);
  const bins = new Uint32Array(256);
  let [pixels, ofHue] = [0, 0];
  for (let at = 0; at < chroma.length; at += 1) {
    if (free[at] !== 1) continue;
    pixels += 1;
    const value = chroma[at] ?? 0;
    // Of most pixels the hue does not matter, and what is of another one is none.
    if (value < 1 / 256 || Math.abs(hueOffset(hueDeg[at] ?? 0, ink.hueDeg)) > ink.reachDeg) continue;
    strength[at] = value;
    const bin = Math.min(255, (value * 256) | 0);
    bins[bin] = (bins[bin] ?? 0) + 1;
    ofHue += 1;
  }
  bins[0] = pixels - ofHue;
  let seen = 0;
  const pattern = bins.findIndex((count) => (seen += count) >= patternShare * pixels) / 256;
  const least = Math.max(leastChroma, overPattern * pattern);
  const inked = new Uint8Array(chroma.length);
  let marked = 0;
  for (let at = 0; at < chroma.length; at += 1) {
    const value = strength[at] ?? 0;
    if (value >= least) {
      inked[at] = 1;
      marked += 1;
    }
    // Strong ink counts no more than ink: a red title must not outvote a pale stamp.
    strength[at] = value < least / 2 ? 0 : Math.min(value, least * 2) / least;
  }
  return marked === 0 ? null : { width, height, color: ink.color, inked, strength, free };
}

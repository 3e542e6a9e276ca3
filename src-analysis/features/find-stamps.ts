import type { Rect } from '#shared/domain/geometry.ts';
import { must } from '#shared/lib/invariant.ts';
import { hueOffset, inkHues, marksOf, type FoundStamp, type InkColor } from './ink-marks.ts';
import type { InkMap } from './page-ink.ts';
import { findFrames } from './stamp-frames.ts';
import { findRings } from './stamp-rings.ts';

export interface FindStampsInput {
  /**
   * Of the flat page, some 4 pixels to the millimeter: a stamp's line is one and more wide. Portraits, zones and barcodes are not free on it, since
   * what is colored there is no ink; print may lie under a stamp.
   */
  readonly ink: InkMap;
  readonly pixelsPerMm: number;
}

/**
 * Stamps of offices, told from print by their outline: a ring, or a rectangle that may lie askew, drawn in one ink that is stronger than the
 * page's own pattern in that hue. Print may cross them, and a part may be hidden. Stamps without an outline are not found.
 */
export function findStamps({ ink, pixelsPerMm }: FindStampsInput): readonly FoundStamp[] {
  const found = inkHues
    .flatMap((hue) => {
      const marks = marksOf(ink, hue);
      return marks === null ? [] : [...findRings(marks, pixelsPerMm), ...findFrames(marks, pixelsPerMm)];
    })
    // Of two rings of one stamp the outer.
    .sort((a, b) => b.rectPx.width * b.confidence - a.rectPx.width * a.confidence);
  const kept: FoundStamp[] = [];
  for (const stamp of found) {
    if (kept.some((other) => overlapOf(stamp.rectPx, other.rectPx) > 0.25)) continue;
    // Where hues overlap, either may have found it.
    kept.push({ ...stamp, look: { ...stamp.look, color: colorWithin(stamp.rectPx, ink, stamp.look.color) } });
  }
  return kept;
}

/** The ink whose hue is nearest to the mean of those of the same ink's pixels in a rectangle, by their chroma. */
function colorWithin(
  { x, y, width, height }: Rect,
  { width: pageWidth, height: pageHeight, chroma, hueDeg }: InkMap,
  found: InkColor,
): InkColor {
  const { hueDeg: center, reachDeg } = must(
    inkHues.find(({ color }) => color === found),
    'the hue that it was found in',
  );
  let [sum, weight] = [0, 0];
  for (let row = Math.max(0, Math.floor(y)); row < Math.min(pageHeight, y + height); row += 1) {
    for (let column = Math.max(0, Math.floor(x)); column < Math.min(pageWidth, x + width); column += 1) {
      const at = row * pageWidth + column;
      const off = hueOffset(hueDeg[at] ?? 0, center);
      // Squared: a stamp's own lines outweigh the pattern around them.
      const share = (chroma[at] ?? 0) ** 2;
      if (Math.abs(off) > reachDeg) continue;
      sum += share * off;
      weight += share;
    }
  }
  const mean = weight === 0 ? center : center + sum / weight;
  const offOf = (ink: (typeof inkHues)[number]): number => Math.abs(hueOffset(mean, ink.hueDeg));
  return [...inkHues].sort((a, b) => offOf(a) - offOf(b))[0]?.color ?? found;
}

function overlapOf(a: Rect, b: Rect): number {
  const wide = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const high = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return wide <= 0 || high <= 0 ? 0 : (wide * high) / Math.min(a.width * a.height, b.width * b.height);
}

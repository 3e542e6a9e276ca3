import type { Point, Rect } from '#shared/domain/geometry.ts';
import { must } from '#shared/lib/invariant.ts';
import type { GrayRaster } from '../image/raster.ts';
import { cropLine, type LineCrop } from './crop-line.ts';
import type { MrzLine } from './read-mrz.ts';

/** What {@link measureZoneFont} needs of a net: log odds of OCR-B for each column of 4 pixels of the crops, in their order. */
export interface FontJudge {
  run(lines: readonly LineCrop[]): Promise<readonly Float32Array[]>;
}

/** How much a zone's print looks like OCR-B. */
export interface ZoneFont {
  /** 0 to 1, above a half rather OCR-B than not: of the mean log odds over its characters. */
  readonly score: number;
  /** Height of its capitals in pixels of the picture. */
  readonly capitalPx: number;
  /** Where the characters stand that look least like it, the least first. */
  readonly unlikePx: readonly Rect[];
}

/** Capital height of a crop of `cropLine` as a share of the crop's. */
const capitalShare = 1 / 1.65;
const stridePx = 4;
/** As many as a person can look at. */
const shownCharacters = 8;

/** Holds the characters of a zone that was read against OCR-B, in the crops that the reader would make of its lines. */
export async function measureZoneFont(
  gray: GrayRaster,
  lines: readonly MrzLine[],
  judge: FontJudge,
): Promise<ZoneFont> {
  const crops = lines.map((line) => cropLine(gray, textLineOf(line)));
  const odds = await judge.run(crops);
  const characters = lines.flatMap((line, n) => {
    const crop = must(crops[n], 'a crop of each line');
    const columns = must(odds[n], 'odds of each line');
    const [first, last] = crop.glyphsPx;
    return line.characters.map(({ rectPx }, place, { length }) => {
      const x = first + ((last - first) * place) / (length - 1);
      return { rectPx, odds: columns[Math.floor(x / stridePx)] ?? 0 };
    });
  });
  const meanOdds = characters.reduce((sum, { odds: one }) => sum + one, 0) / characters.length;
  const least = characters.toSorted((a, b) => a.odds - b.odds).slice(0, shownCharacters);
  return {
    score: 1 / (1 + Math.exp(-meanOdds)),
    capitalPx: Math.min(...lines.map((line) => textLineOf(line).heightPx)),
    unlikePx: least.map(({ rectPx }) => rectPx),
  };
}

/** The line as the locator would have given it, with its characters where they were read. */
function textLineOf({
  quad: [topLeft, , , bottomLeft],
  characters,
}: MrzLine): Parameters<typeof cropLine>[1] {
  const first = centerOf(must(characters[0], 'a line has characters').rectPx);
  const last = centerOf(must(characters.at(-1), 'a line has characters').rectPx);
  return {
    start: first,
    end: last,
    heightPx: Math.hypot(bottomLeft.x - topLeft.x, bottomLeft.y - topLeft.y) * capitalShare,
    // A line that sags by a pixel or two still shows its shapes.
    bendPx: 0,
    pitchPx: Math.hypot(last.x - first.x, last.y - first.y) / (characters.length - 1),
  };
}

const centerOf = ({ x, y, width, height }: Rect): Point => ({ x: x + width / 2, y: y + height / 2 });

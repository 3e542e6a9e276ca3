import type { Point } from '#shared/domain/geometry.ts';

/** A line of evenly spaced glyphs, in pixels of the image that was searched. */
export interface TextLine {
  /** Centers of the first and of the last glyph, in reading direction (which may be upside down: a line does not tell). */
  readonly start: Point;
  readonly end: Point;
  /** Height of the capitals, perpendicular to the line. */
  readonly heightPx: number;
  /** Distance between neighbouring glyphs along the line. */
  readonly pitchPx: number;
  /** How far the middle lies below the straight line from `start` to `end`, seen as it reads; 0, or not given, on a flat page. */
  readonly bendPx?: number;
}

/** Lines that may be one machine readable zone, top to bottom as they read, all with the same extent. */
export interface LineBlock {
  readonly lines: readonly TextLine[];
  /** How many glyphs stand where they should; only comparable between blocks of one search. */
  readonly score: number;
}

/** Whether two lines run through each other along most of their length. */
export function isSameLine(a: TextLine, b: TextLine): boolean {
  const length = Math.hypot(b.end.x - b.start.x, b.end.y - b.start.y);
  const along = { x: (b.end.x - b.start.x) / length, y: (b.end.y - b.start.y) / length };
  const from = (point: Point): { along: number; off: number } => {
    const [dx, dy] = [point.x - b.start.x, point.y - b.start.y];
    return {
      along: dx * along.x + dy * along.y,
      off: Math.abs(dy * along.x - dx * along.y),
    };
  };
  const [start, end] = [from(a.start), from(a.end)];
  const near = 0.5 * b.heightPx;
  const beyond = 3 * b.pitchPx;
  return (
    start.off < near &&
    end.off < near &&
    start.along > -beyond &&
    end.along < length + beyond &&
    end.along - start.along > 0.6 * length
  );
}

import opentype, { type Font, type PathCommand } from 'opentype.js';
import type { Point } from '#shared/domain/geometry.ts';

export type TextFont = Font;

/** Throws for bytes that are no font of a kind that opentype.js reads: our own resources, so a bug. */
export function readFont(bytes: Uint8Array): TextFont {
  return opentype.parse(new Uint8Array(bytes).buffer);
}

export interface TextPlace {
  readonly x: number;
  readonly baselineY: number;
  /** Of the em. */
  readonly sizePx: number;
  /** Puts every character at this distance from the one before, for machine-readable lines. */
  readonly pitchPx?: number;
}

/**
 * The text as filled outlines, one character after the other by its own advance. Without shaping: opentype.js doesn't know all
 * of Inter's substitutions, and documents print plain Latin.
 */
export function outlinesOfText(font: TextFont, text: string, place: TextPlace): Point[][] {
  const outlines: Point[][] = [];
  let x = place.x;
  for (const char of text) {
    const glyph = font.charToGlyph(char);
    outlines.push(...flatten(glyph.getPath(x, place.baselineY, place.sizePx).commands));
    x += place.pitchPx ?? advancePx(font, char, place.sizePx);
  }
  return outlines;
}

/** The size of the em at which the font's characters stand `pitchPx` apart: for fonts of one width. */
export function sizeForPitch(font: TextFont, pitchPx: number): number {
  return pitchPx / advancePx(font, '<', 1);
}

function advancePx(font: TextFont, char: string, sizePx: number): number {
  return ((font.charToGlyph(char).advanceWidth ?? 0) / font.unitsPerEm) * sizePx;
}

// Curves of letters span 5 to 30 px: eight pieces keep them within a tenth of a pixel.
const curvePieces = 8;

function flatten(commands: readonly PathCommand[]): Point[][] {
  const outlines: Point[][] = [];
  let outline: Point[] = [];
  let pen: Point = { x: 0, y: 0 };
  const close = (): void => {
    if (outline.length > 2) outlines.push(outline);
    outline = [];
  };
  for (const command of commands) {
    if (command.type === 'Z') {
      close();
      continue;
    }
    const end = { x: command.x, y: command.y };
    if (command.type === 'M') close();
    if (command.type === 'Q' || command.type === 'C') {
      for (let piece = 1; piece <= curvePieces; piece += 1)
        outline.push(pointOnCurve(pen, command, piece / curvePieces));
    } else {
      outline.push(end);
    }
    pen = end;
  }
  close();
  return outlines;
}

function pointOnCurve(from: Point, curve: Extract<PathCommand, { type: 'Q' | 'C' }>, t: number): Point {
  const s = 1 - t;
  if (curve.type === 'Q') {
    return {
      x: s * s * from.x + 2 * s * t * curve.x1 + t * t * curve.x,
      y: s * s * from.y + 2 * s * t * curve.y1 + t * t * curve.y,
    };
  }
  return {
    x: s * s * s * from.x + 3 * s * s * t * curve.x1 + 3 * s * t * t * curve.x2 + t * t * t * curve.x,
    y: s * s * s * from.y + 3 * s * s * t * curve.y1 + 3 * s * t * t * curve.y2 + t * t * t * curve.y,
  };
}

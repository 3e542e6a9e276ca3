import { expect, it } from 'vitest';
import { mapPoint } from '../image/warp.ts';
import type { ReadMrz } from '../mrz/read-mrz.ts';
import {
  documentSizesMm,
  frameFromQuad,
  framePixelsPerMm,
  mrzPixelsPerMm,
  mrzQuadOf,
  toPictureRect,
} from './document-frame.ts';

type FoundMrz = Extract<ReadMrz, { kind: 'read' }>;

/** A zone of two lines of 44 at `pitchPx`, from (x, y) on. */
function aZone(pitchPx: number, x: number, y: number): FoundMrz {
  const line = (top: number) => ({
    text: 'P'.repeat(44),
    quad: [
      { x: x - pitchPx * 2, y: top },
      { x: x + pitchPx * 46, y: top },
      { x: x + pitchPx * 46, y: top + pitchPx },
      { x: x - pitchPx * 2, y: top + pitchPx },
    ] as const,
    characters: Array.from({ length: 44 }, (_, i) => ({
      char: 'P',
      confidence: 1,
      rectPx: { x: x + i * pitchPx, y: top, width: pitchPx, height: pitchPx },
    })),
  });
  return {
    kind: 'read',
    format: 'TD3',
    lines: [line(y), line(y + pitchPx * 2.5)],
    fields: [],
    checkDigits: [],
    corrected: [],
    alternatives: [],
    rotation: 0,
    confidence: 1,
  };
}

const pageQuad = [
  { x: 100, y: 50 },
  { x: 1350, y: 50 },
  { x: 1350, y: 930 },
  { x: 100, y: 930 },
] as const;

it('takes the scale from the pitch of the characters (10 per inch, ICAO Doc 9303-3, 4.4)', () => {
  expect(mrzPixelsPerMm(aZone(25.4, 160, 770))).toBeCloseTo(10, 5);
});

it('puts the zone’s corners close around its characters, without the margins of the strips', () => {
  const [topLeft, , bottomRight] = mrzQuadOf(aZone(25.4, 160, 770));
  expect(topLeft.x).toBeCloseTo(160, 1);
  expect(bottomRight.x).toBeCloseTo(160 + 44 * 25.4, 1);
  expect(bottomRight.y - topLeft.y).toBeCloseTo(2.5 * 25.4 + 26, 1);
});

it('maps the page to a frame of known scale, and knows where the zone begins', () => {
  const size = { widthMm: documentSizesMm.TD3.width, heightMm: documentSizesMm.TD3.height };
  const frame = frameFromQuad(pageQuad, size, aZone(25.4, 160, 770));
  expect(frame).toMatchObject({ width: 1476, height: 1039 });
  expect(frame?.pixelsPerMm).toBeCloseTo(framePixelsPerMm, 2);
  if (frame === undefined) return;
  // Of the picture's, at 10 pixels per millimeter.
  const scale = frame.width / 1250;
  expect(frame.mrzTop / scale).toBeCloseTo(720, -1);
  expect(mapPoint(frame.toPicture, { x: 0, y: 0 })).toEqual({ x: 100, y: 50 });
  const rect = toPictureRect(frame, { x: 10 * scale, y: 20 * scale, width: 30 * scale, height: 40 * scale });
  expect([rect.x, rect.y, rect.width, rect.height].map((value) => Math.round(value))).toEqual([
    110, 70, 30, 40,
  ]);
});

it('tells a card from a data page by its shape where no size is known, and makes either 300 dpi', () => {
  const card = [pageQuad[0], { x: 1350, y: 50 }, { x: 1350, y: 838 }, { x: 100, y: 838 }] as const;
  expect(frameFromQuad(card, null, null)).toMatchObject({ width: 1011, height: 638 });
  expect(frameFromQuad(pageQuad, null, null)).toMatchObject({ width: 1476, height: 1039 });
});

it('has no frame for corners that span nothing', () => {
  const flat = [pageQuad[0], pageQuad[1], pageQuad[0], pageQuad[1]] as const;
  expect(frameFromQuad(flat, null, null)).toBeUndefined();
});

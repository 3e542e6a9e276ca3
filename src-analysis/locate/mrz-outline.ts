import type { MrzFormat } from '#shared/domain/analysis.ts';
import type { Point, Quad } from '#shared/domain/geometry.ts';
import { documentSizesMm } from '../features/document-frame.ts';
import { distance, unitVector } from './quad-geometry.ts';

interface MrzPlace {
  readonly leftMm: number;
  readonly widthMm: number;
  /** From the document's top to the top of the first line's characters, and to the foot of the last line's. */
  readonly topMm: number;
  readonly bottomMm: number;
}

// Lines of 10 characters per inch centered on the document, in the 23.2 mm high zone at its foot (ICAO 9303-3 section 4, and -4, -5,
// -6); OCR-B capitals are 2.6 mm high and lines 6.35 mm apart.
const mrzPlaces: Readonly<Record<MrzFormat, MrzPlace>> = {
  TD1: { leftMm: 4.7, widthMm: 76.2, topMm: 34.6, bottomMm: 49.9 },
  TD2: { leftMm: 6.8, widthMm: 91.4, topMm: 58, bottomMm: 67 },
  TD3: { leftMm: 6.6, widthMm: 111.8, topMm: 72, bottomMm: 81 },
  RUIP: { leftMm: 6.6, widthMm: 111.8, topMm: 72, bottomMm: 81 },
  MRVA: { leftMm: 4.1, widthMm: 111.8, topMm: 64, bottomMm: 73 },
  MRVB: { leftMm: 6.8, widthMm: 91.4, topMm: 58, bottomMm: 67 },
  FRID: { leftMm: 6.8, widthMm: 91.4, topMm: 58, bottomMm: 67 },
  // Where a card of ICAO's has its lines: the last one, and all three.
  FRDL: { leftMm: 4.7, widthMm: 76.2, topMm: 47.3, bottomMm: 49.9 },
  CHDL: { leftMm: 4.7, widthMm: 76.2, topMm: 34.6, bottomMm: 49.9 },
};

/** The outline that puts the zone where its standard has it: affine along the zone, which is too flat to show perspective. */
export function outlineFromMrz(mrzQuad: Quad, format: MrzFormat): Quad {
  const { leftMm, widthMm, topMm, bottomMm } = mrzPlaces[format];
  const size = documentSizesMm[format];
  const [topLeft, topRight, bottomRight, bottomLeft] = mrzQuad;
  const perMm = (distance(topLeft, topRight) + distance(bottomLeft, bottomRight)) / 2 / widthMm;
  const right = unitVector(
    { x: topLeft.x + bottomLeft.x, y: topLeft.y + bottomLeft.y },
    { x: topRight.x + bottomRight.x, y: topRight.y + bottomRight.y },
  );
  const down = { x: -right.y, y: right.x };
  const middle = {
    x: (topLeft.x + topRight.x + bottomRight.x + bottomLeft.x) / 4,
    y: (topLeft.y + topRight.y + bottomRight.y + bottomLeft.y) / 4,
  };
  const at = (xMm: number, yMm: number): Point => {
    const dx = (xMm - leftMm - widthMm / 2) * perMm;
    const dy = (yMm - (topMm + bottomMm) / 2) * perMm;
    return { x: middle.x + right.x * dx + down.x * dy, y: middle.y + right.y * dx + down.y * dy };
  };
  return [at(0, 0), at(size.width, 0), at(size.width, size.height), at(0, size.height)];
}

import { fill, stroke, toRaster, type Canvas, type Color } from '#analysis/samples/canvas.ts';
import { outlinesOfText, type TextFont } from '#analysis/samples/outlines-of-text.ts';
import { boundsOf, type Point, type Rect } from '#shared/domain/geometry.ts';
import { must } from '#shared/lib/invariant.ts';
import type { Chance } from '../hard-pages/random.ts';
import { printDay } from './holders.ts';
import type { DocumentKind, FlatSide, RegionTruth } from './page-truth.ts';
import { strokeSignature } from './sheet.ts';

/** Layouts on which an office signs: where, and its label, which the Russian passport has not. */
const signedBy: Readonly<
  Partial<Record<DocumentKind, { readonly xMm: number; readonly yMm: number; readonly label: string | null }>>
> = {
  'ru-internal-passport': { xMm: 62, yMm: 60.5, label: null },
  'mrva-visa': { xMm: 38, yMm: 57, label: 'Signature of issuing officer' },
  'mrvb-visa': { xMm: 38, yMm: 53.5, label: 'Signature of issuing officer' },
};

/** Kinds of documents on which {@link signedByOffice} draws. */
export const signedKinds = Object.keys(signedBy) as readonly DocumentKind[];

/** The side with the issuer's signature, on layouts that have one. The same chance gives the same stroke; all else stays to the pixel. */
export function signedByOffice(side: FlatSide, kind: DocumentKind, font: TextFont, chance: Chance): FlatSide {
  const { xMm, yMm, label } = must(signedBy[kind], 'a layout on which an office signs');
  const [canvas, perMm] = canvasOf(side);
  if (label !== null) {
    const look = { x: xMm * perMm, baselineY: (yMm - 4.6) * perMm, sizePx: 1.8 * perMm };
    fill(canvas, outlinesOfText(font, label, look), [70, 70, 80]);
  }
  const width = chance.between(16, 26);
  const points = strokeSignature(
    canvas,
    perMm,
    { xMm: xMm + chance.between(0, 6), yMm, widthMm: width },
    chance,
  );
  return marked(side, canvas, { kind: 'issuer-signature', rectPx: boundsOf(points) });
}

const stampInks: readonly Color[] = [
  [50, 60, 150],
  [80, 50, 140],
  [160, 35, 50],
  [40, 110, 70],
];

/**
 * The side with a rectangular stamp over what is printed, set by hand: askew, its ink uneven, with the office's name, a day and a number in
 * a frame of one or two lines. Portrait, zone and barcode stay free.
 */
export function rectangularlyStamped(side: FlatSide, font: TextFont, chance: Chance): FlatSide {
  const [canvas, perMm] = canvasOf(side);
  const size = { width: chance.between(26, 46) * perMm, height: chance.between(13, 24) * perMm };
  const place = freestPlace(side, size, chance);
  const turn = (chance.between(-9, 9) * Math.PI) / 180;
  const color = chance.pick(stampInks);
  const alpha = chance.between(0.5, 0.8);
  const [middleX, middleY] = [place.x + size.width / 2, place.y + size.height / 2];
  const at = (x: number, y: number): Point => ({
    x: middleX + x * Math.cos(turn) - y * Math.sin(turn),
    y: middleY + x * Math.sin(turn) + y * Math.cos(turn),
  });
  const layer: Canvas = { ...canvas, data: new Uint8Array(canvas.data) };
  const insets = chance.happens(0.4) ? [0, 1.1] : [0];
  const frame = (inset: number): Point[] => {
    const [w, h] = [size.width / 2 - inset * perMm, size.height / 2 - inset * perMm];
    return [at(-w, -h), at(w, -h), at(w, h), at(-w, h), at(-w, -h)];
  };
  for (const inset of insets) stroke(layer, frame(inset), chance.between(0.35, 0.6) * perMm, color, alpha);
  const day = `20${String(chance.whole(10, 25))}-0${String(chance.whole(1, 9))}-${String(chance.whole(10, 28))}`;
  const lines = [
    chance.pick(['NORTHAVEN OFFICE', 'REGISTRY OF ALBA', 'BORDER CONTROL 7']),
    printDay(day, 'dots'),
    `No. ${String(chance.whole(1000, 9999))}`,
  ];
  const step = (size.height - 4 * perMm) / lines.length;
  lines.forEach((words, index) => {
    const sizePx = Math.min(step * 0.8, 4 * perMm);
    const outlines = outlinesOfText(font, words, { x: 0, baselineY: 0, sizePx });
    const { width } = boundsOf(outlines.flat());
    const squeeze = Math.min(1, (size.width - 6 * perMm) / width);
    const y = -size.height / 2 + 2 * perMm + step * (index + 0.8);
    const placed = outlines.map((outline) =>
      outline.map((point) => at((point.x - width / 2) * squeeze, y + point.y)),
    );
    fill(layer, placed, color, alpha);
  });
  pressUnevenly(canvas, layer, boundsOf(frame(0)), perMm, chance);
  return marked(side, canvas, { kind: 'stamp', rectPx: boundsOf(frame(0)) });
}

/** Puts the inked layer on the page, with less of it where the stamp was pressed less: down to a third on one side, and in spots. */
function pressUnevenly(
  canvas: Canvas,
  layer: Canvas,
  { x, y, width, height }: Rect,
  perMm: number,
  chance: Chance,
): void {
  const direction = chance.between(0, 2 * Math.PI);
  const [dx, dy] = [Math.cos(direction), Math.sin(direction)];
  const fallOff = chance.between(0, 0.6);
  const [phaseX, phaseY] = [chance.between(0, 6.3), chance.between(0, 6.3)];
  const margin = perMm;
  for (
    let row = Math.max(0, Math.floor(y - margin));
    row < Math.min(canvas.height, y + height + margin);
    row += 1
  )
    for (
      let column = Math.max(0, Math.floor(x - margin));
      column < Math.min(canvas.width, x + width + margin);
      column += 1
    ) {
      const [u, v] = [(column - x) / width - 0.5, (row - y) / height - 0.5];
      const spots = 0.12 * Math.sin((column / perMm) * 1.9 + phaseX) * Math.sin((row / perMm) * 2.3 + phaseY);
      const pressure = Math.min(1, Math.max(0.25, 1 - fallOff * (0.5 + u * dx + v * dy) - 0.12 + spots));
      for (let c = 0; c < 3; c += 1) {
        const i = (row * canvas.width + column) * 3 + c;
        const [paper, inked] = [canvas.data[i] ?? 0, layer.data[i] ?? 0];
        canvas.data[i] = paper + (inked - paper) * pressure;
      }
    }
}

/** Of some places by chance the one that lies over fewest fields, and over no portrait, zone or barcode if one is free of them. */
function freestPlace(
  { image, fields, regions }: FlatSide,
  { width, height }: { readonly width: number; readonly height: number },
  chance: Chance,
): Rect {
  const cost = (place: Rect): number =>
    100 * regions.filter(({ rectPx }) => overlaps(place, rectPx)).length +
    fields.filter(({ rectPx }) => rectPx !== null && overlaps(place, rectPx)).length;
  const candidates = Array.from({ length: 40 }, (): Rect => ({
    x: chance.between(0.03, 0.97) * (image.width - width),
    y: chance.between(0.05, 0.95) * (image.height - height),
    width,
    height,
  }));
  return must(candidates.toSorted((a, b) => cost(a) - cost(b))[0], 'a place');
}

const overlaps = (a: Rect, b: Rect): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

function canvasOf({ image, widthMm }: FlatSide): readonly [Canvas, perMm: number] {
  const canvas = { width: image.width, height: image.height, data: new Uint8Array(image.data) };
  return [canvas, image.width / widthMm];
}

function marked(side: FlatSide, canvas: Canvas, region: RegionTruth): FlatSide {
  return { ...side, image: toRaster(canvas), regions: [...side.regions, region] };
}

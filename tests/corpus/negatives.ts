import { encodeImage } from '#analysis/image/encode.ts';
import { resize } from '#analysis/image/resize.ts';
import { frameOfSize } from '#analysis/locate/quad-geometry.ts';
import { createCanvas, fill, fillRect, toRaster, type Canvas, type Color } from '#analysis/samples/canvas.ts';
import { outlinesOfText, type TextFont } from '#analysis/samples/outlines-of-text.ts';
import { must } from '#shared/lib/invariant.ts';
import { createChance, type Chance } from '../hard-pages/random.ts';
import type { CorpusKey } from './corpus.ts';
import type { FlatSide } from './page-truth.ts';
import { drawGround } from './photograph/grounds.ts';
import { lightScene } from './photograph/light.ts';
import { blur, grain, smear } from './photograph/optics.ts';
import { photograph } from './photograph/photograph.ts';
import { drawScene, type Level, type Scene } from './photograph/scene.ts';
import type { CorpusResources } from './resources.ts';

/** What is sent instead of a document: the bare table, and flat things with four corners. */
export const negativeKinds = ['ground', 'sheet', 'screen', 'phone', 'notebook', 'blank-sheet'] as const;
export type NegativeKind = (typeof negativeKinds)[number];

export interface Negative {
  readonly name: string;
  readonly kind: NegativeKind;
  readonly bytes: Uint8Array;
}

/** Picture number `index` of a level without any document; kinds come round in turn, the bare ground as often as all things together. */
export async function makeNegative(
  level: Level,
  key: CorpusKey,
  { fonts }: CorpusResources,
): Promise<Negative> {
  const [, ...things] = negativeKinds;
  const kind = key.index % 2 === 0 ? 'ground' : must(things[((key.index - 1) / 2) % things.length], 'a kind');
  const name = `${level}-none-${String(key.index).padStart(3, '0')}-${kind}`;
  const chance = createChance(`corpus ${key.split} ${key.seed} ${name}`);
  const scene = { ...drawScene(level, chance), withSecond: false };
  // A scan shows nothing but its document.
  const placed = scene.setting === 'scan' ? { ...scene, setting: 'table' as const } : scene;
  const bytes =
    kind === 'ground'
      ? await photographGround(placed, fonts.plain, chance)
      : (await photograph(drawThing(kind, fonts.plain, chance), null, placed, fonts.plain, chance)).bytes;
  return { name, kind, bytes };
}

async function photographGround(scene: Scene, font: TextFont, chance: Chance): Promise<Uint8Array> {
  const [width, height] = [scene.longSidePx, Math.round(scene.longSidePx * 0.75)];
  const ground = drawGround(scene.ground, width, height, { paper: [222, 222, 216], font }, chance);
  const lit = lightScene(ground, new Uint8Array(width * height), frameOfSize(ground), scene, chance);
  const focused = smear(blur(lit, scene.defocusPx), scene.motionPx, chance.between(0, 180));
  const sized = resize(focused, Math.round(width * scene.scale), Math.round(height * scene.scale));
  return encodeImage(grain(sized, scene.noise, chance), { format: 'jpeg', quality: scene.jpegQuality });
}

const pxPerMm = 6;

function drawThing(kind: Exclude<NegativeKind, 'ground'>, font: TextFont, chance: Chance): FlatSide {
  switch (kind) {
    case 'sheet':
    case 'blank-sheet': {
      const canvas = createCanvas(210 * pxPerMm, 297 * pxPerMm, paperOf(chance));
      if (kind === 'sheet') drawLetter(canvas, font, chance);
      return thing(canvas, 210, 297, 0);
    }
    case 'screen': {
      const canvas = createCanvas(310 * pxPerMm, 190 * pxPerMm, dark(chance));
      drawWindows(canvas, 6 * pxPerMm, font, chance);
      return thing(canvas, 310, 190, 3);
    }
    case 'phone': {
      const canvas = createCanvas(72 * pxPerMm, 150 * pxPerMm, dark(chance));
      drawWindows(canvas, 4 * pxPerMm, font, chance);
      return thing(canvas, 72, 150, 9);
    }
    case 'notebook': {
      const color: Color = [chance.whole(20, 200), chance.whole(20, 200), chance.whole(20, 200)];
      const canvas = createCanvas(148 * pxPerMm, 210 * pxPerMm, color);
      fillRect(canvas, 130 * pxPerMm, 0, 4 * pxPerMm, 210 * pxPerMm, dark(chance));
      return thing(canvas, 148, 210, 4);
    }
  }
}

function thing(canvas: Canvas, widthMm: number, heightMm: number, cornerRadiusMm: number): FlatSide {
  const nothing = { fields: [], mrz: null, barcodes: [], regions: [] };
  return { side: 'front', image: toRaster(canvas), widthMm, heightMm, cornerRadiusMm, ...nothing };
}

function dark(chance: Chance): Color {
  const gray = chance.whole(10, 50);
  return [gray, gray, gray + 4];
}

function paperOf(chance: Chance): Color {
  const gray = chance.whole(225, 252);
  return [gray, gray, gray - chance.whole(0, 14)];
}

const words =
  'we refer to your letter of last week and confirm that the goods will be sent as agreed with kind regards'.split(
    ' ',
  );

function drawLetter(canvas: Canvas, font: TextFont, chance: Chance): void {
  const [left, step] = [24 * pxPerMm, chance.between(6, 9) * pxPerMm];
  for (let y = 40 * pxPerMm; y < 270 * pxPerMm; y += step) {
    if (chance.happens(0.12)) continue;
    textAt(canvas, font, sentence(chance, 60), left, y, { sizePx: 4 * pxPerMm, color: [40, 40, 46] });
  }
}

/** Windows with bars and lists, as a computer's or a phone's screen shows them. */
function drawWindows(canvas: Canvas, rimPx: number, font: TextFont, chance: Chance): void {
  const [width, height] = [canvas.width - 2 * rimPx, canvas.height - 2 * rimPx];
  const back: Color = [chance.whole(20, 120), chance.whole(40, 140), chance.whole(60, 180)];
  fillRect(canvas, rimPx, rimPx, width, height, back);
  for (let window = chance.whole(1, 3); window > 0; window -= 1) {
    const [w, h] = [chance.between(0.5, 1) * width, chance.between(0.4, 1) * height];
    const [x, y] = [rimPx + chance.between(0, width - w), rimPx + chance.between(0, height - h)];
    const gray = chance.whole(215, 250);
    fillRect(canvas, x, y, w, h, [gray, gray, gray]);
    const bar: Color = [chance.whole(30, 200), chance.whole(30, 200), chance.whole(30, 200)];
    fillRect(canvas, x, y, w, 8 * pxPerMm, bar);
    for (let row = y + 16 * pxPerMm; row < y + h - 4 * pxPerMm; row += 8 * pxPerMm) {
      const length = Math.floor((w / pxPerMm / 2.2) * chance.between(0.3, 0.9));
      const look = { sizePx: 4 * pxPerMm, color: [60, 60, 66] as const };
      textAt(canvas, font, sentence(chance, length), x + 4 * pxPerMm, row, look);
    }
  }
}

function sentence(chance: Chance, length: number): string {
  let text = '';
  while (text.length < length) text += `${chance.pick(words)} `;
  return text.slice(0, Math.max(1, length));
}

function textAt(
  canvas: Canvas,
  font: TextFont,
  text: string,
  x: number,
  baselineY: number,
  { sizePx, color }: { readonly sizePx: number; readonly color: Color },
): void {
  fill(canvas, outlinesOfText(font, text, { x, baselineY, sizePx }), color);
}

import type { GrayRaster, RgbRaster } from '#analysis/image/raster.ts';
import { resize } from '#analysis/image/resize.ts';
import {
  createCanvas,
  fill,
  fillRect,
  roundedRectangle,
  stroke,
  toRaster,
  type Canvas,
  type Color,
} from '#analysis/samples/canvas.ts';
import { outlinesOfText, type TextFont } from '#analysis/samples/outlines-of-text.ts';
import { unreachable } from '#shared/lib/invariant.ts';
import type { Chance } from '../../hard-pages/random.ts';
import { blur } from './optics.ts';
import type { Ground } from './scene.ts';

/** What lies under or behind the document. `paper` is the document's own color, for a ground that it does not stand out from. */
export function drawGround(
  ground: Ground,
  width: number,
  height: number,
  { paper, font }: { readonly paper: Color; readonly font: TextFont },
  chance: Chance,
): RgbRaster {
  const gray = chance.whole(35, 150);
  const color: Color = [
    gray + chance.whole(-25, 25),
    gray + chance.whole(-20, 20),
    gray + chance.whole(-25, 25),
  ];
  switch (ground) {
    case 'plain':
      return textured(width, height, color, [[6, 5, 14]], chance);
    case 'like-paper': {
      const off = chance.whole(-22, -8);
      return textured(
        width,
        height,
        [paper[0] + off, paper[1] + off, paper[2] + off],
        [
          [8, 6, 8],
          [160, 120, 3],
        ],
        chance,
      );
    }
    case 'wood': {
      const tone = chance.between(0.5, 1.8);
      const base: Color = [Math.min(225, 96 * tone), Math.min(195, 70 * tone), Math.min(165, 50 * tone)];
      const grain: Layer[] = [
        [10, 90, 40],
        [60, 600, 20],
      ];
      const wood = textured(width, height, base, grain, chance);
      const canvas: Canvas = { width, height, data: new Uint8Array(wood.data) };
      const boards = chance.whole(2, 4);
      for (let board = 1; board < boards; board += 1) {
        const y = (height * board) / boards + chance.between(-40, 40);
        stroke(
          canvas,
          [
            { x: 0, y },
            { x: width, y: y + chance.between(-8, 8) },
          ],
          4,
          [30, 22, 16],
          0.6,
        );
      }
      return toRaster(canvas);
    }
    case 'cloth': {
      const cloth = textured(width, height, color, [[9, 7, 26]], chance);
      const data = new Uint8Array(cloth.data);
      const [period, depth] = [chance.between(5, 9), chance.between(5, 14)];
      for (let y = 0, at = 0; y < height; y += 1) {
        for (let x = 0; x < width; x += 1, at += 3) {
          const thread = Math.sin((x / period) * 2 * Math.PI) * Math.sin((y / period) * 2 * Math.PI) * depth;
          for (let c = 0; c < 3; c += 1)
            data[at + c] = Math.max(0, Math.min(255, (data[at + c] ?? 0) + thread));
        }
      }
      return { ...cloth, data };
    }
    case 'stone':
      return textured(
        width,
        height,
        color,
        [
          [14, 10, 30],
          [90, 70, 26],
          [500, 375, 22],
        ],
        chance,
      );
    case 'tiles': {
      const canvas = canvasOf(
        textured(width, height, [gray + 60, gray + 56, gray + 50], [[20, 15, 14]], chance),
      );
      const size = chance.between(220, 420);
      for (let x = chance.between(0, size); x < width; x += size)
        fillRect(canvas, x, 0, 9, height, [gray, gray, gray], 0.9);
      for (let y = chance.between(0, size); y < height; y += size)
        fillRect(canvas, 0, y, width, 9, [gray, gray, gray], 0.9);
      return toRaster(canvas);
    }
    case 'checks': {
      const canvas = canvasOf(textured(width, height, [228, 224, 216], [[12, 9, 10]], chance));
      const size = chance.between(70, 150);
      for (let x = 0; x < width; x += 2 * size) fillRect(canvas, x, 0, size, height, color, 0.45);
      for (let y = 0; y < height; y += 2 * size) fillRect(canvas, 0, y, width, size, color, 0.45);
      return toRaster(canvas);
    }
    case 'print':
      return printedPapers(width, height, font, chance);
    case 'desk':
      return desk(width, height, chance);
    case 'room':
      return room(width, height, chance);
    default:
      return unreachable(ground);
  }
}

/** Columns and rows of a field of noise, and how many gray levels it moves the color. */
type Layer = readonly [columns: number, rows: number, levels: number];

function textured(
  width: number,
  height: number,
  color: Color,
  layers: readonly Layer[],
  chance: Chance,
): RgbRaster {
  const fields = layers.map(([columns, rows, levels]) => {
    const data = Uint8Array.from({ length: columns * rows }, () => chance.whole(0, 255));
    const small: GrayRaster = { width: columns, height: rows, channels: 1, data };
    return { field: resize(small, width, height).data, levels };
  });
  const out = new Uint8Array(width * height * 3);
  for (let i = 0; i < width * height; i += 1) {
    let off = 0;
    for (const { field, levels } of fields) off += (((field[i] ?? 0) - 128) / 128) * levels;
    for (let c = 0; c < 3; c += 1) out[i * 3 + c] = Math.max(0, Math.min(255, (color[c] ?? 0) + off));
  }
  return { width, height, channels: 3, data: out };
}

const canvasOf = ({ width, height, data }: RgbRaster): Canvas => ({
  width,
  height,
  data: new Uint8Array(data),
});
const anyColor = (chance: Chance): Color => [
  chance.whole(20, 230),
  chance.whole(20, 230),
  chance.whole(20, 230),
];

/** Sheets of paper across each other, with lines of print. */
function printedPapers(width: number, height: number, font: TextFont, chance: Chance): RgbRaster {
  const canvas = canvasOf(textured(width, height, [120, 96, 74], [[12, 90, 26]], chance));
  const words =
    'INVOICE for delivery of goods within thirty days total amount payable to the account named below please return'.split(
      ' ',
    );
  for (let sheet = 0; sheet < 4; sheet += 1) {
    const [x0, y0] = [chance.between(-0.3, 0.7) * width, chance.between(-0.3, 0.7) * height];
    const angle = chance.between(-0.5, 0.5);
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    const at = (x: number, y: number): { x: number; y: number } => ({
      x: x0 + x * cos - y * sin,
      y: y0 + x * sin + y * cos,
    });
    const [w, h] = [900, 1250];
    const shade = chance.whole(222, 250);
    fill(canvas, [[at(0, 0), at(w, 0), at(w, h), at(0, h)]], [shade, shade, shade - 4]);
    for (let line = 0; line < 20; line += 1) {
      let text = '';
      const length = chance.whole(20, 46);
      while (text.length < length) text += `${chance.pick(words)} `;
      const outlines = outlinesOfText(font, text, {
        x: 60,
        baselineY: 90 + line * 56,
        sizePx: chance.between(26, 30),
      });
      fill(
        canvas,
        outlines.map((outline) => outline.map(({ x, y }) => at(x, y))),
        [50, 50, 56],
      );
    }
  }
  return toRaster(canvas);
}

/** A desk with things on it: boxes, keys, a pen, rings. */
function desk(width: number, height: number, chance: Chance): RgbRaster {
  const gray = chance.whole(60, 200);
  const canvas = canvasOf(textured(width, height, [gray, gray - 6, gray - 14], [[8, 6, 24]], chance));
  for (let thing = 0; thing < 9; thing += 1) {
    const [x0, y0] = [chance.between(-0.1, 1) * width, chance.between(-0.1, 1) * height];
    const [w, h] = [chance.between(60, 520), chance.between(40, 380)];
    const angle = chance.between(0, Math.PI);
    const outline = roundedRectangle(w, h, Math.min(w, h) * chance.between(0.02, 0.4)).map(({ x, y }) => ({
      x: x0 + x * Math.cos(angle) - y * Math.sin(angle),
      y: y0 + x * Math.sin(angle) + y * Math.cos(angle),
    }));
    fill(canvas, [outline.map(({ x, y }) => ({ x: x + 10, y: y + 12 }))], [0, 0, 0], 0.3);
    fill(canvas, [outline], anyColor(chance));
  }
  const [keysX, keysY] = [chance.between(-200, width / 2), chance.between(0, height)];
  for (let key = 0; key < 60; key += 1) {
    const key0 = { x: keysX + (key % 15) * 78, y: keysY + Math.floor(key / 15) * 78 };
    fill(
      canvas,
      [roundedRectangle(66, 66, 10).map(({ x, y }) => ({ x: x + key0.x, y: y + key0.y }))],
      [38, 38, 42],
    );
  }
  return toRaster(canvas);
}

/** What lies far behind a hand: a room out of focus. */
function room(width: number, height: number, chance: Chance): RgbRaster {
  const [w, h] = [Math.round(width / 12), Math.round(height / 12)];
  const wall = chance.whole(90, 215);
  const canvas = createCanvas(w, h, [wall, wall - 8, wall - 20]);
  const muted = (): Color => {
    const gray = chance.whole(30, 210);
    return [gray + chance.whole(-30, 30), gray + chance.whole(-22, 22), gray + chance.whole(-30, 30)];
  };
  for (let thing = 0; thing < 14; thing += 1) {
    fillRect(
      canvas,
      chance.between(-0.2, 1) * w,
      chance.between(-0.2, 1) * h,
      chance.between(0.1, 0.5) * w,
      chance.between(0.1, 0.7) * h,
      muted(),
    );
  }
  return resize(blur(toRaster(canvas), 3.5), width, height);
}

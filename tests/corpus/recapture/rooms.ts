import type { GrayRaster } from '#analysis/image/raster.ts';
import { resize } from '#analysis/image/resize.ts';
import {
  createCanvas,
  fill,
  fillRect,
  roundedRectangle,
  stroke,
  type Canvas,
  type Color,
} from '#analysis/samples/canvas.ts';
import type { Point, Rect } from '#shared/domain/geometry.ts';
import type { Chance } from '../../hard-pages/random.ts';

/** What stands behind somebody who takes a selfie: all with straight edges that may pass around the head. */
export const roomKinds = [
  'door',
  'pictures',
  'window',
  'shelves',
  'whiteboard',
  'monitor',
  'tiles',
  'cupboards',
  'car',
  'blinds',
] as const;
export type RoomKind = (typeof roomKinds)[number];

/** What stands before somebody, and cuts the body off below the face. */
export const frontKinds = ['nothing', 'table', 'table-end', 'desk', 'laptop', 'seat-belt'] as const;
export type FrontKind = (typeof frontKinds)[number];

/** Where the head will be: its width and middle, in pixels of the canvas. */
export interface Head {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

/** A room on a canvas of this size, its things placed about the head as somebody sees them who stands before them. */
export function drawRoom(kind: RoomKind, width: number, height: number, head: Head, chance: Chance): Canvas {
  const wall = tone(chance, chance.between(60, 225));
  const canvas = createCanvas(width, height, wall);
  if (chance.happens(0.5)) {
    // Another wall, the ceiling, a skirting.
    const x = chance.happens(0.5) ? chance.between(0, 0.25) * width : chance.between(0.75, 1) * width;
    fillRect(canvas, x < width / 2 ? 0 : x, 0, x < width / 2 ? x : width - x, height, shaded(wall, 0.85));
    if (chance.happens(0.4))
      fillRect(canvas, 0, 0, width, chance.between(0.02, 0.1) * height, shaded(wall, 1.12));
  }
  rooms[kind](canvas, head, wall, chance);
  return roughened(canvas, chance);
}

type Draw = (canvas: Canvas, head: Head, wall: Color, chance: Chance) => void;

/** A box about the head, its sides `near` to `far` head widths off its middle. */
function boxAround({ x, y, width }: Head, chance: Chance, near: number, far: number): Rect {
  const [left, right] = [x - width * chance.between(near, far), x + width * chance.between(near, far)];
  const [top, bottom] = [
    y - width * chance.between(near + 0.2, far),
    y + width * chance.between(near, far + 0.5),
  ];
  return { x: left, y: top, width: right - left, height: bottom - top };
}

const rooms: Readonly<Record<RoomKind, Draw>> = {
  door(canvas, head, wall, chance) {
    const box = boxAround(head, chance, 0.8, 2.2);
    const thick = head.width * chance.between(0.06, 0.18);
    const frame = tone(chance, chance.between(40, 240));
    const tall = { ...box, height: 1.5 * canvas.height - box.y };
    framed(
      canvas,
      tall,
      thick,
      frame,
      chance.happens(0.5) ? shaded(wall, 0.5) : tone(chance, chance.between(40, 220)),
    );
    if (chance.happens(0.5)) {
      const panel = inside(tall, head.width * 0.3);
      outline(canvas, { ...panel, height: panel.height * chance.between(0.3, 0.6) }, 3, shaded(frame, 0.7));
    }
  },
  pictures(canvas, head, _wall, chance) {
    const boxes = Array.from({ length: chance.whole(1, 3) }, () => {
      const size = head.width * chance.between(0.6, 1.6);
      return {
        x: chance.between(-0.1, 0.9) * canvas.width,
        y: chance.between(0, 0.5) * canvas.height,
        width: size,
        height: size * chance.between(0.7, 1.4),
      };
    });
    if (chance.happens(0.7)) boxes.push(boxAround(head, chance, 0.65, 1.7));
    for (const box of boxes) {
      framed(
        canvas,
        box,
        head.width * chance.between(0.03, 0.15),
        tone(chance, chance.between(20, 200)),
        tone(chance, chance.between(60, 245)),
      );
      const picture = inside(box, Math.min(box.width, box.height) * chance.between(0.15, 0.25));
      rectangle(canvas, picture, tone(chance, chance.between(40, 220)));
      for (let n = 0; n < 4; n += 1) blob(canvas, picture, chance);
    }
  },
  window(canvas, head, _wall, chance) {
    const box = boxAround(head, chance, 0.7, 2.4);
    const frame = tone(chance, chance.between(150, 250));
    framed(
      canvas,
      box,
      head.width * chance.between(0.06, 0.14),
      frame,
      tone(chance, chance.between(150, 254)),
    );
    const bars = chance.whole(0, 2);
    for (let bar = 1; bar <= bars; bar += 1)
      fillRect(canvas, box.x + (box.width * bar) / (bars + 1), box.y, head.width * 0.07, box.height, frame);
    if (chance.happens(0.5))
      fillRect(canvas, box.x, box.y + box.height / 2, box.width, head.width * 0.07, frame);
    // The sill goes on beyond the window, or not.
    const more = head.width * (chance.happens(0.5) ? chance.between(0.05, 0.4) : 0);
    fillRect(
      canvas,
      box.x - more,
      box.y + box.height,
      box.width + 2 * more,
      head.width * 0.1,
      shaded(frame, 0.9),
    );
  },
  shelves(canvas, head, wall, chance) {
    const period = head.width * chance.between(0.7, 1.6);
    const board = tone(chance, chance.between(40, 210));
    const box = boxAround(head, chance, 1, 2.4);
    const wide = chance.happens(0.5) ? { x: 0, width: canvas.width } : box;
    fillRect(canvas, wide.x, 0, wide.width, canvas.height, shaded(wall, 0.8));
    for (let y = chance.between(-1, 0) * period; y < canvas.height; y += period) {
      for (let x = wide.x; x < wide.x + wide.width;) {
        const thick = head.width * chance.between(0.06, 0.25);
        const tall = period * chance.between(0.4, 0.85);
        if (chance.happens(0.7))
          fillRect(
            canvas,
            x,
            y - tall,
            Math.min(thick, wide.x + wide.width - x),
            tall,
            tone(chance, chance.between(30, 220)),
          );
        x += thick;
      }
      fillRect(canvas, wide.x, y, wide.width, head.width * chance.between(0.05, 0.1), board);
    }
    for (const x of [wide.x, wide.x + wide.width])
      fillRect(canvas, x, 0, head.width * 0.08, canvas.height, board);
  },
  whiteboard(canvas, head, _wall, chance) {
    const box = boxAround(head, chance, 1, 2.6);
    framed(
      canvas,
      box,
      head.width * chance.between(0.02, 0.08),
      tone(chance, chance.between(60, 200)),
      [238, 240, 240],
    );
    for (let line = 0; line < 9; line += 1) {
      const [x, y] = [
        box.x + chance.between(0.05, 0.7) * box.width,
        box.y + chance.between(0.05, 0.9) * box.height,
      ];
      const points = Array.from({ length: 8 }, (_, i) => ({
        x: x + i * head.width * 0.06,
        y: y + chance.between(-0.03, 0.03) * head.width,
      }));
      stroke(
        canvas,
        points,
        3,
        chance.pick<Color>([
          [30, 60, 160],
          [170, 30, 30],
          [30, 30, 34],
        ]),
      );
    }
  },
  monitor(canvas, head, _wall, chance) {
    const box = boxAround(head, chance, 0.7, 1.8);
    const bezel = tone(chance, chance.between(8, 50));
    framed(canvas, box, head.width * chance.between(0.03, 0.1), bezel, tone(chance, chance.between(60, 245)));
    for (let n = 0; n < 5; n += 1) {
      const part = inside(box, head.width * 0.1);
      const [w, h] = [part.width * chance.between(0.2, 0.7), part.height * chance.between(0.1, 0.5)];
      fillRect(
        canvas,
        part.x + chance.between(0, 1) * (part.width - w),
        part.y + chance.between(0, 1) * (part.height - h),
        w,
        h,
        tone(chance, chance.between(40, 250)),
      );
    }
    fillRect(canvas, head.x - head.width * 0.15, box.y + box.height, head.width * 0.3, canvas.height, bezel);
  },
  tiles(canvas, head, wall, chance) {
    const [across, down] = [head.width * chance.between(0.3, 1.4), head.width * chance.between(0.3, 1.4)];
    const [joint, thick] = [
      shaded(wall, chance.between(0.6, 1.3)),
      Math.max(2, head.width * chance.between(0.015, 0.05)),
    ];
    for (let x = chance.between(0, 1) * across; x < canvas.width; x += across)
      fillRect(canvas, x, 0, thick, canvas.height, joint);
    for (let y = chance.between(0, 1) * down; y < canvas.height; y += down)
      fillRect(canvas, 0, y, canvas.width, thick, joint);
  },
  cupboards(canvas, head, _wall, chance) {
    const door = tone(chance, chance.between(50, 235));
    const [w, h] = [head.width * chance.between(1, 2.4), head.width * chance.between(1.2, 3)];
    const gap = Math.max(2, head.width * 0.03);
    for (let x = -chance.between(0, 1) * w; x < canvas.width; x += w)
      for (let y = -chance.between(0, 1) * h; y < canvas.height; y += h) {
        rectangle(
          canvas,
          { x, y, width: w - gap, height: h - gap },
          shaded(door, chance.between(0.94, 1.06)),
        );
        outline(
          canvas,
          inside({ x, y, width: w, height: h }, 0.12 * w),
          Math.max(2, gap / 2),
          shaded(door, 0.8),
        );
        fillRect(canvas, x + 0.85 * w, y + 0.45 * h, gap, 0.12 * h, [40, 40, 44]);
      }
  },
  car(canvas, head, _wall, chance) {
    const lining = tone(chance, chance.between(30, 130));
    rectangle(canvas, { x: 0, y: 0, width: canvas.width, height: canvas.height }, lining);
    const outside = tone(chance, chance.between(130, 252));
    const roof = head.y - head.width * chance.between(1, 1.8);
    for (const side of [-1, 1]) {
      const from = head.x + side * head.width * chance.between(0.9, 1.5);
      const to = head.x + side * head.width * chance.between(2, 4);
      const low = head.y + head.width * chance.between(0.4, 1.2);
      const lean = head.width * chance.between(-0.3, 0.3);
      fill(
        canvas,
        [
          [
            { x: from + lean, y: roof },
            { x: to, y: roof },
            { x: to, y: low },
            { x: from, y: low },
          ],
        ],
        outside,
      );
    }
    const seat = tone(chance, chance.between(20, 200));
    const headrest = {
      width: head.width * chance.between(1.2, 1.7),
      height: head.width * chance.between(0.9, 1.3),
    };
    const at = { x: head.x - headrest.width / 2, y: head.y - head.width * chance.between(0.6, 0.9) };
    fill(canvas, [moved(roundedRectangle(headrest.width, headrest.height, 0.2 * headrest.height), at)], seat);
    const back = { width: head.width * chance.between(2.6, 3.4), y: at.y + headrest.height * 1.05 };
    fill(
      canvas,
      [
        moved(roundedRectangle(back.width, canvas.height, 0.3 * head.width), {
          x: head.x - back.width / 2,
          y: back.y,
        }),
      ],
      shaded(seat, 0.9),
    );
  },
  blinds(canvas, head, wall, chance) {
    const box = boxAround(head, chance, 1, 2.4);
    const isLevel = chance.happens(0.6);
    const period = head.width * chance.between(0.08, 0.4);
    rectangle(canvas, box, shaded(wall, 1.15));
    for (let at = 0; at < (isLevel ? box.height : box.width); at += period)
      fillRect(
        canvas,
        isLevel ? box.x : box.x + at,
        isLevel ? box.y + at : box.y,
        isLevel ? box.width : period * 0.35,
        isLevel ? period * 0.35 : box.height,
        shaded(wall, chance.between(0.6, 0.8)),
      );
  },
};

/** What is before the body, drawn over the person. */
export function drawFront(kind: FrontKind, canvas: Canvas, head: Head, chance: Chance): void {
  const top = head.y + head.width * chance.between(1.15, 2.3);
  const color = tone(chance, chance.between(30, 240));
  const slab = (left: number, right: number): void => {
    fillRect(canvas, left, top, right - left, canvas.height - top, color);
    fillRect(canvas, left, top, right - left, head.width * 0.06, shaded(color, chance.between(0.7, 1.3)));
  };
  switch (kind) {
    case 'nothing':
      return;
    case 'table':
      slab(-1, canvas.width + 1);
      return;
    case 'table-end': {
      const end = head.x + chance.pick([-1, 1]) * head.width * chance.between(0.9, 2.2);
      slab(end < head.x ? end : -1, end < head.x ? canvas.width + 1 : end);
      return;
    }
    case 'desk':
      slab(head.x - head.width * chance.between(0.9, 2.2), head.x + head.width * chance.between(0.9, 2.2));
      return;
    case 'laptop': {
      const lid = roundedRectangle(head.width * chance.between(1.6, 2.6), canvas.height, head.width * 0.08);
      const left = head.x - head.width * chance.between(0.7, 1.4);
      fill(
        canvas,
        [moved(lid, { x: left, y: top })],
        chance.pick<Color>([[170, 172, 176], [40, 40, 44], color]),
      );
      return;
    }
    case 'seat-belt':
      stroke(
        canvas,
        [
          { x: head.x + head.width * chance.between(1, 1.5), y: head.y + head.width * 0.6 },
          { x: head.x - head.width * chance.between(0.8, 1.6), y: canvas.height + 40 },
        ],
        head.width * chance.between(0.2, 0.3),
        tone(chance, chance.between(20, 90)),
      );
  }
}

/** A color of about this lightness, 0 to 255. */
function tone(chance: Chance, light: number): Color {
  const off = (): number => Math.min(255, Math.max(0, light + chance.between(-22, 22)));
  return [off(), off(), off()];
}

const shaded = ([red, green, blue]: Color, by: number): Color => [
  Math.min(255, red * by),
  Math.min(255, green * by),
  Math.min(255, blue * by),
];

const rectangle = (canvas: Canvas, { x, y, width, height }: Rect, color: Color): void => {
  fillRect(canvas, x, y, width, height, color);
};

const inside = ({ x, y, width, height }: Rect, by: number): Rect => ({
  x: x + by,
  y: y + by,
  width: Math.max(1, width - 2 * by),
  height: Math.max(1, height - 2 * by),
});

function framed(canvas: Canvas, box: Rect, thick: number, frame: Color, content: Color): void {
  rectangle(canvas, box, frame);
  rectangle(canvas, inside(box, thick), content);
}

function outline(canvas: Canvas, { x, y, width, height }: Rect, thick: number, color: Color): void {
  fillRect(canvas, x, y, width, thick, color);
  fillRect(canvas, x, y + height - thick, width, thick, color);
  fillRect(canvas, x, y, thick, height, color);
  fillRect(canvas, x + width - thick, y, thick, height, color);
}

function blob(canvas: Canvas, { x, y, width, height }: Rect, chance: Chance): void {
  const radius = Math.min(width, height) * chance.between(0.05, 0.25);
  const at = { x: x + chance.between(0, 0.7) * width, y: y + chance.between(0, 0.7) * height };
  fill(
    canvas,
    [moved(roundedRectangle(radius, radius, radius / 2), at)],
    tone(chance, chance.between(20, 240)),
  );
}

const moved = (points: readonly Point[], { x, y }: Point): Point[] =>
  points.map((point) => ({ x: point.x + x, y: point.y + y }));

/** Light that falls off to a side, and walls that are nowhere quite even. */
function roughened({ width, height, data }: Canvas, chance: Chance): Canvas {
  const fields = [12, 60].map((columns): GrayRaster => {
    const rows = Math.round((columns * height) / width);
    const small = Uint8Array.from({ length: columns * rows }, () => chance.whole(0, 255));
    return resize({ width: columns, height: rows, channels: 1, data: small }, width, height);
  });
  const [dx, dy] = [chance.between(-0.3, 0.3), chance.between(-0.3, 0.3)];
  const out = new Uint8Array(data.length);
  for (let y = 0, at = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1, at += 1) {
      const light = 1 + dx * (x / width - 0.5) + dy * (y / height - 0.5);
      const off = ((fields[0]?.data[at] ?? 128) - 128) / 20 + ((fields[1]?.data[at] ?? 128) - 128) / 40;
      for (let c = 0; c < 3; c += 1)
        out[at * 3 + c] = Math.min(255, Math.max(0, (data[at * 3 + c] ?? 0) * light + off));
    }
  return { width, height, data: out };
}

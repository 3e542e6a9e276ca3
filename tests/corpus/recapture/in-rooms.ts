import type { RgbRaster } from '#analysis/image/raster.ts';
import { resize } from '#analysis/image/resize.ts';
import { warpByHomography } from '#analysis/image/warp.ts';
import type { Canvas } from '#analysis/samples/canvas.ts';
import { isConvex, type Point, type Quad } from '#shared/domain/geometry.ts';
import { homographyToQuad, invertHomography, mapPoint } from '#shared/domain/homography.ts';
import { must } from '#shared/lib/invariant.ts';
import { createChance, type Chance } from '../../hard-pages/random.ts';
import { drawFinger, drawSkin, type Finger } from '../photograph/hand.ts';
import { blur } from '../photograph/optics.ts';
import { drawCamera, drawPassage, expose, pass } from './camera.ts';
import { cutOut, type CutOutPerson } from './cut-out.ts';
import { sample, toLight } from './light.ts';
import type { FaceSource } from './present.ts';
import {
  drawFront,
  drawRoom,
  frontKinds,
  roomKinds,
  type FrontKind,
  type Head,
  type RoomKind,
} from './rooms.ts';

/** Somebody in a room, or a sheet or a device with the picture of somebody held up in one. */
export interface RoomPicture {
  readonly name: string;
  readonly person: string;
  readonly room: RoomKind;
  /** `null` where a picture is held up. */
  readonly front: FrontKind | null;
  readonly medium: Held | null;
  /** How many of the four edges of what is held up are in the picture all along; 0 where nothing is. */
  readonly edgesInView: number;
  readonly bytes: Uint8Array;
}

/** What shows the face: its picture printed to the paper's edge or with a white rim, or on a device with a dark rim. */
export const heldKinds = ['sheet', 'sheet-with-rim', 'device'] as const;
export type Held = (typeof heldKinds)[number];

/** What of a scene is drawn beyond the camera's picture on each side, as a share: the camera is not held quite upright. */
const beyond = 0.1;

/** Picture number `index`: each of `portraits` in turn in each of the rooms, with what is before the body drawn by chance. */
export async function personInRoom(
  index: number,
  portraits: readonly FaceSource[],
  seed: string,
): Promise<RoomPicture> {
  const chance = createChance(`in a room ${seed} ${String(index)}`);
  const shown = must(portraits[index % portraits.length], 'a portrait');
  const room = must(roomKinds[Math.floor(index / portraits.length) % roomKinds.length], 'a room');
  const front = room === 'car' ? chance.pick<FrontKind>(['nothing', 'seat-belt']) : chance.pick(frontKinds);
  const { width, height } = drawFrame(chance);
  const size = { width: Math.round(width * (1 + 2 * beyond)), height: Math.round(height * (1 + 2 * beyond)) };
  const head: Head = {
    width: width * chance.between(0.18, 0.36),
    x: size.width * chance.between(0.42, 0.58),
    y: size.height * chance.between(0.36, 0.48),
  };
  const behind = blur(rasterOf(drawRoom(room, size.width, size.height, head, chance)), drawDefocus(chance));
  const canvas: Canvas = { ...size, data: new Uint8Array(behind.data) };
  putBefore(canvas, cutOut(shown), head, chance.between(0.7, 1.1));
  drawFront(front, canvas, head, chance);
  const seen = tilted(rasterOf(canvas), width, height, chance);
  return {
    name: `in-room-${String(index).padStart(3, '0')}`,
    person: shown.person,
    room,
    front,
    medium: null,
    edgesInView: 0,
    bytes: await taken(seen, chance),
  };
}

/** Picture number `index`: a picture of each of `sources` in turn, held up in each of the rooms. */
export async function heldUpInRoom(
  index: number,
  sources: readonly FaceSource[],
  seed: string,
): Promise<RoomPicture> {
  const chance = createChance(`held up in a room ${seed} ${String(index)}`);
  const shown = must(sources[index % sources.length], 'a source');
  const room = must(roomKinds[Math.floor(index / sources.length) % roomKinds.length], 'a room');
  const medium = chance.pick(heldKinds);
  const { width, height } = drawFrame(chance);
  const held = placeHeld(shown.image, medium, width, height, chance);
  const boxInView = {
    x: held.middle.x,
    y: held.middle.y - 0.1 * held.widthPx,
    width: held.widthPx * 0.4,
  };
  const behind = blur(rasterOf(drawRoom(room, width, height, boxInView, chance)), drawDefocus(chance));
  const canvas: Canvas = { width, height, data: new Uint8Array(behind.data) };
  layOver(canvas, held);
  holdWithFingers(canvas, held, chance);
  return {
    name: `held-up-${String(index).padStart(3, '0')}`,
    person: shown.person,
    room,
    front: null,
    medium,
    edgesInView: edgesInView(held.quadPx, width, height),
    bytes: await taken(rasterOf(canvas), chance),
  };
}

function drawFrame(chance: Chance): { readonly width: number; readonly height: number } {
  const width = chance.pick([600, 720, 840]);
  return { width, height: (width * 4) / 3 };
}

/** Mostly all is sharp, as phones see it; some blur what is behind. */
const drawDefocus = (chance: Chance): number =>
  chance.happens(0.3) ? chance.between(1.5, 5) : chance.between(0, 1);

const rasterOf = ({ width, height, data }: Canvas): RgbRaster => ({ width, height, channels: 3, data });

/** Puts somebody onto the canvas with the face where the head is to be. */
function putBefore(canvas: Canvas, { image, alpha, boxPx }: CutOutPerson, head: Head, light: number): void {
  const scale = head.width / boxPx.width;
  const size = [Math.round(image.width * scale), Math.round(image.height * scale)] as const;
  const [person, cover] = [resize(image, ...size), resize(alpha, ...size)];
  const left = Math.round(head.x - (boxPx.x + boxPx.width / 2) * scale);
  const top = Math.round(head.y - (boxPx.y + boxPx.height / 2) * scale);
  for (let y = Math.max(0, -top); y < Math.min(person.height, canvas.height - top); y += 1)
    for (let x = Math.max(0, -left); x < Math.min(person.width, canvas.width - left); x += 1) {
      const from = y * person.width + x;
      const to = ((y + top) * canvas.width + x + left) * 3;
      const share = (cover.data[from] ?? 0) / 255;
      if (share === 0) continue;
      for (let c = 0; c < 3; c += 1)
        canvas.data[to + c] = Math.min(
          255,
          (person.data[from * 3 + c] ?? 0) * light + (canvas.data[to + c] ?? 0) * (1 - share),
        );
    }
}

/** The scene as a camera sees it that is turned by up to four degrees or so and looks up or down a little. */
function tilted(scene: RgbRaster, width: number, height: number, chance: Chance): RgbRaster {
  const turn = 0.03 * chance.normal();
  const corner = (sx: number, sy: number): Point => {
    const [x, y] = [
      ((sx * width) / 2) * (1 + 0.02 * chance.normal()),
      ((sy * height) / 2) * (1 + 0.02 * chance.normal()),
    ];
    return {
      x: scene.width / 2 + x * Math.cos(turn) - y * Math.sin(turn),
      y: scene.height / 2 + x * Math.sin(turn) + y * Math.cos(turn),
    };
  };
  const quad: Quad = [corner(-1, -1), corner(1, -1), corner(1, 1), corner(-1, 1)];
  return warpByHomography(scene, must(homographyToQuad(width, height, quad), 'a view'), width, height);
}

interface Placed {
  /** The picture and its rim. */
  readonly image: RgbRaster;
  /** Corners in the camera's picture, clockwise from the top left. */
  readonly quadPx: Quad;
  /** How far the sheet's middle is bent aside, in pixels of `image`. */
  readonly bendPx: number;
  readonly widthPx: number;
  readonly middle: Point;
}

function placeHeld(picture: RgbRaster, medium: Held, width: number, height: number, chance: Chance): Placed {
  const widthPx = width * chance.between(0.55, 0.88);
  const shrunk = resize(picture, Math.round(widthPx), Math.round((widthPx * picture.height) / picture.width));
  const rim = medium === 'sheet' ? 0 : Math.round(widthPx * chance.between(0.02, 0.07));
  const level = medium === 'device' ? chance.whole(5, 40) : chance.whole(225, 252);
  const image = rimmed(shrunk, rim, level);
  // Mostly whole in the picture; at times its upper edge, or one side, is not.
  const out = chance.pick(['none', 'none', 'none', 'above', 'side'] as const);
  const middle = {
    x: width / 2 + (out === 'side' ? chance.pick([-1, 1]) * width * 0.22 : 0.02 * width * chance.normal()),
    y:
      out === 'above' ? image.height / 2 - 0.12 * image.height : height / 2 + 0.02 * height * chance.normal(),
  };
  const turn = 0.05 * chance.normal();
  const corner = (sx: number, sy: number): Point => {
    const [x, y] = [
      ((sx * image.width) / 2) * (1 + 0.025 * chance.normal()),
      ((sy * image.height) / 2) * (1 + 0.025 * chance.normal()),
    ];
    return {
      x: middle.x + x * Math.cos(turn) - y * Math.sin(turn),
      y: middle.y + x * Math.sin(turn) + y * Math.cos(turn),
    };
  };
  const quadPx: Quad = [corner(-1, -1), corner(1, -1), corner(1, 1), corner(-1, 1)];
  const bendPx = medium !== 'device' && chance.happens(0.5) ? chance.between(-0.025, 0.025) * image.width : 0;
  return { image, quadPx, bendPx, widthPx: image.width, middle };
}

function rimmed({ width, height, data }: RgbRaster, rim: number, level: number): RgbRaster {
  const size = { width: width + 2 * rim, height: height + 2 * rim };
  const out = new Uint8Array(size.width * size.height * 3).fill(level);
  for (let y = 0; y < height; y += 1)
    out.set(data.subarray(y * width * 3, (y + 1) * width * 3), ((y + rim) * size.width + rim) * 3);
  return { ...size, channels: 3, data: out };
}

/** Lays what is held over the scene, with its shadow on what is close behind it. */
function layOver(canvas: Canvas, { image, quadPx, bendPx }: Placed): void {
  const toImage = must(
    invertHomography(must(homographyToQuad(image.width, image.height, quadPx), 'a place')),
    'a sheet that is not seen edge-on',
  );
  const pixel = new Float32Array(3);
  const field = { width: image.width, height: image.height, data: Float32Array.from(image.data) };
  for (let y = 0; y < canvas.height; y += 1)
    for (let x = 0; x < canvas.width; x += 1) {
      const { x: flatU, y: v } = mapPoint(toImage, { x: x + 0.5, y: y + 0.5 });
      const u = flatU + bendPx * Math.sin((Math.PI * v) / image.height);
      const outside = Math.max(-u, -v, u - image.width, v - image.height);
      const cover = Math.min(1, Math.max(0, 0.5 - outside));
      const near = 1 - 0.4 * Math.exp(-Math.max(0, outside) / (0.03 * image.width));
      sample(field, u, v, pixel);
      const at = (y * canvas.width + x) * 3;
      for (let c = 0; c < 3; c += 1)
        canvas.data[at + c] = (pixel[c] ?? 0) * cover + (canvas.data[at + c] ?? 0) * near * (1 - cover);
    }
}

/** One or two hands: thumbs over the lower edge or over the sides, below their middle. */
function holdWithFingers(canvas: Canvas, { image, quadPx }: Placed, chance: Chance): void {
  const toPhoto = must(homographyToQuad(image.width, image.height, quadPx), 'a place');
  const skin = drawSkin(chance);
  const radius = image.width * chance.between(0.035, 0.06);
  const hands = chance.whole(1, 2);
  for (let hand = 0; hand < hands; hand += 1) {
    const edge = chance.pick(['left', 'right', 'below'] as const);
    const [w, h] = [image.width, image.height];
    const reach = radius * chance.between(1, 2.4);
    const along = edge === 'below' ? chance.between(0.15, 0.85) * w : chance.between(0.5, 0.9) * h;
    const [tip, root]: readonly [Point, Point] =
      edge === 'left'
        ? [
            { x: reach, y: along },
            { x: -3 * radius, y: along + 2 * radius },
          ]
        : edge === 'right'
          ? [
              { x: w - reach, y: along },
              { x: w + 3 * radius, y: along + 2 * radius },
            ]
          : [
              { x: along, y: h - reach },
              { x: along + radius * chance.between(-1, 1), y: h + 4 * radius },
            ];
    const thumb: Finger = {
      from: mapPoint(toPhoto, root),
      to: mapPoint(toPhoto, tip),
      fromRadius: radius * 1.2,
      toRadius: radius,
    };
    drawFinger(canvas, new Uint8Array(canvas.width * canvas.height), thumb, skin, true);
  }
}

function edgesInView(quad: Quad, width: number, height: number): number {
  must(isConvex(quad) ? quad : null, 'a sheet that is seen from before');
  const isIn = ({ x, y }: Point): boolean => x > 0 && y > 0 && x < width && y < height;
  return quad.filter((corner, index) => isIn(corner) && isIn(quad[(index + 1) % 4] ?? corner)).length;
}

/** Through the camera that takes all simulated pictures, and as it is passed on. */
async function taken(scene: RgbRaster, chance: Chance): Promise<Uint8Array> {
  const light = toLight(scene);
  const seen = expose(
    (x, y, out) => {
      sample(light, x, y, out);
    },
    scene.width,
    scene.height,
    drawCamera(chance),
    chance,
  );
  return pass(seen, drawPassage(chance));
}

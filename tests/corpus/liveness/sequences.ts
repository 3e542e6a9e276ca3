import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import type { LivenessChallenge, LivenessFrameInput } from '#analysis/analysis-request.ts';
import { findFrameFaces } from '#analysis/faces/find-frame-faces.ts';
import { decodeImage } from '#analysis/image/decode.ts';
import type { RgbRaster } from '#analysis/image/raster.ts';
import type { ModelPool } from '#analysis/models/pool.ts';
import type { Point } from '#shared/domain/geometry.ts';
import { captureIdSchema } from '#shared/domain/ids.ts';
import type { LivenessAction } from '#shared/domain/liveness.ts';
import { must } from '#shared/lib/invariant.ts';
import { createChance, type Chance } from '../../hard-pages/random.ts';
import { chooseFrames, glanceSize, type Candidate } from '../../../src-capture/liveness/choose-frames.ts';
import { morph, moved, remap, type Marked } from './morph.ts';

/** A rendered person with the pictures that movements are made of. */
export interface Actor {
  readonly id: string;
  readonly front: Marked;
  /** Rendered; where they are not at hand the movement is drawn from `front`, by a generic head's depth. */
  readonly left?: Marked;
  readonly right?: Marked;
  readonly asleep?: Marked;
}

/** The four of the rendered people of whom there are turned heads and closed eyes, beside the repository. */
export const actorIds = ['p01', 'p04', 'p07', 'p08'] as const;

/** As the page sends frames. */
const longestSidePx = 640;
const jpegQuality = 80;

export async function loadActor(folder: string, id: string, pool: ModelPool): Promise<Actor> {
  const marked = (name: string): Promise<Marked> => markedPicture(join(folder, id, `${name}.jpg`), pool);
  return {
    id,
    front: await marked('selfie-a'),
    left: await marked('turn-left'),
    right: await marked('turn-right'),
    asleep: await marked('eyes-closed'),
  };
}

/** Somebody of whom there is one selfie: every movement is drawn from it. */
export async function actorOfSelfie(id: string, file: string, pool: ModelPool): Promise<Actor> {
  return { id, front: await markedPicture(file, pool) };
}

/** The sample person with the turned heads and closed eyes that lie beside this file: what needs nothing beside the repository. */
export async function sampleActor(root: string, pool: ModelPool): Promise<Actor> {
  const marked = (name: string): Promise<Marked> =>
    markedPicture(join(root, 'tests/corpus/liveness/people', `p01-${name}.jpg`), pool);
  return {
    id: 'p01',
    front: await markedPicture(join(root, 'resources/samples/p01-selfie.jpg'), pool),
    left: await marked('turn-left'),
    right: await marked('turn-right'),
    asleep: await marked('eyes-closed'),
  };
}

/** A picture as large as frames are, with its landmarks. */
async function markedPicture(file: string, pool: ModelPool): Promise<Marked> {
  const bytes = await sharp(await readFile(file))
    .resize(longestSidePx, longestSidePx, { fit: 'inside' })
    .jpeg({ quality: 95 })
    .toBuffer();
  const decoded = await decodeImage(bytes);
  const image = must(decoded.ok ? decoded.image : null, 'a picture that decodes');
  const { face } = await findFrameFaces(image, { pool }, { withEmbedding: false });
  return { image, points: must(face, `a face on ${file}`).landmarksPx };
}

/** Between the first frame of an action and the last, as the page takes them. */
const recordedMs = 8 * 333;

/** How far into a movement a person is, 0 to 1, at a share of the time that is given for it: there, a moment, and back. */
export function swing(share: number, delay: number): number {
  const at = (share - delay) / (1 - delay - 0.1);
  if (at <= 0 || at >= 1) return 0;
  return Math.min(1, 1.6 * Math.sin(Math.PI * at));
}

/**
 * Depth of the 68 points toward the camera, as shares of the distance of the eyes, by a generic head: the nose in front, the ears behind. From it a raised
 * head is drawn, for want of pictures of people who look up.
 */
function depthOf(index: number): number {
  if (index <= 16) return -0.9 + 0.75 * Math.sin((Math.PI * index) / 16);
  if (index <= 26) return -0.02;
  if (index <= 30) return 0.12 + 0.11 * (index - 27);
  if (index <= 35) return 0.25;
  if (index <= 47) return -0.08;
  return 0.08;
}

/** The points of a head that is raised by some degrees, drawn orthographically about the middle of the eyes and the mouth. */
function raised(points: readonly Point[], degrees: number): readonly Point[] {
  const eyes = middle(points.slice(36, 48));
  const mouth = middle(points.slice(48, 60));
  const center = { x: (eyes.x + mouth.x) / 2, y: (eyes.y + mouth.y) / 2 };
  const eyesPx =
    2 * Math.hypot(middle(points.slice(36, 42)).x - eyes.x, middle(points.slice(36, 42)).y - eyes.y);
  const radians = (degrees * Math.PI) / 180;
  return points.map(({ x, y }, index) => ({
    x,
    y: center.y + (y - center.y) * Math.cos(radians) - depthOf(index) * eyesPx * Math.sin(radians),
  }));
}

/** The points of a mouth that smiles: its corners go outward and up. */
function smiling(points: readonly Point[], share: number): readonly Point[] {
  const center = middle(points.slice(48, 60));
  return points.map((point, index) => {
    if (index < 48) return point;
    const aside =
      (point.x - center.x) / Math.max(1, Math.abs((points[54]?.x ?? 0) - (points[48]?.x ?? 0)) / 2);
    return {
      x: center.x + (point.x - center.x) * (1 + 0.28 * share),
      y: point.y - 0.12 * share * Math.abs(aside) * Math.abs((points[54]?.x ?? 0) - center.x),
    };
  });
}

function middle(points: readonly Point[]): Point {
  return {
    x: points.reduce((sum, { x }) => sum + x, 0) / points.length,
    y: points.reduce((sum, { y }) => sum + y, 0) / points.length,
  };
}

/**
 * The landmarks of a head that is drawn turned by so much measure a turn of about half of it: hair and ears of the selfie stay behind. Of two of the
 * four people that are drawn so it measures less again than when drawn turned by three quarters of it (docs/accuracy/liveness.md): where a turn has to
 * be made for certain, take rendered heads.
 */
const drawnTurnDeg = 42;

/** The points of a head that is turned by some degrees to the person's left. */
function turned(points: readonly Point[], degrees: number): readonly Point[] {
  const eyes = middle(points.slice(36, 48));
  const eyesPx =
    2 * Math.hypot(middle(points.slice(36, 42)).x - eyes.x, middle(points.slice(36, 42)).y - eyes.y);
  const radians = (degrees * Math.PI) / 180;
  return points.map(({ x, y }, index) => ({
    x: eyes.x + (x - eyes.x) * Math.cos(radians) + depthOf(index) * eyesPx * Math.sin(radians),
    y,
  }));
}

/** The points of eyes whose upper lids go down onto the lower ones. */
function closed(points: readonly Point[], share: number): readonly Point[] {
  const lower = new Map([
    [37, 41],
    [38, 40],
    [43, 47],
    [44, 46],
  ]);
  return points.map((point, index) => {
    const below = points[lower.get(index) ?? index] ?? point;
    return { x: point.x, y: point.y + 0.9 * share * (below.y - point.y) };
  });
}

const poses = new WeakMap<Actor, Map<string, RgbRaster>>();

/** The actor at some point of a movement; drawn once. */
export function pose(actor: Actor, action: LivenessAction | null, share: number): RgbRaster {
  if (action === null || share === 0) return actor.front.image;
  const known = poses.get(actor) ?? new Map<string, RgbRaster>();
  poses.set(actor, known);
  const name = `${action} ${share.toFixed(3)}`;
  const image = known.get(name) ?? drawPose(actor, action, share);
  known.set(name, image);
  return image;
}

function drawPose(actor: Actor, action: LivenessAction, share: number): RgbRaster {
  switch (action) {
    case 'turn-left':
      return actor.left === undefined
        ? moved(actor.front, turned(actor.front.points, drawnTurnDeg * share))
        : morph(actor.front, actor.left, share);
    case 'turn-right':
      return actor.right === undefined
        ? moved(actor.front, turned(actor.front.points, -drawnTurnDeg * share))
        : morph(actor.front, actor.right, share);
    case 'blink':
      return actor.asleep === undefined
        ? moved(actor.front, closed(actor.front.points, share))
        : morph(actor.front, actor.asleep, share);
    case 'look-up':
      return moved(actor.front, raised(actor.front.points, 25 * share));
    case 'smile':
      return moved(actor.front, smiling(actor.front.points, share));
  }
}

/** A hand that holds a phone: the picture moves by some pixels, its light changes a little, and its sensor makes noise. */
function swayed({ width, height, data: from }: RgbRaster, chance: Chance): RgbRaster {
  const [dx, dy] = [chance.whole(-4, 4), chance.whole(-4, 4)];
  const light = chance.between(0.98, 1.02);
  const data = new Uint8Array(from.length);
  for (let y = 0; y < height; y += 1) {
    const row = Math.min(height - 1, Math.max(0, y + dy)) * width;
    for (let x = 0; x < width; x += 1) {
      const source = (row + Math.min(width - 1, Math.max(0, x + dx))) * 3;
      const target = (y * width + x) * 3;
      const noise = chance.between(-3, 3);
      for (let channel = 0; channel < 3; channel += 1) {
        const value = Math.round((from[source + channel] ?? 0) * light + noise);
        data[target + channel] = Math.max(0, Math.min(255, value));
      }
    }
  }
  return { width, height, channels: 3, data };
}

/** What stands before the camera at a moment of a challenge: `share` of the time of the action, or of the time before the first. */
export type Scene = (moment: {
  readonly action: LivenessAction | null;
  readonly place: number | null;
  readonly share: number;
}) => RgbRaster;

const framesBefore = 4;
const pageFrameEveryMs = 333;
/** While a head moves the page takes so many frames for each even one, and sends as many of those between as there are even ones. */
const framesForEven = 4;
const mostBetween = 9;
const ofHead: readonly (LivenessAction | null)[] = ['turn-left', 'turn-right', 'look-up'];
/** For so long the page records an action. */
const actionMs = 2900;
/** Reading, and pressing the button. */
const pauseMs = 2000;

interface Shot extends Candidate {
  readonly sinceMs: number;
  readonly picture: RgbRaster;
}

/** A challenge as the page would have sent it; with `evenMs` as by a phone that is too slow for more than one frame in so many milliseconds. */
export async function film(
  scene: Scene,
  actions: readonly LivenessAction[],
  seed: string,
  isSwaying = true,
  evenMs?: number,
): Promise<LivenessChallenge> {
  const chance = createChance(seed);
  const everyMs = evenMs ?? pageFrameEveryMs;
  const frames: LivenessFrameInput[] = [];
  let atMs = 400;
  for (const [place, action] of [null, ...actions].entries()) {
    const ticksForEven = evenMs === undefined && ofHead.includes(action) ? framesForEven : 1;
    const tickMs = everyMs / ticksForEven;
    const count = action === null ? framesBefore : Math.ceil(actionMs / tickMs);
    const actionIndex = action === null ? null : place - 1;
    const spanMs = (action === null ? framesBefore - 1 : Math.ceil(actionMs / everyMs) - 1) * everyMs;
    const shots: Shot[] = [];
    for (let nth = 0; nth < count; nth += 1) {
      const sinceMs = nth * tickMs + chance.between(0, 20);
      const seen = scene({ action, place: actionIndex, share: Math.min(1, (nth * tickMs) / spanMs) });
      const picture = isSwaying ? swayed(seen, chance) : seen;
      shots.push({ sinceMs, picture, isEven: nth % ticksForEven === 0, glance: glanceOf(picture) });
    }
    for (const { sinceMs, picture } of chooseFrames(shots, mostBetween)) {
      const { width, height, data } = picture;
      const bytes = await sharp(data, { raw: { width, height, channels: 3 } })
        .jpeg({ quality: jpegQuality })
        .toBuffer();
      frames.push({
        captureId: captureIdSchema.parse(uuidOf(`${seed} ${String(frames.length)}`)),
        actionIndex,
        atMs: Math.round(atMs + sinceMs),
        sha256: createHash('sha256').update(bytes).digest('hex'),
        bytes,
      });
    }
    atMs += count * tickMs + pauseMs;
  }
  return { stepId: 'alive', actions, skippedActions: [], frames };
}

/** The middle of a picture, tiny and gray, as the page looks for changes. */
function glanceOf({ width, height, data }: RgbRaster): Uint8Array {
  return Uint8Array.from({ length: glanceSize * glanceSize }, (_, at) => {
    const [column, row] = [at % glanceSize, Math.floor(at / glanceSize)];
    const [left, right] = [0, 1].map((by) => Math.floor((0.2 + (0.6 * (column + by)) / glanceSize) * width));
    const [top, bottom] = [0, 1].map((by) => Math.floor((0.125 + (0.75 * (row + by)) / glanceSize) * height));
    let [sum, n] = [0, 0];
    for (let y = top ?? 0; y < (bottom ?? 0); y += 2)
      for (let x = left ?? 0; x < (right ?? 0); x += 2) {
        sum += data[(y * width + x) * 3 + 1] ?? 0;
        n += 1;
      }
    return sum / Math.max(1, n);
  });
}

function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Somebody who does what is asked. */
export function genuine(actor: Actor): Scene {
  return ({ action, share }) => pose(actor, action, swing(share, 0.12));
}

/**
 * Somebody who does what is asked and takes so long for the way there, and as long back: begins after half a second and more, sooner or later each
 * time, and holds still in between. Slow in the beginning and at the end of the way, as heads are. `reach` is how far a head is turned, as a share of the 30
 * degrees of rendered ones.
 */
export function turningIn(actor: Actor, wayMs: number, seed: string, reach = 1): Scene {
  const begins = new Map<number | null, number>();
  const chance = createChance(seed);
  return ({ action, place, share }) => {
    const beginMs = begins.get(place) ?? chance.between(450, 800);
    begins.set(place, beginMs);
    const atMs = share * recordedMs;
    const way = Math.max(0, Math.min(1, (atMs - beginMs) / wayMs, (recordedMs - 150 - atMs) / wayMs));
    const most = action === 'turn-left' || action === 'turn-right' ? reach : 1;
    return pose(actor, action, (most * Math.round(20 * way * way * (3 - 2 * way))) / 20);
  };
}

/** What a shutter that is open for so long sees of a scene: the mean of some moments. */
export function blurred(scene: Scene, openMs: number): Scene {
  return (moment) => {
    const seen = [0, 0.5, 1].map((part) =>
      scene({ ...moment, share: Math.min(1, moment.share + (part * openMs) / recordedMs) }),
    );
    const [first, ...others] = seen;
    if (first === undefined || others.every((other) => other === first)) return scene(moment);
    const data = first.data.map((value, at) =>
      Math.round((value + others.reduce((sum, other) => sum + (other.data[at] ?? 0), 0)) / seen.length),
    );
    return { ...first, data };
  };
}

/** Prints that are exchanged by pushing the one before the other, from the side, in so long. */
export function pushedPrints(actor: Actor, pushMs: number): Scene {
  return ({ action, share }) => {
    const atMs = share * recordedMs;
    const [there, back] = [700, recordedMs - 500];
    const [front, aside] = [pose(actor, null, 0), pose(actor, action, 1)];
    const begun = atMs < back ? atMs - there : atMs - back;
    const [before, after] = atMs < back ? [front, aside] : [aside, front];
    const part = Math.max(0, Math.min(1, begun / pushMs));
    if (part === 0) return before;
    if (part === 1) return after;
    const { width, height } = before;
    const data = new Uint8Array(before.data);
    const edge = Math.round(part * width);
    // The new print comes from the left, its right edge first.
    for (let y = 0; y < height; y += 1)
      data.set(after.data.subarray((y * width + width - edge) * 3, (y + 1) * width * 3), y * width * 3);
    return { ...before, data };
  };
}

/** Prints that are exchanged, for so long with neither of them before the camera: a hand and a wall. */
export function exchangedPrints(actor: Actor, goneMs: number): Scene {
  return ({ action, share }) => {
    const atMs = share * recordedMs;
    const [there, back] = [700, recordedMs - 500];
    if ([there, back].some((since) => atMs >= since && atMs < since + goneMs))
      return remap(actor.front.image, () => null);
    return pose(actor, action, atMs >= there && atMs < back ? 1 : 0);
  };
}

/** Somebody, or a film of somebody, who does other movements than are asked. */
export function doing(actor: Actor, done: readonly LivenessAction[]): Scene {
  return ({ place, share }) =>
    pose(actor, place === null ? null : (done[place % done.length] ?? null), swing(share, 0.12));
}

/** One picture that stands before the camera. */
export function still(actor: Actor): Scene {
  return () => actor.front.image;
}

const degreesToRadians = Math.PI / 180;

/** A flat print, turned about the vertical axis by up to `degrees` to the side that is asked for, and tilted for a look up. */
export function turnedPrint(actor: Actor, degrees: number): Scene {
  const { image, points } = actor.front;
  const center = middle(points);
  const away = 900;
  return ({ action, share }) => {
    const angle = swing(share, 0.12) * degrees * degreesToRadians;
    const turn = action === 'turn-left' ? angle : action === 'turn-right' ? -angle : 0;
    const tilt = action === 'look-up' ? angle : 0;
    if (turn === 0 && tilt === 0) return image;
    return remap(image, (x, y) => {
      const [dx, dy] = [x - center.x, y - center.y];
      const u = dx / (Math.cos(turn) - (dx * Math.sin(turn)) / away);
      const near = 1 + (u * Math.sin(turn)) / away;
      const v = (dy * near) / (Math.cos(tilt) - (dy * Math.sin(tilt)) / away);
      const nearV = 1 + (v * Math.sin(tilt)) / away;
      return { x: center.x + u * nearV, y: center.y + v };
    });
  };
}

/** A print bent about the vertical axis, with a radius in pixels, and turned by up to `degrees`. */
export function bentPrint(actor: Actor, radiusPx: number, degrees: number): Scene {
  const { image, points } = actor.front;
  const center = middle(points);
  return ({ action, share }) => {
    const angle = swing(share, 0.12) * degrees * degreesToRadians;
    const turn = action === 'turn-left' ? angle : action === 'turn-right' ? -angle : 0;
    return remap(image, (x, y) => {
      const sine = (x - center.x) / radiusPx;
      if (Math.abs(sine) >= 1) return null;
      // The axis stays where the camera looks, so that the face goes aside with the turn as on a column.
      return { x: center.x + radiusPx * (Math.asin(sine) - turn), y };
    });
  };
}

/** A film in which the person makes every movement of the head, one after the other, in the time of each. */
export function everything(actor: Actor): Scene {
  const all = ['turn-left', 'turn-right', 'look-up'] as const;
  return ({ place, share }) => {
    if (place === null) return actor.front.image;
    const nth = Math.min(all.length - 1, Math.floor(share * all.length));
    return pose(actor, all[nth] ?? null, Math.sin(Math.PI * Math.min(1, share * all.length - nth)));
  };
}

/** The first movement by one person, the others by another. */
export function cutTogether(first: Actor, second: Actor): Scene {
  return (moment) => genuine((moment.place ?? 0) === 0 ? first : second)(moment);
}

/** A print that is exchanged for one of a turned or sleeping head, at once, after half a second. */
export function swappedPrints(actor: Actor): Scene {
  return ({ action, share }) => pose(actor, action, share < 0.2 || share > 0.9 ? 0 : 1);
}

/** A movement that is there from the first frame on, as in a film that began before. */
export function tooEarly(actor: Actor): Scene {
  return ({ action, share }) => pose(actor, action, share < 0.5 ? 1 : 0);
}

/** The picture jumps aside in the middle of each movement, as where two films are cut together. */
export function jumping(actor: Actor): Scene {
  return (moment) => {
    const image = genuine(actor)(moment);
    if (moment.action === null || moment.share < 0.5) return image;
    return remap(image, (x, y) => ({ x: (x - 40) * 1.8, y: (y - 60) * 1.8 }));
  };
}

import { getSharp } from '#analysis/image/sharp-loaders.ts';
import type { Face } from '#analysis/faces/face.ts';
import { pointAt } from '#analysis/faces/face-template.ts';
import type { Point } from '#shared/domain/geometry.ts';

/** What a drawing hides: what is to be told of it. */
export type Hidden = 'eyes' | 'lower face' | 'nothing';

export interface Cover {
  readonly name: string;
  readonly hides: Hidden;
  /** SVG elements in the pixels of the picture. */
  readonly draw: (face: Frame) => string;
}

/** A face's own measures: landmarks, the distance of its eyes, and numbers that differ from face to face but not from run to run. */
export interface Frame {
  readonly at: (index: number) => Point;
  readonly unit: number;
  readonly width: number;
  readonly height: number;
  readonly random: () => number;
}

export const path = (points: readonly Point[]): string =>
  points.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join(' ');
export const between = (a: Point, b: Point, share: number): Point => ({
  x: a.x + (b.x - a.x) * share,
  y: a.y + (b.y - a.y) * share,
});
const eyeOf = ({ at }: Frame, first: number): Point => between(at(first), at(first + 3), 0.5);

function mask(frame: Frame, top: Point, fill: string, defs = '', folds = 3): string {
  const { at, unit } = frame;
  const jaw = [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14].map(at);
  const [first = top] = jaw;
  const last = jaw.at(-1) ?? top;
  const edge = `${path(jaw)} Q ${String((last.x + top.x) / 2)} ${String(Math.min(last.y, top.y + unit * 0.15))} ${String(top.x)} ${String(top.y)} Q ${String((first.x + top.x) / 2)} ${String(Math.min(first.y, top.y + unit * 0.15))} ${String(first.x)} ${String(first.y)} Z`;
  const pleats = Array.from({ length: folds }, (_, k) => {
    const y = top.y + unit * (0.35 + 0.28 * k);
    return `<path d="M${String(first.x + unit * 0.25)} ${String(y)} Q ${String(top.x)} ${String(y + unit * 0.1)} ${String(last.x - unit * 0.25)} ${String(y)}" fill="none" stroke="#000" stroke-opacity="0.18" stroke-width="${String(unit * 0.02)}"/>`;
  }).join('');
  const straps = `<path d="${path([first, at(0)])} ${path([last, at(16)])}" stroke="#ddd" stroke-width="${String(unit * 0.03)}" fill="none"/>`;
  const shade = `<radialGradient id="shade"><stop offset="0.3" stop-color="#000" stop-opacity="0"/><stop offset="1" stop-color="#000" stop-opacity="0.4"/></radialGradient>`;
  return `<defs>${defs}${shade}</defs>${straps}<path d="${edge}" fill="${fill}"/><path d="${edge}" fill="url(#shade)"/>${pleats}`;
}

function glasses(frame: Frame, lens: string, rim: string, roundness: number, defs = ''): string {
  const { at, unit } = frame;
  const [left, right] = [eyeOf(frame, 36), eyeOf(frame, 42)];
  const [width, height] = [0.84 * unit, 0.6 * unit];
  const pane = ({ x, y }: Point): string =>
    `<rect x="${String(x - width / 2)}" y="${String(y - height * 0.42)}" width="${String(width)}" height="${String(height)}" rx="${String(roundness * height)}" ${lens} ${rim}/>`;
  const arms = `<path d="${path([{ x: left.x - width / 2, y: left.y - height * 0.1 }, at(0)])} ${path([{ x: right.x + width / 2, y: right.y - height * 0.1 }, at(16)])} ${path(
    [
      { x: left.x + width / 2, y: left.y - height * 0.1 },
      { x: right.x - width / 2, y: right.y - height * 0.1 },
    ],
  )}" fill="none" ${rim}/>`;
  return `<defs>${defs}</defs>${arms}${pane(left)}${pane(right)}`;
}

const rim = (unit: number, color: string, width = 0.05): string =>
  `stroke="${color}" stroke-width="${String(unit * width)}"`;

const tones = ['#f1c9ab', '#d9a47c', '#b07a50', '#7d5236', '#4f3222'] as const;

/** Four fingers over `tip`, from below and one side, or leaning to the left by other degrees. */
function hand({ unit, random }: Frame, tip: Point): string {
  return handOf({ unit, random }, tip, (chance) => 20 + 25 * chance);
}

export function handOf(
  { unit, random }: Pick<Frame, 'unit' | 'random'>,
  tip: Point,
  leanDeg: (chance: number) => number,
): string {
  const tone = tones[Math.floor(random() * tones.length)] ?? tones[0];
  const [lean, width] = [leanDeg(random()), 0.24 * unit];
  const fingers = [-1.5, -0.5, 0.5, 1.5].map((place, k) => {
    const high = [0.12, 0, 0.03, 0.2][k] ?? 0;
    return `<rect x="${String(place * width * 1.04 - width / 2)}" y="${String((high - 0.45) * unit)}" width="${String(width)}" height="${String(1.9 * unit)}" rx="${String(width / 2)}" fill="url(#finger)" stroke="#3a2418" stroke-opacity="0.4" stroke-width="${String(unit * 0.015)}"/>`;
  });
  const palm = `<rect x="${String(-2.1 * width)}" y="${String(0.95 * unit)}" width="${String(4.2 * width)}" height="${String(3 * unit)}" rx="${String(width)}" fill="${tone}"/>`;
  const dark = `<linearGradient id="finger"><stop offset="0" stop-color="${tone}" stop-opacity="1"/><stop offset="0.45" stop-color="${tone}"/><stop offset="1" stop-color="#2d1a10"/></linearGradient>`;
  // The aim lies under the middle of the fingers.
  const [x, y] = [tip.x - 0.22 * unit, tip.y - 0.25 * unit];
  return `<defs>${dark}</defs><g transform="translate(${String(x)} ${String(y)}) rotate(${String(-lean)})">${palm}<g>${fingers.join('')}</g></g>`;
}

function strands({ unit, random }: Frame, from: Point, to: Point, bottom: number, color: string): string {
  return Array.from({ length: 170 }, () => {
    const x = from.x + (to.x - from.x) * random();
    const [start, end] = [x + 0.3 * unit * (random() - 0.5), bottom + 0.2 * unit * (random() - 0.5)];
    return `<path d="M${String(start)} ${String(from.y - 1.1 * unit)} Q ${String(x + 0.1 * unit)} ${String(from.y - 0.3 * unit)} ${String(x)} ${String(end)}" fill="none" stroke="${color}" stroke-opacity="${String(0.75 + 0.25 * random())}" stroke-width="${String(unit * (0.015 + 0.02 * random()))}"/>`;
  }).join('');
}

export const hairColors = ['#17120f', '#3b281c', '#6e4a2e', '#b38a54', '#8d8d8d'] as const;

/** Short hairs that grow at `roots` of places 0 to 1 and hang down. */
function whiskers({ unit, random }: Frame, count: number, rootOf: (chance: () => number) => Point): string {
  const color = hairColors[Math.floor(random() * hairColors.length)] ?? hairColors[0];
  return Array.from({ length: count }, () => {
    const { x, y } = rootOf(random);
    const [lean, length] = [0.08 * unit * (random() - 0.5), unit * (0.04 + 0.07 * random())];
    return `<path d="M${x.toFixed(1)} ${y.toFixed(1)} l${lean.toFixed(1)} ${length.toFixed(1)}" fill="none" stroke="${color}" stroke-opacity="${(0.5 + 0.5 * random()).toFixed(2)}" stroke-width="${(unit * (0.01 + 0.012 * random())).toFixed(2)}"/>`;
  }).join('');
}

const moustache = (frame: Frame): string =>
  whiskers(frame, 260, (chance) => {
    const [side, height] = [chance(), chance()];
    const below = between(frame.at(31), frame.at(35), 1.6 * side - 0.3);
    const lip = between(frame.at(49), frame.at(53), side);
    return between(below, { x: lip.x, y: lip.y - 0.12 * frame.unit }, 0.35 + 0.65 * height);
  });

/** On cheeks, chin and jaw, around the lips. */
const beard = (frame: Frame): string =>
  whiskers(frame, 1100, (chance) => {
    const place = 2 + 12 * chance();
    const low = Math.floor(place);
    const jaw = between(frame.at(low), frame.at(low + 1), place - low);
    const inner = place < 5 ? frame.at(48) : place > 11 ? frame.at(54) : frame.at(57);
    return between(jaw, inner, 0.75 * chance());
  });

function scarf({ at, width, height, unit }: Frame, top: number): string {
  const middle = at(8).x;
  const edge = `M0 ${String(top + unit * 0.7)} Q ${String(middle - unit)} ${String(top)} ${String(middle)} ${String(top)} Q ${String(middle + unit)} ${String(top)} ${String(width)} ${String(top + unit * 0.7)} L ${String(width)} ${String(height)} L 0 ${String(height)} Z`;
  const ribs = `<pattern id="ribs" width="${String(unit * 0.3)}" height="${String(unit * 0.3)}" patternUnits="userSpaceOnUse" patternTransform="rotate(12)"><rect width="100%" height="100%" fill="#6b2330"/><rect width="100%" height="40%" fill="#833040"/></pattern>`;
  return `<defs>${ribs}</defs><path d="${edge}" fill="url(#ribs)"/>`;
}

const checked = (unit: number): string =>
  `<pattern id="checks" width="${String(unit * 0.24)}" height="${String(unit * 0.24)}" patternUnits="userSpaceOnUse"><rect width="100%" height="100%" fill="#e9e2d0"/><rect width="50%" height="50%" fill="#7a3b4b"/><rect x="50%" y="50%" width="50%" height="50%" fill="#7a3b4b"/></pattern>`;
const mirror = `<linearGradient id="mirror" x1="0" y1="0" x2="0.3" y2="1"><stop offset="0" stop-color="#7fb6e8"/><stop offset="0.5" stop-color="#f4e6c8"/><stop offset="0.55" stop-color="#5a5146"/><stop offset="1" stop-color="#2b2723"/></linearGradient>`;

/** Drawn with other means than what the net was trained on: the drawings of models/training/face-parts are made of pixels. */
export const covers: readonly Cover[] = [
  { name: 'mask, pale blue', hides: 'lower face', draw: (face) => mask(face, face.at(28), '#bcd8e6') },
  {
    name: 'mask, white, below the nose’s bridge',
    hides: 'lower face',
    draw: (face) => mask(face, face.at(29), '#eef0ee', '', 0),
  },
  { name: 'mask, black', hides: 'lower face', draw: (face) => mask(face, face.at(28), '#1c1c1e', '', 0) },
  {
    name: 'mask, checked cloth',
    hides: 'lower face',
    draw: (face) => mask(face, face.at(28), 'url(#checks)', checked(face.unit), 0),
  },
  {
    name: 'mask under the nose',
    hides: 'lower face',
    draw: (face) => mask(face, between(face.at(33), face.at(51), 0.5), '#bcd8e6', '', 2),
  },
  { name: 'scarf up to the nose', hides: 'lower face', draw: (face) => scarf(face, face.at(30).y) },
  {
    name: 'hand over the mouth',
    hides: 'lower face',
    draw: (face) => hand(face, between(face.at(33), face.at(62), 0.6)),
  },
  {
    name: 'dark glasses, square',
    hides: 'eyes',
    draw: (face) => glasses(face, 'fill="#111317" fill-opacity="0.95"', rim(face.unit, '#0b0b0d'), 0.2),
  },
  {
    name: 'dark glasses, round, brown',
    hides: 'eyes',
    draw: (face) => glasses(face, 'fill="#3a2415" fill-opacity="0.9"', rim(face.unit, '#b08d3c', 0.03), 0.5),
  },
  {
    name: 'mirrored glasses',
    hides: 'eyes',
    draw: (face) => glasses(face, 'fill="url(#mirror)"', rim(face.unit, '#888', 0.02), 0.4, mirror),
  },
  { name: 'hand over one eye', hides: 'eyes', draw: (face) => hand(face, eyeOf(face, 42)) },
  {
    name: 'hair over both eyes',
    hides: 'eyes',
    draw: (face) => strands(face, face.at(17), face.at(26), eyeOf(face, 36).y + 0.35 * face.unit, '#2a1c14'),
  },
  {
    name: 'clear glasses, thin rim',
    hides: 'nothing',
    draw: (face) => glasses(face, 'fill="#fff" fill-opacity="0.04"', rim(face.unit, '#5b5b60', 0.02), 0.45),
  },
  {
    name: 'clear glasses, thick rim',
    hides: 'nothing',
    draw: (face) => glasses(face, 'fill="#fff" fill-opacity="0.06"', rim(face.unit, '#141414', 0.08), 0.25),
  },
  {
    name: 'clear glasses with a reflection',
    hides: 'nothing',
    draw: (face) => {
      const { x, y } = eyeOf(face, 42);
      const { unit } = face;
      return `${glasses(face, 'fill="#fff" fill-opacity="0.06"', rim(unit, '#3b2a20', 0.05), 0.3)}<rect x="${String(x - 0.3 * unit)}" y="${String(y - 0.2 * unit)}" width="${String(0.14 * unit)}" height="${String(0.3 * unit)}" fill="#fff" fill-opacity="0.7" transform="skewX(-6)" transform-origin="${String(x)} ${String(y)}"/>`;
    },
  },
  {
    name: 'fringe down to the brows',
    hides: 'nothing',
    draw: (face) => strands(face, face.at(17), face.at(26), face.at(19).y, '#3b281c'),
  },
  { name: 'moustache', hides: 'nothing', draw: moustache },
  { name: 'full beard', hides: 'nothing', draw: (face) => `${beard(face)}${moustache(face)}` },
  { name: 'scarf below the chin', hides: 'nothing', draw: (face) => scarf(face, face.at(8).y + 4) },
];

/** The picture with the drawing on it, blurred by a pixel as the camera would. */
export async function covered(
  bytes: Uint8Array,
  face: Face,
  cover: Pick<Cover, 'draw'>,
  seed: number,
): Promise<Uint8Array> {
  const sharp = getSharp();
  // Blocked for whatever people send; this one is ours.
  sharp.unblock({ operation: ['VipsForeignLoadSvgBuffer'] });
  const { width, height } = await sharp(bytes).metadata();
  const frame = frameOf(face, width, height, seed);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${String(width)}" height="${String(height)}">${cover.draw(frame)}</svg>`;
  const layer = await sharp(Buffer.from(svg))
    .blur(Math.max(0.5, frame.unit / 120))
    .png()
    .toBuffer();
  return sharp(bytes)
    .composite([{ input: layer }])
    .jpeg({ quality: 90 })
    .toBuffer();
}

/** A face's measures; the same seed gives the same numbers. */
export const frameOf = (
  { landmarksPx, quality }: Face,
  width: number,
  height: number,
  seed: number,
): Frame => ({
  at: (index) => pointAt(landmarksPx, index),
  unit: quality.interEyePx,
  width,
  height,
  random: randomFrom(seed),
});

/** Mulberry32. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let value = Math.imul(state ^ (state >>> 15), state | 1);
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A face on a photograph of real people, where its box has its middle, in pixels, and what was seen there by eye. */
export interface SeenFace {
  readonly file: string;
  readonly middlePx: Point;
  /** `down`: lids lowered so far that the iris is not or hardly seen. */
  readonly eyes: 'open' | 'down' | 'narrowed';
  readonly note?: string;
}

/** The photographs that come with face-api: six pictures, 22 faces, nobody with glasses or a mask. Read by eye at full size. */
export const seenFaces: readonly SeenFace[] = [
  { file: 'sample1.jpg', middlePx: { x: 1575, y: 316 }, eyes: 'open' },
  { file: 'sample1.jpg', middlePx: { x: 501, y: 474 }, eyes: 'open', note: 'painted black below the eyes' },
  { file: 'sample1.jpg', middlePx: { x: 933, y: 530 }, eyes: 'down' },
  { file: 'sample2.jpg', middlePx: { x: 1543, y: 275 }, eyes: 'down' },
  { file: 'sample2.jpg', middlePx: { x: 975, y: 335 }, eyes: 'down', note: 'hair over one eye' },
  { file: 'sample2.jpg', middlePx: { x: 435, y: 262 }, eyes: 'down', note: 'profile, a hand at the mouth' },
  { file: 'sample3.jpg', middlePx: { x: 684, y: 466 }, eyes: 'open' },
  { file: 'sample3.jpg', middlePx: { x: 1598, y: 430 }, eyes: 'open' },
  { file: 'sample3.jpg', middlePx: { x: 1184, y: 363 }, eyes: 'open' },
  { file: 'sample4.jpg', middlePx: { x: 756, y: 181 }, eyes: 'open' },
  { file: 'sample4.jpg', middlePx: { x: 336, y: 308 }, eyes: 'open' },
  { file: 'sample4.jpg', middlePx: { x: 1072, y: 292 }, eyes: 'down' },
  { file: 'sample4.jpg', middlePx: { x: 1350, y: 260 }, eyes: 'narrowed', note: 'laughing' },
  { file: 'sample5.jpg', middlePx: { x: 463, y: 1011 }, eyes: 'open' },
  { file: 'sample5.jpg', middlePx: { x: 1489, y: 525 }, eyes: 'open' },
  { file: 'sample5.jpg', middlePx: { x: 680, y: 540 }, eyes: 'open' },
  { file: 'sample5.jpg', middlePx: { x: 1191, y: 318 }, eyes: 'open' },
  { file: 'sample5.jpg', middlePx: { x: 865, y: 215 }, eyes: 'open' },
  { file: 'sample6.jpg', middlePx: { x: 1591, y: 410 }, eyes: 'open', note: 'red eyes by the flash' },
  { file: 'sample6.jpg', middlePx: { x: 354, y: 613 }, eyes: 'open' },
  { file: 'sample6.jpg', middlePx: { x: 1273, y: 445 }, eyes: 'open', note: 'chin behind the own shoulder' },
  { file: 'sample6.jpg', middlePx: { x: 760, y: 473 }, eyes: 'open' },
];

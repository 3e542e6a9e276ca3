import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { alignFace } from '#analysis/faces/align.ts';
import { embedFace } from '#analysis/faces/embed.ts';
import type { Face } from '#analysis/faces/face.ts';
import { pointAt } from '#analysis/faces/face-template.ts';
import { findFaces, type FindFacesOptions } from '#analysis/faces/find-faces.ts';
import { euclideanDistance } from '#analysis/faces/similarity.ts';
import { decodeImage } from '#analysis/image/decode.ts';
import type { RgbRaster } from '#analysis/image/raster.ts';
import { mustGetNet, type ModelPool } from '#analysis/models/pool.ts';
import { intersectionOverUnion, type Rect } from '#shared/domain/geometry.ts';
import { must } from '#shared/lib/invariant.ts';
import { coverOfShare, coverShares, slidingCovers } from './face-cover-shares.ts';
import { covered, covers, seenFaces, type SeenFace } from './face-covers.ts';

/** A rendered person: who it was made to be. */
export interface Person {
  readonly id: string;
  readonly sex: 'M' | 'F';
  readonly years: number;
  readonly ancestry: string;
}

/** Where the pictures are: beside the repository where they are given, else the four people that come with the program. */
export interface PeopleSet {
  readonly source: string;
  readonly people: readonly Person[];
  readonly pictures: readonly { readonly person: string; readonly shot: string; readonly file: string }[];
}

export async function findPeople(root: string): Promise<PeopleSet> {
  const given = join(root, '..', 'shared', 'samples', 'people');
  if (existsSync(join(given, 'people.csv'))) {
    const [, ...rows] = (await readFile(join(given, 'people.csv'), 'utf8')).trim().split('\n');
    const people = rows.map((row): Person => {
      const [id = '', sex, years, ancestry = ''] = row.split(',');
      return { id, sex: sex === 'F' ? 'F' : 'M', years: Number(years), ancestry };
    });
    const pictures = [];
    for (const { id } of people)
      for (const name of (await readdir(join(given, id))).sort())
        pictures.push({ person: id, shot: name.replace('.jpg', ''), file: join(given, id, name) });
    return { source: 'all rendered people', people, pictures };
  }
  const folder = join(root, 'resources', 'samples');
  const pictures = (await readdir(folder))
    .filter((name) => name.endsWith('.jpg'))
    .sort()
    .map((name) => {
      const [person = '', shot = ''] = name.replace('.jpg', '').split('-');
      return { person, shot, file: join(folder, name) };
    });
  return { source: 'the rendered people that come with the program', people: [], pictures };
}

/** Something done to a picture, as cameras and hands do. */
interface Spoiling {
  readonly name: string;
  readonly of?: (picture: Sharp, face: Rect) => Sharp;
  /** Of the JPEG. */
  readonly quality?: number;
}

export const spoilings: readonly Spoiling[] = [
  { name: 'as taken' },
  { name: 'dark, half of the light', of: (picture) => picture.linear(0.5, 0) },
  { name: 'very dark, a quarter of it', of: (picture) => picture.linear(0.25, 0) },
  { name: 'out of focus', of: (picture, face) => picture.blur(Math.max(0.4, face.height / 80)) },
  { name: 'JPEG quality 20', quality: 20 },
  { name: 'turned by 15°', of: (picture) => picture.rotate(15, { background: ground }) },
  { name: 'turned by 30°', of: (picture) => picture.rotate(30, { background: ground }) },
];

export interface FaceRecord {
  readonly person: string;
  readonly shot: string;
  readonly spoiling: string;
  /** `null` where no face was found. */
  readonly face: Face | null;
}

/** Heights of faces, in pixels, at which detection is measured. */
export const heightsPx = [16, 20, 24, 32, 48, 64, 96, 160] as const;
/** Heights of faces, as shares of the frame's, at which those that nearly or more than fill it are sought. */
export const fillShares = [0.6, 0.7, 0.8, 0.9, 1, 1.1] as const;

export interface DetectionRecord {
  readonly heightPx: number;
  readonly turnDeg: number;
  readonly isFound: boolean;
  /** Whether tiles of the picture were looked at too, see `FaceExpectation.isThorough`; `null` where that was not tried. */
  readonly isFoundThoroughly: boolean | null;
  /** Faces told elsewhere than where one is, by the thorough search. */
  readonly falseFaces: number;
}

/** A face that fills much of the frame. */
export interface FillRecord {
  readonly share: number;
  readonly isFound: boolean;
}

/** A selfie with something drawn over its face, by its name in `covers`. */
export interface CoverRecord {
  readonly person: string;
  readonly shot: string;
  readonly cover: string;
  readonly face: Face | null;
  /** How far the landmarks of the alignment lie from where they lie without the drawing, as a share of the distance of the eyes; `null` where no face was found. */
  readonly landmarksOff: number | null;
  /** The descriptor of the picture with the drawing, aligned by the landmarks that were found without it. */
  readonly embeddingAtBare: Float32Array;
}

/** A selfie of somebody held out, with so much of a part of the face covered. */
export interface ShareRecord {
  readonly person: string;
  /** By its name in `slidingCovers`. */
  readonly cover: string;
  /** As asked for, and as the drawing has it; 0 to 1. */
  readonly share: number;
  readonly covered: number;
  readonly face: Face | null;
}

/** Of whom no picture was in the training of models/own/face-parts.onnx; see its metrics. */
export const heldOut: ReadonlySet<string> = new Set(['p04', 'p07', 'p11', 'p12']);
/** Drawings of each share on each selfie: other hands, other hair. */
const drawingsOfShare = 2;

/** A face of a photograph of real people; `null` where it was not found. */
export interface PhotographRecord {
  readonly seen: SeenFace;
  readonly face: Face | null;
}

export interface FaceMeasures {
  readonly set: PeopleSet;
  readonly faces: readonly FaceRecord[];
  readonly detections: readonly DetectionRecord[];
  readonly covers: readonly CoverRecord[];
  readonly shares: readonly ShareRecord[];
  readonly photographs: readonly PhotographRecord[];
  readonly fills: readonly FillRecord[];
}

/** Finds and describes every face of the set as it is and spoiled, and looks for portraits of falling size and turned ones in a wider scene. */
export async function measureFaces(
  root: string,
  pool: ModelPool,
  onPicture: (name: string) => void,
): Promise<FaceMeasures> {
  const set = await findPeople(root);
  const faces: FaceRecord[] = [];
  const detections: DetectionRecord[] = [];
  const covering: CoverRecord[] = [];
  const shares: ShareRecord[] = [];
  const fills: FillRecord[] = [];
  for (const { person, shot, file } of set.pictures) {
    onPicture(`${person} ${shot}`);
    const bytes = await readFile(file);
    const [first] = await facesOf(bytes, pool);
    const box = must(first, `a face on ${person} ${shot}`).boxPx;
    for (const { name, of = (picture: Sharp) => picture, quality = 92 } of spoilings) {
      const spoiled = await of(sharp(bytes), box).jpeg({ quality }).toBuffer();
      const [face] = name === 'as taken' ? [first] : await facesOf(spoiled, pool);
      faces.push({ person, shot, spoiling: name, face: face ?? null });
    }
    if (shot === 'selfie-a' || shot === 'selfie-b') {
      const bare = must(first, 'the face found above');
      for (const [index, cover] of covers.entries()) {
        const drawn = await covered(bytes, bare, cover, 1000 * faces.length + index);
        const [face] = await facesOf(drawn, pool);
        covering.push({
          person,
          shot,
          cover: cover.name,
          face: face ?? null,
          landmarksOff: face === undefined ? null : offOf(face, bare),
          embeddingAtBare: await embeddingAt(drawn, bare, pool),
        });
      }
      if (heldOut.has(person)) shares.push(...(await measureShares({ person, bytes, bare }, pool)));
    }
    if (shot !== 'portrait') continue;
    for (const heightPx of heightsPx) {
      for (const place of places) {
        const { scene, expected } = await inScene(bytes, box, heightPx, 0, place);
        const thorough = await facesOf(scene, pool, { isThorough: true });
        detections.push({
          heightPx,
          turnDeg: 0,
          isFound: isAt(await facesOf(scene, pool), expected),
          isFoundThoroughly: isAt(thorough, expected),
          falseFaces: thorough.filter((face) => !isAt([face], expected)).length,
        });
      }
    }
    for (const share of fillShares) {
      const { scene, expected } = await fillingFrame(bytes, box, share);
      fills.push({ share, isFound: isAt(await facesOf(scene, pool), expected) });
    }
    for (const turnDeg of [30, 60, 90, 120, 150, 180, 210, 240, 270, 300, 330]) {
      const { scene, expected } = await inScene(bytes, box, 160, turnDeg);
      detections.push({
        heightPx: 160,
        turnDeg,
        isFound: isAt(await facesOf(scene, pool), expected),
        isFoundThoroughly: null,
        falseFaces: 0,
      });
    }
  }
  return {
    set,
    faces,
    detections,
    fills,
    covers: covering,
    shares,
    photographs: await measurePhotographs(root, pool),
  };
}

async function measureShares(
  { person, bytes, bare }: { readonly person: string; readonly bytes: Uint8Array; readonly bare: Face },
  pool: ModelPool,
): Promise<readonly ShareRecord[]> {
  const { width, height } = await sharp(bytes).metadata();
  const records: ShareRecord[] = [];
  for (const [index, sliding] of slidingCovers.entries())
    for (const share of coverShares)
      for (let drawing = 0; drawing < drawingsOfShare; drawing += 1) {
        const seed = 100 * Math.round(bare.landmarksPx[8]?.x ?? 0) + 10 * index + drawing;
        const { cover, covered: under } = await coverOfShare(sliding, bare, { width, height }, seed, share);
        const [face] = await facesOf(await covered(bytes, bare, cover, seed), pool);
        records.push({ person, cover: sliding.name, share, covered: under, face: face ?? null });
      }
  return records;
}

/** The landmarks that align a face: corners of the eyes, and the base of the nose. */
const aligning = [36, 39, 42, 45, 33] as const;

function offOf(face: Face, bare: Face): number {
  const far = aligning.map((index) => {
    const [one, other] = [pointAt(face.landmarksPx, index), pointAt(bare.landmarksPx, index)];
    return Math.hypot(one.x - other.x, one.y - other.y);
  });
  return far.reduce((sum, value) => sum + value, 0) / far.length / bare.quality.interEyePx;
}

async function embeddingAt(bytes: Uint8Array, bare: Face, pool: ModelPool): Promise<Float32Array> {
  const decoded = await decodeImage(bytes);
  const image = must(decoded.ok ? decoded.image : null, 'a picture that decodes');
  return embedFace(await mustGetNet(pool, 'face-recognition'), alignFace(image, bare.landmarksPx));
}

async function facesOf(
  bytes: Uint8Array,
  pool: ModelPool,
  options: FindFacesOptions = {},
): Promise<readonly Face[]> {
  const decoded = await decodeImage(bytes);
  const image: RgbRaster = must(decoded.ok ? decoded.image : null, 'a picture that decodes');
  return findFaces(image, { pool }, { withParts: true, maxFaces: 8, ...options });
}

/** The faces of the photographs that come with face-api, each told by where its middle is; none where they are not installed. */
async function measurePhotographs(root: string, pool: ModelPool): Promise<readonly PhotographRecord[]> {
  const folder = join(root, 'node_modules', '@vladmandic', 'face-api', 'demo');
  const records: PhotographRecord[] = [];
  for (const file of new Set(seenFaces.map((seen) => seen.file))) {
    if (!existsSync(join(folder, file))) return [];
    const found = await facesOf(await readFile(join(folder, file)), pool);
    for (const seen of seenFaces.filter((one) => one.file === file)) {
      const face = found.find(
        ({ boxPx: { x, y, width, height } }) =>
          Math.hypot(x + width / 2 - seen.middlePx.x, y + height / 2 - seen.middlePx.y) < width / 3,
      );
      records.push({ seen, face: face ?? null });
    }
  }
  return records;
}

const sceneSize = { width: 1280, height: 960 } as const;
const ground = '#8a8378';
/** Where in the scene the portrait is, as shares of its room: the tiles of a thorough search cut it differently at each. */
const places = [
  { x: 0.5, y: 0.5 },
  { x: 0.21, y: 0.68 },
  { x: 0.83, y: 0.37 },
] as const;

/** Twice as wide and high as the face, as a card's portrait is about: what lies beyond the picture is ground. */
async function portraitOf(bytes: Uint8Array, { x, y, width, height }: Rect): Promise<Buffer> {
  const margin = Math.ceil(Math.max(width, height));
  const [left, top] = [Math.round(x - width / 2) + margin, Math.round(y - height / 2) + margin];
  const wider = await sharp(bytes)
    .extend({ top: margin, bottom: margin, left: margin, right: margin, background: ground })
    .png()
    .toBuffer();
  return sharp(wider)
    .extract({ left, top, width: Math.round(2 * width), height: Math.round(2 * height) })
    .png()
    .toBuffer();
}

/** A face so high that it takes up a share of the frame's height, or more than all of it, in a picture of a phone held upright. */
async function fillingFrame(
  bytes: Uint8Array,
  { x, y, width, height }: Rect,
  share: number,
): Promise<{ readonly scene: Uint8Array; readonly expected: Rect }> {
  const frameHeight = Math.round(height / share);
  const frameWidth = Math.round(frameHeight * 0.75);
  const margin = Math.ceil(2 * Math.max(width, height));
  const [left, top] = [
    Math.round(x + width / 2 - frameWidth / 2),
    Math.round(y + height / 2 - frameHeight / 2),
  ];
  const wider = await sharp(bytes)
    .extend({ top: margin, bottom: margin, left: margin, right: margin, background: ground })
    .png()
    .toBuffer();
  const scene = await sharp(wider)
    .extract({ left: left + margin, top: top + margin, width: frameWidth, height: frameHeight })
    .resize({ width: 960, height: 1280, fit: 'fill' })
    .jpeg({ quality: 90 })
    .toBuffer();
  const scale = 1280 / frameHeight;
  const [faceWidth, faceHeight] = [Math.min(960, width * scale), Math.min(1280, height * scale)];
  return {
    scene,
    expected: { x: 480 - faceWidth / 2, y: 640 - faceHeight / 2, width: faceWidth, height: faceHeight },
  };
}

/** A portrait, shrunk and turned, in a plain scene: a card in a picture of a phone. */
async function inScene(
  bytes: Uint8Array,
  box: Rect,
  heightPx: number,
  turnDeg: number,
  place: { readonly x: number; readonly y: number } = places[0],
): Promise<{ readonly scene: Uint8Array; readonly expected: Rect }> {
  const shrunk = await sharp(await portraitOf(bytes, box))
    .resize({ height: 2 * heightPx })
    .png()
    .toBuffer();
  const turned = await sharp(shrunk).rotate(turnDeg, { background: ground }).png().toBuffer();
  const { width, height } = await sharp(turned).metadata();
  const [left, top] = [
    Math.round((sceneSize.width - width) * place.x),
    Math.round((sceneSize.height - height) * place.y),
  ];
  const scene = await sharp({ create: { ...sceneSize, channels: 3, background: ground } })
    .composite([{ input: turned, left, top }])
    .jpeg({ quality: 90 })
    .toBuffer();
  const faceWidth = (heightPx * box.width) / box.height;
  const expected = {
    x: left + width / 2 - faceWidth / 2,
    y: top + height / 2 - heightPx / 2,
    width: faceWidth,
    height: heightPx,
  };
  return { scene, expected };
}

/** Whether one of the faces is about where it should be: boxes of detectors differ, and turned ones lie otherwise. */
const isAt = (faces: readonly Face[], expected: Rect): boolean =>
  faces.some(({ boxPx }) => intersectionOverUnion(boxPx, expected) >= 0.25);

/** Two pictures, whose they are and how far apart. */
export interface FacePairRecord {
  readonly isGenuine: boolean;
  readonly people: readonly [string, string];
  readonly distance: number;
}

/**
 * A picture as taken against another spoiled one, as a selfie against a document's portrait: of one person and of strangers. `older` pictures and
 * turned heads are left out unless asked for. Pictures of the chosen kind are held against portraits, or what else may be their reference.
 */
export function pairsOf(
  { faces }: FaceMeasures,
  spoiling: string,
  isChosen: (shot: string) => boolean,
  isReference: (shot: string) => boolean = (shot) => shot === 'portrait',
): readonly FacePairRecord[] {
  const as = (name: string): readonly (FaceRecord & { readonly face: Face })[] =>
    faces.flatMap(({ face, ...record }) =>
      record.spoiling === name && face !== null ? [{ ...record, face }] : [],
    );
  const probes = as(spoiling).filter(({ shot }) => isChosen(shot));
  return as('as taken')
    .filter(({ shot }) => isReference(shot))
    .flatMap((reference) =>
      probes
        .filter(({ shot }) => shot !== 'portrait')
        .map((probe) => ({
          isGenuine: probe.person === reference.person,
          people: [reference.person, probe.person] as const,
          distance: euclideanDistance(reference.face.embedding, probe.face.embedding),
        })),
    );
}

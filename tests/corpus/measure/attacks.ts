import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Face } from '#analysis/faces/face.ts';
import { findFaces } from '#analysis/faces/find-faces.ts';
import { decodeImage } from '#analysis/image/decode.ts';
import { toGray } from '#analysis/image/gray.ts';
import type { RgbRaster } from '#analysis/image/raster.ts';
import { shrinkNatively } from '#analysis/image/resize-natively.ts';
import { findLongSidePx } from '#analysis/locate/find-documents.ts';
import { judgeHead } from '#analysis/models/heads-net.ts';
import { judgeByMinifas } from '#analysis/models/minifas-net.ts';
import { mustGetNet, type ModelPool } from '#analysis/models/pool.ts';
import { createRecaptureNet } from '#analysis/models/recapture-net.ts';
import { measureDetailAround } from '#analysis/presentation/detail-of-face.ts';
import { readFileTraces } from '#analysis/presentation/file-traces.ts';
import { compareNoiseAround } from '#analysis/presentation/noise-of-face.ts';
import { scoreNoise } from '#analysis/presentation/noise-score.ts';
import { findEdgesAround } from '#analysis/presentation/edges-around-face.ts';
import { cropHead } from '#analysis/presentation/head-crop.ts';
import { measureTexture } from '#analysis/presentation/measure-texture.ts';
import { makePicture, species, type Species } from '../recapture/attacks.ts';
import { heldUpInRoom, personInRoom, type RoomPicture } from '../recapture/in-rooms.ts';
import type { FaceSource } from '../recapture/present.ts';
import { findPeople } from './faces.ts';

/** What the signals say of one face. */
export interface PresentationScores {
  readonly screen: number;
  readonly print: number;
  /** `null` where too little skin was seen. */
  readonly detail: number | null;
  /** How far the grain of the face is from that of the skin beside it; `null` where that could not be compared. */
  readonly noise: number | null;
  /** Edges of a sheet or a device around the face; 0 where there are none. */
  readonly edges: number;
  /** That the head is a mask or a cut-out; `null` where it is too small, or too little around it in the picture. */
  readonly head: number | null;
  /** `null` where the optional net is not installed. */
  readonly realness: number | null;
}

export interface PresentationRecord {
  readonly species: Species;
  readonly person: string;
  readonly finenessPx: number | null;
  readonly hasEdges: boolean;
  /** `null` where no face was found. */
  readonly scores: PresentationScores | null;
}

/** Somebody in a drawn room, or a picture of somebody held up in one. */
export interface RoomRecord extends Omit<RoomPicture, 'name' | 'bytes'> {
  readonly scores: PresentationScores | null;
}

/** A face of a picture that nobody simulated. */
export interface OutsideRecord {
  readonly set: 'photographs' | 'specimens';
  readonly picture: string;
  readonly scores: PresentationScores;
  /** A program that the file names. */
  readonly program: string | null;
}

export interface PresentationMeasures {
  /** Genuine pictures of the people that thresholds are chosen on. */
  readonly tune: readonly PresentationRecord[];
  readonly test: readonly PresentationRecord[];
  readonly rooms: Readonly<Record<'tune' | 'test', readonly RoomRecord[]>>;
  readonly outside: readonly OutsideRecord[];
}

/** Pictures of people in rooms, and of pictures held up in them, for each picture of a species: so many that every room comes with every person. */
const roomsPerSpecies = 4;

/** Thresholds are chosen on the first, figures are of the second; the training saw p01, p02, p03 and p05, and neither of them. */
export const tunePeople: readonly string[] = ['p04', 'p06', 'p07', 'p08'];
export const testPeople: readonly string[] = ['p09', 'p10', 'p11', 'p12'];

/** Presents the faces of held-out people in every way that is simulated, `perSpecies` pictures of each, and asks the signals about them. */
export async function measureAttacks(
  root: string,
  perSpecies: number,
  pool: ModelPool,
  onPicture: (name: string) => void,
): Promise<PresentationMeasures> {
  const tune = await sourcesOf(root, tunePeople, pool);
  const test = await sourcesOf(root, testPeople, pool);
  if (tune.length === 0 || test.length === 0)
    throw new Error(
      'attacks are measured on people whom the training never saw: ../shared/samples/people is not here',
    );
  const measure = async (
    kind: Species,
    count: number,
    sources: readonly FaceSource[],
    seed: string,
  ): Promise<PresentationRecord[]> => {
    const records: PresentationRecord[] = [];
    for (let index = 0; index < count; index += 1) {
      const { name, bytes, person, finenessPx, hasEdges } = await makePicture(kind, index, sources, seed);
      onPicture(`${seed} ${name}`);
      const [scores = null] = await scoresOf(bytes, pool, 1);
      records.push({ species: kind, person, finenessPx, hasEdges, scores });
    }
    return records;
  };
  const measures = { tune: [] as PresentationRecord[], test: [] as PresentationRecord[] };
  for (const kind of species.filter(isGenuine))
    measures.tune.push(...(await measure(kind, 2 * perSpecies, tune, 'tune')));
  for (const kind of species)
    measures.test.push(...(await measure(kind, isGenuine(kind) ? 2 * perSpecies : perSpecies, test, 'test')));
  const inRooms = async (sources: readonly FaceSource[], seed: string): Promise<RoomRecord[]> => {
    // Only portraits have an even ground, of which somebody can be cut out.
    const portraits = sources.filter(({ shot }) => shot === 'portrait');
    const records: RoomRecord[] = [];
    for (let index = 0; index < roomsPerSpecies * perSpecies; index += 1)
      for (const { name, bytes, ...facts } of [
        await personInRoom(index, portraits, seed),
        await heldUpInRoom(index, sources, seed),
      ]) {
        onPicture(`${seed} ${name}`);
        const [scores = null] = await scoresOf(bytes, pool, 1);
        records.push({ ...facts, scores });
      }
    return records;
  };
  // Those of the seed `test` were looked at once: see the page.
  const rooms = { tune: await inRooms(tune, 'tune'), test: await inRooms(test, 'test again') };
  return { ...measures, rooms, outside: await measureOutside(root, pool) };
}

export const isGenuine = (kind: Species): boolean => kind.startsWith('genuine');

export async function sourcesOf(
  root: string,
  chosen: readonly string[],
  pool: ModelPool,
): Promise<FaceSource[]> {
  const { pictures } = await findPeople(root);
  const sources: FaceSource[] = [];
  for (const { person, shot, file } of pictures) {
    if (!chosen.includes(person) || !/^(?:selfie-[ab]|portrait)$/u.test(shot)) continue;
    const image = await decoded(await readFile(file));
    const [face] = image === null ? [] : await findFaces(image, { pool });
    if (image === null || face === undefined) throw new Error(`no face on ${person} ${shot}`);
    sources.push({ person, shot, image, boxPx: face.boxPx, landmarksPx: face.landmarksPx });
  }
  return sources;
}

const mostFaces = 8;

async function scoresOf(
  bytes: Uint8Array,
  pool: ModelPool,
  most: number = mostFaces,
): Promise<PresentationScores[]> {
  const image = await decoded(bytes);
  if (image === null) return [];
  const faces = (await findFaces(image, { pool }, { maxFaces: mostFaces })).slice(0, most);
  const scores: PresentationScores[] = [];
  for (const face of faces) {
    const one = await scoresOfFace(image, face, pool);
    if (one !== null) scores.push(one);
  }
  return scores;
}

async function scoresOfFace(
  image: RgbRaster,
  { boxPx, landmarksPx }: Face,
  pool: ModelPool,
): Promise<PresentationScores | null> {
  const texture = await measureTexture(image, boxPx, createRecaptureNet(await mustGetNet(pool, 'recapture')));
  const pack = await pool.session('minifas-128');
  if (texture === null) return null;
  const { screen, print } = texture;
  const gray = toGray(image);
  const detail = measureDetailAround(gray, landmarksPx);
  const noise = compareNoiseAround(gray, landmarksPx);
  const edges = findEdgesAround(await shrinkNatively(image, findLongSidePx), boxPx)?.score ?? 0;
  const cropped = cropHead(image, landmarksPx);
  const odds = cropped === null ? null : await judgeHead(await mustGetNet(pool, 'heads'), cropped);
  return {
    screen,
    print,
    detail,
    noise: noise.ok ? scoreNoise(noise.differences).score : null,
    edges,
    head: odds === null ? null : 1 - odds.genuine,
    realness: pack.ok ? await judgeByMinifas(pack.net, image, boxPx) : null,
  };
}

/** Photographs of real people that a package brings for its demonstration, and portraits printed on published specimens: measured on, and not copied. */
async function measureOutside(root: string, pool: ModelPool): Promise<OutsideRecord[]> {
  const folders = {
    photographs: join(root, 'node_modules', '@vladmandic', 'face-api', 'demo'),
    specimens: join(root, '..', 'shared', 'specimens', 'mrz'),
  } as const;
  const isPicture = { photographs: /^sample\d+\.jpg$/u, specimens: /\.(?:jpg|png)$/u } as const;
  const records: OutsideRecord[] = [];
  for (const set of ['photographs', 'specimens'] as const) {
    if (!existsSync(folders[set])) continue;
    const names = (await readdir(folders[set])).filter((name) => isPicture[set].test(name)).sort();
    for (const picture of names) {
      const bytes = new Uint8Array(await readFile(join(folders[set], picture)));
      const file = await decodeImage(bytes);
      const { editor, generator } = readFileTraces(bytes, file.ok ? file.info.exif : {});
      for (const scores of await scoresOf(bytes, pool))
        records.push({ set, picture, scores, program: generator?.named ?? editor });
    }
  }
  return records;
}

async function decoded(bytes: Uint8Array): Promise<RgbRaster | null> {
  const result = await decodeImage(bytes);
  return result.ok ? result.image : null;
}

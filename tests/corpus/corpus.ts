import { must } from '#shared/lib/invariant.ts';
import { createChance, type Chance } from '../hard-pages/random.ts';
import { drawDocument } from './draw-document.ts';
import { documentKinds, type DocumentKind, type DrawnDocument, type FlatSide } from './page-truth.ts';
import { photograph, type Photograph } from './photograph/photograph.ts';
import { drawScene, spoiledScene, type Fault, type Level, type Scene } from './photograph/scene.ts';
import type { CorpusResources } from './resources.ts';

/** What thresholds may be chosen on, and what they are then only measured on. Documents and photographs have nothing in common. */
export const splits = ['tune', 'test'] as const;
export type Split = (typeof splits)[number];

export interface CorpusPicture extends Photograph {
  readonly name: string;
  readonly side: FlatSide;
  readonly scene: Scene;
}

/** One document of the corpus with a photograph of each of its sides. */
export interface CorpusItem {
  readonly name: string;
  readonly document: DrawnDocument;
  readonly pictures: readonly CorpusPicture[];
}

export interface CorpusKey {
  readonly split: Split;
  readonly seed: string;
  readonly index: number;
}

/** Kinds come round in turn, so that every level has about as many of each. */
export const kindAt = (index: number): DocumentKind =>
  must(documentKinds[index % documentKinds.length], 'a kind');

/** The corpus' document number `index` of a level, drawn and photographed. */
export async function makeItem(
  level: Level,
  key: CorpusKey,
  resources: CorpusResources,
): Promise<CorpusItem> {
  const name = `${level}-${String(key.index).padStart(3, '0')}`;
  const chance = createChance(`corpus ${key.split} ${key.seed} ${name}`);
  const document = await drawDocument(kindAt(key.index), chance, resources);
  return shoot(name, document, (chanceOfSide) => drawScene(level, chanceOfSide), chance, resources);
}

/** A document whose photograph has one fault of a strength from 0 to 1: the same document and place for every strength. */
export async function makeSpoiledItem(
  fault: Fault,
  strength: number,
  key: CorpusKey,
  resources: CorpusResources,
): Promise<CorpusItem> {
  const chance = createChance(`corpus ${key.split} ${key.seed} ${fault} ${String(key.index)}`);
  const document = await drawDocument(kindAt(key.index), chance, resources);
  const front = { ...document, sides: document.sides.slice(0, 1) };
  const name = `${fault}-${String(key.index).padStart(3, '0')}-${strength.toFixed(2)}`;
  return shoot(name, front, (chanceOfSide) => spoiledScene(fault, strength, chanceOfSide), chance, resources);
}

async function shoot(
  name: string,
  document: DrawnDocument,
  sceneOf: (chance: Chance) => Scene,
  chance: Chance,
  resources: CorpusResources,
): Promise<CorpusItem> {
  const pictures: CorpusPicture[] = [];
  for (const side of document.sides) {
    const scene = sceneOf(chance);
    const second = scene.withSecond
      ? (await drawDocument(chance.pick(documentKinds), chance, resources)).sides[0]
      : null;
    const photo = await photograph(side, second ?? null, scene, resources.fonts.plain, chance);
    pictures.push({ ...photo, name: `${name}-${side.side}`, side, scene });
  }
  return { name, document, pictures };
}

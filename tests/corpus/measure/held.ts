import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createFaceFinder } from '#analysis/faces/face-finder.ts';
import { compareFaces, type FaceSimilarity } from '#analysis/faces/similarity.ts';
import { createCaptureFeatures, type CaptureFeatures } from '#analysis/features/capture-features.ts';
import type { FeatureValues } from '#analysis/features/feature-values.ts';
import { measureSameness } from '#analysis/features/held-sameness.ts';
import { extractSelfieFeatures, type HeldFacts } from '#analysis/features/selfie-features.ts';
import { toGray } from '#analysis/image/gray.ts';
import { overlapOf } from '#analysis/locate/quad-geometry.ts';
import type { ModelPool } from '#analysis/models/pool.ts';
import { createOcr, type Ocr } from '#analysis/ocr/ocr.ts';
import type { DocumentField } from '#shared/domain/analysis.ts';
import { boundsOf, type Quad, type Rect } from '#shared/domain/geometry.ts';
import { homographyToQuad, mapPoint, type Homography } from '#shared/domain/homography.ts';
import { captureIdSchema } from '#shared/domain/ids.ts';
import { must } from '#shared/lib/invariant.ts';
import { createChance } from '../../hard-pages/random.ts';
import type { CorpusKey } from '../corpus.ts';
import { drawDocument } from '../draw-document.ts';
import { corpusDay } from '../holders.ts';
import type { DocumentKind, DrawnDocument } from '../page-truth.ts';
import { photograph } from '../photograph/photograph.ts';
import { goodScene } from '../photograph/scene.ts';
import type { CorpusResources } from '../resources.ts';
import { holdBeforeSelfie, pictureOf } from './held-scene.ts';

/** Widths of the document in the hand, in pixels of a picture 1440 px wide. */
export const heldWidthsPx = [240, 360, 540, 800] as const;
const kinds: readonly DocumentKind[] = [
  'td3-passport',
  'td1-card',
  'td2-card',
  'eu-licence',
  'ru-licence',
  'residence-permit',
];
const people = ['p01', 'p02', 'p03', 'p05'] as const;

/** Of these also with a thumb over the number: the wider a document is, the nearer it is held. */
const coveredWidthsPx: ReadonlySet<number> = new Set([240, 540]);

/** What the document step may have shown, beside the document in the hand. */
export const documentsBeside = [
  'the same document',
  'one of the same kind and person, other data',
  'one of the same kind, another person',
  'one of another kind, another person',
] as const;

type Sameness = FeatureValues['heldSameness'];

export interface SamenessRecord extends Sameness {
  readonly beside: (typeof documentsBeside)[number];
}

export interface HeldRecord {
  readonly widthPx: number;
  readonly kind: DocumentKind;
  /** Of the outline with where the document is; 0 where none was found. */
  readonly overlap: number;
  readonly hasPortrait: boolean;
  /** Faces taken for people who are there. */
  readonly peopleSeen: number;
  readonly portraitEyesPx: number | null;
  readonly sharpness: number | null;
  /** The portrait in the hand beside the person, and beside the portraits of the others of the set. */
  readonly own: FaceSimilarity | null;
  readonly others: readonly FaceSimilarity[];
  /** Empty where no outline was found, or it was too small. */
  readonly sameness: readonly SamenessRecord[];
  /** The same with a thumb over the number, beside the same document and one of its kind and person; `null` where that was not drawn. */
  readonly underThumb: { readonly overlap: number; readonly sameness: readonly SamenessRecord[] } | null;
}

export interface HeldMeasures {
  readonly scenes: readonly HeldRecord[];
  /** Selfies with nothing in the hand: whether a document was told all the same. */
  readonly empty: readonly {
    readonly name: string;
    readonly isFound: boolean;
    readonly peopleSeen: number;
  }[];
  /** Rendered selfies with a card of 240 px in a picture of 960, where they are given. */
  readonly rendered: readonly {
    readonly name: string;
    readonly hasOutline: boolean;
    readonly hasPortrait: boolean;
    readonly peopleSeen: number;
    readonly portraitEyesPx: number | null;
  }[];
}

/** Draws documents into the hands of rendered people, at several sizes, and asks the pipeline's own features what they tell. */
export async function measureHeld(
  root: string,
  key: Omit<CorpusKey, 'index'>,
  resources: CorpusResources,
  pool: ModelPool,
  onPicture: (name: string) => void,
): Promise<HeldMeasures> {
  const ocr = createOcr();
  const selfieOf = (person: string): Promise<Buffer> =>
    readFile(join(root, 'resources', 'samples', `${person}-selfie.jpg`));
  const portraitFaces = await Promise.all(
    people.map(async (person) => {
      const bytes = await readFile(join(root, 'resources', 'samples', `${person}-portrait.jpg`));
      const [face] = await captureOf(bytes, pool).faces();
      return must(face, 'a face on each portrait');
    }),
  );
  const scenes: HeldRecord[] = [];
  for (const [k, kind] of kinds.entries()) {
    for (const [w, widthPx] of heldWidthsPx.entries()) {
      const at = (k + w) % people.length;
      const person = must(people[at], 'a person');
      const name = `held ${key.split} ${key.seed} ${kind} ${String(widthPx)}`;
      onPicture(name);
      const draw = (what: DocumentKind, whose: number, data: string): Promise<DrawnDocument> =>
        drawDocument(what, createChance(`${name} ${data}`), {
          ...resources,
          portraits: [must(resources.portraits[whose % people.length], 'a portrait')],
        });
      const own = await draw(kind, at, 'own');
      const front = must(own.sides[0], 'a front');
      const scene = await holdBeforeSelfie(
        await pictureOf(await selfieOf(person)),
        front,
        widthPx,
        createChance(`${name} scene`),
      );
      const capture = captureOf(scene.bytes, pool);
      const { best, detected, held } = await extractSelfieFeatures(capture, 'selfie-with-document');
      const portrait = held?.portrait?.face ?? null;
      const beside = {
        'the same document': own,
        'one of the same kind and person, other data': await draw(kind, at, 'other data'),
        'one of the same kind, another person': await draw(kind, at + 1, 'another person'),
        'one of another kind, another person': await draw(
          must(kinds[(k + 1 + (w % 4)) % kinds.length], 'a kind'),
          at + 2,
          'another kind',
        ),
      };
      const samenessOf = async (
        facts: HeldFacts | null,
        which: readonly SamenessRecord['beside'][],
      ): Promise<readonly SamenessRecord[]> => {
        const known = facts === null ? null : { ...facts, capture: readOnce(facts) };
        const deps = { ocr: onceReader(ocr), signal: new AbortController().signal };
        const records: SamenessRecord[] = [];
        for (const one of which) {
          const step = await documentStepOf(beside[one], `${name} ${one}`, resources);
          const told = await measureSameness(known, step, deps);
          if (told.ok) records.push({ beside: one, ...told.value });
        }
        return records;
      };
      const sameness = await samenessOf(held, documentsBeside);
      const number = front.fields.find(
        (field) => field.name === 'document-number' && field.source === 'viz' && field.rectPx !== null,
      );
      let underThumb: HeldRecord['underThumb'] = null;
      if (coveredWidthsPx.has(widthPx) && number !== undefined) {
        const hiding = await holdBeforeSelfie(
          await pictureOf(await selfieOf(person)),
          front,
          widthPx,
          createChance(`${name} thumb`),
          number.rectPx,
        );
        const facts = await extractSelfieFeatures(captureOf(hiding.bytes, pool), 'selfie-with-document');
        underThumb = {
          overlap: facts.held?.quadPx ? overlapOf(facts.held.quadPx, hiding.quadPx) : 0,
          sameness: await samenessOf(facts.held, documentsBeside.slice(0, 2)),
        };
      }
      scenes.push({
        widthPx,
        kind,
        overlap: held?.quadPx ? overlapOf(held.quadPx, scene.quadPx) : 0,
        hasPortrait: portrait !== null,
        peopleSeen: detected.filter(({ role }) => role !== 'held-portrait').length,
        portraitEyesPx: portrait?.quality.interEyePx ?? null,
        sharpness: portrait?.quality.sharpness ?? null,
        own: portrait === null || best === null ? null : compareFaces(portrait, best.face),
        others:
          portrait === null
            ? []
            : portraitFaces.filter((_, i) => i !== at).map((face) => compareFaces(portrait, face)),
        sameness,
        underThumb,
      });
    }
  }
  await ocr.dispose();
  const empty = [];
  for (const person of people) {
    const facts = await extractSelfieFeatures(
      captureOf(await selfieOf(person), pool),
      'selfie-with-document',
    );
    empty.push({ name: person, isFound: facts.held !== null, peopleSeen: facts.detected.length });
  }
  const rendered = [];
  for (const person of ['p02', 'p05', 'p07', 'p08']) {
    const file = join(root, '..', 'shared', 'samples', 'people', person, 'selfie-card.jpg');
    if (!existsSync(file)) continue;
    onPicture(`${person} with a card`);
    const { held, detected } = await extractSelfieFeatures(
      captureOf(await readFile(file), pool),
      'selfie-with-document',
    );
    rendered.push({
      name: person,
      hasOutline: (held?.quadPx ?? null) !== null,
      hasPortrait: (held?.portrait ?? null) !== null,
      peopleSeen: detected.filter(({ role }) => role !== 'held-portrait').length,
      portraitEyesPx: held?.portrait?.face.quality.interEyePx ?? null,
    });
  }
  return { scenes, empty, rendered };
}

function captureOf(bytes: Uint8Array, pool: ModelPool): CaptureFeatures {
  return createCaptureFeatures(
    {
      captureId: captureIdSchema.parse(randomUUID()),
      stepId: 'held',
      side: 'selfie',
      sha256: createHash('sha256').update(bytes).digest('hex'),
      bytes,
    },
    {
      pool,
      faceFinder: createFaceFinder(pool),
      referenceDate: new Date(`${corpusDay}T00:00:00Z`),
      signal: new AbortController().signal,
      onDone: () => undefined,
    },
  );
}

/** A document as its step knows it: photographed in good light, its corners, its number and where that stands known. */
async function documentStepOf(
  { sides }: DrawnDocument,
  name: string,
  resources: CorpusResources,
): Promise<Parameters<typeof measureSameness>[1]> {
  const side = must(sides[0], 'a front');
  const chance = createChance(`${name} on a table`);
  const { bytes, quadPx } = await photograph(side, null, goodScene(chance), resources.fonts.plain, chance);
  const captureId = captureIdSchema.parse(randomUUID());
  const { width, height } = side.image;
  const toPicture = must(homographyToQuad(width, height, quadPx), 'a page that is seen');
  const fields = sides.flatMap((one) =>
    one.fields
      .filter((field) => field.name === 'document-number')
      .map(({ value, normalized, source, rectPx }): DocumentField => {
        const isSeen = one === side && rectPx !== null;
        return {
          name: 'document-number',
          title: 'Document number',
          value,
          normalized,
          confidence: 1,
          source,
          captureId: isSeen ? captureId : captureIdSchema.parse(randomUUID()),
          regionPx: isSeen ? placeOf(rectPx, toPicture) : { x: 0, y: 0, width: 1, height: 1 },
          characters: [],
          agreement: 'single',
        };
      }),
  );
  return {
    sides: [{ captureId, gray: toGray(await pictureOf(bytes)), quadPx }],
    reading: { fields },
  };
}

/** A place of the flat page in a picture of it: what is upright there encloses it, as a reader's places do. */
function placeOf({ x, y, width, height }: Rect, toPicture: Homography): Rect {
  const corners: Quad = [
    { x, y },
    { x: x + width, y },
    { x: x + width, y: y + height },
    { x, y: y + height },
  ];
  return boundsOf(corners.map((corner) => mapPoint(toPicture, corner)));
}

/** The zone of one held document is the same whatever it is held against: read once. */
function readOnce({ capture }: HeldFacts): CaptureFeatures {
  let zone: ReturnType<CaptureFeatures['mrzOn']> | undefined;
  return { ...capture, mrzOn: (part) => (zone ??= capture.mrzOn(part)) };
}

/** And so is its print. */
function onceReader(ocr: Ocr): Ocr {
  let print: ReturnType<Ocr['read']> | undefined;
  return { ...ocr, read: (page, options) => (print ??= ocr.read(page, options)) };
}

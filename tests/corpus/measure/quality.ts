import { documentExposure } from '#analysis/checks/document.exposure.ts';
import { documentFullyVisible } from '#analysis/checks/document.fully-visible.ts';
import { documentGlare } from '#analysis/checks/document.glare.ts';
import { documentPresent } from '#analysis/checks/document.present.ts';
import { documentResolution } from '#analysis/checks/document.resolution.ts';
import { documentSharp } from '#analysis/checks/document.sharp.ts';
import type { FaceFinder } from '#analysis/faces/face-finder.ts';
import { createCaptureFeatures } from '#analysis/features/capture-features.ts';
import { scaleOf } from '#analysis/features/document-outcomes.ts';
import { found, missing } from '#analysis/features/feature-outcome.ts';
import { measureSide, signsOf } from '#analysis/features/measure-side.ts';
import { openSides } from '#analysis/features/open-sides.ts';
import {
  areaToMeasure,
  measureExposure,
  measureGlare,
  measureSharpness,
} from '#analysis/features/quality.ts';
import { decodeImage } from '#analysis/image/decode.ts';
import type { RgbRaster } from '#analysis/image/raster.ts';
import type { ModelPool } from '#analysis/models/pool.ts';
import { policy202611 } from '#analysis/policy/policy-2026-11.ts';
import { documentRequest } from '#cli/document-analysis.ts';
import type { Quad } from '#shared/domain/geometry.ts';
import { must } from '#shared/lib/invariant.ts';
import { makeSpoiledItem, type CorpusItem, type CorpusKey, type CorpusPicture } from '../corpus.ts';
import { corpusDay } from '../holders.ts';
import type { Fault } from '../photograph/scene.ts';
import { faults } from '../photograph/scene.ts';
import type { CorpusResources } from '../resources.ts';
import { flattened, tesseractText } from './tesseract-baseline.ts';

/** One photograph with one fault: what the measures of the picture say, what the checks found, and whether its print can still be read. */
export interface QualityRecord {
  readonly fault: Fault;
  readonly strength: number;
  readonly document: number;
  /** Printed values that Tesseract reads letter by letter off the page cut out by its true corners. */
  readonly readValues: number;
  /** Whether the pipeline reads the zone letter by letter; `null` where the page has none. */
  readonly isZoneRead: boolean | null;
  readonly measures: Readonly<Record<Measure, number>>;
  /** Status by the check's id. */
  readonly findings: Readonly<Record<string, string>>;
  /** What of the page is in the frame, 0 to 1. */
  readonly visible: number;
}

export const measures = [
  'sharpness',
  'evenness',
  'glareShare',
  'medianLuma',
  'brightShare',
  'contrast',
  'pixelsPerMm',
] as const;
export type Measure = (typeof measures)[number];

export const strengths = [0, 0.25, 0.5, 0.75, 1] as const;

/**
 * Photographs `documents` documents with every fault at every strength. Of the pipeline it runs what the checks of pictures need: zone, outline and
 * the measures over it; text recognition and faces have no part in them.
 */
export async function measureQuality(
  documents: number,
  key: Omit<CorpusKey, 'index'>,
  resources: CorpusResources,
  pool: ModelPool,
  onDone: (name: string) => void,
): Promise<QualityRecord[]> {
  const records: Promise<QualityRecord>[] = [];
  for (const fault of faults)
    for (let index = 0; index < documents; index += 1)
      for (const strength of strengths) {
        const item = await makeSpoiledItem(fault, strength, { ...key, index }, resources);
        // The baseline reads in a process of its own, beside the next picture's drawing; one at a time.
        await records.at(-1);
        const record = recordOf(item, fault, strength, index, pool);
        record.catch(() => undefined); // heard where it is awaited
        records.push(record);
        onDone(item.name);
      }
  return Promise.all(records);
}

async function recordOf(
  { document, pictures }: CorpusItem,
  fault: Fault,
  strength: number,
  index: number,
  pool: ModelPool,
): Promise<QualityRecord> {
  const picture = must(pictures[0], 'a picture');
  const { side } = picture;
  const decoded = await decodeImage(picture.bytes);
  const image = must(decoded.ok ? decoded.image : null, 'a picture that decodes');
  // What is cut off loses its print whatever the threshold: only whether it is told is asked.
  const isCut = fault === 'cut-off';
  const language = document.country === 'RUS' ? 'rus+eng' : 'eng';
  const reading = isCut
    ? Promise.resolve('')
    : flattened(image, picture.quadPx, side).then((page) => tesseractText(page, 3, language));
  const { findings, zone } = await judgePicture(picture.bytes, pool);
  const text = squeezed(await reading);
  return {
    fault,
    strength,
    document: index,
    readValues: side.fields.filter(({ source, value }) => source === 'viz' && text.includes(squeezed(value)))
      .length,
    isZoneRead: side.mrz === null || isCut ? null : zone === side.mrz.lines.join(),
    measures: measuresOf(image, picture),
    findings,
    visible: picture.visibleShare({ x: 0, y: 0, width: side.image.width, height: side.image.height }),
  };
}

const pictureChecks = [
  documentPresent,
  documentFullyVisible,
  documentSharp,
  documentResolution,
  documentExposure,
  documentGlare,
];

/** Nobody is sought: faces tell how a page without a zone is turned, which no measure of its quality asks. */
const nobody: Pick<FaceFinder, 'find'> = { find: () => Promise.resolve([]) };

/** What the checks of pictures say of one, as far as the pipeline goes without text and faces, and its zone. */
async function judgePicture(
  bytes: Uint8Array,
  pool: ModelPool,
): Promise<{ readonly findings: QualityRecord['findings']; readonly zone: string | null }> {
  const request = documentRequest([{ side: 'front', bytes }], corpusDay);
  const [input, step] = [must(request.captures[0], 'a capture'), must(request.scenario.steps[0], 'a step')];
  const { signal } = new AbortController();
  const ignore = (): void => undefined;
  const capture = createCaptureFeatures(input, {
    pool,
    faceFinder: nobody,
    signal,
    referenceDate: new Date(`${corpusDay}T00:00:00Z`),
    onDone: ignore,
  });
  const opened = await openSides(step, new Map([['front', capture]]), {
    signal,
    onDone: ignore,
    onZoneSearched: ignore,
  });
  const facts = await opened.onSide(must(opened.front, 'a picture that decodes'));
  const signs = signsOf(facts);
  const { captureId } = input;
  const outcomes = {
    documentCaptures: found([{ side: 'front' as const, captureId, refusal: null, framePx: null, signs }]),
    documentPhotos: signs.length === 0 ? missing('document-not-found') : found([measureSide(facts)]),
    documentScale: scaleOf([facts], opened.format, null),
  };
  const context = {
    policy: policy202611,
    referenceDay: corpusDay,
    ageYears: { min: 0, max: 200 },
    step,
  };
  return {
    findings: Object.fromEntries(
      pictureChecks.map((check) => [check.id, check.find(outcomes, context).status]),
    ),
    zone: opened.zone?.found.lines.map(({ text }) => text).join() ?? null,
  };
}

const squeezed = (text: string): string => text.toUpperCase().replace(/\s+/g, ' ');

function measuresOf(image: RgbRaster, { quadPx, side }: CorpusPicture): QualityRecord['measures'] {
  const area = areaToMeasure(image, quadPx);
  const exposure = measureExposure(area);
  const { sharpness, evenness } = measureSharpness(area);
  return {
    sharpness,
    evenness: evenness ?? 1,
    glareShare: measureGlare(area).share,
    medianLuma: exposure.medianLuma,
    brightShare: exposure.brightShare,
    contrast: exposure.contrast,
    pixelsPerMm: leastScale(quadPx, side.widthMm, side.heightMm),
  };
}

/** Pixels per millimeter along the side that has least of them. */
function leastScale([a, b, c, d]: Quad, widthMm: number, heightMm: number): number {
  const length = (from: { x: number; y: number }, to: { x: number; y: number }): number =>
    Math.hypot(to.x - from.x, to.y - from.y);
  return Math.min(
    length(a, b) / widthMm,
    length(d, c) / widthMm,
    length(a, d) / heightMm,
    length(b, c) / heightMm,
  );
}

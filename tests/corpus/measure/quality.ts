import type { Analyzer } from '#analysis/analyze.ts';
import { measureExposure, measureGlare, measureSharpness } from '#analysis/features/quality.ts';
import { decodeImage } from '#analysis/image/decode.ts';
import type { RgbRaster } from '#analysis/image/raster.ts';
import { documentRequest } from '#cli/document-analysis.ts';
import type { Quad } from '#shared/domain/geometry.ts';
import { must } from '#shared/lib/invariant.ts';
import { makeSpoiledItem, type CorpusKey, type CorpusPicture } from '../corpus.ts';
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
  'glareShare',
  'medianLuma',
  'brightShare',
  'contrast',
  'pixelsPerMm',
] as const;
export type Measure = (typeof measures)[number];

export const strengths = [0, 0.25, 0.5, 0.75, 1] as const;

/** Photographs `documents` documents with every fault at every strength. */
export async function measureQuality(
  documents: number,
  key: Omit<CorpusKey, 'index'>,
  resources: CorpusResources,
  analyzer: Analyzer,
  onDone: (name: string) => void,
): Promise<QualityRecord[]> {
  const records: QualityRecord[] = [];
  for (const fault of faults) {
    for (let index = 0; index < documents; index += 1) {
      for (const strength of strengths) {
        const { document, pictures, name } = await makeSpoiledItem(
          fault,
          strength,
          { ...key, index },
          resources,
        );
        const picture = must(pictures[0], 'a picture');
        const decoded = await decodeImage(picture.bytes);
        const image = must(decoded.ok ? decoded.image : null, 'a picture that decodes');
        const request = documentRequest([{ side: 'front', bytes: picture.bytes }], corpusDay);
        const result = await analyzer.analyze(request);
        if (!result.ok) throw new Error(`the pipeline could not run: ${result.code}`);
        const { side } = picture;
        const told = result.analysis.steps[0]?.document?.mrz ?? null;
        const language = document.country === 'RUS' ? 'rus+eng' : 'eng';
        const text = squeezed(await tesseractText(await flattened(image, picture.quadPx, side), 3, language));
        records.push({
          fault,
          strength,
          document: index,
          readValues: side.fields.filter(
            ({ source, value }) => source === 'viz' && text.includes(squeezed(value)),
          ).length,
          isZoneRead:
            side.mrz === null ? null : told?.lines.map(({ text }) => text).join() === side.mrz.lines.join(),
          measures: measuresOf(image, picture),
          findings: Object.fromEntries(result.analysis.findings.map(({ id, status }) => [id, status])),
          visible: picture.visibleShare({ x: 0, y: 0, width: side.image.width, height: side.image.height }),
        });
        onDone(name);
      }
    }
  }
  return records;
}

const squeezed = (text: string): string => text.toUpperCase().replace(/\s+/g, ' ');

function measuresOf(image: RgbRaster, { quadPx, side }: CorpusPicture): QualityRecord['measures'] {
  const exposure = measureExposure(image, quadPx);
  return {
    sharpness: measureSharpness(image, quadPx).sharpness,
    glareShare: measureGlare(image, quadPx).share,
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

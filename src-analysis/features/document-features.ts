import type { AnalyzedCapture, DocumentReading, MrzFormat, RegionKind } from '#shared/domain/analysis.ts';
import type { Quad } from '#shared/domain/geometry.ts';
import type { CaptureId } from '#shared/domain/ids.ts';
import type { DocumentType, ScenarioStep, Side } from '#shared/domain/scenario.ts';
import type { DocumentDefinition } from '../documents/definition.ts';
import type { Face } from '../faces/face.ts';
import type { GrayRaster } from '../image/raster.ts';
import type { Ocr } from '../ocr/ocr.ts';
import type { PrintRecognizer } from '../ocr/print-lines.ts';
import type { CaptureFeatures } from './capture-features.ts';
import { facesOnDocument, findPortrait, ghostsOf, type DocumentFace } from './document-faces.ts';
import { dayOf, printedFieldsOf, scaleOf, typeOf } from './document-outcomes.ts';
import { found, missing, type FeatureOutcome, type MissingReason } from './feature-outcome.ts';
import type { DocumentPhoto, FeatureValues, MrzReading } from './feature-values.ts';
import { coverOf, damageOf, likenessOf, measureSide, signsOf } from './measure-side.ts';
import type { ZoneFont } from '../mrz/zone-font.ts';
import { toMrzReading } from './mrz-reading.ts';
import { otherDocumentsOf } from './other-documents.ts';
import { findGhost, leastGhostScore } from './find-ghost.ts';
import { onceBy, openSides, wholeOf } from './open-sides.ts';
import { readDocument, startReading, type ReadDocument } from './read-document.ts';
import type { SideFacts } from './side-facts.ts';

type DocumentFeatureName =
  | 'documentCaptures'
  | 'documentPhotos'
  | 'documentScale'
  | 'documentType'
  | 'mrzSearch'
  | 'mrz'
  | 'printedFields'
  | 'birthDate'
  | 'expiryDate'
  | 'documentDamage'
  | 'zoneFont';

export type DocumentFeatures = {
  readonly [Name in DocumentFeatureName]: FeatureOutcome<FeatureValues[Name]>;
};

/** What a document step gives: features for the checks, the reading for the result, the portrait for the comparison. */
export interface DocumentStep {
  readonly features: DocumentFeatures;
  readonly reading: DocumentReading | null;
  readonly portrait: DocumentFace | null;
  readonly placements: readonly Placement[];
  /** The pictures whose outline is known, to hold another picture of the document against. */
  readonly sides: readonly DocumentSide[];
  /** The family that the document surely is of; `null` where none is sure enough for its rules to be held against the document. */
  readonly definition: DocumentDefinition | null;
  /** Further faces on the document, such as a ghost portrait, largest first. */
  readonly ghosts: readonly DocumentFace[];
  /** How alike the flat pictures of two sides are; `null` where there are not two, or one has no outline. */
  readonly sideLikeness: number | null;
  /** What front and back are, where each by itself is surely of another type; `null` where they may be of one. */
  readonly unlikeTypes: readonly [DocumentType, DocumentType] | null;
  /** What else of a document was looked for, found or not. */
  readonly searchedRegions: readonly RegionKind[];
  /** What lies over the document's edges, by picture; those whose outline was seen. */
  readonly covers: FeatureValues['documentCover'];
}

/** A picture of a side of the document, and where it lies there. */
export interface DocumentSide {
  readonly captureId: CaptureId;
  readonly gray: GrayRaster;
  readonly quadPx: Quad;
}

/** Where the document lies on a capture, for the result. */
export interface Placement {
  readonly captureId: CaptureId;
  readonly quadPx: Quad | null;
  readonly rotationDeg: 0 | 90 | 180 | 270;
  readonly outline: AnalyzedCapture['outline'];
  /** Further documents in the picture. */
  readonly otherQuadsPx: readonly Quad[];
}

export interface DocumentStepDeps {
  readonly ocr: Ocr;
  /** The reader of printed values' own places, loaded when it is first asked for. */
  readonly printRecognizer: () => Promise<PrintRecognizer>;
  /** The families of documents that are known; at least one. */
  readonly definitions: readonly DocumentDefinition[];
  /** ISO day, which tells centuries of printed dates. */
  readonly referenceDay: string;
  readonly signal: AbortSignal;
  readonly onDone: (stage: 'locate' | 'ocr') => void;
  /** Called when the zone was searched: what everything else waits for. */
  readonly onZoneSearched: () => void;
}

/**
 * Everything of a document step. Text recognition has a process of its own: it starts with the first line, gets its page as soon as
 * the zone has said how the document lies, and runs beside the face nets and the measurements.
 */
export async function extractDocumentFeatures(
  step: ScenarioStep,
  captures: ReadonlyMap<Side, CaptureFeatures>,
  deps: DocumentStepDeps,
): Promise<DocumentStep> {
  const { signal } = deps;
  const opening = openSides(step, captures, deps);
  const printing = startReading(
    opening.then(async ({ readable, front, zone, onSide }) => ({
      front: front === undefined ? null : await onSide(front),
      backs: await Promise.all(readable.filter((side) => side !== front).map(onSide)),
      zone: zone?.found ?? null,
    })),
    deps,
    captures.size < 2,
  );

  const { readable, states, zone, uncertain, front, format, facesOn, onSide } = await opening;
  const reading =
    zone === null
      ? null
      : toMrzReading(zone.found, zone.capture.input.captureId, new Date(`${deps.referenceDay}T00:00:00Z`));
  const located = await Promise.all(readable.map(onSide));
  // Text recognition takes longest: it gets its pages first.
  await printing.given;
  // While it reads, and faces are sought in a thread of their own, this one measures.
  const measuring = measurePictures(located, format, signal);
  measuring.catch(() => undefined); // heard below
  const judgingFont = zone === null ? null : zone.capture.zoneFont();
  judgingFont?.catch(() => undefined); // heard below
  const faces = await Promise.all(readable.map(facesOn));
  const sides = located.map((facts, at): SideFacts => ({
    ...facts,
    faces: facesOnDocument(faces[at] ?? [], facts.outline?.quad ?? null),
  }));
  signal.throwIfAborted();
  const portrait = findPortrait(sides);
  const isFront = ({ captureId }: SideFacts): boolean => captureId === front?.capture.input.captureId;
  const frontFirst = [...sides].sort((one, other) => Number(isFront(other)) - Number(isFront(one)));
  const ghostOn = onceBy(async (captureId: CaptureId): Promise<Face | null> => {
    const facts = sides.find((side) => side.captureId === captureId);
    const capture = readable.find((side) => side.capture.input.captureId === captureId)?.capture;
    const face = facts?.faces[0];
    if (capture === undefined || face === undefined || !facts?.outline) return null;
    return findGhost(facts.image, facts.outline.quad, face, (part) => capture.facesOn(part, leastGhostScore));
  });
  const document = await readDocument(
    {
      sides: frontFirst,
      faces: new Map(sides.map(({ captureId, faces }) => [captureId, faces])),
      zone: zone === null || reading === null ? null : { found: zone.found, reading },
      hasUncertainZone: uncertain !== null,
      printing,
      ghostOn,
    },
    deps,
  );
  deps.onDone('ocr');
  const { photoOf, damage, covers, sideLikeness } = await measuring;
  const font = await judgingFont;
  signal.throwIfAborted();
  const photos = sides.flatMap((facts) => (signsOf(facts).length === 0 ? [] : [photoOf(facts)]));

  const firstReason: MissingReason =
    states.map(({ refusal }) => refusal).find((refusal) => refusal !== null) ?? 'capture-missing';
  // On a type that need not have one, what was nearly taken for a zone is likelier print.
  const doubtful =
    document.definition === null || document.definition.mrz?.mandatory === true ? uncertain : null;
  const unread: MissingReason = whyUnread();
  function whyUnread(): MissingReason {
    if (readable.length === 0) return firstReason;
    if (doubtful !== null) return 'mrz-uncertain';
    return photos.length === 0 ? 'document-not-found' : 'mrz-not-found';
  }
  const firstReadable = readable[0];
  const mrz: FeatureOutcome<MrzReading> = reading === null ? missing(unread) : found(reading);
  const features: DocumentFeatures = {
    documentCaptures: found(
      states.map((state) => {
        const facts = sides.find(({ captureId }) => captureId === state.captureId);
        return { ...state, signs: facts === undefined ? [] : signsOf(facts) };
      }),
    ),
    documentPhotos:
      photos.length > 0 ? found(photos) : missing(readable.length === 0 ? firstReason : 'document-not-found'),
    documentScale: scaleOf(sides, format, document.definition),
    documentType: typeOf(document, reading, photos[0], unread),
    mrzSearch:
      firstReadable === undefined
        ? missing(firstReason)
        : found({
            reading,
            uncertain: doubtful,
            captureId: firstReadable.capture.input.captureId,
            framePx: wholeOf(firstReadable.image),
          }),
    mrz,
    printedFields: printedFieldsOf(document, mrz, firstReason, readable.length === 0),
    birthDate: dayOf(mrz, (value) => value.birthDate, 'date-unreadable'),
    expiryDate: dayOf(mrz, (value) => value.expiryDate, 'expiry-not-stated'),
    documentDamage: damage ?? missing(firstReason),
    zoneFont: reading === null ? missing(unread) : zoneFontOf(reading, font),
  };
  return {
    features,
    reading: photos.length === 0 ? null : toReading(step, document, reading),
    portrait,
    definition: document.definition,
    ghosts: ghostsOf(
      sides.map((side) => ({
        ...side,
        faces: [...side.faces, ...[document.ghosts.get(side.captureId) ?? []].flat()],
      })),
      portrait,
    ),
    sideLikeness,
    unlikeTypes: typesOf(document),
    searchedRegions: document.searchedRegions,
    covers,
    sides: sides.flatMap(({ captureId, gray, outline }) =>
      outline === null ? [] : [{ captureId, gray, quadPx: outline.quad }],
    ),
    placements: sides.map(({ captureId, outline, rotationDeg }) => ({
      captureId,
      quadPx: outline?.quad ?? null,
      rotationDeg,
      outline: outline === null ? null : { source: outline.source, confidence: outline.confidence },
      otherQuadsPx:
        outline === null ? [] : otherDocumentsOf(outline.quad, outline.others, document.definition),
    })),
  };
}

interface MeasuredPictures {
  readonly photoOf: (facts: SideFacts) => DocumentPhoto;
  readonly damage: FeatureOutcome<FeatureValues['documentDamage']> | null;
  readonly covers: FeatureValues['documentCover'];
  readonly sideLikeness: number | null;
}

/** What is measured of the pictures but for the faces on them, a piece at a time: between them whatever waits goes on. */
async function measurePictures(
  sides: readonly SideFacts[],
  format: MrzFormat | null,
  signal: AbortSignal,
): Promise<MeasuredPictures> {
  const turn = async (): Promise<void> => {
    await new Promise(setImmediate);
    signal.throwIfAborted();
  };
  await turn();
  const sideLikeness = likenessOf(sides);
  await turn();
  const covers = sides.flatMap((facts) => coverOf(facts));
  await turn();
  const damage = sides.length === 0 ? null : damageOf(sides, format);
  const photos = new Map<CaptureId, DocumentPhoto>();
  for (const facts of sides) {
    await turn();
    if (facts.outline !== null) photos.set(facts.captureId, measureSide(facts));
  }
  // Without an outline the whole picture is measured, where a face on it says that there is a document.
  return {
    photoOf: (facts) => photos.get(facts.captureId) ?? measureSide(facts),
    damage,
    covers,
    sideLikeness,
  };
}

function typesOf({ unlikeFamilies }: ReadDocument): DocumentStep['unlikeTypes'] {
  return unlikeFamilies === null ? null : [unlikeFamilies[0].type, unlikeFamilies[1].type];
}

/** Capitals in pixels of the picture below which shapes are guesses: the least that the net was trained on. */
const leastCapitalPx = 8;

function zoneFontOf(
  { captureId, mrz }: MrzReading,
  font: ZoneFont | null,
): FeatureOutcome<FeatureValues['zoneFont']> {
  if (font === null || font.capitalPx < leastCapitalPx) return missing('characters-too-small');
  return found({ captureId, regionPx: mrz.regionPx, score: font.score, unlikePx: font.unlikePx });
}

function toReading(
  step: ScenarioStep,
  { identification, fields, ocr, regions, barcodes, crossChecks }: ReadDocument,
  reading: MrzReading | null,
): DocumentReading {
  return {
    type: identification.chosen.type,
    country: identification.chosen.country,
    format: reading?.mrz.format ?? null,
    side: step.sides.length > 1 ? 'both' : step.sides[0] === 'back' ? 'back' : 'front',
    fields: [...fields],
    mrz: reading?.mrz ?? null,
    ocr: ocr?.ok === true ? { engine: ocr.engine, version: ocr.version } : null,
    identification,
    regions: [...regions],
    barcodes: [...barcodes],
    crossChecks: [...crossChecks],
  };
}

import type { AnalyzedCapture, AnalyzedFace, DocumentReading } from '#shared/domain/analysis.ts';
import type { Point, Quad, Rect } from '#shared/domain/geometry.ts';
import type { CaptureId } from '#shared/domain/ids.ts';
import type { ScenarioStep, Side } from '#shared/domain/scenario.ts';
import type { Face } from '../faces/face.ts';
import { must } from '#shared/lib/invariant.ts';
import type { GrayRaster, RgbRaster } from '../image/raster.ts';
import type { SeenDocuments } from '../locate/find-documents.ts';
import type { ReadMrz } from '../mrz/read-mrz.ts';
import type { Ocr } from '../ocr/ocr.ts';
import type { DocumentDefinition } from '../documents/definition.ts';
import type { CaptureFeatures } from './capture-features.ts';
import { documentSizesMm, mrzPixelsPerMm, mrzQuadOf } from './document-frame.ts';
import { found, missing, type FeatureOutcome, type MissingReason } from './feature-outcome.ts';
import type {
  DocumentCapture,
  DocumentPhoto,
  FeatureValues,
  MrzDate,
  MrzReading,
  StatedDay,
} from './feature-values.ts';
import { documentAt, locateDocument, pixelsPerMm, type DocumentLocation } from './locate-document.ts';
import { toMrzReading } from './mrz-reading.ts';
import { measureCover } from './quality-cover.ts';
import { likenessOfSides } from './quality-sides.ts';
import { measureExposure, measureGlare, measureSharpness } from './quality.ts';
import { readDocument, startReading, type ReadDocument } from './read-document.ts';
import { toAnalyzedFace } from './to-analyzed-face.ts';
import { turnQuad } from './turn-quad.ts';

type FoundMrz = Extract<ReadMrz, { kind: 'read' }>;
type DocumentFeatureName =
  | 'documentCaptures'
  | 'documentPhotos'
  | 'documentScale'
  | 'documentType'
  | 'mrzSearch'
  | 'mrz'
  | 'printedFields'
  | 'birthDate'
  | 'expiryDate';

export type DocumentFeatures = {
  readonly [Name in DocumentFeatureName]: FeatureOutcome<FeatureValues[Name]>;
};

/** What a document step gives: features for the checks, the reading for the result, the portrait for the comparison. */
export interface DocumentStep {
  readonly features: DocumentFeatures;
  readonly reading: DocumentReading | null;
  readonly portrait: { readonly face: Face; readonly analyzed: AnalyzedFace } | null;
  readonly placements: readonly Placement[];
  /** The family that the document surely is of; `null` where none is sure enough for its rules to be held against the document. */
  readonly definition: DocumentDefinition | null;
  /** Further faces on the document, such as a ghost portrait, largest first. */
  readonly ghosts: readonly { readonly face: Face; readonly analyzed: AnalyzedFace }[];
  /** How alike the flat pictures of two sides are; `null` where there are not two, or one has no outline. */
  readonly sideLikeness: number | null;
  /** What lies over the document's edges, by picture; those whose outline was seen. */
  readonly covers: FeatureValues['documentCover'];
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
  /** The families of documents that are known; at least one. */
  readonly definitions: readonly DocumentDefinition[];
  /** ISO day, which tells centuries of printed dates. */
  readonly referenceDay: string;
  readonly signal: AbortSignal;
  readonly onDone: (stage: 'locate' | 'ocr') => void;
  /** Called when the zone was searched: what everything else waits for. */
  readonly onZoneSearched: () => void;
}

interface Readable {
  readonly side: Side;
  readonly capture: CaptureFeatures;
  readonly image: RgbRaster;
}

type Outline = Extract<DocumentLocation, { kind: 'found' }>;

interface SideFacts {
  readonly side: Side;
  readonly captureId: CaptureId;
  readonly image: RgbRaster;
  /** Its luma, made once: print and light are judged by it alone, and it warps three times as fast. */
  readonly gray: GrayRaster;
  readonly mrz: FoundMrz | null;
  readonly faces: readonly Face[];
  readonly outline: Outline | null;
  readonly rotationDeg: 0 | 90 | 180 | 270;
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
  );
  printing.catch(() => undefined); // heard below

  const { readable, states, zone, uncertain, front, format, onSide } = await opening;
  const reading = zone === null ? null : toMrzReading(zone.found, zone.capture.input.captureId);
  const sides = await Promise.all(
    readable.map(async (item): Promise<SideFacts> => ({
      ...(await onSide(item)),
      faces: await item.capture.faces(),
    })),
  );
  signal.throwIfAborted();
  const photos = sides.filter((facts) => signsOf(facts).length > 0).map((facts) => measure(facts));
  const portrait = findPortrait(sides);
  const isFront = ({ captureId }: SideFacts): boolean => captureId === front?.capture.input.captureId;
  const frontFirst = [...sides].sort((one, other) => Number(isFront(other)) - Number(isFront(one)));
  const document = await readDocument(
    {
      sides: frontFirst,
      faces: new Map(sides.map(({ captureId, faces }) => [captureId, faces])),
      zone: zone === null || reading === null ? null : { found: zone.found, reading },
      hasUncertainZone: uncertain !== null,
      prints: await printing,
    },
    deps,
  );
  deps.onDone('ocr');
  signal.throwIfAborted();

  const firstReason: MissingReason =
    states.map(({ refusal }) => refusal).find((refusal) => refusal !== null) ?? 'capture-missing';
  const unread: MissingReason =
    readable.length === 0 ? firstReason : uncertain === null ? 'mrz-not-found' : 'mrz-uncertain';
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
            uncertain,
            captureId: firstReadable.capture.input.captureId,
            framePx: wholeOf(firstReadable.image),
          }),
    mrz,
    printedFields: printedFieldsOf(document, mrz, firstReason, readable.length === 0),
    birthDate: dayOf(mrz, (value) => value.birthDate, 'date-unreadable'),
    expiryDate: dayOf(mrz, (value) => value.expiryDate, 'expiry-not-stated'),
  };
  return {
    features,
    reading: photos.length === 0 ? null : toReading(step, document, reading),
    portrait,
    definition: document.definition,
    ghosts: ghostsOf(sides, portrait),
    sideLikeness: likenessOf(sides),
    covers: sides.flatMap((facts) => coverOf(facts)),
    placements: sides.map(({ captureId, outline, rotationDeg }) => ({
      captureId,
      quadPx: outline?.quad ?? null,
      rotationDeg,
      outline: outline === null ? null : { source: outline.source, confidence: outline.confidence },
      otherQuadsPx: outline?.others ?? [],
    })),
  };
}

type Place = NonNullable<FeatureValues['mrzSearch']['uncertain']>;

interface OpenedSides {
  readonly readable: readonly Readable[];
  readonly states: readonly Omit<DocumentCapture, 'signs'>[];
  readonly zone: { readonly capture: CaptureFeatures; readonly found: FoundMrz } | null;
  /** Where there is a zone that was not read for doubt; null where one was read. */
  readonly uncertain: Place | null;
  readonly format: FoundMrz['format'] | null;
  /** The side with the printed fields; where there is one picture only, that one. */
  readonly front: Readable | undefined;
  readonly onSide: (side: Readable) => Promise<SideFacts>;
}

/** Decodes the pictures and finds the zone; how each side lies is found out at its first use. */
async function openSides(
  step: ScenarioStep,
  captures: ReadonlyMap<Side, CaptureFeatures>,
  { signal, onDone, onZoneSearched }: DocumentStepDeps,
): Promise<OpenedSides> {
  const readable: Readable[] = [];
  const states: Omit<DocumentCapture, 'signs'>[] = [];
  for (const side of step.sides) {
    const capture = captures.get(side);
    const decoded = await capture?.decoded();
    states.push({
      side,
      captureId: capture?.input.captureId ?? null,
      refusal: decoded?.ok === false ? decoded.code : null,
      framePx: decoded?.ok === true ? wholeOf(decoded.image) : null,
    });
    if (capture === undefined || decoded?.ok !== true) continue;
    const { image } = decoded;
    // In native code, while the zone is searched here.
    capture.shrunk().catch(() => undefined); // heard where it is needed
    readable.push({ side, capture, image });
  }
  const { zone, uncertain } = await findZone(readable).finally(onZoneSearched);
  for (const { capture } of readable) capture.faces().catch(() => undefined); // heard where they are needed
  const format = zone?.found.format ?? null;
  const onSide = once(async ({ side, capture, image }: Readable): Promise<SideFacts> => {
    const mrz = zone?.capture === capture ? zone.found : null;
    // Where there is a zone it says how the document lies, and nothing has to wait for the faces.
    const portrait = mrz === null ? largestOf(await capture.faces()) : undefined;
    signal.throwIfAborted();
    const given = capture.input.givenQuadPx;
    const outline =
      given === undefined
        ? locate(image, await seenOf(capture), { mrz, portrait, format })
        : documentAt(given, image);
    onDone('locate');
    const rotationDeg = mrz?.rotation ?? rotationOf(portrait);
    return {
      side,
      captureId: capture.input.captureId,
      image,
      gray: must(await capture.gray(), 'a picture that was decoded'),
      mrz,
      faces: [],
      outline,
      rotationDeg,
    };
  });
  const front = readable.find(({ side }) => side === 'front') ?? readable[0];
  return { readable, states, zone, uncertain, format, front, onSide };
}

const wholeOf = ({ width, height }: RgbRaster): Rect => ({ x: 0, y: 0, width, height });

/** The zone, on the side where it usually is: cards have it on the back. The other side is searched only when it is not there. */
async function findZone(
  readable: readonly { readonly side: Side; readonly capture: CaptureFeatures }[],
): Promise<Pick<OpenedSides, 'zone' | 'uncertain'>> {
  let uncertain: Place | null = null;
  const likeliestFirst = [...readable].sort((a, b) => Number(b.side === 'back') - Number(a.side === 'back'));
  for (const { capture } of likeliestFirst) {
    const result = await capture.mrz();
    if (result.kind === 'read') return { zone: { capture, found: result }, uncertain: null };
    if (result.kind === 'uncertain')
      uncertain ??= { captureId: capture.input.captureId, regionPx: result.regionPx };
  }
  return { zone: null, uncertain };
}

function likenessOf([a, b]: readonly SideFacts[]): number | null {
  if (a === undefined || b === undefined || a.outline === null || b.outline === null) return null;
  return likenessOfSides({ gray: a.gray, quad: a.outline.quad }, { gray: b.gray, quad: b.outline.quad });
}

/** Outlines that were seen: one that follows from the zone, or is the picture's own, says nothing of what lies over it. */
function coverOf({ captureId, image, outline }: SideFacts): FeatureValues['documentCover'] {
  if (outline === null || outline.source === 'mrz' || outline.source === 'whole-image') return [];
  const cover = measureCover(image, outline.quad);
  return cover === undefined ? [] : [{ captureId, regionPx: boundsWithin(outline.quad, image), ...cover }];
}

function signsOf({ outline, mrz, faces }: SideFacts): DocumentCapture['signs'] {
  return [
    ...(outline === null ? [] : (['outline'] as const)),
    ...(mrz === null ? [] : (['mrz'] as const)),
    ...(faces.length === 0 ? [] : (['portrait'] as const)),
  ];
}

function measure(facts: SideFacts): DocumentPhoto {
  const { captureId, side, image, gray, outline } = facts;
  const regionPx = outline === null ? wholeOf(image) : boundsWithin(outline.quad, image);
  const region = outline?.quad ?? regionPx;
  const { medianLuma, brightShare, contrast } = measureExposure(gray, region);
  return {
    captureId,
    side,
    regionPx,
    sharpness: measureSharpness(gray, region).sharpness,
    glare: measureGlare(gray, region),
    exposure: { medianLuma, brightShare, contrast },
    wholeness: wholenessOf(facts),
  };
}

/** How far the picture's proportions may be from the document's where no edge is seen: what a careless cut leaves over. */
const proportionTolerance = 0.06;

function wholenessOf({ outline, image, mrz, rotationDeg }: SideFacts): DocumentPhoto['wholeness'] {
  if (outline === null || outline.source === 'mrz') return 'unclear';
  if (outline.source !== 'whole-image') return outline.cutOff && !outline.fillsImage ? 'cut-off' : 'whole';
  if (mrz === null) return 'unclear';
  const { width, height } = documentSizesMm[mrz.format];
  const [across, down] = rotationDeg % 180 === 0 ? [image.width, image.height] : [image.height, image.width];
  return Math.abs(Math.log(across / down / (width / height))) <= proportionTolerance ? 'whole' : 'unclear';
}

/** What the nets see on a picture that was decoded, and at which size. */
async function seenOf(capture: CaptureFeatures): Promise<{
  readonly shrunk: { readonly image: RgbRaster; readonly toOriginal: number };
  readonly seen: SeenDocuments;
}> {
  return {
    shrunk: must(await capture.shrunk(), 'a picture that was decoded'),
    seen: must(await capture.documents(), 'a picture that was decoded'),
  };
}

/** A portrait is at most this share of the picture's shorter side wide; a wider face is a selfie, no document. */
const widestPortraitShare = 0.45;

function locate(
  image: RgbRaster,
  { shrunk, seen }: Awaited<ReturnType<typeof seenOf>>,
  {
    mrz,
    portrait,
    format,
  }: {
    readonly mrz: FoundMrz | null;
    readonly portrait: Face | undefined;
    readonly format: FoundMrz['format'] | null;
  },
): Outline | null {
  const isPortrait =
    portrait !== undefined &&
    portrait.boxPx.width <= widestPortraitShare * Math.min(image.width, image.height);
  const evidence = {
    ...(mrz === null ? {} : { mrzQuad: mrzQuadOf(mrz) }),
    ...(format === null ? {} : { format }),
    ...(isPortrait ? { portraitPx: portrait.boxPx } : {}),
  };
  const location = locateDocument(image, evidence, shrunk, seen);
  if (location.kind === 'not-found') return null;
  if (mrz !== null) return location;
  return { ...location, quad: turnQuad(location.quad, rotationOf(portrait)) };
}

function boundsWithin(quad: Quad, image: RgbRaster): Rect {
  const xs = quad.map(({ x }) => x);
  const ys = quad.map(({ y }) => y);
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  return clipped({ x: left, y: top, width: Math.max(...xs) - left, height: Math.max(...ys) - top }, image);
}

function clipped({ x, y, width, height }: Rect, image: RgbRaster): Rect {
  const [left, top] = [Math.max(0, x), Math.max(0, y)];
  return {
    x: left,
    y: top,
    width: Math.max(0, Math.min(image.width, x + width) - left),
    height: Math.max(0, Math.min(image.height, y + height) - top),
  };
}

/** The largest face of the document, on its front where there is one there; smaller ones are its ghosts or watermarks. */
function findPortrait(sides: readonly SideFacts[]): DocumentStep['portrait'] {
  const frontFirst = [...sides].sort((a, b) => Number(b.side === 'front') - Number(a.side === 'front'));
  for (const { captureId, faces } of frontFirst) {
    const largest = largestOf(faces);
    if (largest !== undefined) {
      return {
        face: largest,
        analyzed: toAnalyzedFace(largest, captureId, faces.indexOf(largest), 'document-portrait'),
      };
    }
  }
  return null;
}

/** A face of the document that is not its portrait: within the outline, so that nobody behind the document is taken for a part of it. */
function ghostsOf(sides: readonly SideFacts[], portrait: DocumentStep['portrait']): DocumentStep['ghosts'] {
  return sides
    .flatMap(({ captureId, faces, outline }) =>
      faces.flatMap((face, index) => {
        const { x, y, width, height } = face.boxPx;
        const isOnIt = outline !== null && isInside({ x: x + width / 2, y: y + height / 2 }, outline.quad);
        if (face === portrait?.face || !isOnIt) return [];
        return [{ face, analyzed: toAnalyzedFace(face, captureId, index, 'document-portrait') }];
      }),
    )
    .sort((a, b) => b.face.quality.interEyePx - a.face.quality.interEyePx);
}

function isInside(point: Point, quad: Quad): boolean {
  return quad.every((corner, index) => {
    const next = quad[((index + 1) % 4) as 0 | 1 | 2 | 3];
    return (next.x - corner.x) * (point.y - corner.y) - (next.y - corner.y) * (point.x - corner.x) >= 0;
  });
}

function largestOf(faces: readonly Face[]): Face | undefined {
  let largest: Face | undefined;
  for (const face of faces) {
    if (largest === undefined || face.quality.interEyePx > largest.quality.interEyePx) largest = face;
  }
  return largest;
}

/** How the content lies, by the portrait's roll, where no zone says it. */
function rotationOf(portrait: Face | undefined): 0 | 90 | 180 | 270 {
  const quarters = ((Math.round((portrait?.quality.rollDeg ?? 0) / 90) % 4) + 4) % 4;
  return ([0, 90, 180, 270] as const)[quarters as 0 | 1 | 2 | 3];
}

function printedFieldsOf(
  { ocr, comparisons }: ReadDocument,
  mrz: FeatureOutcome<MrzReading>,
  refusal: MissingReason,
  nothingDecoded: boolean,
): DocumentFeatures['printedFields'] {
  if (nothingDecoded) return missing(refusal);
  if (!mrz.ok) return missing(mrz.reason);
  if (ocr === null) return missing('document-not-found');
  if (!ocr.ok) return missing(ocr.code);
  return comparisons.length === 0 ? missing('no-printed-field-read') : found(comparisons);
}

function scaleOf(
  sides: readonly SideFacts[],
  format: FoundMrz['format'] | null,
  definition: DocumentDefinition | null,
): DocumentFeatures['documentScale'] {
  const scales = sides.flatMap(({ captureId, mrz, outline }) => {
    if (mrz !== null) return [{ captureId, pixelsPerMm: mrzPixelsPerMm(mrz) }];
    if (outline === null) return [];
    if (format !== null) return [{ captureId, pixelsPerMm: pixelsPerMm(outline.quad, format) }];
    // Without a zone only a card's size is sure: of a booklet one page or both may be shown.
    const isCard = definition?.sizeMm?.width === documentSizesMm.TD1.width;
    return isCard ? [{ captureId, pixelsPerMm: pixelsPerMm(outline.quad, 'TD1') }] : [];
  });
  return scales.length === 0 ? missing('scale-unknown') : found(scales);
}

/** What the document is: by its zone, or by what else tells it surely. */
function typeOf(
  { identification, definition }: ReadDocument,
  reading: MrzReading | null,
  photo: DocumentPhoto | undefined,
  unread: MissingReason,
): DocumentFeatures['documentType'] {
  const { type, country } = identification.chosen;
  if (reading !== null)
    return found({
      type,
      issuingState: country ?? '',
      captureId: reading.captureId,
      regionPx: reading.mrz.regionPx,
    });
  if (definition === null || photo === undefined) return missing(unread);
  return found({ type, issuingState: country ?? '', captureId: photo.captureId, regionPx: photo.regionPx });
}

function dayOf(
  mrz: FeatureOutcome<MrzReading>,
  dateOf: (reading: MrzReading) => MrzDate | null,
  whenNotStated: MissingReason,
): FeatureOutcome<StatedDay> {
  if (!mrz.ok) return mrz;
  const date = dateOf(mrz.value);
  if (date === null || /^<+$/.test(date.printed)) return missing(whenNotStated);
  // A date known to the month only is allowed, but neither an age nor an expiry can be told from it to the day.
  if (date.day === null || !/^\d{4}-\d\d-\d\d$/.test(date.day)) return missing('date-unreadable');
  return found({
    day: date.day,
    source: 'mrz',
    captureId: mrz.value.captureId,
    regionPx: date.regionPx,
  });
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

function once<Key, Value>(compute: (key: Key) => Promise<Value>): (key: Key) => Promise<Value> {
  const results = new Map<Key, Promise<Value>>();
  return (key) => {
    let result = results.get(key);
    if (result === undefined) {
      result = compute(key);
      results.set(key, result);
    }
    return result;
  };
}

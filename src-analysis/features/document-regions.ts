import type { DocumentRegion, RegionKind } from '#shared/domain/analysis.ts';
import {
  boundsOf,
  intersectionOverUnion,
  type Point,
  type Quad,
  type Rect,
} from '#shared/domain/geometry.ts';
import { homographyToQuad, invertHomography, mapPoint, type Homography } from '#shared/domain/homography.ts';
import type { CaptureId } from '#shared/domain/ids.ts';
import type { SideDefinition } from '../documents/definition.ts';
import type { Face } from '../faces/face.ts';
import type { RgbRaster } from '../image/raster.ts';
import { warpByHomography } from '../image/warp.ts';
import type { ReadMrz } from '../mrz/read-mrz.ts';
import type { OcrWord } from '../ocr/ocr.ts';
import { comparableText } from './compare-text.ts';
import { mrzQuadOf, type DocumentFrame } from './document-frame.ts';
import { findSignatures, type SignaturePlace } from './find-signatures.ts';
import { findStamps } from './find-stamps.ts';
import type { FoundStamp } from './ink-marks.ts';
import { measureInk, withoutPlaces, type InkMap } from './page-ink.ts';
import { placesOn, type SizeMm } from './printed-page.ts';

/** A picture of a document, and how it is flattened; `frame` is null where there is no outline. */
interface RegionSide {
  readonly captureId: CaptureId;
  readonly image: RgbRaster;
  readonly mrz: Extract<ReadMrz, { kind: 'read' }> | null;
  readonly faces: readonly Face[];
  readonly frame: PageFrame | null;
}

type PageFrame = Pick<DocumentFrame, 'width' | 'height' | 'pixelsPerMm' | 'toPicture'>;

/** What of a side was found before its print was read. */
interface SoughtSide {
  readonly captureId: CaptureId;
  /** Portraits, zone and barcodes. */
  readonly regions: readonly DocumentRegion[];
  /** `null` where there is no outline. */
  readonly inked: {
    readonly page: FlatPage;
    readonly ink: InkMap;
    readonly stamps: readonly FoundStamp[];
  } | null;
}

export interface SoughtRegions {
  readonly sides: readonly SoughtSide[];
  readonly sizeMm: SizeMm | null;
}

/** Colored pages are looked at with 4 pixels per millimeter: a pen's line is two of them wide. */
const pagePxPerMm = 4;
/** A ghost is smaller than the portrait: two faces of one size are two people. */
const largestGhost = 0.75;

/** Portraits, zone, barcodes and all that may be stamps: what needs no print, so that it can be sought while that is read. */
export async function seekRegions({
  sides,
  sizeMm,
  symbols,
}: {
  readonly sides: readonly RegionSide[];
  readonly sizeMm: SizeMm | null;
  readonly symbols: readonly { readonly captureId: CaptureId; readonly quadPx: Quad }[];
}): Promise<SoughtRegions> {
  const sought: SoughtSide[] = [];
  const largest = sides
    .flatMap(({ faces }) => faces)
    .reduce((most, { quality }) => Math.max(most, quality.interEyePx), 0);
  for (const { captureId, image, mrz, frame, faces } of sides) {
    const page = frame === null ? null : pageOfSide(frame, sizeMm);
    const regions: DocumentRegion[] = [];
    for (const face of faces) {
      const isPortrait = face.quality.interEyePx === largest;
      if (!isPortrait && face.quality.interEyePx > largestGhost * largest) continue;
      regions.push({
        kind: isPortrait ? 'portrait' : 'ghost-portrait',
        captureId,
        quadPx: portraitQuad(face, page),
        confidence: Math.min(1, Math.max(0, face.score)),
      });
    }
    if (mrz !== null) {
      const characters = mrz.lines.flatMap((line) => line.characters);
      regions.push({
        kind: 'mrz',
        captureId,
        quadPx: [...mrzQuadOf(mrz)],
        confidence: characters.reduce((sum, { confidence }) => sum + confidence, 0) / characters.length,
      });
    }
    for (const symbol of symbols)
      if (symbol.captureId === captureId)
        regions.push({ kind: 'barcode', captureId, quadPx: [...symbol.quadPx], confidence: 1 });
    sought.push({ captureId, regions, inked: page === null ? null : inkOn(image, page, regions) });
    // Tens of milliseconds a page: whatever waits gets its turn between them.
    await new Promise(setImmediate);
  }
  return { sides: sought, sizeMm };
}

/**
 * A portrait's place is told from the face and its frame may be half as large again; a stamp that was set on its corner overlaps less.
 */
const leastLikeFrame = 0.5;

function inkOn(image: RgbRaster, page: FlatPage, known: readonly DocumentRegion[]): SoughtSide['inked'] {
  const { pixelsPerMm } = page;
  const flat = warpByHomography(image, page.toPicture, page.width, page.height);
  const occupied = known.map(({ quadPx }) => boundsOf(quadPx.map((corner) => mapPoint(page.toPage, corner))));
  const ink = measureInk(flat, pixelsPerMm, occupied);
  const stamps = findStamps({ ink, pixelsPerMm });
  // A line around a portrait or a barcode is its frame.
  const isFrame = ({ rectPx, look }: FoundStamp): boolean =>
    look.shape === 'rectangular' &&
    occupied.some((rect) => intersectionOverUnion(rect, rectPx) >= leastLikeFrame);
  return { page, ink, stamps: stamps.filter((stamp) => !isFrame(stamp)) };
}

/** What a side's print and its family say of marks on it. */
export interface ReadPage {
  readonly words: readonly OcrWord[];
  readonly expected: SideDefinition['regions'];
}

/**
 * All regions with their places on the pictures: what was sought, stamps as far as the family has them, and signatures, which lie beside labels
 * and apart from words. `searched` are the kinds that were looked for: of a side without an outline stamps and signatures are not, nor an
 * issuer's signature where neither the family nor a label says its place.
 */
export function regionsOf(
  { sides, sizeMm }: SoughtRegions,
  readPage: (captureId: CaptureId) => ReadPage,
): { readonly regions: readonly DocumentRegion[]; readonly searched: readonly RegionKind[] } {
  const regions: DocumentRegion[] = [];
  const searched = new Set<RegionKind>(['portrait', 'ghost-portrait', 'mrz']);
  for (const side of sides) {
    regions.push(...side.regions);
    if (side.inked === null) continue;
    searched.add('stamp').add('signature');
    const { marks, seeksIssuer } = marksOf(side.captureId, side.inked, readPage(side.captureId), sizeMm);
    if (seeksIssuer) searched.add('issuer-signature');
    regions.push(...marks);
  }
  return { regions, searched: [...searched] };
}

interface FlatPage {
  readonly width: number;
  readonly height: number;
  readonly pixelsPerMm: number;
  /** Its pixels per pixel of the frame in which words are. */
  readonly perFramePx: number;
  readonly toPicture: Homography;
  readonly toPage: Homography;
}

function pageOfSide(frame: PageFrame, sizeMm: SizeMm | null): FlatPage | null {
  const widthMm = sizeMm?.width ?? frame.width / frame.pixelsPerMm;
  const width = Math.round(widthMm * pagePxPerMm);
  const height = Math.round((width * frame.height) / frame.width);
  const outline = quadOf({ x: 0, y: 0, width: frame.width, height: frame.height }, frame.toPicture);
  const toPicture = homographyToQuad(width, height, outline);
  const toPage = toPicture === undefined ? undefined : invertHomography(toPicture);
  if (toPicture === undefined || toPage === undefined) return null;
  return {
    width,
    height,
    pixelsPerMm: width / widthMm,
    perFramePx: width / frame.width,
    toPicture,
    toPage,
  };
}

function marksOf(
  captureId: CaptureId,
  { page, ink, stamps: found }: NonNullable<SoughtSide['inked']>,
  { words: read, expected }: ReadPage,
  sizeMm: SizeMm | null,
): { readonly marks: readonly DocumentRegion[]; readonly seeksIssuer: boolean } {
  const words = read.filter(({ text, confidence }) => confidence >= 0.5 && /[\p{L}\p{N}]{2}/u.test(text));
  const onPage = ({ x, y, width, height }: Rect): Rect => ({
    x: x * page.perFramePx,
    y: y * page.perFramePx,
    width: width * page.perFramePx,
    height: height * page.perFramePx,
  });
  const { pixelsPerMm } = page;
  const isStamped = expected.some(({ kind }) => kind === 'stamp');
  const stamps = found.filter(({ confidence }) => isStamped || confidence >= sureStamp);
  const sureWords = words.filter(({ confidence }) => confidence >= sureWord);
  const labels = signatureLabelsOf(words, onPage);
  const placesOf = (kind: Signer): readonly SignaturePlace[] => {
    const signature = expected.find((region) => region.kind === kind);
    if (signature === undefined) return [];
    if (signature.place !== null && sizeMm !== null) {
      const within = placesOn(page, sizeMm)(signature.place);
      return within === undefined ? [] : [{ within, label: null }];
    }
    if (labels[kind].length > 0)
      return labels[kind].map((label) => ({ within: besideLabel(label, page), label }));
    // Holders sign on most documents; a stroke anywhere is no sign that an office did.
    const whole = { x: 0, y: 0, width: page.width, height: page.height };
    return kind === 'signature' ? [{ within: whole, label: null }] : [];
  };
  let bare = withoutPlaces(ink, [
    ...stamps.map(({ rectPx }) => rectPx),
    ...sureWords.map(({ rectPx }) => onPage(rectPx)),
  ]);
  // The issuer's first: it has a place or a label of its own, where the holder's may be anywhere.
  const signatures = (['issuer-signature', 'signature'] as const).flatMap((kind) => {
    const found = findSignatures({
      ink: bare,
      pixelsPerMm,
      places: placesOf(kind),
      otherLabels: labels[kind === 'signature' ? 'issuer-signature' : 'signature'],
    });
    bare = withoutPlaces(
      bare,
      found.map(({ rectPx }) => rectPx),
    );
    return found.map((signature) => ({ kind, ...signature }));
  });
  const marks = [...stamps.map((stamp) => ({ kind: 'stamp' as const, ...stamp })), ...signatures].map(
    ({ rectPx, ...mark }) => ({ ...mark, captureId, quadPx: quadOf(rectPx, page.toPicture) }),
  );
  return { marks, seeksIssuer: placesOf('issuer-signature').length > 0 };
}

type Signer = Extract<RegionKind, 'signature' | 'issuer-signature'>;

/** What stands beside signatures, by whose they are: the words on a label's line say when it is the office's. */
function signatureLabelsOf(
  words: readonly OcrWord[],
  onPage: (rect: Rect) => Rect,
): Readonly<Record<Signer, readonly Rect[]>> {
  const labels: Record<Signer, Rect[]> = { signature: [], 'issuer-signature': [] };
  for (const word of words) {
    if (!signatureLabels.has(comparableText(word.text))) continue;
    const { x, y, width, height } = word.rectPx;
    const isOffices = words.some(({ text, line, rectPx }) => {
      // Words of one label; further along the line another one may begin.
      const gap = Math.max(rectPx.x - (x + width), x - (rectPx.x + rectPx.width));
      return line === word.line && gap < labelReach * height && issuerWords.has(comparableText(text));
    });
    labels[isOffices ? 'issuer-signature' : 'signature'].push(onPage({ x, y, width, height }));
  }
  return labels;
}

/** In heights of its letters, how far a label's words reach: `Signature of the issuing authority` takes eleven from its first word's end. */
const labelReach = 12;

/** Documents that nobody stamps have round emblems, whose ring is told less surely. */
const sureStamp = 0.92;

/** Signatures are read as words of up to 0.8. */
const sureWord = 0.85;

const signatureLabels = new Set(
  [
    'Signature',
    'Unterschrift',
    'Firma',
    'Podpis',
    'Assinatura',
    'Handtekening',
    'Подпись',
    'Signature du titulaire',
  ].map(comparableText),
);

/** Words that make a label that of the office's signature. */
const issuerWords = new Set(
  [
    'issuing',
    'issuer',
    'authority',
    'officer',
    'official',
    'authorized',
    'authorised',
    'consul',
    'autorité',
    'l’autorité',
    'Behörde',
    'autoridad',
    'autorità',
    'organu',
    'руководителя',
    'начальника',
    'должностного',
  ].map(comparableText),
);

/** Above, below or right of its label, as documents have it. */
function besideLabel({ x, y, height }: Rect, { pixelsPerMm }: FlatPage): Rect {
  const reach = 12 * pixelsPerMm;
  return { x: x - 3 * pixelsPerMm, y: y - reach, width: 50 * pixelsPerMm, height: 2 * reach + height };
}

/**
 * The portrait around a face: of a picture of 35 by 45 mm after ICAO Doc 9303-3 the face's box takes half the width and a little less of
 * the height, in its upper middle.
 */
function portraitQuad({ boxPx }: Face, page: FlatPage | null): DocumentRegion['quadPx'] {
  const box =
    page === null ? boxPx : boundsOf(cornersOf(boxPx).map((corner) => mapPoint(page.toPage, corner)));
  const width = box.width * 1.75;
  const height = (width * 45) / 35;
  const around = {
    x: box.x + box.width / 2 - width / 2,
    y: box.y + box.height / 2 - height * 0.5,
    width,
    height,
  };
  if (page === null) return cornersOf(around);
  const left = Math.max(0, around.x);
  const top = Math.max(0, around.y);
  const within = {
    x: left,
    y: top,
    width: Math.min(page.width, around.x + width) - left,
    height: Math.min(page.height, around.y + height) - top,
  };
  return quadOf(within, page.toPicture);
}

function cornersOf({ x, y, width, height }: Rect): [Point, Point, Point, Point] {
  return [
    { x, y },
    { x: x + width, y },
    { x: x + width, y: y + height },
    { x, y: y + height },
  ];
}

function quadOf(rect: Rect, toPicture: Homography): DocumentRegion['quadPx'] {
  const [a, b, c, d] = cornersOf(rect);
  return [mapPoint(toPicture, a), mapPoint(toPicture, b), mapPoint(toPicture, c), mapPoint(toPicture, d)];
}

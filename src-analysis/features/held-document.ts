import type { Point, Quad, Rect } from '#shared/domain/geometry.ts';
import type { Face } from '../faces/face.ts';
import { crop } from '../image/crop.ts';
import type { RgbRaster } from '../image/raster.ts';
import { resize } from '../image/resize.ts';
import type { SeenDocuments } from '../locate/find-documents.ts';
import { areaOf, contains } from '../locate/quad-geometry.ts';
import { scaleQuad } from '../locate/document-evidence.ts';
import { rotationOf } from './document-faces.ts';
import { locateDocument, type DocumentLocation } from './locate-document.ts';
import { turnQuad } from './turn-quad.ts';

type OutlineSource = Extract<DocumentLocation, { kind: 'found' }>['source'];

/** A document in somebody's hand; all coordinates in pixels of the picture. */
export interface HeldDocument {
  /** Corners in reading order, as far as the portrait tells it; `null` where only the portrait was seen and no edges. */
  readonly quadPx: Quad | null;
  /** Of the outline, 0 to 1; 0 where there is none. */
  readonly confidence: number;
  /** What the outline was told by; `null` where there is none. */
  readonly source: OutlineSource | null;
  /** The printed face; `null` where none was seen on it. */
  readonly portrait: Face | null;
}

/** Who is in a picture, and what that person holds. */
export interface PersonWithDocument {
  /** Whoever is nearest to the camera; `null` where there is nobody. */
  readonly person: Face | null;
  /** Faces that are printed on the held document: nobody who is there. */
  readonly printed: readonly Face[];
  readonly held: HeldDocument | null;
}

export interface HeldDocumentDeps {
  /** What the nets see of documents on a part of the picture, in its pixels. */
  readonly documentsOn: (part: RgbRaster) => Promise<SeenDocuments>;
}

// A printed face beside a real one: on a card held before the chest it is a sixth to a third of its size, on one held towards the camera more.
const largestPrintedShare = 0.7;
// Without an outline that says so, a face is only taken for a printed one where a person would have to stand four meters behind.
const largestUnframedShare = 0.3;
// Half of the sides of the squares that are looked at around a printed face, in widths of it: cards are 5 to 6 wide, a page with a small portrait up to 8.5.
const looksInFaceWidths = [6, 9, 4.5] as const;
// The nets were trained on pictures of about this size.
const lookSidePx = 1024;
// From here on no further look is taken.
const surelySeen = 0.85;
const leastSeenAroundFace = 0.5;
// Without a face on it, what looks like a document may as well be a phone, a book or a window.
const leastSeenAlone = 0.8;
// Widths of a document, in widths of the face printed on it; what is beyond is no document of that portrait.
const [leastWidthInFaces, mostWidthInFaces] = [1.8, 14];
const mostFacesTried = 3;

/**
 * The person in a selfie and the document that they hold. Each face that is small beside the nearest one is looked at enlarged, as the portrait of a
 * document that may be around it; where none is, the picture's lower parts are searched for an outline alone. Faces are all of the picture's, from a
 * thorough search; `givenQuadPx` is where a person says that the document lies.
 */
export async function findHeldDocument(
  image: RgbRaster,
  faces: readonly Face[],
  { documentsOn }: HeldDocumentDeps,
  givenQuadPx?: Quad,
): Promise<PersonWithDocument> {
  const person = nearestOf(faces);
  const shareOf = (face: Face): number =>
    person === null ? 0 : face.quality.interEyePx / Math.max(1, person.quality.interEyePx);
  const small = faces
    .filter((face) => face !== person && shareOf(face) <= largestPrintedShare)
    .toSorted((a, b) => b.score - a.score)
    .slice(0, mostFacesTried);
  let best: HeldDocument | null =
    givenQuadPx === undefined
      ? null
      : { quadPx: givenQuadPx, source: 'analyst', confidence: 1, portrait: null };
  for (const portrait of best === null ? small : []) {
    const seen = await outlineAround(image, portrait, person, documentsOn);
    if (seen === null || seen.confidence <= (best?.confidence ?? 0)) continue;
    best = { ...seen, portrait };
    if (seen.confidence >= surelySeen) break;
  }
  best ??= await outlineAlone(image, person, documentsOn);
  const quadPx = best?.quadPx ?? null;
  if (best !== null && quadPx !== null) {
    const printed = small.filter(({ boxPx }) => contains(quadPx, middleOf(boxPx)));
    return { person, printed, held: { ...best, portrait: best.portrait ?? printed[0] ?? null } };
  }
  const unframed = small.find((face) => shareOf(face) <= largestUnframedShare) ?? null;
  return {
    person,
    printed: unframed === null ? [] : [unframed],
    held: unframed === null ? null : { quadPx: null, source: null, confidence: 0, portrait: unframed },
  };
}

interface SeenOutline {
  readonly quadPx: Quad;
  readonly source: OutlineSource;
  readonly confidence: number;
}

async function outlineAround(
  image: RgbRaster,
  portrait: Face,
  person: Face | null,
  documentsOn: HeldDocumentDeps['documentsOn'],
): Promise<SeenOutline | null> {
  const { boxPx } = portrait;
  const middle = middleOf(boxPx);
  let best: SeenOutline | null = null;
  for (const half of looksInFaceWidths) {
    const reach = half * widthOf(boxPx);
    const window = { x: middle.x - reach, y: middle.y - reach, width: 2 * reach, height: 2 * reach };
    const seen = await lookAt(image, window, boxPx, documentsOn);
    if (seen === null || !isAround(seen.quadPx, boxPx, person)) continue;
    if (seen.confidence < leastSeenAroundFace || seen.confidence <= (best?.confidence ?? 0)) continue;
    best = { ...seen, quadPx: turnQuad(seen.quadPx, rotationOf(portrait)) };
    if (seen.confidence >= surelySeen) break;
  }
  return best;
}

/** Documents that show no face, such as a card's back: sought left and right of the chest, where hands hold them. */
async function outlineAlone(
  image: RgbRaster,
  person: Face | null,
  documentsOn: HeldDocumentDeps['documentsOn'],
): Promise<HeldDocument | null> {
  const side = 0.7 * Math.min(image.width, image.height);
  const chin = person === null ? image.height / 2 : person.boxPx.y + person.boxPx.height;
  const top = Math.max(0, Math.min(image.height - side, chin - 0.15 * side));
  let best: HeldDocument | null = null;
  for (const left of [0, image.width - side]) {
    const seen = await lookAt(image, { x: left, y: top, width: side, height: side }, null, documentsOn);
    if (seen === null || seen.confidence < leastSeenAlone) continue;
    if (person !== null && contains(seen.quadPx, middleOf(person.boxPx))) continue;
    if (seen.confidence > (best?.confidence ?? 0)) best = { ...seen, portrait: null };
  }
  return best;
}

/** The surest document that is seen in a window of the picture, enlarged; on which a portrait lies, where one is given. */
async function lookAt(
  image: RgbRaster,
  window: Rect,
  portraitPx: Rect | null,
  documentsOn: HeldDocumentDeps['documentsOn'],
): Promise<SeenOutline | null> {
  const part = crop(image, window);
  const at = { x: Math.max(0, Math.floor(window.x)), y: Math.max(0, Math.floor(window.y)) };
  const scale = lookSidePx / Math.max(part.width, part.height);
  const enlarged = resize(
    part,
    Math.max(1, Math.round(part.width * scale)),
    Math.max(1, Math.round(part.height * scale)),
  );
  const seen = await documentsOn(enlarged);
  const evidence =
    portraitPx === null
      ? {}
      : {
          portraitPx: {
            x: (portraitPx.x - at.x) * scale,
            y: (portraitPx.y - at.y) * scale,
            width: portraitPx.width * scale,
            height: portraitPx.height * scale,
          },
        };
  const location = locateDocument(enlarged, evidence, { image: enlarged, toOriginal: 1 }, seen);
  if (location.kind !== 'found' || location.source === 'whole-image') return null;
  // Cut by the window, it goes on beyond: a larger window shows it whole.
  if (isCutBy(enlarged, location.quad, at, part, image)) return null;
  const moved = scaleQuad(location.quad, 1 / scale).map(({ x, y }) => ({ x: x + at.x, y: y + at.y }));
  return {
    quadPx: moved as unknown as Quad,
    source: location.source,
    confidence: location.confidence,
  };
}

/** Share of a window's side within which a corner counts as lying on its edge. */
const edgeShare = 0.008;

/** Whether a document reaches the edge of a window where that is not the edge of the picture. */
function isCutBy(
  { width, height }: RgbRaster,
  quad: Quad,
  at: Point,
  part: RgbRaster,
  image: RgbRaster,
): boolean {
  const slackPx = edgeShare * Math.max(width, height);
  return quad.some(
    ({ x, y }) =>
      (x < slackPx && at.x > 0) ||
      (y < slackPx && at.y > 0) ||
      (x > width - slackPx && at.x + part.width < image.width) ||
      (y > height - slackPx && at.y + part.height < image.height),
  );
}

/** Whether an outline may be that of the document with this portrait: of a document's size beside it, and not around the person. */
function isAround(quad: Quad, portrait: Rect, person: Face | null): boolean {
  if (!contains(quad, middleOf(portrait))) return false;
  if (person !== null && contains(quad, middleOf(person.boxPx))) return false;
  const widthInFaces = Math.sqrt(areaOf(quad)) / widthOf(portrait);
  return widthInFaces >= leastWidthInFaces && widthInFaces <= mostWidthInFaces;
}

function nearestOf(faces: readonly Face[]): Face | null {
  return faces.reduce<Face | null>(
    (nearest, face) =>
      nearest === null || face.quality.interEyePx > nearest.quality.interEyePx ? face : nearest,
    null,
  );
}

/** Detectors draw boxes of many proportions around small faces: a narrow one counts as wide as its height tells. */
const widthOf = ({ width, height }: Rect): number => Math.max(width, 0.75 * height);

const middleOf = ({ x, y, width, height }: Rect): Point => ({ x: x + width / 2, y: y + height / 2 });

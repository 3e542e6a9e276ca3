import type { MrzFormat } from '#shared/domain/analysis.ts';
import type { Quad } from '#shared/domain/geometry.ts';
import type { RgbRaster } from '../image/raster.ts';
import { shrinkToFit } from '../image/resize.ts';
import {
  holds,
  inReadingOrder,
  isPortraitFrame,
  mrzBonus,
  proportionPenalty,
  scaleEvidence,
  scaleQuad,
  type DocumentEvidence,
} from '../locate/document-evidence.ts';
import { findBestQuad, type ScoredQuad } from '../locate/edge-outline.ts';
import { bestOutline, type SeenDocument, type SeenDocuments } from '../locate/find-documents.ts';
import { agreementOf } from '../locate/judge-outline.ts';
import { outlineFromMrz } from '../locate/mrz-outline.ts';
import { areaOf, distance, frameOfSize, overlapOf, toQuad } from '../locate/quad-geometry.ts';
import { documentSizesMm } from './document-frame.ts';
import { measureGradient, type Gradient } from './gradient.ts';

export type DocumentLocation =
  | {
      readonly kind: 'found';
      /** Corners in reading order: of the MRZ where it was given, else of the picture as it stands. May lie outside the picture. */
      readonly quad: Quad;
      /** Further documents in the picture, as it stands. */
      readonly others: readonly Quad[];
      /** 0 to 1. */
      readonly confidence: number;
      /** The document takes up nine tenths of the picture or more. */
      readonly fillsImage: boolean;
      /** A side lies on the picture's border or beyond, so that part of the document may be missing. */
      readonly cutOff: boolean;
      /** What the nets see; seen edges; the zone's place on the document, when neither was seen; a scan cut to its edges; or a person's word. */
      readonly source: 'net' | 'edges' | 'mrz' | 'whole-image' | 'analyst';
    }
  | { readonly kind: 'not-found'; readonly reason: 'no-outline' | 'too-uniform' };

type Found = Extract<DocumentLocation, { kind: 'found' }>;

// Outlines of cards are clear at this size, while print and texture already fade. On composed pictures 480 px finds no more, in
// twice the time; nine corners in ten lie within 1 to 2 px of 1,000 either way, and at 360 px the largest errors grow.
const edgeSearchLongSidePx = 400;
// Below this an outline is more often furniture than document: measured on composed pictures, see the test.
const leastEdgeScore = 0.72;
// What else shows that there is a document, and roughly where, leaves less to be furniture.
const leastEdgeScoreWithEvidence = 0.6;
// The same for what the nets see: shares of agreement and of sides seen.
const leastSeen = 0.5;
const leastSeenWithEvidence = 0.4;
// What edges alone show and the nets do not mark has to be as sure as this: sheets, screens and notebooks of the corpus' tune split
// score 0.5 to 0.75, documents that the nets missed 0.84 and more.
const leastUnmarked = 0.8;
// Agreement of the nets' map with an outline from which on the map is of use to it.
const leastToLead = 0.5;
// From here on edges need not be looked for: no outline by edges was better in the pictures of models/training/locate.
const surelySeen = 0.9;

/** A picture shrunk for the search, and by what to multiply its coordinates to get the original's. */
interface Shrunk {
  readonly image: RgbRaster;
  readonly toOriginal: number;
}

/**
 * The document of a picture, and further ones. Candidates are what the nets see, the best quadrilateral of straight edges where they
 * are not sure, the place that a machine-readable zone gives, and the whole picture; each is judged by how well its sides are seen, how
 * well it agrees with the nets' map, and whether it holds the evidence. Nothing is found without a seen outline or evidence.
 * `seen` is in pixels of the shrunk picture; without it, only edges and evidence decide.
 */
export function locateDocument(
  image: RgbRaster,
  evidence: DocumentEvidence = {},
  { image: small, toOriginal }: Shrunk = shrinkToFit(image, edgeSearchLongSidePx),
  seen: SeenDocuments = nothingSeen,
): DocumentLocation {
  const scaled = scaleEvidence(evidence, 1 / toOriginal);
  const hasEvidence = evidence.mrzQuad !== undefined || evidence.portraitPx !== undefined;
  const least = hasEvidence ? leastSeenWithEvidence : leastSeen;
  const sure = seen.documents.filter(({ confidence }) => confidence >= leastSeen);
  const best = bestSeen(seen.documents, scaled);
  const gradient: { value?: Gradient } = {};
  const byEdges =
    best !== undefined && best.score >= surelySeen
      ? undefined
      : edgesOf(small, scaled, hasEvidence, seen, gradient);
  const finish = (location: Omit<Found, 'kind' | 'others' | 'fillsImage' | 'quad'>, quad: Quad): Found => {
    const frame = frameOfSize(small);
    const others = sure
      .filter((other) => other !== best?.document || location.source !== 'net')
      .filter((other) => overlapOf(other.quad, quad, frame) < 0.3);
    return {
      kind: 'found',
      ...location,
      quad: scaleQuad(toQuad(inReadingOrder(quad, scaled.mrzQuad)), toOriginal),
      others: others.map((other) => scaleQuad(other.quad, toOriginal)),
      fillsImage: areaOf(quad) >= 0.9 * small.width * small.height,
    };
  };
  if (best !== undefined && best.score >= least && best.score >= (byEdges?.confidence ?? 0)) {
    const { quad, onFrame } = best.document;
    const source = isWhole(quad, small) ? 'whole-image' : 'net';
    const cutOff = source === 'net' && (onFrame.includes(true) || reachesOut(quad, small, 1));
    return finish({ source, cutOff, confidence: clampShare(best.score) }, quad);
  }
  if (byEdges !== undefined) {
    const cutOff = reachesOut(byEdges.quad, small, -1);
    return finish({ source: 'edges', cutOff, confidence: clampShare(byEdges.score) }, byEdges.quad);
  }
  const guessed = hasEvidence ? fromEvidence(small, scaled) : undefined;
  if (guessed !== undefined) {
    const { quad, source, confidence } = guessed;
    return finish({ source, confidence, cutOff: source === 'mrz' && reachesOut(quad, small, -1) }, quad);
  }
  const { strongShare } = gradient.value ?? measureGradient(small);
  return { kind: 'not-found', reason: strongShare < 0.002 ? 'too-uniform' : 'no-outline' };
}

/** The document where a person says that it lies; `quad` is in reading order. */
export function documentAt(quad: Quad, image: RgbRaster): Found {
  return {
    kind: 'found',
    quad,
    others: [],
    confidence: 1,
    source: 'analyst',
    fillsImage: areaOf(quad) >= 0.9 * image.width * image.height,
    cutOff: reachesOut(quad, image, 1),
  };
}

const nothingSeen: SeenDocuments = { documents: [], maps: null };

/** Pixels of the picture per millimeter of the document, by the mean of the quadrilateral's opposite sides. */
export function pixelsPerMm(quad: Quad, format: MrzFormat): number {
  const { width, height } = documentSizesMm[format];
  const across = (distance(quad[0], quad[1]) + distance(quad[3], quad[2])) / 2;
  const down = (distance(quad[0], quad[3]) + distance(quad[1], quad[2])) / 2;
  return Math.sqrt((across / width) * (down / height));
}

/** Of the documents that the nets see, the one that the evidence is on; the surest where there is none. */
function bestSeen(
  documents: readonly SeenDocument[],
  evidence: DocumentEvidence,
): { readonly document: SeenDocument; readonly score: number } | undefined {
  let best: { document: SeenDocument; score: number } | undefined;
  for (const document of documents) {
    const { quad, confidence } = document;
    if (!holds(quad, evidence)) continue;
    if (evidence.portraitPx !== undefined && isPortraitFrame(quad, 0, evidence)) continue;
    const score = confidence + mrzBonus(quad, evidence);
    if (score > (best?.score ?? 0)) best = { document, score };
  }
  return best;
}

/**
 * The best outline by edges alone, brought to them at full size. `confidence` is on the scale of what the nets see, to choose between
 * the two; `score`, half by its sides and half by the nets' map, says whether it is an outline where the nets see none.
 */
function edgesOf(
  small: RgbRaster,
  evidence: DocumentEvidence,
  hasEvidence: boolean,
  { maps }: SeenDocuments,
  gradient: { value?: Gradient },
): { readonly quad: Quad; readonly confidence: number; readonly score: number } | undefined {
  const { image, toOriginal } = shrinkToFit(small, edgeSearchLongSidePx);
  const measured = measureGradient(image);
  gradient.value = measured;
  const scaled = scaleEvidence(evidence, 1 / toOriginal);
  const best = findBestQuad(measured, scaled);
  const least = hasEvidence ? leastEdgeScoreWithEvidence : leastEdgeScore;
  if (best === undefined || best.score < least || isScan(best, image, scaled)) return undefined;
  const quad = scaleQuad(best.quad, toOriginal);
  if (maps === null) return { quad, confidence: best.score, score: best.score };
  // The nets' map leads the sides to the edges: one that hardly knows the outline would lead them astray.
  const agreement = agreementOf(quad, maps);
  if (agreement < leastToLead) {
    const score = (best.score + agreement) / 2;
    return score < (hasEvidence ? leastSeenWithEvidence : leastUnmarked)
      ? undefined
      : { quad, confidence: 0, score };
  }
  const refined = bestOutline(small, { quad, onFrame: [false, false, false, false] }, maps);
  // What the nets do not mark at all may be furniture, however clear its edges.
  const score = Math.max(refined.confidence, (best.score + agreementOf(refined.quad, maps)) / 2);
  if (score < (hasEvidence ? leastSeenWithEvidence : leastUnmarked)) return undefined;
  return { quad: refined.quad, confidence: refined.confidence, score };
}

/**
 * Whether a quadrilateral leaning on two borders is print inside a scan that was cut to its document: told by the picture's own
 * proportions. Without evidence two borders and two lines are not enough for an outline anyway.
 */
function isScan(
  { borders }: ScoredQuad,
  image: RgbRaster,
  { mrzQuad, portraitPx, format }: DocumentEvidence,
): boolean {
  if (borders < 2) return false;
  if (mrzQuad === undefined && portraitPx === undefined) return true;
  return (proportionPenalty(frameOfSize(image), format) ?? 1) < 0.03;
}

function fromEvidence(
  image: RgbRaster,
  { mrzQuad, format }: DocumentEvidence,
): { quad: Quad; source: 'mrz' | 'whole-image'; confidence: number } | undefined {
  const whole = frameOfSize(image);
  if (mrzQuad === undefined) {
    // A portrait alone: the picture is the document where it has a document's proportions, else nothing is known.
    const deviation = proportionPenalty(whole, format);
    if (deviation === undefined || deviation > 0.05) return undefined;
    return { quad: whole, source: 'whole-image', confidence: 0.4 };
  }
  const outline = format === undefined ? undefined : outlineFromMrz(mrzQuad, format);
  const turned = toQuad(inReadingOrder(whole, mrzQuad));
  const mrzWidth = (distance(mrzQuad[0], mrzQuad[1]) + distance(mrzQuad[3], mrzQuad[2])) / 2;
  const wholeWidth = distance(turned[0], turned[1]);
  // The zone takes up 0.87 to 0.9 of a document's width; with the loss of a sloppy cut to 0.8.
  if (outline === undefined || (mrzWidth > 0.8 * wholeWidth && mrzWidth < 0.97 * wholeWidth)) {
    return { quad: turned, source: 'whole-image', confidence: 0.6 };
  }
  return { quad: outline, source: 'mrz', confidence: 0.4 };
}

// A corner this near the picture's border, as a part of its shorter side, may lie on it.
const borderShare = 0.006;

/** Whether a corner lies beyond the picture by the border's share (`by` 1), or no further inside than it (-1). */
function reachesOut(quad: Quad, { width, height }: RgbRaster, by: 1 | -1): boolean {
  const margin = by * borderShare * Math.min(width, height);
  return quad.some(({ x, y }) => x < -margin || y < -margin || x > width + margin || y > height + margin);
}

/** Whether an outline is the picture itself, give or take what a careless cut leaves over. */
function isWhole(quad: Quad, image: RgbRaster): boolean {
  const reach = 2.5 * borderShare * Math.min(image.width, image.height);
  return frameOfSize(image).every((corner) => quad.some((own) => distance(own, corner) < reach));
}

const clampShare = (value: number): number => Math.min(1, Math.max(0, value));

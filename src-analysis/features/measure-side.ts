import type { MrzFormat } from '#shared/domain/analysis.ts';
import type { Quad, Rect } from '#shared/domain/geometry.ts';
import type { RgbRaster } from '../image/raster.ts';
import { areaOf, areaOfPolygon, clipPolygon, frameOfSize } from '../locate/quad-geometry.ts';
import { measureDamage } from './damage.ts';
import { documentSizesMm, likeliestSize } from './document-frame.ts';
import { found, missing, type FeatureOutcome } from './feature-outcome.ts';
import type { DocumentCapture, DocumentPhoto, FeatureValues } from './feature-values.ts';
import { wholeOf } from './open-sides.ts';
import { measureCover } from './quality-cover.ts';
import { likenessOfSides } from './quality-sides.ts';
import { areaToMeasure, measureExposure, measureGlare, measureSharpness } from './quality.ts';
import type { SideFacts } from './side-facts.ts';

/** How alike the flat pictures of two sides are; `null` where there are not two, or one has no outline. */
export function likenessOf([a, b]: readonly SideFacts[]): number | null {
  if (a === undefined || b === undefined || a.outline === null || b.outline === null) return null;
  return likenessOfSides({ gray: a.gray, quad: a.outline.quad }, { gray: b.gray, quad: b.outline.quad });
}

/** Outlines that were seen: one that follows from the zone, or is the picture's own, says nothing of what lies over it. */
export function coverOf({ captureId, image, outline }: SideFacts): FeatureValues['documentCover'] {
  if (outline === null || outline.source === 'mrz' || outline.source === 'whole-image') return [];
  const cover = measureCover(image, outline.quad);
  return cover === undefined ? [] : [{ captureId, regionPx: boundsWithin(outline.quad, image), ...cover }];
}

/** Below, too little of the document's edge differs from the ground to say that nothing is missing. */
export const leastEdgeTold = 0.7;

/** What is missing at the edges of the documents, whose outlines were seen: `format` tells the size where there is a zone. */
export function damageOf(
  sides: readonly SideFacts[],
  format: MrzFormat | null,
): FeatureOutcome<FeatureValues['documentDamage']> {
  const measured = sides.flatMap(({ captureId, image, outline }) => {
    if (outline === null || outline.source === 'mrz' || outline.source === 'whole-image') return [];
    const { quad } = outline;
    const known = format === null ? null : documentSizesMm[format];
    const { widthMm, heightMm } =
      known === null ? likeliestSize(quad) : { widthMm: known.width, heightMm: known.height };
    const damage = measureDamage(image, quad, { widthMm, heightMm });
    return damage === undefined ? [] : [{ captureId, regionPx: boundsWithin(quad, image), ...damage }];
  });
  if (measured.length === 0) return missing('outline-unclear');
  const judged = measured.filter(({ edgeToldShare }) => edgeToldShare >= leastEdgeTold);
  return judged.length === 0 ? missing('ground-like-document') : found({ judged, pictures: sides.length });
}

/** What of a document a picture shows. */
export function signsOf({ outline, mrz, faces }: SideFacts): DocumentCapture['signs'] {
  return [
    ...(outline === null ? [] : (['outline'] as const)),
    ...(mrz === null ? [] : (['mrz'] as const)),
    ...(faces.length === 0 ? [] : (['portrait'] as const)),
  ];
}

/** How good the picture is, over the document where its outline is known, else over the whole. */
export function measureSide(facts: SideFacts): DocumentPhoto {
  const { captureId, side, image, gray, outline } = facts;
  const regionPx = outline === null ? wholeOf(image) : boundsWithin(outline.quad, image);
  const area = areaToMeasure(gray, outline?.quad ?? regionPx);
  const { sharpness, evenness } = measureSharpness(area);
  const { medianLuma, brightShare, contrast } = measureExposure(area);
  return {
    captureId,
    side,
    regionPx,
    sharpness,
    evenness,
    glare: measureGlare(area),
    exposure: { medianLuma, brightShare, contrast },
    wholeness: wholenessOf(facts),
  };
}

/** How far the picture's proportions may be from the document's where no edge is seen: what a careless cut leaves over. */
const proportionTolerance = 0.06;

function wholenessOf({ outline, image, mrz, rotationDeg }: SideFacts): DocumentPhoto['wholeness'] {
  if (outline === null || outline.source === 'mrz') return 'unclear';
  if (outline.source !== 'whole-image')
    return outline.cutOff && !outline.fillsImage && !isMissingNothing(outline.quad, image)
      ? 'cut-off'
      : 'whole';
  if (mrz === null) return 'unclear';
  const { width, height } = documentSizesMm[mrz.format];
  const [across, down] = rotationDeg % 180 === 0 ? [image.width, image.height] : [image.height, image.width];
  return Math.abs(Math.log(across / down / (width / height))) <= proportionTolerance ? 'whole' : 'unclear';
}

/** Share of its area that a card's round corners lack (radius 3.18 mm, ISO/IEC 7810): if no more lies beyond the picture, nothing is missing. */
const lackingAnyway = 0.002;

/** Whether the outline reaches beyond the picture by a hair. One that ends at the picture's border says nothing of what lies beyond. */
export function isMissingNothing(quad: Quad, image: Pick<RgbRaster, 'width' | 'height'>): boolean {
  const seen = areaOfPolygon(clipPolygon(quad, frameOfSize(image))) / areaOf(quad);
  const beyond = 1 - seen;
  return beyond > 1e-9 && beyond < lackingAnyway;
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

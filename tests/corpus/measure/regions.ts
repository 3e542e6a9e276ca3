import { toQuad } from '#analysis/locate/quad-geometry.ts';
import { quadOverlap } from '#cli/quad-overlap.ts';
import type { DocumentRegion, RegionKind } from '#shared/domain/analysis.ts';
import type { Quad, Rect } from '#shared/domain/geometry.ts';
import { homographyToQuad, mapPoint } from '#shared/domain/homography.ts';
import { must } from '#shared/lib/invariant.ts';
import type { CorpusPicture } from '../corpus.ts';

/** A part of a document that is there, told or both. */
export interface RegionOutcome {
  readonly kind: RegionKind;
  readonly isTrue: boolean;
  readonly isTold: boolean;
  /** Intersection over union with its counterpart; 0 without one. */
  readonly overlap: number;
}

/** Half of the union: a cut-out of it shows the part. */
export const leastOverlap = 0.5;

/** Every true part with the told one of its kind that fits it best, then the told ones that fit none. Hidden parts are left out. */
export function scoreRegions(picture: CorpusPicture, told: readonly DocumentRegion[]): RegionOutcome[] {
  const { side, quadPx, visibleShare } = picture;
  const toPhoto = must(homographyToQuad(side.image.width, side.image.height, quadPx), 'a page that is seen');
  const quadOf = ({ x, y, width, height }: Rect): Quad =>
    toQuad(
      [
        { x, y },
        { x: x + width, y },
        { x: x + width, y: y + height },
        { x, y: y + height },
      ].map((corner) => mapPoint(toPhoto, corner)),
    );
  const truths = side.regions.map(({ kind, rectPx }) => ({
    kind,
    quad: quadOf(rectPx),
    isSeen: visibleShare(rectPx) >= 0.95,
  }));
  const overlapsOf = (kind: RegionKind, quad: Quad): number[] =>
    told.filter((region) => region.kind === kind).map((region) => quadOverlap(region.quadPx, quad, picture));
  const fits = ({ kind, quadPx: own }: DocumentRegion): boolean =>
    truths.some((truth) => truth.kind === kind && quadOverlap(own, truth.quad, picture) >= leastOverlap);
  return [
    ...truths
      .filter(({ isSeen }) => isSeen)
      .map(({ kind, quad }) => {
        const overlap = Math.max(0, ...overlapsOf(kind, quad));
        return { kind, isTrue: true, isTold: overlap >= leastOverlap, overlap };
      }),
    ...told
      .filter((region) => !fits(region))
      .map(({ kind }) => ({ kind, isTrue: false, isTold: true, overlap: 0 })),
  ];
}

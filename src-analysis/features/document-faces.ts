import type { AnalyzedFace } from '#shared/domain/analysis.ts';
import type { Point, Quad } from '#shared/domain/geometry.ts';
import type { Face } from '../faces/face.ts';
import type { SideFacts } from './side-facts.ts';
import { toAnalyzedFace } from './to-analyzed-face.ts';

/** A face on a document, as the comparison takes it and as the result states it. */
export interface DocumentFace {
  readonly face: Face;
  readonly analyzed: AnalyzedFace;
}

/**
 * Of the faces of a picture those that are printed on the document: not who holds it, nor the portrait of a document beside it. All of them where
 * there is no outline, and where none lies within: then the outline is likelier wrong than the document without a portrait.
 */
export function facesOnDocument<Seen extends Pick<Face, 'boxPx'>>(
  faces: readonly Seen[],
  outline: Quad | null,
): readonly Seen[] {
  const within = outline === null ? [] : faces.filter((face) => isInside(middleOf(face), outline));
  return within.length > 0 ? within : faces;
}

/** The largest face of the document, on its front where there is one there; smaller ones are its ghosts or watermarks. */
export function findPortrait(sides: readonly SideFacts[]): DocumentFace | null {
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
export function ghostsOf(
  sides: readonly SideFacts[],
  portrait: DocumentFace | null,
): readonly DocumentFace[] {
  return sides
    .flatMap(({ captureId, faces, outline }) =>
      faces.flatMap((face, index) => {
        const isOnIt = outline !== null && isInside(middleOf(face), outline.quad);
        if (face === portrait?.face || !isOnIt) return [];
        return [{ face, analyzed: toAnalyzedFace(face, captureId, index, 'ghost-portrait') }];
      }),
    )
    .sort((a, b) => b.face.quality.interEyePx - a.face.quality.interEyePx);
}

const middleOf = ({ boxPx: { x, y, width, height } }: Pick<Face, 'boxPx'>): Point => ({
  x: x + width / 2,
  y: y + height / 2,
});

function isInside(point: Point, quad: Quad): boolean {
  return quad.every((corner, index) => {
    const next = quad[((index + 1) % 4) as 0 | 1 | 2 | 3];
    return (next.x - corner.x) * (point.y - corner.y) - (next.y - corner.y) * (point.x - corner.x) >= 0;
  });
}

/** The one nearest to the camera; `undefined` where there is none. */
export function largestOf(faces: readonly Face[]): Face | undefined {
  let largest: Face | undefined;
  for (const face of faces) {
    if (largest === undefined || face.quality.interEyePx > largest.quality.interEyePx) largest = face;
  }
  return largest;
}

/** How the content lies, by the portrait's roll, where no zone says it. */
export function rotationOf(portrait: Face | undefined): 0 | 90 | 180 | 270 {
  const quarters = ((Math.round((portrait?.quality.rollDeg ?? 0) / 90) % 4) + 4) % 4;
  return ([0, 90, 180, 270] as const)[quarters as 0 | 1 | 2 | 3];
}

import type { Mrz, MrzFormat } from '#shared/domain/analysis.ts';
import type { Point, Quad } from '#shared/domain/geometry.ts';
import { homographyToQuad, invertHomography, mapPoint } from '#shared/domain/homography.ts';
import { distance } from '../locate/quad-geometry.ts';
import { documentSizesMm } from './document-frame.ts';
import { found, missing, type FeatureOutcome } from './feature-outcome.ts';
import type { MrzLayout } from './feature-values.ts';

/** Zones that ICAO Doc 9303 places; states place their own as they like. */
const placedByIcao: readonly MrzFormat[] = ['TD1', 'TD2', 'TD3', 'MRVA', 'MRVB'];

/** How far the outline's proportions may be from the format's: an open booklet, or corners of something else, say nothing of the zone's place. */
const proportionTolerance = 0.06;

/** Pixels of the flat document per millimeter: what a tenth of a pixel's rounding leaves out. */
const perMm = 10;

/**
 * Where the zone lies on the document. `quadPx` are the document's corners in reading order, and must not come from the zone itself;
 * missing where they do, or where they are not the document's.
 */
export function mrzLayoutOf(
  mrz: Mrz,
  outline: { readonly quadPx: Quad; readonly source: string } | null,
): FeatureOutcome<MrzLayout> {
  const { format, captureId, regionPx } = mrz;
  if (!placedByIcao.includes(format)) return missing('not-applicable');
  if (outline === null || outline.source === 'mrz' || outline.source === 'whole-image')
    return missing('outline-unclear');
  const { quadPx } = outline;
  const { width, height } = documentSizesMm[format];
  const wide = distance(quadPx[0], quadPx[1]) + distance(quadPx[3], quadPx[2]);
  const high = distance(quadPx[0], quadPx[3]) + distance(quadPx[1], quadPx[2]);
  if (Math.abs(Math.log(wide / high / (width / height))) > proportionTolerance)
    return missing('outline-unclear');
  const toPicture = homographyToQuad(width * perMm, height * perMm, quadPx);
  const toFlat = toPicture === undefined ? undefined : invertHomography(toPicture);
  if (toFlat === undefined) return missing('outline-unclear');
  const lines = mrz.lines.map(({ characters }) =>
    characters.flatMap(({ regionPx: box }): Point[] => {
      if (box === undefined) return [];
      const { x, y } = mapPoint(toFlat, { x: box.x + box.width / 2, y: box.y + box.height / 2 });
      return [{ x: x / perMm, y: y / perMm }];
    }),
  );
  const [firstLine, lastLine] = [lines[0], lines.at(-1)];
  if (firstLine === undefined || lastLine === undefined || lines.some(({ length }) => length < 2))
    return missing('outline-unclear');
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const ends = lines.map((line) => ({ first: line[0], last: line.at(-1), steps: line.length - 1 }));
  return found({
    format,
    captureId,
    regionPx,
    pitchMm: mean(ends.map(({ first, last, steps }) => ((last?.x ?? 0) - (first?.x ?? 0)) / steps)),
    firstMm: mean(ends.map(({ first }) => first?.x ?? 0)),
    lastMm: mean(ends.map(({ last }) => width - (last?.x ?? 0))),
    firstLineMm: height - mean(firstLine.map(({ y }) => y)),
    lastLineMm: height - mean(lastLine.map(({ y }) => y)),
  });
}

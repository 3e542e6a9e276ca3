import { measureCover } from '#analysis/features/quality-cover.ts';
import { likenessOfSides } from '#analysis/features/quality-sides.ts';
import { decodeImage } from '#analysis/image/decode.ts';
import { toGray } from '#analysis/image/gray.ts';
import type { Point, Quad } from '#shared/domain/geometry.ts';
import { must } from '#shared/lib/invariant.ts';
import { createChance, type Chance } from '../../hard-pages/random.ts';
import { kindAt, type CorpusKey } from '../corpus.ts';
import { drawDocument } from '../draw-document.ts';
import type { FlatSide } from '../page-truth.ts';
import { photograph, type Photograph } from '../photograph/photograph.ts';
import { drawScene, type Level } from '../photograph/scene.ts';
import type { CorpusResources } from '../resources.ts';

/** One photograph: what lies over the document, measured and in truth. */
export interface CoverRecord {
  readonly setting: 'table' | 'hand';
  readonly level: Level;
  readonly measured: number;
  /** Share of the document that a finger hides. */
  readonly hidden: number;
  /** Printed values of which a quarter or more is hidden. */
  readonly hiddenValues: number;
}

/** Two photographs, of one side or of two sides of a document. */
export interface SidesRecord {
  readonly same: boolean;
  readonly likeness: number;
}

/** Corners as a locator finds them: off by a deviation of 0.4 % of the diagonal, our net's on the corpus being less. */
function jittered(quad: Quad, chance: Chance): Quad {
  const off = 0.004 * Math.hypot(quad[2].x - quad[0].x, quad[2].y - quad[0].y);
  return quad.map(({ x, y }): Point => ({
    x: x + chance.between(-1.7, 1.7) * off,
    y: y + chance.between(-1.7, 1.7) * off,
  })) as unknown as Quad;
}

/** Photographs `documents` documents of each level on a table and in a hand, and each side twice. */
export async function measureCoverAndSides(
  documents: number,
  key: Omit<CorpusKey, 'index'>,
  resources: CorpusResources,
): Promise<{ readonly covers: CoverRecord[]; readonly sides: SidesRecord[] }> {
  const covers: CoverRecord[] = [];
  const sides: SidesRecord[] = [];
  for (const level of ['easy', 'medium', 'hard'] as const)
    for (let index = 0; index < documents; index += 1) {
      const chance = createChance(`cover ${key.split} ${key.seed} ${level} ${String(index)}`);
      const document = await drawDocument(kindAt(index), chance, resources);
      const shoot = async (side: FlatSide, setting: 'table' | 'hand') => {
        const scene = { ...drawScene(level, chance), setting, overEdge: 0, withSecond: false };
        const photo: Photograph = await photograph(side, null, scene, resources.fonts.plain, chance);
        const decoded = await decodeImage(photo.bytes);
        const image = must(decoded.ok ? decoded.image : null, 'a picture that decodes');
        const quad = jittered(photo.quadPx, chance);
        const visible = photo.visibleShare({
          x: 0,
          y: 0,
          width: side.image.width,
          height: side.image.height,
        });
        covers.push({
          setting,
          level,
          measured: measureCover(image, quad)?.share ?? 0,
          hidden: setting === 'hand' ? 1 - visible : 0,
          hiddenValues: side.fields.filter(
            ({ source, rectPx }) => source === 'viz' && rectPx !== null && photo.visibleShare(rectPx) < 0.75,
          ).length,
        });
        return { gray: toGray(image), quad };
      };
      const [front, back] = document.sides;
      const first = await shoot(must(front, 'a side'), 'table');
      const again = await shoot(must(front, 'a side'), 'hand');
      sides.push({ same: true, likeness: likenessOfSides(first, again) ?? 0 });
      if (back === undefined) continue;
      sides.push({ same: false, likeness: likenessOfSides(first, await shoot(back, 'table')) ?? 0 });
    }
  return { covers, sides };
}

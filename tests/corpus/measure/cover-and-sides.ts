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
import { policy202611 } from '#analysis/policy/policy-2026-11.ts';
import { table, type Report } from './reports.ts';
import { areaEstimate } from './roc.ts';
import { inDecimals, inPercent, mean, share } from './statistics.ts';

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
export function jittered(quad: Quad, chance: Chance): Quad {
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

/** What the measures say of pictures with and without a thumb, and of one side and two. */
export function coverReport(
  { covers, sides }: { readonly covers: readonly CoverRecord[]; readonly sides: readonly SidesRecord[] },
  heading: string,
): Report {
  const { coveredShare, sameSideLikeness } = policy202611.thresholds;
  const places = [0.005, 0.01, 0.02, 0.04, 0.06, coveredShare.value];
  const [held, laid] = (['hand', 'table'] as const).map((setting) =>
    covers.filter((record) => record.setting === setting),
  );
  const over = (of: readonly CoverRecord[], place: number): string =>
    inPercent(share(of.filter(({ measured }) => measured > place).length, of.length));
  const asScored = covers.map(({ setting, measured }, index) => ({
    score: measured,
    isBad: setting === 'hand',
    cluster: String(index),
  }));
  const [same, two] = [true, false].map((wanted) => sides.filter(({ same: is }) => is === wanted));
  const likeness = (of: readonly SidesRecord[]): string =>
    inDecimals(mean(of.map(({ likeness: value }) => value)), 2);
  const [least, most] = [
    Math.min(...(same ?? []).map(({ likeness: value }) => value)),
    Math.max(...(two ?? []).map(({ likeness: value }) => value)),
  ];
  const hidden = (held ?? []).filter(({ hiddenValues }) => hiddenValues > 0).length;
  const refused = (same ?? []).filter(({ likeness: value }) => value >= sameSideLikeness.value).length;
  const taken = (two ?? []).filter(({ likeness: value }) => value >= sameSideLikeness.value).length;
  return {
    name: 'quality-of-pictures',
    plots: [],
    text: `# Accuracy: what lies over a document, and one side twice

${heading}

Each document is photographed on a table and in a hand whose thumb lies on it, at all three levels; corners are the true ones, moved by chance
as a locator moves them (0.4 % of the diagonal). Skin is of five tones, drawn by us: real fingers, gloves and clips are not in these numbers.

\`measureCover\` against whether a thumb lies there: AUC ${inDecimals(areaEstimate(asScored, false))}.

${table(
  ['measured share above', 'a thumb on it', 'nothing on it'],
  places.map((place) => [String(place), over(held ?? [], place), over(laid ?? [], place)]),
)}

A thumb hides a quarter or more of a printed value in ${inPercent(share(hidden, (held ?? []).length))} of the pictures. To hold a document is no fault; so
the policy (coveredShare ${String(coveredShare.value)}) lets a person look at what measures more than a thumb does.

\`likenessOfSides\`: one side photographed twice ${likeness(same ?? [])}, least ${least.toFixed(2)}, ${String((same ?? []).length)} pairs; front and back
of a card ${likeness(two ?? [])}, most ${most.toFixed(2)}, ${String((two ?? []).length)} pairs. At the policy's ${String(sameSideLikeness.value)}, ${inPercent(share(refused, (same ?? []).length))} of the
former are told and ${inPercent(share(taken, (two ?? []).length))} of the latter are taken for one.
`,
  };
}

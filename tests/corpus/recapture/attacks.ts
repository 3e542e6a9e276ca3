import { must } from '#shared/lib/invariant.ts';
import { createChance, type Chance } from '../../hard-pages/random.ts';
import { blur } from '../photograph/optics.ts';
import { injectFace, swapFace, warpTo } from './blend.ts';
import { drawPassage, pass } from './camera.ts';
import { processByPlaces } from './phone.ts';
import {
  photographPerson,
  present,
  wearMask,
  type FaceSource,
  type Medium,
  type Presentation,
} from './present.ts';
import { holdCutOut, wearMoldedMask } from './masks.ts';
import type { Screening } from './print.ts';
import { trainedGeometries } from './screen.ts';
import { drawTexture } from './textures.ts';

/** Presentation attack instruments (ISO/IEC 30107-3) as they are simulated, and genuine pictures first. */
export const species = [
  'genuine-as-taken',
  'genuine-other-cameras',
  'genuine-by-places',
  'screen',
  'screen-unseen-geometry',
  'print-dots',
  'print-lines',
  'print-ink-jet',
  'print-photo-paper',
  'cut-out',
  'cut-out-worn',
  'paper-mask',
  'molded-mask',
  'face-swap',
  'self-blend',
  'swap-other-camera',
  'swap-generated',
  'swap-grained',
  'self-blend-kept',
] as const;
export type Species = (typeof species)[number];

export interface PresentedPicture {
  readonly name: string;
  readonly species: Species;
  readonly person: string;
  readonly bytes: Uint8Array;
  /** Camera pixels per pixel of the screen or dot of the print; `null` for what is none. */
  readonly finenessPx: number | null;
  /** Whether edges of the sheet or the screen's frame are in the picture. */
  readonly hasEdges: boolean;
}

/** Picture number `index` of a species: of each of `sources` in turn, with what belongs to another person taken from the next. */
export async function makePicture(
  kind: Species,
  index: number,
  sources: readonly FaceSource[],
  seed: string,
): Promise<PresentedPicture> {
  const chance = createChance(`presentation ${seed} ${kind} ${String(index)}`);
  const shown = must(sources[index % sources.length], 'a source');
  const others = sources.filter(({ person }) => person !== shown.person);
  const other = others.length === 0 ? shown : chance.pick(others);
  const { image, finenessPx, hasEdges } = await draw(kind, shown, other, chance);
  const bytes = await pass(image, {
    ...drawPassage(chance),
    ...(kind === 'genuine-as-taken' && { scale: 1 }),
  });
  return {
    name: `${kind}-${String(index).padStart(3, '0')}`,
    species: kind,
    person: shown.person,
    bytes,
    finenessPx,
    hasEdges,
  };
}

type Drawn = Pick<PresentedPicture, 'finenessPx' | 'hasEdges'> & Pick<Presentation, 'image'>;

async function draw(kind: Species, shown: FaceSource, other: FaceSource, chance: Chance): Promise<Drawn> {
  const behind = (): FaceSource['image'] => blur(drawTexture(480, 640, chance), chance.between(0.5, 5));
  const held = (medium: Medium): Drawn => present(shown, medium, behind(), chance);
  const printed = (screening: Screening): Drawn => held({ kind: 'print', screening, outline: 'sheet' });
  const digital = (image: FaceSource['image']): Drawn => ({ image, finenessPx: null, hasEdges: false });
  switch (kind) {
    case 'genuine-as-taken':
      return digital(shown.image);
    case 'genuine-other-cameras':
      return digital(photographPerson(shown, chance));
    case 'genuine-by-places':
      return digital(processByPlaces(photographPerson(shown, chance), 0.25 * shown.boxPx.width, chance));
    case 'screen':
      return held({ kind: 'screen', geometries: trainedGeometries });
    case 'screen-unseen-geometry':
      return held({ kind: 'screen', geometries: ['s-stripe'] });
    case 'print-dots':
      return printed('am-dots');
    case 'print-lines':
      return printed('am-lines');
    case 'print-ink-jet':
      return printed('fm');
    case 'print-photo-paper':
      return printed('continuous');
    case 'cut-out':
      return held({ kind: 'print', screening: chance.pick(['am-dots', 'am-lines', 'fm']), outline: 'head' });
    case 'paper-mask':
      return wearMask(
        shown,
        other,
        chance.pick(['am-dots', 'am-lines', 'fm']),
        warpTo(other.landmarksPx, shown.landmarksPx),
        chance,
      );
    case 'cut-out-worn':
      return holdCutOut(shown, other, chance);
    case 'molded-mask':
      return wearMoldedMask(shown, other, warpTo(other.landmarksPx, shown.landmarksPx), chance);
    case 'face-swap':
      return digital(swapFace(shown, other, chance));
    case 'self-blend':
      return digital(swapFace(shown, shown, chance));
    case 'swap-other-camera':
      return digital(await injectFace(shown, other, 'other-camera', chance));
    case 'swap-generated':
      return digital(await injectFace(shown, other, 'generated', chance));
    case 'swap-grained':
      return digital(await injectFace(shown, other, 'grained', chance));
    case 'self-blend-kept':
      return digital(await injectFace(shown, shown, 'own', chance));
  }
}

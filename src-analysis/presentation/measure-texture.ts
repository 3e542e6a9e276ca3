import type { Rect } from '#shared/domain/geometry.ts';
import type { RgbRaster } from '../image/raster.ts';
import { patchPx, placePatches } from './texture-patches.ts';

/** What {@link measureTexture} needs of a net: for each patch how likely it shows the thing itself, a screen, a print; the three add up to 1. */
export interface TextureJudge {
  run(patches: readonly RgbRaster[]): Promise<readonly PatchOdds[]>;
}

export interface PatchOdds {
  readonly genuine: number;
  readonly screen: number;
  readonly print: number;
}

/** What a picture's texture says of how it was made. */
export interface TextureMeasure {
  /** Mean probability over the patches that they show a screen, and a print; 0 to 1. */
  readonly screen: number;
  readonly print: number;
  /** The patches that say so most, the surest first. */
  readonly screenPx: readonly Rect[];
  readonly printPx: readonly Rect[];
  readonly patches: number;
}

/** As many as a person can look at. */
const shownPatches = 4;

/**
 * Looks at patches of the face and around it in the picture's own pixels for what screens and prints leave: grids of pixels, dots, moiré. The mean
 * over all of them counts: cloth or hair that looks like a grid fills one patch or two, a recapture all. `null` where the picture is
 * smaller than a patch.
 */
export async function measureTexture(
  image: RgbRaster,
  face: Rect,
  judge: TextureJudge,
): Promise<TextureMeasure | null> {
  const places = placePatches(face, image);
  if (places.length === 0) return null;
  const odds = await judge.run(places.map((place) => cutPatch(image, place)));
  const told = places.map((place, n) => ({ place, odds: odds[n] ?? { genuine: 1, screen: 0, print: 0 } }));
  const meanOf = (kind: 'screen' | 'print'): number =>
    told.reduce((sum, one) => sum + one.odds[kind], 0) / told.length;
  const surest = (kind: 'screen' | 'print'): readonly Rect[] =>
    told
      .filter((one) => one.odds[kind] > 0.5)
      .toSorted((a, b) => b.odds[kind] - a.odds[kind])
      .slice(0, shownPatches)
      .map(({ place }) => place);
  return {
    screen: meanOf('screen'),
    print: meanOf('print'),
    screenPx: surest('screen'),
    printPx: surest('print'),
    patches: told.length,
  };
}

function cutPatch({ width, data }: RgbRaster, { x, y }: Rect): RgbRaster {
  const out = new Uint8Array(patchPx * patchPx * 3);
  for (let row = 0; row < patchPx; row += 1) {
    const from = ((y + row) * width + x) * 3;
    out.set(data.subarray(from, from + patchPx * 3), row * patchPx * 3);
  }
  return { width: patchPx, height: patchPx, channels: 3, data: out };
}

import type { RgbRaster } from '../image/raster.ts';
import { mustGetOutput, type Net } from '../models/pool.ts';
import { alignedSidePx } from './align.ts';
import type { FaceQuality } from './face.ts';
import { toInterleavedFloats } from './net-input.ts';

/** What is told by looking at eyes, nose and mouth; see `FaceQuality`. */
export interface FaceParts {
  readonly eyeOpening: FaceQuality['eyeOpening'];
  readonly eyesCovered: number;
  readonly lowerFaceCovered: number;
}

/** An eye that is hidden with this probability says nothing of how far the eyes are open. */
const hidden = 0.5;
const outputs = 7;

/**
 * Looks at the parts of an aligned face of 150 px (`alignFace`) by `models/own/face-parts.onnx`: output `parts` [1, 7], the openings of the
 * eyes at the left and right of the picture, then how likely the one, the other, nose, mouth and chin are hidden, each 0 to 1. What is below the
 * mouth may be hidden by a collar or a hand that holds the chin: it counts for nothing.
 */
export async function lookAtParts(net: Pick<Net, 'run'>, aligned: RgbRaster): Promise<FaceParts> {
  const data = toInterleavedFloats([aligned]);
  const answer = await net.run({ image: { data, dims: [1, alignedSidePx, alignedSidePx, 3] } });
  const parts = mustGetOutput(answer, 'parts').data;
  if (parts.length !== outputs)
    throw new TypeError('the net for the parts of faces answers in another shape than it was trained for');
  const [openLeft = 0, openRight = 0, hiddenLeft = 0, hiddenRight = 0, nose = 0, mouth = 0] = parts;
  const seen = [...(hiddenLeft < hidden ? [openLeft] : []), ...(hiddenRight < hidden ? [openRight] : [])];
  return {
    eyeOpening: seen.length === 0 ? null : Math.min(...seen),
    eyesCovered: Math.max(hiddenLeft, hiddenRight),
    lowerFaceCovered: Math.max(nose, mouth),
  };
}

import type { RgbRaster } from '../image/raster.ts';
import type { PatchOdds, TextureJudge } from '../presentation/measure-texture.ts';
import { patchPx } from '../presentation/texture-patches.ts';
import { mustGetOutput, type Net } from './pool.ts';

/** In the order of training (`tests/corpus/recapture/patches.ts`). */
const classes = 3;

/**
 * The judge of textures on `models/own/recapture.onnx`: input `x` [n, 3, 96, 96], RGB 0 to 255 by planes; output `logits` [n, 3] of
 * genuine, screen and print. All patches of a call go through the net at once.
 */
export function createRecaptureNet(net: Pick<Net, 'run'>): TextureJudge {
  return {
    async run(patches: readonly RgbRaster[]): Promise<PatchOdds[]> {
      const plane = patchPx * patchPx;
      const data = new Float32Array(patches.length * 3 * plane);
      for (const [n, patch] of patches.entries())
        writePlanes(patch.data, plane, data.subarray(n * 3 * plane, (n + 1) * 3 * plane));
      const outputs = await net.run({ x: { data, dims: [patches.length, 3, patchPx, patchPx] } });
      const logits = mustGetOutput(outputs, 'logits').data;
      if (logits.length !== patches.length * classes)
        throw new TypeError(
          'the net for recaptured pictures answers in another shape than it was trained for',
        );
      return patches.map((_, n) => {
        const [genuine = 0, screen = 0, print = 0] = softmax(logits.subarray(n * classes, (n + 1) * classes));
        return { genuine, screen, print };
      });
    },
  };
}

// A function of arrays and numbers only: a loop in the closure above is compiled anew with each picture.
/** RGB by pixels to RGB by planes. */
function writePlanes(from: Uint8Array, plane: number, to: Float32Array): void {
  for (let i = 0; i < plane; i += 1) for (let c = 0; c < 3; c += 1) to[c * plane + i] = from[i * 3 + c] ?? 0;
}

function softmax(logits: Float32Array): number[] {
  const most = Math.max(...logits);
  const powers = [...logits].map((logit) => Math.exp(logit - most));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

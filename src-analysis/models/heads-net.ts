import type { RgbRaster } from '../image/raster.ts';
import { headPx } from '../presentation/head-crop.ts';
import { mustGetOutput, type Net } from './pool.ts';

/** How likely a head is a person's own, a picture cut out along it, a mask; the three add up to 1. */
export interface HeadOdds {
  readonly genuine: number;
  readonly cutOut: number;
  readonly mask: number;
}

/**
 * Judges a head with what is around it by `models/own/heads.onnx`: input `x` [n, 3, 128, 128], RGB 0 to 255 by planes; output `logits` [n, 3] of
 * genuine, cut-out and mask, in the order of training (`tests/corpus/recapture/heads.ts`).
 *
 * @param head as `cropHead` gives it
 */
export async function judgeHead(net: Pick<Net, 'run'>, { data: rgb }: RgbRaster): Promise<HeadOdds> {
  const plane = headPx * headPx;
  const data = new Float32Array(3 * plane);
  for (let i = 0; i < plane; i += 1) for (let c = 0; c < 3; c += 1) data[c * plane + i] = rgb[i * 3 + c] ?? 0;
  const outputs = await net.run({ x: { data, dims: [1, 3, headPx, headPx] } });
  const logits = mustGetOutput(outputs, 'logits').data;
  if (logits.length !== 3)
    throw new TypeError('the net for heads answers in another shape than it was trained for');
  const most = Math.max(...logits);
  const [genuine = 0, cutOut = 0, mask = 0] = [...logits].map((logit) => Math.exp(logit - most));
  const sum = genuine + cutOut + mask;
  return { genuine: genuine / sum, cutOut: cutOut / sum, mask: mask / sum };
}

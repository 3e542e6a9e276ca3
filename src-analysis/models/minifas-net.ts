import type { Rect } from '#shared/domain/geometry.ts';
import type { RgbRaster } from '../image/raster.ts';
import { warpSimilarity } from '../image/warp.ts';
import { mustGetOutput, type Net } from './pool.ts';

const inputPx = 128;
/** Of the longer side of the face's box, about its middle. */
const cropScale = 1.5;

/**
 * How real a face looks to `minifas-128.onnx`, an optional pack: 0 to 1, a half where its two logits are alike. Its training data are not known to us.
 * Input [1, 3, 128, 128], RGB 0 to 1, a square of one and a half times the face, black where the picture ends.
 */
export async function judgeByMinifas(
  net: Pick<Net, 'run'>,
  image: RgbRaster,
  { x, y, width, height }: Rect,
): Promise<number> {
  const side = cropScale * Math.max(width, height);
  const step = side / inputPx;
  const square = warpSimilarity(
    image,
    { a: step, b: 0, tx: x + width / 2 - side / 2, ty: y + height / 2 - side / 2 },
    inputPx,
    inputPx,
  );
  const plane = inputPx * inputPx;
  const data = new Float32Array(3 * plane);
  for (let i = 0; i < plane; i += 1)
    for (let c = 0; c < 3; c += 1) data[c * plane + i] = (square.data[i * 3 + c] ?? 0) / 255;
  const outputs = await net.run({ input: { data, dims: [1, 3, inputPx, inputPx] } });
  const [real = 0, spoof = 0] = mustGetOutput(outputs, 'output').data;
  return 1 / (1 + Math.exp(spoof - real));
}

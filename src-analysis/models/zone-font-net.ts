import { cropHeightPx, type LineCrop } from '../mrz/crop-line.ts';
import type { FontJudge } from '../mrz/zone-font.ts';
import { mustGetOutput, type Net } from './pool.ts';

const stridePx = 4;
/** Widths are padded to a multiple of this, as in training. */
const widthStepPx = 16;

/**
 * The judge of zone print on `models/own/zone-font.onnx`: input `x` [n, 1, 32, width], output `logits` [n, width / 4]. All lines of a call go
 * through the net at once, padded with zeros (the mean luma) to the widest.
 */
export function createZoneFontNet(net: Pick<Net, 'run'>): FontJudge {
  return {
    async run(lines: readonly LineCrop[]): Promise<Float32Array[]> {
      const widest = Math.max(...lines.map(({ widthPx }) => widthPx));
      const width = Math.ceil(widest / widthStepPx) * widthStepPx;
      const data = new Float32Array(lines.length * cropHeightPx * width);
      for (const [n, line] of lines.entries())
        for (let y = 0; y < cropHeightPx; y++)
          data.set(
            line.data.subarray(y * line.widthPx, (y + 1) * line.widthPx),
            (n * cropHeightPx + y) * width,
          );
      const outputs = await net.run({ x: { data, dims: [lines.length, 1, cropHeightPx, width] } });
      const logits = mustGetOutput(outputs, 'logits').data;
      const columns = width / stridePx;
      if (logits.length !== lines.length * columns)
        throw new TypeError('the net for the font of zones answers in another shape than it was trained for');
      return lines.map((_, n) => logits.subarray(n * columns, (n + 1) * columns));
    },
  };
}

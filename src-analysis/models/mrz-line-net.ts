import type { LineCrop } from '../mrz/crop-line.ts';
import { cropHeightPx } from '../mrz/crop-line.ts';
import { classCount, type LineLogits } from '../mrz/decode-line.ts';
import type { LineRecognizer } from '../mrz/read-mrz.ts';
import type { Net } from './pool.ts';

/** The net's stride: one column of output per 4 pixels. */
const stridePx = 4;
/** Widths are padded to a multiple of this, as in training. */
const widthStepPx = 16;

/**
 * The line recognizer on `models/own/mrz-line.onnx`: input `x` [n, 1, 32, width], output `logp` [n, width / 4, 38]. All lines of a
 * call go through the net at once, padded with zeros (the mean luma) to the widest.
 */
export function createMrzLineNet(net: Pick<Net, 'run'>): LineRecognizer {
  return {
    async run(lines: readonly LineCrop[]): Promise<LineLogits[]> {
      if (lines.length === 0) return [];
      const widest = Math.max(...lines.map(({ widthPx }) => widthPx));
      const width = Math.ceil(widest / widthStepPx) * widthStepPx;
      const data = new Float32Array(lines.length * cropHeightPx * width);
      for (const [n, line] of lines.entries()) {
        for (let y = 0; y < cropHeightPx; y++) {
          const row = line.data.subarray(y * line.widthPx, (y + 1) * line.widthPx);
          data.set(row, (n * cropHeightPx + y) * width);
        }
      }
      const { logp } = await net.run({ x: { data, dims: [lines.length, 1, cropHeightPx, width] } });
      const columns = width / stridePx;
      if (logp?.data.length !== lines.length * columns * classCount) {
        throw new TypeError('the net for MRZ lines answers in another shape than it was trained for');
      }
      const all = logp.data;
      return lines.map(({ widthPx, glyphsPx: [first, last] }, n) => ({
        columns: Math.floor(widthPx / stridePx),
        glyphColumns: [first / stridePx, last / stridePx] as const,
        data: all.subarray(
          n * columns * classCount,
          (n * columns + Math.floor(widthPx / stridePx)) * classCount,
        ),
      }));
    },
  };
}

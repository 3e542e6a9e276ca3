import { printGlyphs } from '../ocr/print-alphabet.ts';
import {
  printHeightPx,
  type PrintLattice,
  type PrintLine,
  type PrintRecognizer,
} from '../ocr/print-lines.ts';
import { mustGetOutput, type Net } from './pool.ts';

/** The net's stride: one column of output per 4 pixels. */
const stridePx = 4;
/** Widths are padded to a multiple of this, as in training. */
const widthStepPx = 16;
/** Lines go through the net together as long as the widest is wider by no more than this share of the narrowest. */
const widest = 1.5;
const classCount = printGlyphs.length + 1;

/**
 * The recognizer of print on `models/own/print-line.onnx`: input `x` [n, 1, 32, width], output `logp` [n, width / 4, classes]. Lines of similar
 * width go through the net at once, padded with zeros (the mean luma).
 */
export function createPrintLineNet(net: Pick<Net, 'run'>): PrintRecognizer {
  const runAlike = async (lines: readonly PrintLine[]): Promise<PrintLattice[]> => {
    const width = paddedWidth(Math.max(...lines.map(({ widthPx }) => widthPx)));
    const data = new Float32Array(lines.length * printHeightPx * width);
    for (const [n, line] of lines.entries())
      for (let y = 0; y < printHeightPx; y += 1)
        data.set(
          line.data.subarray(y * line.widthPx, (y + 1) * line.widthPx),
          (n * printHeightPx + y) * width,
        );
    const outputs = await net.run({ x: { data, dims: [lines.length, 1, printHeightPx, width] } });
    const logp = mustGetOutput(outputs, 'logp').data;
    const size = (width / stridePx) * classCount;
    if (logp.length !== lines.length * size)
      throw new TypeError('the net for lines of print answers in another shape than it was trained for');
    return lines.map(({ widthPx }, n) => {
      const columns = Math.floor(widthPx / stridePx);
      return { columns, stridePx, data: logp.subarray(n * size, n * size + columns * classCount) };
    });
  };
  return {
    async run(lines) {
      const read = new Map<PrintLine, PrintLattice>();
      const sorted = [...lines].sort((a, b) => a.widthPx - b.widthPx);
      for (let start = 0; start < sorted.length;) {
        const limit = widest * paddedWidth(sorted[start]?.widthPx ?? 0);
        const end = sorted.findIndex(({ widthPx }, at) => at > start && widthPx > limit);
        const group = sorted.slice(start, end === -1 ? sorted.length : end);
        for (const [n, lattice] of (await runAlike(group)).entries()) {
          const line = group[n];
          if (line !== undefined) read.set(line, lattice);
        }
        start += group.length;
      }
      return lines.flatMap((line) => read.get(line) ?? []);
    },
  };
}

const paddedWidth = (widthPx: number): number => Math.ceil(widthPx / widthStepPx) * widthStepPx;

import { expect, it } from 'vitest';
import { printGlyphs } from '../ocr/print-alphabet.ts';
import { printHeightPx, type PrintLine } from '../ocr/print-lines.ts';
import { createPrintLineNet } from './print-line-net.ts';

const classCount = printGlyphs.length + 1;
const aLine = (widthPx: number): PrintLine => ({
  widthPx,
  data: new Float32Array(printHeightPx * widthPx).fill(widthPx),
  rectPx: { x: 0, y: 0, width: widthPx, height: printHeightPx },
});

it('reads lines of like width together and answers in the order of the lines, without the padding', async () => {
  const batches: (readonly number[])[] = [];
  const net = createPrintLineNet({
    run: ({ x }) => {
      const [n = 0, , , width = 0] = x?.dims ?? [];
      batches.push([n, width]);
      // Every column says what stands in the line's first pixel.
      const size = (width / 4) * classCount;
      const data = new Float32Array(n * size);
      for (let k = 0; k < n; k += 1)
        data.fill(x?.data[k * printHeightPx * width] ?? 0, k * size, (k + 1) * size);
      return Promise.resolve({ logp: { data, dims: [n, width / 4, classCount] } });
    },
  });
  const lattices = await net.run([aLine(400), aLine(60), aLine(80), aLine(410)]);
  expect(batches).toEqual([
    [2, 80],
    [2, 416],
  ]);
  expect(lattices.map(({ columns, data }) => [columns, data[0], data.length])).toEqual(
    [400, 60, 80, 410].map((width) => {
      const columns = Math.floor(width / 4);
      return [columns, width, columns * classCount];
    }),
  );
});

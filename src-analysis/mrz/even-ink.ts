/** Values of an image or a crop, row by row: higher is lighter. */
interface Plane {
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array | Uint8Array;
}

/** Levels below which a stroke is noise: a glyph that faint is not made as dark as the others. */
const faintest = 14;

/**
 * The thin dark strokes of `plane` alone, each as dark as its neighbours: 255 is ground, 0 the darkest stroke within `reachPx`. What is
 * `strokePx` wide or wider, such as the letters of a stamp, is ground; glyphs under it, in glare or in shadow come out as black as
 * the others. (Black top-hat with a square, over its own local maximum.)
 */
export function evenInk({ width, height, data }: Plane, strokePx: number, reachPx: number): Float32Array {
  const size = { width, height };
  const source = Float32Array.from(data);
  const ground = extreme(extreme(source, size, strokePx, 1), size, strokePx, -1);
  const strokes = ground.map((value, i) => value - (source[i] ?? 0));
  const darkest = extreme(strokes, size, reachPx, 1);
  return strokes.map((value, i) => 255 - (255 * value) / Math.max(faintest, darkest[i] ?? 0));
}

/** The greatest (`sign` 1) or least (-1) value in the square of `sizePx` (odd) around each place; beyond the border there is nothing. */
function extreme(
  data: Float32Array,
  { width, height }: { readonly width: number; readonly height: number },
  sizePx: number,
  sign: 1 | -1,
): Float32Array {
  const rows = new Float32Array(data.length);
  for (let y = 0; y < height; y++) slide(data, rows, y * width, 1, width, sizePx, sign);
  const out = new Float32Array(data.length);
  for (let x = 0; x < width; x++) slide(rows, out, x, width, height, sizePx, sign);
  return out;
}

/** One row or column of {@link extreme}: blocks of the window's size, from their heads and from their tails (van Herk, 1992). */
function slide(
  from: Float32Array,
  to: Float32Array,
  start: number,
  step: number,
  length: number,
  sizePx: number,
  sign: 1 | -1,
): void {
  const reach = sizePx >> 1;
  const padded = length + 2 * reach;
  const [heads, tails] = [new Float32Array(padded), new Float32Array(padded)];
  const at = (i: number): number =>
    i < reach || i >= reach + length ? -Infinity : sign * (from[start + (i - reach) * step] ?? 0);
  for (let i = 0; i < padded; i++) {
    heads[i] = i % sizePx === 0 ? at(i) : Math.max(heads[i - 1] ?? 0, at(i));
  }
  for (let i = padded - 1; i >= 0; i--) {
    tails[i] = i === padded - 1 || (i + 1) % sizePx === 0 ? at(i) : Math.max(tails[i + 1] ?? 0, at(i));
  }
  for (let i = 0; i < length; i++) {
    to[start + i * step] = sign * Math.max(tails[i] ?? 0, heads[i + 2 * reach] ?? 0);
  }
}

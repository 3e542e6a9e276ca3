import type { Rect } from './rect.ts';

/** The part of the platform's `ImageData` that is needed: RGBA, 8 bits. */
export interface RgbaImage {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray;
}

/** One plane of a picture from a camera: the byte at `offset + y * stride + x * step`. */
export interface Plane {
  readonly offset: number;
  readonly stride: number;
  readonly step: number;
}

/** A picture as cameras give it: luma, and chroma at half its size in both directions (I420, NV12). */
export interface YuvImage {
  readonly data: Uint8Array;
  readonly luma: Plane;
  readonly cb: Plane;
  readonly cr: Plane;
  /** Luma from 0 to 255; cameras mostly give 16 to 235, and 16 to 240 for chroma (ITU-R BT.601). */
  readonly isFullRange: boolean;
}

/** Every third pixel in both directions has its chroma: it tells only where a face is, which is some hundred pixels wide. */
export const chromaStepPx = 3;

/** What hints are chosen from: luma and chroma, all from 0 to 255. The arrays may be longer than what the sizes say. */
export interface HintImage {
  readonly width: number;
  readonly height: number;
  readonly luma: Uint8Array;
  /** Rows of `chromaColumns`; empty where chroma was not asked for. */
  readonly cb: Uint8Array;
  readonly cr: Uint8Array;
  readonly chromaColumns: number;
}

/** Hands out the arrays of a picture, the same ones for pictures of the same size: looks leave no garbage. Chroma tells of faces alone. */
export function createHintImages({
  hasChroma,
}: {
  readonly hasChroma: boolean;
}): (width: number, height: number) => HintImage {
  let last: HintImage | undefined;
  return (width, height) => {
    if (last?.width === width && last.height === height) return last;
    const chromaColumns = Math.ceil(width / chromaStepPx);
    const chroma = hasChroma ? chromaColumns * Math.ceil(height / chromaStepPx) : 0;
    last = {
      width,
      height,
      luma: new Uint8Array(width * height),
      cb: new Uint8Array(chroma),
      cr: new Uint8Array(chroma),
      chromaColumns,
    };
    return last;
  };
}

/** Fills `into`, which has the size of `image`, by ITU-R BT.601 in 256ths. */
export function fillFromRgba(into: HintImage, { data, width, height }: RgbaImage): void {
  const { luma, cb, cr } = into;
  for (let at = 0, from = 0, end = width * height; at < end; at += 1, from += 4) {
    luma[at] = ((data[from] ?? 0) * 77 + (data[from + 1] ?? 0) * 150 + (data[from + 2] ?? 0) * 29) >> 8;
  }
  if (cb.length === 0) return;
  let at = 0;
  for (let y = 0; y < height; y += chromaStepPx) {
    for (let x = 0; x < width; x += chromaStepPx, at += 1) {
      const from = (y * width + x) * 4;
      const [r, g, b] = [data[from] ?? 0, data[from + 1] ?? 0, data[from + 2] ?? 0];
      cb[at] = 128 + ((-43 * r - 85 * g + 128 * b) >> 8);
      cr[at] = 128 + ((128 * r - 107 * g - 21 * b) >> 8);
    }
  }
}

/**
 * Fills `into` with the part `seen` of a camera's picture, scaled down: each pixel is the mean of four spread over what it stands for.
 * With all of them it would be slower, with one of them noise would look like sharpness.
 */
export function fillFromYuv(
  into: HintImage,
  { data, luma, cb, cr, isFullRange }: YuvImage,
  seen: Rect,
): void {
  const { width, height } = into;
  const toFullLuma = rangeTable(isFullRange ? null : { from: 16, span: 219 });
  const toFullChroma = rangeTable(isFullRange ? null : { from: 16, span: 224 });
  const [scaleX, scaleY] = [seen.width / width, seen.height / height];
  const left = new Int32Array(width);
  const right = new Int32Array(width);
  for (let x = 0; x < width; x += 1) {
    left[x] = Math.floor(seen.x + (x + 0.25) * scaleX) * luma.step;
    right[x] = Math.floor(seen.x + (x + 0.75) * scaleX) * luma.step;
  }
  for (let y = 0, at = 0; y < height; y += 1) {
    const top = luma.offset + Math.floor(seen.y + (y + 0.25) * scaleY) * luma.stride;
    const bottom = luma.offset + Math.floor(seen.y + (y + 0.75) * scaleY) * luma.stride;
    for (let x = 0; x < width; x += 1, at += 1) {
      const [l, r] = [left[x] ?? 0, right[x] ?? 0];
      const sum =
        (data[top + l] ?? 0) + (data[top + r] ?? 0) + (data[bottom + l] ?? 0) + (data[bottom + r] ?? 0);
      into.luma[at] = toFullLuma[(sum + 2) >> 2] ?? 0;
    }
  }
  if (into.cb.length === 0) return;
  let at = 0;
  for (let y = 0; y < height; y += chromaStepPx) {
    const row = Math.floor((seen.y + (y + 0.5) * scaleY) / 2);
    for (let x = 0; x < width; x += chromaStepPx, at += 1) {
      const column = Math.floor((seen.x + (x + 0.5) * scaleX) / 2);
      into.cb[at] = toFullChroma[data[cb.offset + row * cb.stride + column * cb.step] ?? 0] ?? 0;
      into.cr[at] = toFullChroma[data[cr.offset + row * cr.stride + column * cr.step] ?? 0] ?? 0;
    }
  }
}

/** From a camera's range to 0 to 255, for each of 256 values. */
function rangeTable(range: { readonly from: number; readonly span: number } | null): Uint8ClampedArray {
  const table = new Uint8ClampedArray(256);
  for (let value = 0; value < 256; value += 1)
    table[value] = range === null ? value : ((value - range.from) * 255) / range.span;
  return table;
}

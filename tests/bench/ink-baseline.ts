import type { RgbRaster } from '#analysis/image/raster.ts';
import type { OpenCv } from '../corpus/measure/contour-baseline.ts';

/**
 * How tutorials look for stamps: hue and saturation, a threshold on saturation, the contours of what is left; at the picture's own
 * size. How many there are.
 */
export function findInks(cv: OpenCv, { width, height, data }: RgbRaster): number {
  const rgba = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let from = 0, to = 0; from < data.length; from += 3, to += 4)
    rgba.set(data.subarray(from, from + 3), to);
  const picture = cv.matFromImageData({ data: rgba, width, height });
  const planes = new cv.MatVector();
  const [contours, hierarchy] = [new cv.MatVector(), new cv.Mat()];
  try {
    cv.cvtColor(picture, picture, cv.COLOR_RGBA2RGB);
    cv.cvtColor(picture, picture, cv.COLOR_RGB2HSV);
    cv.split(picture, planes);
    const saturation = planes.get(1);
    cv.threshold(saturation, saturation, 64, 255, cv.THRESH_BINARY);
    cv.findContours(saturation, contours, hierarchy, cv.RETR_EXTERNAL, cv.CHAIN_APPROX_SIMPLE);
    saturation.delete();
    return contours.size();
  } finally {
    for (const mat of [picture, planes, contours, hierarchy]) mat.delete();
  }
}

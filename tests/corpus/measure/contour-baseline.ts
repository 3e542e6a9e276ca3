import { createRequire } from 'node:module';
import type * as OpenCvModule from '@techstark/opencv-js';
import type { RgbRaster } from '#analysis/image/raster.ts';
import { shrinkToFit } from '#analysis/image/resize.ts';
import type { Point, Quad } from '#shared/domain/geometry.ts';

/** OpenCV.js as `withOpenCv` hands it over. */
export type OpenCv = typeof OpenCvModule;

/**
 * Calls back with OpenCV.js once its WASM runs. By callback, since the module is a thenable that resolves to itself: a promise of it
 * never settles.
 */
export function withOpenCv(use: (cv: OpenCv) => void): void {
  const cv = createRequire(import.meta.url)('@techstark/opencv-js') as OpenCv & {
    onRuntimeInitialized?: () => void;
  };
  if ('Mat' in cv) use(cv);
  else (cv as { onRuntimeInitialized?: () => void }).onRuntimeInitialized = () => use(cv);
}

/**
 * The way to a document's outline that most tutorials take: gray, Gaussian 5 by 5, Canny 50 and 150, dilated by 5, contours, each
 * simplified to 2 % of its length; the largest convex one of four corners that covers a twentieth of the picture, of a contour itself
 * or of its convex hull, which helps where the edge is broken. At a long side of 1000 px. `null` where there is none.
 */
export function findByContours(cv: OpenCv, image: RgbRaster): Quad | null {
  const { image: small, toOriginal } = shrinkToFit(image, 1000);
  const rgba = new Uint8ClampedArray(small.width * small.height * 4).fill(255);
  for (let i = 0; i < small.width * small.height; i += 1) {
    for (let c = 0; c < 3; c += 1) rgba[i * 4 + c] = small.data[i * 3 + c] ?? 0;
  }
  const mats: { delete(): void }[] = [];
  const kept = <T extends { delete(): void }>(mat: T): T => {
    mats.push(mat);
    return mat;
  };
  try {
    const source = kept(cv.matFromImageData({ data: rgba, width: small.width, height: small.height }));
    const edges = kept(new cv.Mat());
    cv.cvtColor(source, edges, cv.COLOR_RGBA2GRAY);
    cv.GaussianBlur(edges, edges, new cv.Size(5, 5), 0);
    cv.Canny(edges, edges, 50, 150);
    cv.dilate(edges, edges, kept(cv.Mat.ones(5, 5, cv.CV_8U)));
    const [contours, hierarchy] = [kept(new cv.MatVector()), kept(new cv.Mat())];
    cv.findContours(edges, contours, hierarchy, cv.RETR_LIST, cv.CHAIN_APPROX_SIMPLE);
    let best: { area: number; quad: Quad } | null = null;
    for (let i = 0; i < contours.size(); i += 1) {
      const contour = contours.get(i);
      for (const isHull of [false, true]) {
        const outline = new cv.Mat();
        if (isHull) cv.convexHull(contour, outline);
        else contour.copyTo(outline);
        const area = cv.contourArea(outline);
        if (area > small.width * small.height * 0.05 && area > (best?.area ?? 0)) {
          const simple = new cv.Mat();
          cv.approxPolyDP(outline, simple, 0.02 * cv.arcLength(outline, true), true);
          if (simple.rows === 4 && cv.isContourConvex(simple))
            best = { area, quad: toQuad(simple.data32S, toOriginal) };
          simple.delete();
        }
        outline.delete();
      }
      contour.delete();
    }
    return best?.quad ?? null;
  } finally {
    for (const mat of mats) mat.delete();
  }
}

/** Clockwise from the corner nearest the top left of the picture: contours know no reading order. */
function toQuad(coordinates: Int32Array, scale: number): Quad {
  const points: Point[] = Array.from({ length: 4 }, (_, i) => ({
    x: (coordinates[2 * i] ?? 0) * scale,
    y: (coordinates[2 * i + 1] ?? 0) * scale,
  }));
  const center = {
    x: points.reduce((sum, { x }) => sum + x / 4, 0),
    y: points.reduce((sum, { y }) => sum + y / 4, 0),
  };
  const around = points.toSorted(
    (a, b) => Math.atan2(a.y - center.y, a.x - center.x) - Math.atan2(b.y - center.y, b.x - center.x),
  );
  const first = around.reduce(
    (least, { x, y }, i) => (x + y < (around[least]?.x ?? 0) + (around[least]?.y ?? 0) ? i : least),
    0,
  );
  return [...around.slice(first), ...around.slice(0, first)] as unknown as Quad;
}

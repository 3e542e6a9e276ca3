import type { Point, Quad } from '#shared/domain/geometry.ts';
import { homographyToQuad, invertHomography, mapPoint } from '#shared/domain/homography.ts';
import { must } from '#shared/lib/invariant.ts';
import type { RgbRaster } from '../image/raster.ts';
import { resize } from '../image/resize.ts';
import { warpByHomography } from '../image/warp.ts';
import { createCanvas, fill, roundedRectangle } from './canvas.ts';

export interface HoldRequest {
  /** Whoever holds the page: a picture held upright, with a chest below the face. */
  readonly selfie: RgbRaster;
  readonly page: RgbRaster;
  /** Of the page's corners, in pixels of the page. */
  readonly cornerRadius: number;
}

/** As wide as a front camera's picture held upright, in pixels; a page takes this share of it. */
const [widthPx, pageShare] = [1440, 0.46];
/** The page is turned by so many degrees, and narrower at its top by this share: nobody holds it straight. */
const [turnDeg, narrower] = [-4, 0.03];
const skin = [196, 148, 120] as const;

/**
 * The page in the hand of whoever the selfie shows: before the chest, a little turned and tilted, a thumb over its lower edge. A picture 1440 px wide; the same
 * request gives the same picture.
 */
export function holdBefore({ selfie, page, cornerRadius }: HoldRequest): RgbRaster {
  const heightPx = Math.round((selfie.height * widthPx) / selfie.width);
  const data = new Uint8Array(resize(selfie, widthPx, heightPx).data);
  const quad = placeBefore(page, heightPx);
  const toPhoto = must(homographyToQuad(page.width, page.height, quad), 'a page that is seen');
  const toPage = must(invertHomography(toPhoto), 'a page that is not seen edge-on');
  const mask = createCanvas(page.width, page.height, [0, 0, 0]);
  fill(mask, [roundedRectangle(page.width, page.height, cornerRadius)], [255, 255, 255]);
  const seen = warpByHomography(page, toPage, widthPx, heightPx);
  const covered = warpByHomography({ ...page, data: mask.data }, toPage, widthPx, heightPx);
  for (let at = 0; at < data.length; at += 1) {
    const share = (covered.data[at] ?? 0) / 255;
    // A little darker than on a table: the light falls on the face.
    data[at] = 0.94 * (seen.data[at] ?? 0) * share + (data[at] ?? 0) * (1 - share);
  }
  const pxPerPagePx = (pageShare * widthPx) / page.width;
  drawThumb(
    { width: widthPx, height: heightPx, data },
    {
      root: { ...mapPoint(toPhoto, { x: page.width * 0.7, y: page.height }), y: heightPx + 40 },
      tip: mapPoint(toPhoto, { x: page.width * 0.66, y: page.height * 1.005 }),
      radius: page.width * 0.055 * pxPerPagePx,
    },
  );
  return { width: widthPx, height: heightPx, channels: 3, data };
}

/** Corners in reading order, in the lower third of the picture. */
function placeBefore(page: RgbRaster, heightPx: number): Quad {
  const [halfWidth, halfHeight] = [
    (pageShare * widthPx) / 2,
    (pageShare * widthPx * page.height) / page.width / 2,
  ];
  const middle: Point = { x: widthPx / 2, y: heightPx - halfHeight - 0.1 * heightPx };
  const turn = (turnDeg * Math.PI) / 180;
  const corner = (sideX: -1 | 1, sideY: -1 | 1): Point => {
    const [x, y] = [sideX * halfWidth * (sideY < 0 ? 1 - narrower : 1), sideY * halfHeight];
    return {
      x: middle.x + x * Math.cos(turn) - y * Math.sin(turn),
      y: middle.y + x * Math.sin(turn) + y * Math.cos(turn),
    };
  };
  return [corner(-1, -1), corner(1, -1), corner(1, 1), corner(-1, 1)];
}

interface Thumb {
  readonly root: Point;
  readonly tip: Point;
  readonly radius: number;
}

/** A round bar from the picture's lower edge to its tip, lit from before, with a soft shadow beside it. */
function drawThumb(
  { width, height, data }: { readonly width: number; readonly height: number; readonly data: Uint8Array },
  { root, tip, radius }: Thumb,
): void {
  const [dx, dy] = [tip.x - root.x, tip.y - root.y];
  const reach = radius * 1.4;
  for (let y = Math.max(0, Math.floor(tip.y - reach)); y < height; y += 1) {
    const left = Math.floor(Math.min(root.x, tip.x) - reach);
    for (let x = Math.max(0, left); x < Math.min(width, Math.max(root.x, tip.x) + reach); x += 1) {
      const along = ((x - root.x) * dx + (y - root.y) * dy) / (dx * dx + dy * dy);
      const t = Math.min(1, Math.max(0, along));
      const depth = Math.hypot(x - root.x - dx * t, y - root.y - dy * t) / radius;
      if (depth > 1.4) continue;
      const at = (y * width + x) * 3;
      const shade = depth > 1 ? 1 - 0.35 * ((1.4 - depth) / 0.4) : 0.55 + 0.45 * Math.sqrt(1 - depth * depth);
      for (let c = 0; c < 3; c += 1)
        data[at + c] = Math.min(255, (depth > 1 ? (data[at + c] ?? 0) : (skin[c] ?? 0)) * shade);
    }
  }
}

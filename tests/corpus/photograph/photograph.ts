import { encodeImage } from '#analysis/image/encode.ts';
import type { GrayRaster, RgbRaster } from '#analysis/image/raster.ts';
import { resize } from '#analysis/image/resize.ts';
import {
  homographyToQuad,
  invertHomography,
  mapPoint,
  warpByHomography,
  type Homography,
} from '#analysis/image/warp.ts';
import { createCanvas, fill, roundedRectangle, type Canvas } from '#analysis/samples/canvas.ts';
import type { TextFont } from '#analysis/samples/outlines-of-text.ts';
import type { Point, Quad, Rect } from '#shared/domain/geometry.ts';
import { must } from '#shared/lib/invariant.ts';
import type { Chance } from '../../hard-pages/random.ts';
import type { FlatSide } from '../page-truth.ts';
import { bentPage, withMargin } from './bend.ts';
import { drawGround } from './grounds.ts';
import { drawFinger, drawSkin } from './hand.ts';
import { lightScene } from './light.ts';
import { blur, grain, smear } from './optics.ts';
import { placeDocuments } from './placement.ts';
import type { Scene } from './scene.ts';

export interface Photograph {
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly height: number;
  /** The document's corners in its reading order, and those of a second document where there is one. */
  readonly quadPx: Quad;
  readonly otherQuadsPx: readonly Quad[];
  /** Share of a rectangle of the flat page that is neither beyond the frame nor under a finger, 0 to 1. */
  readonly visibleShare: (rectPx: Rect) => number;
}

/** The side as somebody photographs it in the scene; `second` lies beside it. The same chance gives the same bytes. */
export async function photograph(
  side: FlatSide,
  second: FlatSide | null,
  scene: Scene,
  font: TextFont,
  chance: Chance,
): Promise<Photograph> {
  const sides = second === null ? [side] : [side, second];
  if (scene.setting === 'scan') return scanOf(side, scene, chance);
  const shift = { x: chance.between(0, 1), y: chance.between(0, 1) };
  const { width, height, quads } = placeDocuments(sides, scene, shift);
  const ground = drawGround(scene.ground, width, height, { paper: colorAt(side.image), font }, chance);
  const canvas: Canvas = { width, height, data: new Uint8Array(ground.data) };
  const fingers = new Uint8Array(width * height);
  const covered = new Uint8Array(width * height);
  const toPhotos = sides.map((one, index) =>
    must(
      homographyToQuad(one.image.width, one.image.height, must(quads[index], 'a place')),
      'a page that is seen',
    ),
  );
  const skin = drawSkin(chance);
  const [toPhoto] = toPhotos;
  const hand =
    scene.setting === 'hand' && toPhoto !== undefined ? holdingHand(side, toPhoto, width, chance) : null;
  if (hand !== null)
    for (const finger of hand.behind) drawFinger(canvas, new Uint8Array(width * height), finger, skin, false);
  toPhotos.forEach((homography, index) => {
    const one = must(sides[index], 'a side');
    const lift = scene.setting === 'hand' ? 26 : 9;
    // Cards are stiff.
    layDown(canvas, covered, one, homography, lift, one.widthMm > 100 ? scene.bend : 0);
  });
  if (hand !== null) drawFinger(canvas, fingers, hand.thumb, skin, true);

  const lit = lightScene(
    { width, height, channels: 3, data: canvas.data },
    covered,
    must(quads[0], 'a place'),
    scene,
    chance,
  );
  const focused = smear(blur(lit, scene.defocusPx), scene.motionPx, chance.between(0, 180));
  const [finalWidth, finalHeight] = [Math.round(width * scene.scale), Math.round(height * scene.scale)];
  const sized = resize(focused, finalWidth, finalHeight);
  const bytes = await encodeImage(grain(sized, scene.noise, chance), {
    format: 'jpeg',
    quality: scene.jpegQuality,
  });
  const scaled = (quad: Quad): Quad =>
    quad.map(({ x, y }) => ({
      x: (x * finalWidth) / width,
      y: (y * finalHeight) / height,
    })) as unknown as Quad;
  const [first, ...others] = quads.map(scaled);
  return {
    bytes,
    width: finalWidth,
    height: finalHeight,
    quadPx: must(first, 'a document'),
    otherQuadsPx: others,
    visibleShare: (rectPx) => shareSeen(rectPx, must(toPhoto, 'a page'), fingers, width, height),
  };
}

/** A flatbed scan cut to the document's edges: it fills the picture. */
async function scanOf(side: FlatSide, scene: Scene, chance: Chance): Promise<Photograph> {
  const { image } = side;
  const [width, height] = [Math.round(image.width * scene.scale), Math.round(image.height * scene.scale)];
  const seen = grain(resize(blur(image, scene.defocusPx * 0.8), width, height), scene.noise * 0.6, chance);
  return {
    bytes: await encodeImage(seen, { format: 'jpeg', quality: scene.jpegQuality }),
    width,
    height,
    quadPx: [
      { x: 0, y: 0 },
      { x: width, y: 0 },
      { x: width, y: height },
      { x: 0, y: height },
    ],
    otherQuadsPx: [],
    visibleShare: () => 1,
  };
}

/** Puts the page over what is there, with the soft shadow of something that lies `liftPx` above it. */
function layDown(
  canvas: Canvas,
  covered: Uint8Array,
  side: FlatSide,
  toPhoto: Homography,
  liftPx: number,
  bend: number,
): void {
  const { width, height } = canvas;
  const toPage = must(invertHomography(toPhoto), 'a page that is not seen edge-on');
  const pageMask = maskOf(side);
  const cut = new Uint8Array(side.image.data.length);
  for (let i = 0; i < cut.length; i += 1)
    cut[i] = ((side.image.data[i] ?? 0) * (pageMask.data[(i / 3) | 0] ?? 0)) / 255;
  const page = bentPage<3>({ ...side.image, data: cut }, bend);
  const toBent = withMargin(toPage, page.marginPx);
  const seen = warpByHomography(page.image, toBent, width, height);
  const mask = warpByHomography(bentPage(pageMask, bend).image, toBent, width, height);
  const shadow = resize(resize(mask, Math.round(width / liftPx), Math.round(height / liftPx)), width, height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const i = y * width + x;
      const share = (mask.data[i] ?? 0) / 255;
      covered[i] = Math.max(covered[i] ?? 0, mask.data[i] ?? 0);
      const from = Math.max(0, y - liftPx) * width + Math.max(0, x - Math.round(liftPx * 0.6));
      const shade = 1 - 0.4 * ((shadow.data[from] ?? 0) / 255);
      for (let c = 0; c < 3; c += 1) {
        const below = (canvas.data[i * 3 + c] ?? 0) * (share < 1 ? shade : 1);
        // The page is cut out on black, so that its border is already darkened by what it does not cover.
        canvas.data[i * 3 + c] = Math.min(255, (seen.data[i * 3 + c] ?? 0) + below * (1 - share));
      }
    }
  }
}

function maskOf({ image, widthMm, cornerRadiusMm, missing = [] }: FlatSide): GrayRaster {
  const canvas = createCanvas(image.width, image.height, [0, 0, 0]);
  const radius = (cornerRadiusMm * image.width) / widthMm;
  fill(canvas, [roundedRectangle(image.width, image.height, radius)], [255, 255, 255]);
  for (const outline of missing) fill(canvas, [outline], [0, 0, 0]);
  const data = new Uint8Array(image.width * image.height);
  for (let i = 0; i < data.length; i += 1) data[i] = canvas.data[i * 3] ?? 0;
  return { width: image.width, height: image.height, channels: 1, data };
}

interface Hand {
  readonly behind: readonly Parameters<typeof drawFinger>[2][];
  readonly thumb: Parameters<typeof drawFinger>[2];
}

/** A hand that holds the page by its left, right or lower edge, with the thumb where it hides least of what is printed. */
function holdingHand(side: FlatSide, toPhoto: Homography, frameWidth: number, chance: Chance): Hand {
  const { image, widthMm } = side;
  const pxPerMm = image.width / widthMm;
  const printed: readonly Rect[] = [
    ...side.fields.flatMap(({ rectPx }) => (rectPx === null ? [] : [rectPx])),
    ...side.regions.map(({ rectPx }) => rectPx),
  ];
  const radiusMm = chance.between(7.5, 9.5);
  const candidates = Array.from({ length: 14 }, () => {
    const edge = chance.pick(['left', 'right', 'bottom'] as const);
    const along = chance.between(0.25, 0.8);
    const reachPx = chance.between(6, 12) * pxPerMm;
    const outPx = 16 * pxPerMm;
    const [w, h] = [image.width, image.height];
    const lean = chance.between(-0.25, 0.25);
    const [tip, root]: readonly [Point, Point] =
      edge === 'left'
        ? [
            { x: reachPx, y: along * h },
            { x: -outPx, y: along * h + lean * h },
          ]
        : edge === 'right'
          ? [
              { x: w - reachPx, y: along * h },
              { x: w + outPx, y: along * h + lean * h },
            ]
          : [
              { x: along * w, y: h - reachPx },
              { x: along * w + lean * w, y: h + outPx },
            ];
    const hidden = printed.filter((rect) => distanceTo(tip, rect) < radiusMm * pxPerMm).length;
    return { tip, root, hidden };
  });
  const { tip, root } = must(candidates.toSorted((a, b) => a.hidden - b.hidden)[0], 'a candidate');
  const [tipPx, rootPx] = [mapPoint(toPhoto, tip), mapPoint(toPhoto, root)];
  const oneMm = Math.hypot(
    mapPoint(toPhoto, { x: tip.x + pxPerMm, y: tip.y }).x - tipPx.x,
    mapPoint(toPhoto, { x: tip.x + pxPerMm, y: tip.y }).y - tipPx.y,
  );
  const radius = radiusMm * oneMm;
  const [dx, dy] = [rootPx.x - tipPx.x, rootPx.y - tipPx.y];
  const length = Math.hypot(dx, dy);
  const [ux, uy] = [dx / length, dy / length];
  const far = { x: rootPx.x + ux * frameWidth, y: rootPx.y + uy * frameWidth };
  const beside = (offset: number, reach: number): Point => ({
    x: rootPx.x - uy * offset * radius - ux * reach * radius,
    y: rootPx.y + ux * offset * radius - uy * reach * radius,
  });
  return {
    thumb: { from: rootPx, to: tipPx, fromRadius: radius * 1.25, toRadius: radius },
    behind: [
      // The arm, then what is seen of the fingers that hold from below.
      { from: far, to: beside(0.4, -1.2), fromRadius: radius * 3.4, toRadius: radius * 2.6 },
      { from: beside(1.9, -1), to: beside(2.2, 1.2), fromRadius: radius * 1.1, toRadius: radius * 0.95 },
      { from: beside(-1.9, -1), to: beside(-2.2, 0.8), fromRadius: radius * 1.1, toRadius: radius * 0.95 },
    ],
  };
}

function distanceTo({ x, y }: Point, rect: Rect): number {
  const dx = Math.max(rect.x - x, 0, x - rect.x - rect.width);
  const dy = Math.max(rect.y - y, 0, y - rect.y - rect.height);
  return Math.hypot(dx, dy);
}

function shareSeen(
  rectPx: Rect,
  toPhoto: Homography,
  fingers: Uint8Array,
  width: number,
  height: number,
): number {
  const [columns, rows] = [24, 6];
  let seen = 0;
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const { x, y } = mapPoint(toPhoto, {
        x: rectPx.x + (rectPx.width * (column + 0.5)) / columns,
        y: rectPx.y + (rectPx.height * (row + 0.5)) / rows,
      });
      const isInside = x >= 0 && y >= 0 && x < width && y < height;
      if (isInside && fingers[Math.floor(y) * width + Math.floor(x)] !== 255) seen += 1;
    }
  }
  return seen / (columns * rows);
}

/** The paper's color: near the top left corner nothing is printed. */
function colorAt({ data, width }: RgbRaster): [number, number, number] {
  const at = (12 * width + 60) * 3;
  return [data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0];
}

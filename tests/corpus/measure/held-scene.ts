import { decodeImage } from '#analysis/image/decode.ts';
import { encodeImage } from '#analysis/image/encode.ts';
import type { RgbRaster } from '#analysis/image/raster.ts';
import { resize } from '#analysis/image/resize.ts';
import { warpByHomography } from '#analysis/image/warp.ts';
import { createCanvas, fill, roundedRectangle, type Canvas } from '#analysis/samples/canvas.ts';
import type { Point, Quad, Rect } from '#shared/domain/geometry.ts';
import { homographyToQuad, invertHomography, mapPoint, type Homography } from '#shared/domain/homography.ts';
import { must } from '#shared/lib/invariant.ts';
import type { Chance } from '../../hard-pages/random.ts';
import type { FlatSide } from '../page-truth.ts';
import { drawFinger, drawSkin, type Finger } from '../photograph/hand.ts';
import { blur, grain } from '../photograph/optics.ts';

/** A selfie with a document in the hand, and where the document is on it. */
export interface HeldScene {
  readonly bytes: Uint8Array;
  readonly quadPx: Quad;
}

/** As wide as a front camera's picture held upright, in pixels. */
const sceneWidthPx = 1440;

/**
 * A side of a document, `widthPx` wide, held below and beside the face of a selfie: turned and tilted a little, with a thumb over its edge that hides as
 * little as it may, or the place that it is to hide, out of focus, grainy and compressed as a front camera's picture is. The same chance gives the same bytes.
 */
export async function holdBeforeSelfie(
  selfie: RgbRaster,
  side: FlatSide,
  widthPx: number,
  chance: Chance,
  hidden: Rect | null = null,
): Promise<HeldScene> {
  const canvas = roomBelow(selfie);
  const quadPx = placeInHand(side, widthPx, canvas, chance);
  const { image } = side;
  const toPhoto = must(homographyToQuad(image.width, image.height, quadPx), 'a page that is seen');
  const toPage = must(invertHomography(toPhoto), 'a page that is not seen edge-on');
  const mask = createCanvas(image.width, image.height, [0, 0, 0]);
  const radius = (side.cornerRadiusMm * image.width) / side.widthMm;
  fill(mask, [roundedRectangle(image.width, image.height, radius)], [255, 255, 255]);
  const light = chance.between(0.8, 1.05);
  const page = warpByHomography(image, toPage, canvas.width, canvas.height);
  const covered = warpByHomography({ ...image, data: mask.data }, toPage, canvas.width, canvas.height);
  const skin = drawSkin(chance);
  const oneMm = widthPx / side.widthMm;
  const thumb =
    hidden === null ? thumbOf(side, toPhoto, oneMm, chance) : thumbOver(hidden, side, toPhoto, oneMm, chance);
  // The palm is behind the document, the thumb before it.
  drawFinger(
    canvas,
    new Uint8Array(canvas.width * canvas.height),
    {
      from: { x: thumb.from.x, y: canvas.height + 200 },
      to: thumb.from,
      fromRadius: 44 * oneMm,
      toRadius: 30 * oneMm,
    },
    skin,
    false,
  );
  for (let i = 0; i < canvas.width * canvas.height; i += 1) {
    const share = (covered.data[i * 3] ?? 0) / 255;
    if (share === 0) continue;
    for (let c = 0; c < 3; c += 1) {
      const at = i * 3 + c;
      canvas.data[at] = Math.min(
        255,
        (page.data[at] ?? 0) * light * share + (canvas.data[at] ?? 0) * (1 - share),
      );
    }
  }
  drawFinger(canvas, new Uint8Array(canvas.width * canvas.height), thumb, skin, true);
  const seen = grain(
    blur({ ...canvas, channels: 3 }, chance.between(0.4, 0.9)),
    chance.between(1.5, 4),
    chance,
  );
  const bytes = await encodeImage(seen, { format: 'jpeg', quality: chance.whole(80, 92) });
  return { bytes, quadPx };
}

/** Corners in reading order: turned by up to 12°, foreshortened by up to a tenth, in the lower half of the picture. */
function placeInHand(
  { widthMm, heightMm }: FlatSide,
  widthPx: number,
  { width, height }: Canvas,
  chance: Chance,
): Quad {
  const heightPx = (widthPx * heightMm) / widthMm;
  const turn = (chance.between(-12, 12) * Math.PI) / 180;
  const [narrower, lower] = [chance.between(-0.1, 0.1), chance.between(-0.1, 0.1)];
  const corners: readonly Point[] = [
    { x: -1 + narrower, y: -1 + lower },
    { x: 1 - narrower, y: -1 - lower },
    { x: 1 + narrower, y: 1 + lower },
    { x: -1 - narrower, y: 1 - lower },
  ].map(({ x, y }) => {
    const [px, py] = [(x * widthPx) / 2, (y * heightPx) / 2];
    return { x: px * Math.cos(turn) - py * Math.sin(turn), y: px * Math.sin(turn) + py * Math.cos(turn) };
  });
  const reach = Math.max(...corners.map(({ x, y }) => Math.max(Math.abs(x), Math.abs(y))));
  const room = Math.max(0, width / 2 - reach - 20);
  const middle = {
    x: width / 2 + chance.between(-room, room),
    y: Math.min(height - reach - 20, height * chance.between(0.74, 0.84)),
  };
  return corners.map(({ x, y }) => ({ x: middle.x + x, y: middle.y + y })) as unknown as Quad;
}

/** A thumb that reaches over the lower, left or right edge by 5 to 9 mm, of a few the one that hides least of what is printed. */
function thumbOf(side: FlatSide, toPhoto: Homography, oneMm: number, chance: Chance): Finger {
  const { image, widthMm } = side;
  const { width, height } = image;
  const pxPerMm = width / widthMm;
  const printed = [
    ...side.fields.flatMap(({ rectPx }) => (rectPx === null ? [] : [rectPx])),
    ...side.regions.map(({ rectPx }) => rectPx),
  ];
  const candidates = Array.from({ length: 12 }, () => {
    const edge = chance.pick(['left', 'right', 'bottom'] as const);
    const along = edge === 'bottom' ? chance.between(0.3, 0.9) : chance.between(0.5, 0.85);
    const reach = chance.between(5, 9) * pxPerMm;
    const tip =
      edge === 'bottom'
        ? { x: along * width, y: height - reach }
        : { x: edge === 'left' ? reach : width - reach, y: along * height };
    const root =
      edge === 'bottom'
        ? { x: along * width, y: height + 28 * pxPerMm }
        : { x: edge === 'left' ? -14 * pxPerMm : width + 14 * pxPerMm, y: along * height + 26 * pxPerMm };
    const hidden = printed.filter((rect) => distanceTo(tip, rect) < 8 * pxPerMm).length;
    return { tip, root, hidden };
  });
  const { tip, root } = must(candidates.toSorted((a, b) => a.hidden - b.hidden)[0], 'a candidate');
  return {
    from: mapPoint(toPhoto, root),
    to: mapPoint(toPhoto, tip),
    fromRadius: 11 * oneMm,
    toRadius: 8 * oneMm,
  };
}

/** A thumb from the nearer of the left and right edges, whose tip lies between the middle of the place and its far end. */
function thumbOver(
  place: Rect,
  { image, widthMm }: FlatSide,
  toPhoto: Homography,
  oneMm: number,
  chance: Chance,
): Finger {
  const pxPerMm = image.width / widthMm;
  const middle = { x: place.x + place.width / 2, y: place.y + place.height / 2 };
  const isFromRight = middle.x > image.width / 2;
  const reach = chance.between(0, place.width / 2);
  const tip = { x: middle.x + (isFromRight ? -reach : reach), y: middle.y + chance.between(-1, 1) * pxPerMm };
  const away = 14 * pxPerMm;
  const root = {
    x: isFromRight ? image.width + away : -away,
    y: tip.y + chance.between(4, 16) * pxPerMm,
  };
  return {
    from: mapPoint(toPhoto, root),
    to: mapPoint(toPhoto, tip),
    fromRadius: 11 * oneMm,
    toRadius: 8 * oneMm,
  };
}

function distanceTo({ x, y }: Point, rect: Rect): number {
  const dx = Math.max(rect.x - x, 0, x - rect.x - rect.width);
  const dy = Math.max(rect.y - y, 0, y - rect.y - rect.height);
  return Math.hypot(dx, dy);
}

/** The selfie as wide as the scene, with its last row drawn on below it: room for a document that does not hide the face. */
function roomBelow(selfie: RgbRaster): Canvas {
  const height = Math.round((selfie.height * sceneWidthPx) / selfie.width);
  const { data } = resize(selfie, sceneWidthPx, height);
  const stride = sceneWidthPx * 3;
  const canvas = { width: sceneWidthPx, height: Math.round(height * 1.25) };
  const all = new Uint8Array(stride * canvas.height);
  all.set(data);
  for (let row = height; row < canvas.height; row += 1)
    all.set(data.subarray((height - 1) * stride, height * stride), row * stride);
  return { ...canvas, data: all };
}

/** A picture of the project's, decoded. */
export async function pictureOf(bytes: Uint8Array): Promise<RgbRaster> {
  const decoded = await decodeImage(bytes);
  return must(decoded.ok ? decoded.image : null, 'a picture that decodes');
}

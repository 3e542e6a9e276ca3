import type { RgbRaster } from '#analysis/image/raster.ts';
import { homographyToQuad } from '#shared/domain/homography.ts';
import { boundsOf, type Point, type Quad, type Rect } from '#shared/domain/geometry.ts';
import { must } from '#shared/lib/invariant.ts';
import type { Chance } from '../../hard-pages/random.ts';
import { drawCamera, expose } from './camera.ts';
import { sample, toLight, type Radiance } from './light.ts';
import { drawPrint, printLight, type Print, type Screening } from './print.ts';
import { bandingAt, drawScreen, screenLight, type ScreenGeometry } from './screen.ts';

/** A picture of one person with where its face is. */
export interface FaceSource {
  readonly person: string;
  readonly shot: string;
  readonly image: RgbRaster;
  readonly boxPx: Rect;
  /** The 68 points of `Face`. */
  readonly landmarksPx: readonly Point[];
}

/** A face before a camera as somebody who attacks would hold it there, and how. */
export type Medium =
  | { readonly kind: 'screen'; readonly geometries: readonly ScreenGeometry[] }
  | { readonly kind: 'print'; readonly screening: Screening; readonly outline: 'sheet' | 'head' };

export interface Presentation {
  readonly image: RgbRaster;
  /** Camera pixels per pixel of the screen, or per dot of the print. */
  readonly finenessPx: number | null;
  readonly hasEdges: boolean;
}

export interface View {
  readonly width: number;
  readonly height: number;
  /** Pixels of the picture shown per camera pixel, about. */
  readonly unit: number;
  readonly place: (x: number, y: number) => readonly [u: number, v: number];
}

/** A camera of 600 to 960 pixels' width, upright, that sees the picture shown askew and all of it or its middle. */
export function drawView(shown: FaceSource, hasEdges: boolean, chance: Chance): View {
  const width = Math.round(chance.pick([600, 720, 840, 960]) / 2) * 2;
  const height = Math.round((width * 4) / 3 / 2) * 2;
  const { image, boxPx } = shown;
  // Of what is seen, the share that the face's width takes; edges come into view when all of the picture does.
  const seenWidth = hasEdges
    ? Math.max(image.width, (image.height * 3) / 4) * chance.between(1.08, 1.45)
    : Math.min(image.width * 0.92, boxPx.width * chance.between(1.5, 2.4));
  const seenHeight = (seenWidth * 4) / 3;
  const center = hasEdges
    ? { x: image.width / 2 + 0.03 * image.width * chance.normal(), y: image.height / 2 }
    : {
        x: Math.min(image.width - seenWidth / 2, Math.max(seenWidth / 2, boxPx.x + boxPx.width / 2)),
        y: Math.min(image.height - seenHeight / 2, Math.max(seenHeight / 2, boxPx.y + boxPx.height / 2)),
      };
  const turn = 0.05 * chance.normal();
  const corner = (sx: number, sy: number): Point => {
    const [x, y] = [
      sx * (seenWidth / 2) * (1 + 0.03 * chance.normal()),
      sy * (seenHeight / 2) * (1 + 0.03 * chance.normal()),
    ];
    return {
      x: center.x + x * Math.cos(turn) - y * Math.sin(turn),
      y: center.y + x * Math.sin(turn) + y * Math.cos(turn),
    };
  };
  const quad: Quad = [corner(-1, -1), corner(1, -1), corner(1, 1), corner(-1, 1)];
  const [m0, m1, m2, m3, m4, m5, m6, m7] = must(homographyToQuad(width, height, quad), 'a view');
  const place = (x: number, y: number): readonly [number, number] => {
    const w = 1 / (m6 * x + m7 * y + 1);
    return [(m0 * x + m1 * y + m2) * w, (m3 * x + m4 * y + m5) * w];
  };
  return { width, height, unit: seenWidth / width, place };
}

/**
 * A picture of one person's face on a screen or on paper. A screen may be seen with its frame, a sheet with its edges, bent and in uneven light;
 * `head` is cut out along the head, with a rim of paper left.
 *
 * @param behind what is seen beside it
 */
export function present(shown: FaceSource, medium: Medium, behind: RgbRaster, chance: Chance): Presentation {
  const hasEdges = medium.kind === 'print' && medium.outline === 'head' ? true : chance.happens(0.5);
  const view = drawView(shown, hasEdges, chance);
  const { width, height, unit, place } = view;
  const field = toLight(shown.image);
  const around = toLight(behind);
  const gloss = drawGloss(width, height, chance);
  const shade = drawShade(width, height, chance);
  const aperture = chance.between(0.75, 1.1);
  const scene = (x: number, y: number, out: Float32Array): void => {
    sample(around, (x / width) * around.width, (y / height) * around.height, out);
  };
  const footprintAt = (x: number, y: number, u: number): number =>
    Math.abs(place(x + 1, y)[0] - u) * aperture;
  let radiance: Radiance;
  let finenessPx: number;
  if (medium.kind === 'screen') {
    // A laptop's 5 pixels per millimeter or a phone's 16, seen by a camera that makes 5 to 30 of a millimeter.
    finenessPx = 0.5 * (3.2 / 0.5) ** chance.between(0, 1);
    const screen = drawScreen(chance, medium.geometries, finenessPx);
    const light = screenLight(screen, field, unit);
    const bezel = shown.image.width * chance.between(0.02, 0.08);
    const frame = chance.between(0.003, 0.03);
    radiance = (x, y, out) => {
      const [u, v] = place(x, y);
      const outside = Math.max(-u, -v, u - shown.image.width, v - shown.image.height);
      if (outside > bezel) {
        scene(x, y, out);
        return;
      }
      if (outside > 0) {
        const shine = frame + gloss(x, y);
        out.fill(shine);
        return;
      }
      light(u, v, footprintAt(x, y, u), out);
      const rows = bandingAt(screen, y);
      const shine = gloss(x, y);
      for (let c = 0; c < 3; c += 1) out[c] = (out[c] ?? 0) * rows + shine;
    };
  } else {
    // 85 to 175 lines per inch are 3 to 7 dots per millimeter, seen by 4 to 20 camera pixels.
    finenessPx = 0.8 * (6 / 0.8) ** chance.between(0, 1);
    const print = drawPrint(chance, medium.screening, finenessPx);
    const light = printLight(print, field, unit);
    const contour = headOf(shown);
    const rim = shown.boxPx.width * chance.between(0.01, 0.05);
    const bend = chance.happens(0.6) ? chance.between(-0.04, 0.04) * shown.image.width : 0;
    const shadow = chance.between(0.3, 0.8);
    radiance = (x, y, out) => {
      const [flatU, v] = place(x, y);
      const u = flatU + bend * Math.sin((Math.PI * v) / shown.image.height);
      const outside =
        medium.outline === 'head'
          ? contour(u, v) - rim
          : Math.max(-u, -v, u - shown.image.width, v - shown.image.height);
      if (outside > 0) {
        scene(x, y, out);
        // What lies behind is in the sheet's shadow near its edge.
        const near = 1 - (1 - shadow) * Math.exp(-outside / (4 * rim + 1));
        for (let c = 0; c < 3; c += 1) out[c] = (out[c] ?? 0) * near;
        return;
      }
      light(u, v, footprintAt(x, y, flatU), out);
      // A bent sheet faces the light more here and less there.
      const lit =
        shade(x, y) * (1 + 3 * (bend / shown.image.width) * Math.cos((Math.PI * v) / shown.image.height));
      const shine = gloss(x, y);
      for (let c = 0; c < 3; c += 1) {
        const paper = medium.outline === 'head' && outside > -rim ? (print.paper[c] ?? 1) : (out[c] ?? 0);
        out[c] = paper * lit + shine;
      }
    };
  }
  return { image: expose(radiance, width, height, drawCamera(chance), chance), finenessPx, hasEdges };
}

/** The same camera before the person: what genuine pictures are made with. */
export function photographPerson(shown: FaceSource, chance: Chance): RgbRaster {
  const { width, height, place } = drawView(shown, false, chance);
  const field = toLight(shown.image);
  const shade = drawShade(width, height, chance);
  return expose(
    (x, y, out) => {
      const [u, v] = place(x, y);
      sample(field, u, v, out);
      const lit = shade(x, y);
      for (let c = 0; c < 3; c += 1) out[c] = (out[c] ?? 0) * lit;
    },
    width,
    height,
    drawCamera(chance),
    chance,
  );
}

/** A paper mask: the printed face of one person, with holes for the eyes, on the head of another. */
export function wearMask(
  printed: FaceSource,
  wearer: FaceSource,
  screening: Screening,
  toPrinted: (x: number, y: number) => readonly [u: number, v: number],
  chance: Chance,
): Presentation {
  const view = drawView(wearer, false, chance);
  const { unit } = view;
  const finenessPx = 0.8 * (6 / 0.8) ** chance.between(0, 1);
  const print = drawPrint(chance, screening, finenessPx);
  const surface = paperMaskOn(printed, wearer, print, unit, toPrinted);
  return { image: photographSurface(surface, view, chance), finenessPx, hasEdges: true };
}

/** What is seen at a place of a person's picture, in its pixels: linear light into `out`. */
export type Surface = (u: number, v: number, out: Float32Array) => void;

/** The camera before a surface, in even light that falls off to one side. */
export function photographSurface(
  surface: Surface,
  { width, height, place }: View,
  chance: Chance,
): RgbRaster {
  const shade = drawShade(width, height, chance);
  const radiance: Radiance = (x, y, out) => {
    const [u, v] = place(x, y);
    surface(u, v, out);
    const lit = shade(x, y);
    for (let c = 0; c < 3; c += 1) out[c] = (out[c] ?? 0) * lit;
  };
  return expose(radiance, width, height, drawCamera(chance), chance);
}

/**
 * @param unit pixels of the wearer's picture per camera pixel, about
 * @param openness from the middle of an eye to the side of its hole, in widths of the eye
 */
export function paperMaskOn(
  printed: FaceSource,
  wearer: FaceSource,
  print: Print,
  unit: number,
  toPrinted: (x: number, y: number) => readonly [u: number, v: number],
  openness = 0.75,
): Surface {
  const light = printLight(print, toLight(printed.image), unit);
  const field = toLight(wearer.image);
  const contour = headOf(printed);
  const holes = [36, 42].map((first) => {
    const points = printed.landmarksPx.slice(first, first + 6);
    const [x, y] = [mean(points.map((point) => point.x)), mean(points.map((point) => point.y))];
    const reach = openness * Math.abs((points[3]?.x ?? 0) - (points[0]?.x ?? 0));
    return { x, y, reach };
  });
  const isNear = nearHeadOf(wearer);
  return (u, v, out) => {
    const [pu, pv] = isNear(u, v) ? toPrinted(u, v) : farAway;
    const isHole = holes.some((hole) => Math.hypot(pu - hole.x, (pv - hole.y) * 1.5) < hole.reach);
    if (isHole || contour(pu, pv) > 0) sample(field, u, v, out);
    else light(pu, pv, unit, out);
  };
}

const farAway = [-1e6, -1e6] as const;

/** A mask is no larger than the head: beyond it nothing has to be warped. */
export function nearHeadOf({ landmarksPx }: FaceSource): (u: number, v: number) => boolean {
  const head = boundsOf(landmarksPx);
  return (u, v) =>
    Math.abs(u - head.x - head.width / 2) < head.width * 1.2 &&
    Math.abs(v - head.y - head.height / 2) < head.height * 1.5;
}

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

/** How far outside of the head a place is, in pixels of its picture: an egg about the landmarks, with room for the hair. */
export function headOf({ landmarksPx, boxPx }: FaceSource): (u: number, v: number) => number {
  const chin = landmarksPx[8] ?? { x: boxPx.x, y: boxPx.y + boxPx.height };
  const [left, right] = [landmarksPx[0] ?? chin, landmarksPx[16] ?? chin];
  const brows = mean(landmarksPx.slice(17, 27).map(({ y }) => y));
  const top = brows - 0.75 * (chin.y - brows);
  const [radiusX, radiusY] = [Math.abs(right.x - left.x) * 0.56, (chin.y - top) / 2];
  const center = { x: (left.x + right.x) / 2, y: (chin.y + top) / 2 };
  return (u, v) =>
    (Math.hypot((u - center.x) / radiusX, (v - center.y) / radiusY) - 1) * Math.min(radiusX, radiusY);
}

/** A lamp or a window in the glass or on glossy paper; mostly there is none. */
function drawGloss(width: number, height: number, chance: Chance): (x: number, y: number) => number {
  if (chance.happens(0.55)) return () => 0;
  const [cx, cy] = [chance.between(0, width), chance.between(0, height)];
  const [rx, ry] = [width * chance.between(0.05, 0.3), height * chance.between(0.03, 0.2)];
  const peak = chance.between(0.05, 0.7);
  return (x, y) => peak * Math.exp(-(((x - cx) / rx) ** 2) - ((y - cy) / ry) ** 2);
}

export function drawShade(width: number, height: number, chance: Chance): (x: number, y: number) => number {
  const [dx, dy] = [chance.between(-0.35, 0.35), chance.between(-0.35, 0.35)];
  return (x, y) => 1 + dx * (x / width - 0.5) + dy * (y / height - 0.5);
}

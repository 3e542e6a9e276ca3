import type { Point, Quad } from '#shared/domain/geometry.ts';
import { homographyToQuad, invertHomography } from '#shared/domain/homography.ts';
import { must } from '#shared/lib/invariant.ts';
import type { GrayRaster, RgbRaster } from '../image/raster.ts';
import { resize } from '../image/resize.ts';
import { warpByHomography } from '../image/warp.ts';
import { roundedRectangle, createCanvas, fill } from './canvas.ts';

export interface PhotographRequest {
  readonly page: RgbRaster;
  /** Of the page's corners, in pixels of the page. */
  readonly cornerRadius: number;
  readonly defocusPx: number;
  readonly seed: number;
}

// As a phone's camera, reduced as messengers do: MRZ characters of a passport stay 32 px apart.
const width = 2000;
const height = 1500;

/**
 * The page as somebody photographs it: on a wooden table, a little turned and seen a little from the side, lit from one
 * corner, with its shadow and the sensor's noise. 2000 by 1500 pixels; the same request gives the same picture.
 */
export function photograph({ page, cornerRadius, defocusPx, seed }: PhotographRequest): RgbRaster {
  const random = createRandom(seed);
  const quad = placeOnTable(page, random);
  const toPhoto = must(homographyToQuad(page.width, page.height, quad), 'a page that is seen from above');
  const toPage = must(invertHomography(toPhoto), 'a page that is not seen edge-on');
  const pageMask = maskOf(page, cornerRadius);
  const seen = warpByHomography(cutOut(page, pageMask), toPage, width, height);
  const mask = warpByHomography(pageMask, toPage, width, height);
  // Shrinking and growing again blurs: the shadow of something a millimeter thick is some 12 px soft.
  const shadow = resize(resize(mask, width / 20, height / 20), width, height);
  const table = drawTable(random);

  const data = new Uint8Array(width * height * 3);
  const light = { x: random() < 0.5 ? 0.25 : 0.75, y: 0.15 };
  for (let y = 0, at = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, at += 3) {
      const covered = (mask.data[y * width + x] ?? 0) / 255;
      const shadowAt = Math.max(0, y - 10) * width + Math.max(0, x - 8);
      const shade = 1 - 0.45 * ((shadow.data[shadowAt] ?? 0) / 255);
      const brightness = 1.04 - 0.16 * Math.hypot(x / width - light.x, y / height - light.y);
      for (let c = 0; c < 3; c += 1) {
        const ground = (table.data[at + c] ?? 0) * shade;
        // The page is cut out on black, so that its border is already darkened by what it doesn't cover.
        const value = (seen.data[at + c] ?? 0) + ground * (1 - covered);
        data[at + c] = Math.min(255, value * brightness);
      }
    }
  }
  const lit: RgbRaster = { width, height, channels: 3, data };
  const focused = defocusPx === 0 ? lit : defocus(lit, defocusPx);
  return withNoise(focused, random);
}

/** The page over 80 % of the picture's width, turned by up to 2 degrees, each corner moved by up to 1 % for the perspective. */
function placeOnTable(page: RgbRaster, random: () => number): Quad {
  const scale = Math.min((0.8 * width) / page.width, (0.84 * height) / page.height);
  const turn = ((random() - 0.5) * 4 * Math.PI) / 180;
  const corner = (sideX: -1 | 1, sideY: -1 | 1): Point => {
    const [x, y] = [(sideX * page.width * scale) / 2, (sideY * page.height * scale) / 2];
    const jitter = (): number => (random() - 0.5) * 0.02 * width;
    return {
      x: width / 2 + x * Math.cos(turn) - y * Math.sin(turn) + jitter(),
      y: height / 2 + x * Math.sin(turn) + y * Math.cos(turn) + jitter(),
    };
  };
  return [corner(-1, -1), corner(1, -1), corner(1, 1), corner(-1, 1)];
}

function maskOf(page: RgbRaster, cornerRadius: number): GrayRaster {
  const canvas = createCanvas(page.width, page.height, [0, 0, 0]);
  fill(canvas, [roundedRectangle(page.width, page.height, cornerRadius)], [255, 255, 255]);
  const data = new Uint8Array(page.width * page.height);
  for (let i = 0; i < data.length; i += 1) data[i] = canvas.data[i * 3] ?? 0;
  return { width: page.width, height: page.height, channels: 1, data };
}

function cutOut(page: RgbRaster, mask: GrayRaster): RgbRaster {
  const data = new Uint8Array(page.data.length);
  for (let i = 0; i < data.length; i += 1) {
    data[i] = ((page.data[i] ?? 0) * (mask.data[(i / 3) | 0] ?? 0)) / 255;
  }
  return { ...page, data };
}

/** Dark wood: noise drawn out along the grain, in two scales. */
function drawTable(random: () => number): RgbRaster {
  const coarse = resize(noise(12, 90, random), width, height);
  const fine = resize(noise(80, 600, random), width, height);
  const data = new Uint8Array(width * height * 3);
  for (let i = 0; i < width * height; i += 1) {
    const grain = ((coarse.data[i] ?? 0) - 128) * 0.16 + ((fine.data[i] ?? 0) - 128) * 0.08;
    data[i * 3] = 92 + grain;
    data[i * 3 + 1] = 66 + grain * 0.8;
    data[i * 3 + 2] = 50 + grain * 0.6;
  }
  return { width, height, channels: 3, data };
}

function noise(columns: number, rows: number, random: () => number): GrayRaster {
  const data = Uint8Array.from({ length: columns * rows }, () => random() * 256);
  return { width: columns, height: rows, channels: 1, data };
}

/** Three box blurs in a row are close to a Gaussian (Wells 1986). */
function defocus(image: RgbRaster, radius: number): RgbRaster {
  let blurred = image;
  for (let pass = 0; pass < 3; pass += 1) blurred = boxBlurRows(boxBlurRows(blurred, radius), radius);
  return blurred;
}

/** Blurs along the rows and turns the picture on its diagonal, so that twice blurs both ways and turns it back. */
function boxBlurRows({ width: columns, height: rows, data }: RgbRaster, radius: number): RgbRaster {
  const out = new Uint8Array(data.length);
  const at = (x: number, y: number, c: number): number =>
    data[(y * columns + Math.min(columns - 1, Math.max(0, x))) * 3 + c] ?? 0;
  const count = 2 * radius + 1;
  for (let y = 0; y < rows; y += 1) {
    for (let c = 0; c < 3; c += 1) {
      let sum = 0;
      for (let x = -radius; x <= radius; x += 1) sum += at(x, y, c);
      for (let x = 0; x < columns; x += 1) {
        out[(x * rows + y) * 3 + c] = sum / count + 0.5;
        sum += at(x + radius + 1, y, c) - at(x - radius, y, c);
      }
    }
  }
  return { width: rows, height: columns, channels: 3, data: out };
}

/** A phone's sensor by daylight: a standard deviation of about 1.5 steps in each channel. */
function withNoise(image: RgbRaster, random: () => number): RgbRaster {
  const data = new Uint8Array(image.data.length);
  for (let i = 0; i < data.length; i += 1) {
    // The sum of two uniform numbers has a deviation of 0.41 and is near enough to normal for the eye.
    const grain = (random() + random() - 1) * 3.7;
    data[i] = Math.min(255, Math.max(0, (image.data[i] ?? 0) + grain + 0.5));
  }
  return { ...image, data };
}

/** Numbers in [0, 1) that depend on the seed only: mulberry32 (Tommy Ettinger, public domain). */
function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

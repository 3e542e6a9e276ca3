import sharp, { type Sharp } from 'sharp';
import { decodeImage } from '#analysis/image/decode.ts';
import { encodeImage } from '#analysis/image/encode.ts';
import type { RgbRaster } from '#analysis/image/raster.ts';
import { homographyToQuad, invertHomography, warpByHomography } from '#analysis/image/warp.ts';
import type { Quad } from '#shared/domain/geometry.ts';
import { must } from '#shared/lib/invariant.ts';

/** A picture of a document spoiled in one named way, always the same: nothing is drawn by chance. */
interface Variation {
  readonly name: string;
  readonly of: (picture: Uint8Array) => Promise<Uint8Array>;
}

const jpeg = (image: Sharp, quality = 88): Promise<Uint8Array> => image.jpeg({ quality }).toBuffer();
const opened = (picture: Uint8Array): Sharp =>
  sharp(picture).autoOrient().flatten({ background: 'white' }).toColourspace('srgb');

const byWidth = (widthPx: number): Variation => ({
  name: `width${String(widthPx)}`,
  of: (picture) => jpeg(opened(picture).resize({ width: widthPx, withoutEnlargement: true })),
});

const bySharp = (name: string, change: (image: Sharp) => Sharp, quality?: number): Variation => ({
  name,
  of: (picture) => jpeg(change(opened(picture)), quality),
});

/** What photographs in the field are like; the first word of the file's name. */
export const variations: readonly Variation[] = [
  bySharp('asis', (image) => image),
  byWidth(800),
  byWidth(600),
  byWidth(480),
  byWidth(400),
  bySharp('jpeg30', (image) => image, 30),
  bySharp('jpeg12', (image) => image, 12),
  bySharp('blur1', (image) => image.blur(1)),
  bySharp('blur2', (image) => image.blur(2)),
  bySharp('dark', (image) => image.linear(0.3, 4)),
  bySharp('pale', (image) => image.linear(0.35, 155)),
  bySharp('gamma', (image) => image.gamma(2.2, 1)),
  bySharp('gray', (image) => image.grayscale()),
  bySharp('sharpened', (image) => image.sharpen({ sigma: 2, m2: 6 })),
  bySharp('halftone', (image) => image.grayscale().threshold(128)),
  bySharp('upside', (image) => image.rotate(180)),
  bySharp('skew12', (image) => image.rotate(12, { background: '#5a5048' })),
  bySharp('skew30', (image) => image.rotate(30, { background: '#5a5048' })),
  byPixel('glareband', ({ x, y }, { width, height }, value) => {
    const off = (x + 0.6 * y - 0.75 * width - 0.3 * height) / (0.06 * width);
    return value + (255 - value) * 0.75 * Math.exp(-off * off);
  }),
  byPixel('shadow', ({ x, y }, { width }, value) => (x + 0.3 * y > 0.6 * width ? 0.45 * value : value)),
  byPixel('moire', ({ x, y }, _, value) => value + 22 * Math.sin(x * 0.9) * Math.sin(y * 1.1)),
  byWarp('perspective', 1.25, ([w, h]) => [
    { x: 0.24 * w, y: 0.14 * h },
    { x: 1.02 * w, y: 0.22 * h },
    { x: 1.2 * w, y: 1.08 * h },
    { x: 0.06 * w, y: 1.14 * h },
  ]),
  byWarp('inhand', 2.2, ([w, h]) => [
    { x: 0.62 * w, y: 0.78 * h },
    { x: 1.6 * w, y: 0.7 * h },
    { x: 1.63 * w, y: 1.68 * h },
    { x: 0.6 * w, y: 1.74 * h },
  ]),
  arched('arched', 0.012),
  arched('arched2', 0.03),
  bySharp('edge', (image) => image.extend({ top: 300, left: 0, right: 0, bottom: 0, background: '#383430' })),
];

interface Place {
  readonly x: number;
  readonly y: number;
}

async function rgbOf(picture: Uint8Array): Promise<RgbRaster> {
  const reply = await decodeImage(picture);
  if (!reply.ok) throw new Error('a specimen cannot be decoded');
  return reply.image;
}

function byPixel(name: string, change: (place: Place, size: RgbRaster, value: number) => number): Variation {
  return {
    name,
    async of(picture) {
      const image = await rgbOf(picture);
      const data = Uint8Array.from(image.data, (value, i) => {
        const pixel = Math.floor(i / 3);
        const place = { x: pixel % image.width, y: Math.floor(pixel / image.width) };
        return Math.max(0, Math.min(255, change(place, image, value)));
      });
      return encodeImage({ ...image, data }, { format: 'jpeg', quality: 88 });
    },
  };
}

/** Seen at an angle, on a canvas `around` times as large. */
function byWarp(name: string, around: number, corners: (size: [number, number]) => Quad): Variation {
  return {
    name,
    async of(picture) {
      const image = await rgbOf(picture);
      const quad = corners([image.width, image.height]);
      const to = must(homographyToQuad(image.width, image.height, quad), 'a page seen from above');
      const back = must(invertHomography(to), 'a page not seen edge-on');
      const seen = warpByHomography(
        image,
        back,
        Math.round(around * image.width),
        Math.round(around * image.height),
      );
      return encodeImage(seen, { format: 'jpeg', quality: 85 });
    },
  };
}

/** As an open passport lies: rows bulge by `share` of the width. */
function arched(name: string, share: number): Variation {
  return {
    name,
    async of(picture) {
      const image = await rgbOf(picture);
      const { width, height } = image;
      const data = new Uint8Array(image.data.length);
      for (let x = 0; x < width; x++) {
        const off = share * width * 4 * (x / width) * (1 - x / width);
        for (let y = 0; y < height; y++) {
          const from = Math.max(0, Math.min(height - 1.001, y + off - share * width));
          const [y0, part] = [Math.floor(from), from - Math.floor(from)];
          for (let c = 0; c < 3; c++) {
            const upper = image.data[(y0 * width + x) * 3 + c] ?? 0;
            const lower = image.data[((y0 + 1) * width + x) * 3 + c] ?? 0;
            data[(y * width + x) * 3 + c] = upper + (lower - upper) * part;
          }
        }
      }
      return encodeImage({ ...image, data }, { format: 'jpeg', quality: 88 });
    },
  };
}

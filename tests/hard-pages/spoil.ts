import { encodeImage } from '#analysis/image/encode.ts';
import type { RgbRaster } from '#analysis/image/raster.ts';
import { resize } from '#analysis/image/resize.ts';
import { rotateQuarter, warpByHomography } from '#analysis/image/warp.ts';
import { type Canvas, type Color, fill, stroke } from '#analysis/samples/canvas.ts';
import { outlinesOfText } from '#analysis/samples/outlines-of-text.ts';
import type { Point, Quad } from '#shared/domain/geometry.ts';
import { homographyToQuad, invertHomography } from '#shared/domain/homography.ts';
import { must } from '#shared/lib/invariant.ts';
import type { FlatPage, Fonts } from './draw.ts';
import type { Chance } from './random.ts';

/** What makes a page hard; the first word of its file's name. */
export const difficulties = ['turn', 'skew', 'perspective', 'stamp', 'small', 'glare', 'noise'] as const;
export type Difficulty = (typeof difficulties)[number];

/** The page made hard in one way, as a JPEG. */
export async function spoiled(
  page: FlatPage,
  difficulty: Difficulty | 'none',
  fonts: Fonts,
  chance: Chance,
): Promise<Uint8Array> {
  const quality = chance.whole(70, 92);
  const jpeg = (image: RgbRaster, q = quality): Promise<Uint8Array> =>
    encodeImage(image, { format: 'jpeg', quality: q });
  switch (difficulty) {
    case 'none':
      return jpeg(onTable(page.image, chance, { deg: chance.between(-6, 6), perspective: 0.02 }));
    case 'turn': {
      const lying = onTable(page.image, chance, { deg: chance.between(-4, 4), perspective: 0.01 });
      return jpeg(rotateQuarter(lying, chance.pick([1, 2, 3] as const)));
    }
    case 'skew': {
      const deg = chance.between(8, 20) * chance.pick([-1, 1]);
      return jpeg(worn(onTable(page.image, chance, { deg, perspective: 0 }), chance));
    }
    case 'perspective':
      return jpeg(
        worn(onTable(page.image, chance, { deg: chance.between(-6, 6), perspective: 0.13 }), chance),
      );
    case 'stamp':
      return jpeg(stamped(page, fonts, chance));
    case 'small': {
      // From 5 px per character, which is at the limit for the eye, to 9.
      const pxPerCharacter = chance.between(5, 9);
      const characters = (page.lines[0]?.length ?? 44) / 0.88;
      return jpeg(scaled(page.image, (pxPerCharacter * characters) / page.image.width));
    }
    case 'glare':
      return jpeg(glaring(page, chance));
    case 'noise': {
      const image = scaled(page.image, chance.between(0.4, 0.8));
      return jpeg(noisy(image, chance.between(20, 60), chance), chance.whole(12, 35));
    }
  }
}

/** What a phone in a hurry adds: fewer pixels and noise. */
function worn(image: RgbRaster, chance: Chance): RgbRaster {
  return noisy(scaled(image, chance.between(0.4, 0.9)), chance.between(3, 12), chance);
}

function scaled(image: RgbRaster, factor: number): RgbRaster {
  return resize(image, Math.round(image.width * factor), Math.round(image.height * factor));
}

/** The page on a plain table, turned by `deg`, each corner off by up to `perspective` of the page's width. */
function onTable(
  image: RgbRaster,
  chance: Chance,
  { deg, perspective }: { readonly deg: number; readonly perspective: number },
): RgbRaster {
  const angle = (deg * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  // Corners go out by the perspective: the table is wide enough that no zone leaves the picture.
  const around = 1.1 + 2 * perspective;
  const [width, height] = [
    around * (image.width * Math.abs(cos) + image.height * Math.abs(sin)),
    around * (image.width * Math.abs(sin) + image.height * Math.abs(cos)),
  ].map(Math.round);
  const [w, h] = [must(width, 'a width'), must(height, 'a height')];
  const corner = (sideX: -1 | 1, sideY: -1 | 1): Point => {
    const [x, y] = [(sideX * image.width) / 2, (sideY * image.height) / 2];
    const off = (): number => chance.between(-1, 1) * perspective * image.width;
    return { x: w / 2 + x * cos - y * sin + off(), y: h / 2 + x * sin + y * cos + off() };
  };
  const quad: Quad = [corner(-1, -1), corner(1, -1), corner(1, 1), corner(-1, 1)];
  const toTable = must(homographyToQuad(image.width, image.height, quad), 'a page seen from above');
  const seen = warpByHomography(image, must(invertHomography(toTable), 'a page not seen edge-on'), w, h);
  const ground = chance.whole(40, 110);
  const data = new Uint8Array(seen.data);
  for (let i = 0; i < data.length; i += 3) {
    // What lies outside of the page is black, which no paper is.
    if ((data[i] ?? 0) + (data[i + 1] ?? 0) + (data[i + 2] ?? 0) > 12) continue;
    data.fill(ground + chance.whole(-4, 4), i, i + 3);
  }
  return { ...seen, data };
}

const stampInks: readonly Color[] = [
  [170, 30, 40],
  [40, 60, 160],
  [90, 40, 130],
  [25, 25, 30],
];

/** One or two stamps whose ring, frame and words run over the zone, from pale to opaque. */
function stamped(page: FlatPage, fonts: Fonts, chance: Chance): RgbRaster {
  const canvas: Canvas = { ...page.image, data: new Uint8Array(page.image.data) };
  const zoneHeight = page.image.height - page.zoneTopPx;
  for (let stamp = chance.whole(1, 2); stamp > 0; stamp--) {
    const color = chance.pick(stampInks);
    const alpha = chance.between(0.35, 0.95);
    const center = {
      x: chance.between(0.1, 0.9) * page.image.width,
      y: page.zoneTopPx + chance.between(0, 0.8) * zoneHeight,
    };
    const radius = chance.between(0.6, 1.3) * zoneHeight;
    const widthPx = chance.between(3, 9);
    const kind = chance.pick(['ring', 'frame', 'word'] as const);
    const tilt = chance.between(-0.5, 0.5);
    const at = (x: number, y: number): Point => ({
      x: center.x + x * Math.cos(tilt) - y * Math.sin(tilt),
      y: center.y + x * Math.sin(tilt) + y * Math.cos(tilt),
    });
    if (kind === 'ring') {
      for (const inset of [1, 0.78]) {
        const ring = Array.from({ length: 73 }, (_, step) => {
          const angle = (step * Math.PI) / 36;
          return at(radius * inset * Math.cos(angle), radius * inset * Math.sin(angle));
        });
        stroke(canvas, ring, widthPx, color, alpha);
      }
    } else if (kind === 'frame') {
      const [w, h] = [1.6 * radius, 0.55 * radius];
      stroke(canvas, [at(-w, -h), at(w, -h), at(w, h), at(-w, h), at(-w, -h)], widthPx, color, alpha);
    }
    const word = chance.pick(['ENTRY', 'VOID', 'SEEN 14 MAR', 'BORDER']);
    const sizePx = chance.between(0.35, 0.8) * zoneHeight;
    const outlines = outlinesOfText(fonts.value, word, {
      x: -0.3 * word.length * sizePx,
      baselineY: 0.35 * sizePx,
      sizePx,
    });
    fill(
      canvas,
      outlines.map((outline) => outline.map(({ x, y }) => at(x, y))),
      color,
      alpha,
    );
  }
  return { ...page.image, data: canvas.data };
}

/** A lamp's reflection over part of the zone, and light that falls off. */
function glaring(page: FlatPage, chance: Chance): RgbRaster {
  const { width, height, data } = page.image;
  const out = new Uint8Array(data.length);
  const center = { x: chance.between(0.1, 0.9) * width, y: (page.zoneTopPx + height) / 2 };
  const [reachX, reachY] = [chance.between(0.05, 0.18) * width, chance.between(0.05, 0.2) * height];
  const strength = chance.between(0.6, 1.05);
  const slope = chance.between(-0.5, 0.5);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const glare = strength * Math.exp(-(((x - center.x) / reachX) ** 2) - ((y - center.y) / reachY) ** 2);
      const light = 0.8 + slope * (x / width - 0.5);
      for (let c = 0; c < 3; c++, i++) {
        const lit = (data[i] ?? 0) * light;
        out[i] = Math.min(255, lit + (255 - lit) * Math.min(1, glare));
      }
    }
  }
  return { ...page.image, data: out };
}

function noisy(image: RgbRaster, deviation: number, chance: Chance): RgbRaster {
  const data = new Uint8Array(image.data.length);
  for (let i = 0; i < data.length; i++) {
    data[i] = Math.min(255, Math.max(0, (image.data[i] ?? 0) + deviation * chance.normal()));
  }
  return { ...image, data };
}

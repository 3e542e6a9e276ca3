import type { Face } from '#analysis/faces/face.ts';
import { pointAt } from '#analysis/faces/face-template.ts';
import { getSharp } from '#analysis/image/sharp-loaders.ts';
import type { Point } from '#shared/domain/geometry.ts';
import type { Chance } from '../../hard-pages/random.ts';

/** What people wear on their heads, and hair that hangs beside a face: contours about a face that are no mask's and no cut-out's. */
export const headwear = ['hat', 'cap', 'headscarf', 'hood', 'long hair', 'curls'] as const;
export type Headwear = (typeof headwear)[number];

interface Frame {
  readonly middle: Point;
  readonly chin: Point;
  /** Of the face, from jaw to jaw, and from brows to chin. */
  readonly width: number;
  readonly height: number;
  readonly brows: number;
}

const say = (...values: readonly (number | string)[]): string =>
  values.map((value) => (typeof value === 'number' ? value.toFixed(1) : value)).join(' ');

function draw(kind: Headwear, { middle, chin, width, height, brows }: Frame, chance: Chance): string {
  const hue = chance.whole(0, 359);
  const [tone, deep] = [chance.whole(12, 80), chance.whole(5, 60)];
  const cloth = `hsl(${String(hue)} ${String(deep)}% ${String(tone)}%)`;
  const darker = `hsl(${String(hue)} ${String(deep)}% ${String(Math.round(tone * 0.65))}%)`;
  const dark = `hsl(${String(chance.whole(10, 45))} ${String(chance.whole(10, 50))}% ${String(chance.whole(5, 55))}%)`;
  const x = middle.x;
  const top = brows - chance.between(0.12, 0.35) * height;
  const crown = brows - chance.between(0.8, 1.1) * height;
  if (kind === 'hat') {
    const brim = width * chance.between(0.75, 1.1);
    const dome = width * chance.between(0.5, 0.6);
    return `<path d="${say('M', x - dome, top, 'C', x - dome, crown, x + dome, crown, x + dome, top, 'Z')}" fill="${cloth}"/>
<path d="${say('M', x - dome, top, 'L', x + dome, top, 'L', x + dome, top - 0.14 * height, 'L', x - dome, top - 0.14 * height, 'Z')}" fill="${darker}"/>
<ellipse cx="${say(x)}" cy="${say(top)}" rx="${say(brim)}" ry="${say(0.09 * height)}" fill="${cloth}" stroke="${darker}" stroke-width="${say(0.012 * width)}"/>`;
  }
  if (kind === 'cap') {
    const dome = width * chance.between(0.52, 0.6);
    return `<path d="${say('M', x - dome, top, 'C', x - dome, crown, x + dome, crown, x + dome, top, 'Z')}" fill="${cloth}"/>
<path d="${say('M', x - 0.45 * width, top, 'Q', x, top + 0.2 * height, x + 0.45 * width, top, 'Q', x, top - 0.16 * height, x - 0.45 * width, top, 'Z')}" fill="${darker}"/>`;
  }
  if (kind === 'headscarf' || kind === 'hood') {
    // A ring of cloth about the face, down to the shoulders; a hood stands farther off.
    const room = kind === 'hood' ? chance.between(0.06, 0.16) : chance.between(-0.02, 0.05);
    const [innerX, innerTop, innerBottom] = [
      width * (0.5 + room),
      brows - (0.3 + room) * height,
      chin.y + (kind === 'hood' ? 0.3 : 0.04) * height,
    ];
    const outerX = innerX + width * chance.between(0.1, 0.28);
    const outerTop = innerTop - height * chance.between(0.12, 0.4);
    const bottom = chin.y + 1.2 * height;
    const outer = say(
      'M',
      x - 1.1 * width,
      bottom,
      'C',
      x - outerX,
      chin.y,
      x - outerX * 1.1,
      outerTop,
      x,
      outerTop,
      'C',
      x + outerX * 1.1,
      outerTop,
      x + outerX,
      chin.y,
      x + 1.1 * width,
      bottom,
      'Z',
    );
    const innerHigh = (innerBottom - innerTop) / 2;
    const inner = say(
      'M',
      x - innerX,
      innerTop + innerHigh,
      'a',
      innerX,
      innerHigh,
      '0 1 0',
      2 * innerX,
      0,
      'a',
      innerX,
      innerHigh,
      '0 1 0',
      -2 * innerX,
      0,
      'Z',
    );
    const folds = Array.from({ length: chance.whole(2, 7) }, (_, n) => {
      const side = n % 2 === 0 ? -1 : 1;
      const at = innerX + (outerX - innerX) * chance.between(0.2, 0.9);
      return `<path d="${say('M', x + side * at * 0.9, innerTop + 0.2 * height, 'Q', x + side * at * 1.1, chin.y, x + side * at * 0.7, bottom)}" fill="none" stroke="${darker}" stroke-width="${say(0.02 * width)}" stroke-opacity="0.7"/>`;
    }).join('');
    return `<path d="${outer} ${inner}" fill="${cloth}" fill-rule="evenodd"/><path d="${inner}" fill="none" stroke="${darker}" stroke-width="${say(0.03 * width)}" stroke-opacity="0.6"/>${folds}`;
  }
  const strands: string[] = [];
  const count = kind === 'curls' ? 130 : 220;
  for (let n = 0; n < count; n += 1) {
    const side = chance.happens(0.5) ? -1 : 1;
    const stroke = `fill="none" stroke="${dark}" stroke-opacity="${chance.between(0.6, 1).toFixed(2)}" stroke-width="${say(width * chance.between(0.008, 0.025))}"`;
    if (kind === 'curls') {
      const angle = chance.between(Math.PI * 0.95, Math.PI * 2.05);
      const far = width * chance.between(0.5, 0.82);
      const [cx, cy] = [x + far * Math.cos(angle), brows + 0.1 * height + far * 1.15 * Math.sin(angle)];
      strands.push(
        `<circle cx="${say(cx)}" cy="${say(cy)}" r="${say(width * chance.between(0.03, 0.08))}" ${stroke}/>`,
      );
      continue;
    }
    const start = x + side * width * chance.between(0, 0.3);
    const out = x + side * width * chance.between(0.46, 0.72);
    const end = out + side * width * chance.between(-0.1, 0.25);
    strands.push(
      `<path d="${say('M', start, brows - 0.62 * height, 'C', out, brows - 0.5 * height, out, brows, out, chin.y - 0.3 * height, 'S', end, chin.y + 0.2 * height, end, chin.y + chance.between(0.1, 0.9) * height)}" ${stroke}/>`,
    );
  }
  return strands.join('');
}

/** The picture with something drawn on the head, a little soft as the camera would make it. */
export async function drawHeadwear(
  bytes: Uint8Array,
  { landmarksPx }: Pick<Face, 'landmarksPx'>,
  kind: Headwear,
  chance: Chance,
): Promise<Uint8Array> {
  const sharp = getSharp();
  // Blocked for whatever people send; this one is ours.
  sharp.unblock({ operation: ['VipsForeignLoadSvgBuffer'] });
  const at = (index: number): Point => pointAt(landmarksPx, index);
  const [left, right, chin] = [at(0), at(16), at(8)];
  const brows = (at(19).y + at(24).y) / 2;
  const frame: Frame = {
    middle: { x: (left.x + right.x) / 2, y: (brows + chin.y) / 2 },
    chin,
    width: Math.abs(right.x - left.x),
    height: chin.y - brows,
    brows,
  };
  const { width, height } = await sharp(bytes).metadata();
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${String(width)}" height="${String(height)}">${draw(kind, frame, chance)}</svg>`;
  const layer = await sharp(Buffer.from(svg))
    .blur(Math.max(0.5, frame.width / 160))
    .png({ compressionLevel: 1 })
    .toBuffer();
  return sharp(bytes)
    .composite([{ input: layer }])
    .jpeg({ quality: 92 })
    .toBuffer();
}

import type { RgbRaster } from '#analysis/image/raster.ts';
import type { Chance } from '../../hard-pages/random.ts';
import { blur } from '../photograph/optics.ts';

/**
 * A picture of nothing: shapes of all sizes that hide one another, the model of "dead leaves", which has the edges, the flat parts and the spectrum
 * of photographs (Lee, Mumford and Huang 2001), some of them striped, checked, woven, spotted or hairy. What a net learns on it is how a
 * picture was taken, since there is nobody on it; and that cloth has patterns too.
 */
export function drawTexture(width: number, height: number, chance: Chance): RgbRaster {
  const data = new Uint8Array(width * height * 3);
  const base = colorOf(chance);
  for (let i = 0; i < data.length; i += 1) data[i] = base[i % 3] ?? 0;
  const leaves = chance.whole(60, 200);
  for (let n = 0; n < leaves; n += 1) {
    // Radii by the inverse cube law, which makes the picture look alike at all scales; the large ones first, so that they hide nothing.
    const share = n / leaves;
    const radius = Math.max(2, width * 0.45 * (1 - share) ** 2.2 * chance.between(0.4, 1));
    leaf(data, width, height, radius, chance);
  }
  const hairs = chance.happens(0.4) ? chance.whole(20, 160) : 0;
  const [hairColor, lean] = [colorOf(chance), chance.between(0, Math.PI)];
  for (let n = 0; n < hairs; n += 1) hair(data, width, height, hairColor, lean, chance);
  // Much of a photograph is out of focus.
  const image: RgbRaster = { width, height, channels: 3, data };
  return chance.happens(0.5) ? blur(image, chance.between(0.4, 2.5)) : image;
}

type Color = readonly [number, number, number];

function colorOf(chance: Chance): Color {
  const light = chance.between(15, 240);
  const spread = chance.between(0, 45);
  const channel = (): number => Math.min(250, Math.max(4, light + spread * chance.normal()));
  return [channel(), channel(), channel()];
}

function leaf(data: Uint8Array, width: number, height: number, radius: number, chance: Chance): void {
  const [x0, y0] = [chance.between(0, width), chance.between(0, height)];
  const color = colorOf(chance);
  const isRound = chance.happens(0.6);
  const angle = chance.between(0, Math.PI);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const flat = chance.between(0.3, 1);
  const fill = chance.pick([
    'plain',
    'plain',
    'shaded',
    'shaded',
    'speckled',
    'speckled',
    'striped',
    'woven',
  ] as const);
  const [strength, period] = [chance.between(4, 40), chance.between(3, 26)];
  const [shadeX, shadeY] = [chance.between(-0.3, 0.3), chance.between(-0.3, 0.3)];
  const [left, right] = [Math.max(0, Math.floor(x0 - radius)), Math.min(width - 1, Math.ceil(x0 + radius))];
  const [top, bottom] = [Math.max(0, Math.floor(y0 - radius)), Math.min(height - 1, Math.ceil(y0 + radius))];
  for (let y = top; y <= bottom; y += 1)
    for (let x = left; x <= right; x += 1) {
      const [dx, dy] = [x - x0, y - y0];
      const [along, across] = [dx * cos + dy * sin, (dy * cos - dx * sin) / flat];
      const off = isRound ? Math.hypot(along, across) : Math.max(Math.abs(along), Math.abs(across)) * 1.3;
      const cover = Math.min(1, radius - off);
      if (cover <= 0) continue;
      let more = 0;
      if (fill === 'shaded') more = (shadeX * dx + shadeY * dy) * (120 / radius);
      else if (fill === 'speckled') more = strength * 0.6 * chance.normal();
      else if (fill === 'striped') more = strength * Math.sign(Math.sin((2 * Math.PI * along) / period));
      else if (fill === 'woven')
        more =
          strength *
          0.7 *
          Math.sin((2 * Math.PI * along) / period) *
          Math.sin((2 * Math.PI * across) / period);
      const at = (y * width + x) * 3;
      for (let c = 0; c < 3; c += 1) {
        const own = Math.min(255, Math.max(0, (color[c] ?? 0) + more));
        data[at + c] = (data[at + c] ?? 0) * (1 - cover) + own * cover;
      }
    }
}

function hair(
  data: Uint8Array,
  width: number,
  height: number,
  color: Color,
  lean: number,
  chance: Chance,
): void {
  let [x, y, angle] = [chance.between(0, width), chance.between(0, height), lean + 0.2 * chance.normal()];
  const light = chance.between(0.5, 1.4);
  const turn = chance.between(-0.02, 0.02);
  for (let step = 0; step < 90; step += 1, angle += turn) {
    [x, y] = [x + Math.cos(angle), y + Math.sin(angle)];
    const [column, row] = [Math.round(x), Math.round(y)];
    if (column < 0 || row < 0 || column >= width || row >= height) continue;
    const at = (row * width + column) * 3;
    for (let c = 0; c < 3; c += 1)
      data[at + c] = 0.35 * (data[at + c] ?? 0) + 0.65 * Math.min(255, (color[c] ?? 0) * light);
  }
}

import { expect, it } from 'vitest';
import type { Face } from '#analysis/faces/face.ts';
import { decodeImage } from '#analysis/image/decode.ts';
import { getSharp } from '#analysis/image/sharp-loaders.ts';
import { must } from '#shared/lib/invariant.ts';
import { covered, covers, seenFaces } from './face-covers.ts';

const ground = { width: 400, height: 400, channels: 3 as const, background: '#808080' };

/** A face of plain gray: eyes 100 px apart, jaw and brows around them. */
const landmarksPx = Array.from({ length: 68 }, (_, index) => {
  if (index <= 16) return { x: 90 + 13.75 * index, y: 170 + 130 * Math.sin((Math.PI * index) / 16) };
  if (index <= 26) return { x: 110 + 20 * (index - 17), y: 135 };
  if (index <= 35) return { x: 200, y: 150 + 8 * (index - 27) };
  if (index <= 47) return { x: index <= 41 ? 150 : 250, y: 160 };
  return { x: 170 + 3 * (index - 48), y: 245 };
});
const face = { landmarksPx, quality: { interEyePx: 100 } } as unknown as Face;

async function lumaOf(bytes: Uint8Array): Promise<(x: number, y: number) => number> {
  const result = await decodeImage(bytes);
  const image = must(result.ok ? result.image : null, 'a picture of ours');
  return (x, y) => image.data[(y * image.width + x) * 3 + 1] ?? 0;
}

it.each(covers)('draws $name where it says: $hides', async (cover) => {
  const plain = await getSharp()({ create: ground }).jpeg({ quality: 95 }).toBuffer();
  const drawn = await covered(plain, face, cover, 7);
  expect(Buffer.compare(Buffer.from(drawn), Buffer.from(await covered(plain, face, cover, 7)))).toBe(0);
  const at = await lumaOf(drawn);
  const isChanged = (x: number, y: number): boolean => Math.abs(at(x, y) - 128) > 12;
  // What a mirror shows may be as gray as the ground at one height.
  const eyes = [150, 250].map((x) => isChanged(x, 150) || isChanged(x, 170));
  const mouth = isChanged(197, 245);
  if (cover.hides === 'eyes') expect(eyes.some(Boolean)).toBe(true);
  else expect(eyes).toEqual([false, false]);
  expect(mouth).toBe(cover.hides === 'lower face');
});

it('knows each photographed face once', () => {
  const places = seenFaces.map(({ file, middlePx: { x, y } }) => `${file} ${String(x)} ${String(y)}`);
  expect(new Set(places).size).toBe(22);
});

import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import type { Face } from '#analysis/faces/face.ts';
import { findFaces } from '#analysis/faces/find-faces.ts';
import { decodeImage } from '#analysis/image/decode.ts';
import { getSharp } from '#analysis/image/sharp-loaders.ts';
import { installModels } from '#analysis/models/install.ts';
import { locateModels } from '#analysis/models/locate-models.ts';
import { createModelPool } from '#analysis/models/pool.ts';
import { policy202611 } from '#analysis/policy/policy-2026-11.ts';
import { must } from '#shared/lib/invariant.ts';
import { coverOfShare, slidingCovers } from './face-cover-shares.ts';
import { covered } from './face-covers.ts';

const size = { width: 500, height: 620 };

/** A face without any drawing, eyes 100 px apart, with lids, lips, brows and a jaw. */
const round = (x: number, y: number, [rx, ry]: readonly [number, number], turns: number) => ({
  x: x - rx * Math.cos(2 * Math.PI * turns),
  y: y - ry * Math.sin(2 * Math.PI * turns),
});
const landmarksPx = Array.from({ length: 68 }, (_, index) => {
  if (index <= 16) return round(250, 290, [125, -160], index / 32);
  if (index <= 26) return { x: 160 + 20 * (index - 17), y: 225 };
  if (index <= 35) return { x: index <= 30 ? 250 : 190 + 20 * (index - 30), y: 250 + 10 * (index - 27) };
  if (index <= 41) return round(200, 260, [25, 10], (index - 36) / 6);
  if (index <= 47) return round(300, 260, [25, 10], (index - 42) / 6);
  return index <= 59
    ? round(250, 370, [40, 16], (index - 48) / 12)
    : round(250, 370, [30, 4], (index - 60) / 8);
});
const face = { landmarksPx, quality: { interEyePx: 100 } } as unknown as Face;

it.each(slidingCovers)('lays $name over as much of its part as is asked for', async (sliding) => {
  for (const wanted of [0.25, 0.5, 0.75]) {
    const { covered: under } = await coverOfShare(sliding, face, size, 3, wanted);
    expect(Math.abs(under - wanted)).toBeLessThan(0.04);
  }
  const all = await coverOfShare(sliding, face, size, 3, 1);
  expect(all.covered).toBeGreaterThan(0.9);
  const none = await coverOfShare(sliding, face, size, 3, 0);
  expect(none.covered).toBeLessThan(0.02);
  const plain = await getSharp()({ create: { ...size, channels: 3, background: '#ffffff' } })
    .jpeg({ quality: 95 })
    .toBuffer();
  const [bare, hidden] = await Promise.all([none, all].map(({ cover }) => covered(plain, face, cover, 3)));
  // The picture that is measured is the drawing whose share was told.
  const [x, y] = sliding.hides === 'eyes' ? [sliding.name.startsWith('fringe') ? 200 : 300, 260] : [250, 370];
  expect(Math.abs((await lumaAt(must(bare, 'a picture'), x, y)) - 255)).toBeLessThan(12);
  expect(Math.abs((await lumaAt(must(hidden, 'a picture'), x, y)) - 255)).toBeGreaterThan(12);
});

async function lumaAt(bytes: Uint8Array, x: number, y: number): Promise<number> {
  const result = await decodeImage(bytes);
  const image = must(result.ok ? result.image : null, 'a picture of ours');
  return image.data[(y * image.width + x) * 3 + 1] ?? 0;
}

it('is told by the net where it hides a part, and is not where it lies beside it', async () => {
  const home = locateModels();
  await installModels({ home });
  const pool = createModelPool({ folder: home.installedFolder, manifest: home.manifest });
  const { eyesCovered, faceCovered } = policy202611.thresholds;
  const bytes = await readFile(new URL('../../../resources/samples/p02-selfie.jpg', import.meta.url));
  const faceOn = async (picture: Uint8Array): Promise<Face> => {
    const decoded = await decodeImage(picture);
    const image = must(decoded.ok ? decoded.image : null, 'a picture of ours');
    return must((await findFaces(image, { pool }, { withParts: true }))[0], 'a face');
  };
  const bare = await faceOn(bytes);
  const { width, height } = await getSharp()(bytes).metadata();
  // Under all of that hair the detector finds no face on this picture.
  for (const [name, most] of [
    ['hair over half of the face', 0.75],
    ['sheet of paper from below', 1],
  ] as const) {
    const sliding = must(
      slidingCovers.find((one) => one.name === name),
      name,
    );
    for (const share of [0, most]) {
      const { cover } = await coverOfShare(sliding, bare, { width, height }, 11, share);
      const { quality } = await faceOn(await covered(bytes, bare, cover, 11));
      const isTold =
        sliding.hides === 'eyes'
          ? (quality.eyesCovered ?? 0) > eyesCovered.value
          : (quality.lowerFaceCovered ?? 0) > faceCovered.value;
      expect({ name, share, isTold }).toEqual({ name, share, isTold: share > 0 });
    }
  }
  await pool.dispose();
});

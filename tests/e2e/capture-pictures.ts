import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import sharp from 'sharp';
import { drawSpecimen } from '#analysis/samples/draw-specimen.ts';
import { sampleSessions } from '#main/samples/sample-sessions.ts';
import { must } from '#shared/lib/invariant.ts';

const resources = resolve(import.meta.dirname, '../../resources');
const resource = (path: string): Promise<Buffer> => readFile(join(resources, path));

/** The sample person's passport as a phone photographs it, in focus or not. JPEG. */
export async function photographPassport(defocusPx = 0): Promise<Buffer> {
  const { holder, portraitOf, seed } = must(sampleSessions[0], 'a sample');
  const drawn = await drawSpecimen({
    design: 'passport',
    holder,
    portrait: await resource(`samples/${portraitOf}-portrait.jpg`),
    fonts: {
      ocrB: await resource('fonts/ocr-b.otf'),
      label: await resource('fonts/inter-latin-500.woff'),
      value: await resource('fonts/inter-latin-700.woff'),
    },
    defocusPx,
    seed,
  });
  if (!drawn.ok) throw new Error(drawn.code);
  return Buffer.from(drawn.bytes);
}

/** A selfie of the same person. */
export const selfieFile = join(resources, 'samples/p01-selfie.jpg');

/**
 * The video that Chromium's fake camera shows: one picture, still. The fake device takes the full range of a JPEG for the limited range
 * of a video and would stretch its contrast, so that the picture is squeezed before.
 */
export async function toVideo(picture: Buffer): Promise<Buffer> {
  const frame = await sharp(picture)
    .linear(219 / 255, 16)
    .jpeg({ quality: 95 })
    .toBuffer();
  return Buffer.concat([frame, frame]);
}

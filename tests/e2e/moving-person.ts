import { join, resolve } from 'node:path';
import type { BrowserContext } from '@playwright/test';
import sharp from 'sharp';
import { locateModels } from '#analysis/models/locate-models.ts';
import { createModelPool } from '#analysis/models/pool.ts';
import { livenessActions, type LivenessAction } from '#shared/domain/liveness.ts';
import { actorOfSelfie, pose } from '../corpus/liveness/sequences.ts';

/** A JPEG in base64 for each movement at its height, and for the face as it is. */
export type Poses = Readonly<Record<LivenessAction | 'none', string>>;

/** The sample person in every pose, drawn from one selfie by the depth of a generic head. */
export async function drawPoses(): Promise<Poses> {
  const { manifest, installedFolder } = locateModels();
  const pool = createModelPool({ manifest, folder: installedFolder });
  const samples = resolve(import.meta.dirname, '../../resources/samples');
  const actor = await actorOfSelfie('p01', join(samples, 'p01-selfie.jpg'), pool);
  const draw = async (action: LivenessAction | null): Promise<string> => {
    const { width, height, data } = pose(actor, action, 1);
    const picture = await sharp(data, { raw: { width, height, channels: 3 } })
      .jpeg({ quality: 90 })
      .toBuffer();
    return picture.toString('base64');
  };
  const drawn = { none: await draw(null) } as Record<LivenessAction | 'none', string>;
  for (const action of livenessActions) drawn[action] = await draw(action);
  await pool.dispose();
  return drawn;
}

/**
 * The context's pages see a person who does what the page shows while it records, in the place of a camera; `instead` does other
 * movements. A video file, as Chromium's own false camera plays it, cannot answer what is drawn at random.
 */
export async function placePerson(
  context: BrowserContext,
  poses: Poses,
  instead: Partial<Record<LivenessAction, LivenessAction>> = {},
): Promise<void> {
  await context.addInitScript(
    ({ pictures, others }) => {
      const toBitmap = (base64: string): Promise<ImageBitmap> =>
        createImageBitmap(new Blob([Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))]));
      const bitmaps = new Map<string, ImageBitmap>();
      const open = async (): Promise<MediaStream> => {
        for (const [name, base64] of pictures) bitmaps.set(name, await toBitmap(base64));
        const canvas = document.createElement('canvas');
        const context2d = canvas.getContext('2d');
        const still = bitmaps.get('none');
        if (still === undefined || context2d === null) throw new Error('no picture');
        Object.assign(canvas, { width: still.width, height: still.height });
        const draw = (): void => {
          const shown = /action-([a-z-]+)/.exec(
            document.querySelector('.action')?.getAttribute('class') ?? '',
          );
          const asked = shown?.[1] ?? 'none';
          const done = document.querySelector<HTMLProgressElement>('progress.recording')?.value ?? 0;
          // A moment to react, the movement, and back.
          const isMoving = done > 25 && done < 70;
          const bitmap =
            bitmaps.get(isMoving ? (others.find(([name]) => name === asked)?.[1] ?? asked) : 'none') ?? still;
          // A hand that is not quite still, and a sensor's noise.
          const sway = (): number => 4 * (Math.random() - 0.5);
          context2d.drawImage(bitmap, sway() - 4, sway() - 4, canvas.width + 8, canvas.height + 8);
          for (let n = 0; n < 60; n += 1) {
            context2d.fillStyle = `rgb(${[0, 0, 0].map(() => Math.floor(256 * Math.random())).join(' ')} / 0.2)`;
            context2d.fillRect(canvas.width * Math.random(), canvas.height * Math.random(), 2, 2);
          }
        };
        draw();
        setInterval(draw, 66);
        return canvas.captureStream(15);
      };
      navigator.mediaDevices.getUserMedia = open;
    },
    { pictures: Object.entries(poses), others: Object.entries(instead) },
  );
}

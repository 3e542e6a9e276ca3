import { resolve } from 'node:path';
import type { BrowserContext } from '@playwright/test';
import sharp from 'sharp';
import { locateModels } from '#analysis/models/locate-models.ts';
import { createModelPool } from '#analysis/models/pool.ts';
import { livenessActions, type LivenessAction } from '#shared/domain/liveness.ts';
import { pose, sampleActor } from '../corpus/liveness/sequences.ts';

/** JPEGs in base64 of each movement, from its beginning to its height, and of the face as it is. */
export type Poses = Readonly<Record<LivenessAction | 'none', readonly string[]>>;

/** How far into a movement each of its pictures is. */
const shares = [0.2, 0.4, 0.6, 0.8, 1];

/** The sample person in every movement: heads that were rendered turned, and for a raised head and a smile a selfie with its landmarks moved. */
export async function drawPoses(): Promise<Poses> {
  const { manifest, installedFolder } = locateModels();
  const pool = createModelPool({ manifest, folder: installedFolder });
  const actor = await sampleActor(resolve(import.meta.dirname, '../..'), pool);
  const draw = async (action: LivenessAction | null, share: number): Promise<string> => {
    const { width, height, data } = pose(actor, action, share);
    const picture = await sharp(data, { raw: { width, height, channels: 3 } })
      .jpeg({ quality: 90 })
      .toBuffer();
    return picture.toString('base64');
  };
  const drawn: Record<LivenessAction | 'none', readonly string[]> = {
    none: [await draw(null, 0)],
    'turn-left': [],
    'turn-right': [],
    'look-up': [],
    blink: [],
    smile: [],
  };
  for (const action of livenessActions)
    drawn[action] = await Promise.all(shares.map((share) => draw(action, share)));
  await pool.dispose();
  return drawn;
}

/**
 * The context's pages see a person who does what the page shows while it records, in the place of a camera; `instead` does other
 * movements, `onAsked` hears which was asked for, and `held` says how the phone is held: aside by so many pixels and so many nearer; at random unless given. A video file, as Chromium's own
 * false camera plays it, cannot answer what is drawn at random.
 */
export async function placePerson(
  context: BrowserContext,
  poses: Poses,
  {
    instead = {},
    held = [30 * (Math.random() - 0.5), 30 * Math.random()],
    onAsked = () => undefined,
  }: {
    readonly instead?: Partial<Record<LivenessAction, LivenessAction>>;
    readonly held?: readonly [number, number];
    readonly onAsked?: (action: LivenessAction) => void;
  } = {},
): Promise<void> {
  await context.exposeFunction('hearAsked', onAsked);
  await context.addInitScript(
    ({ pictures, others, aside, nearer }) => {
      const toBitmap = (base64: string): Promise<ImageBitmap> =>
        createImageBitmap(new Blob([Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))]));
      const bitmaps = new Map<string, readonly ImageBitmap[]>();
      const open = async (): Promise<MediaStream> => {
        for (const [name, all] of pictures) bitmaps.set(name, await Promise.all(all.map(toBitmap)));
        const canvas = document.createElement('canvas');
        const context2d = canvas.getContext('2d');
        const still = bitmaps.get('none')?.[0];
        if (still === undefined || context2d === null) throw new Error('no picture');
        Object.assign(canvas, { width: still.width, height: still.height });
        let heard = 'none';
        const draw = (): void => {
          const shown = /action-([a-z-]+)/.exec(
            document.querySelector('.action')?.getAttribute('class') ?? '',
          );
          const asked = shown?.[1] ?? 'none';
          if (asked !== heard && asked !== 'none')
            (window as unknown as { readonly hearAsked: (action: string) => void }).hearAsked(asked);
          heard = asked;
          const done = document.querySelector<HTMLProgressElement>('progress.recording')?.value ?? 0;
          // A moment to react, the movement, its height for a while, and back.
          const way = Math.max(0, Math.min(1, (done - 20) / 20, (85 - done) / 20));
          const movement = bitmaps.get(others.find(([name]) => name === asked)?.[1] ?? asked) ?? [];
          const bitmap = movement[Math.ceil(way * movement.length) - 1] ?? still;
          // A hand that is not quite still, and a sensor's noise.
          const sway = (): number => 4 * (Math.random() - 0.5);
          context2d.drawImage(
            bitmap,
            sway() - 17 - nearer + aside,
            sway() - 17 - nearer,
            canvas.width + 34 + 2 * nearer,
            canvas.height + 34 + 2 * nearer,
          );
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
    { pictures: Object.entries(poses), others: Object.entries(instead), aside: held[0], nearer: held[1] },
  );
}

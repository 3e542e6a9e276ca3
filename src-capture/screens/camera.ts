import { takePicture } from '../camera.ts';
import { icons } from '../drawings.ts';
import type { FrameShape } from '../hints/rect.ts';
import { watchHints } from '../hints/watch-hints.ts';
import { button, html } from '../lib/dom.ts';
import type { ScreenBuilder } from '../stage.ts';
import { fileButton } from './choose-file.ts';
import type { TextKey } from '../texts/en.ts';
import { heading, iconButton, type Place } from './parts.ts';
import { createViewfinder } from './viewfinder.ts';

export type CameraAction =
  | { readonly kind: 'taken'; readonly picture: Blob }
  | { readonly kind: 'file'; readonly file: File }
  | { readonly kind: 'close' }
  /** The camera was unplugged, taken by another app, or forbidden meanwhile. */
  | { readonly kind: 'lost' };

/** The camera with its outline and hints. The picture can be taken whatever the hints say. */
export function cameraScreen(
  place: Place,
  stream: MediaStream,
  facing: 'environment' | 'user',
): ScreenBuilder<CameraAction> {
  return (say, act) => {
    const shape = shapeOf(place);
    const { room, video, outline, leave } = createViewfinder(stream, facing, shape, () =>
      act({ kind: 'lost' }),
    );
    const hintText = html('p', { class: 'hint', role: 'status' }, say('camera.starting'));

    const stopHints = watchHints(video, shape, (hint) => {
      hintText.textContent = say(`hint.${hint}`);
      outline.classList.toggle('good', hint === 'good');
    });

    const shutter = button('', 'primary', () => {
      shutter.disabled = true;
      void takePicture(video).then((picture) => {
        shutter.disabled = false;
        if (picture !== undefined) act({ kind: 'taken', picture });
      });
    });
    // A press before there is a picture would do nothing, and not say so.
    shutter.disabled = true;
    video.addEventListener('loadeddata', () => {
      shutter.disabled = false;
    });
    shutter.classList.add('shutter');
    shutter.setAttribute('aria-label', say('camera.take'));
    const file = iconButton(icons.file(), say('camera.file'));
    const close = iconButton(icons.close(), say('camera.close'));
    close.addEventListener('click', () => act({ kind: 'close' }));
    const head = heading(say(titles[shape]));
    return {
      heading: head,
      isImmersive: true,
      body: [
        head,
        room,
        hintText,
        html(
          'div',
          { class: 'controls' },
          fileButton(file, (chosen) => act({ kind: 'file', file: chosen })),
          shutter,
          close,
        ),
      ],
      leave: () => {
        stopHints();
        leave();
      },
    };
  };
}

const titles: Readonly<Record<FrameShape, TextKey>> = {
  horizontal: 'camera.title.document',
  vertical: 'camera.title.document',
  face: 'camera.title.selfie',
  'face-and-document': 'camera.title.selfie-with-document',
};

function shapeOf({ step, side }: Place): FrameShape {
  if (step.type === 'selfie-with-document') return 'face-and-document';
  return side === 'selfie' ? 'face' : step.captureFrame;
}

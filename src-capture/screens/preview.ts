import { button, html } from '../lib/dom.ts';
import type { ScreenBuilder } from '../stage.ts';
import { heading, isDocument, page, progress, type Place } from './parts.ts';

/** The picture as it will be sent, large: the person judges it before the intake does. */
export function previewScreen(place: Place, file: Blob, name: string): ScreenBuilder<'use' | 'retake'> {
  return (say, act) => {
    const address = URL.createObjectURL(file);
    const image = html('img', { class: 'preview', alt: say('preview.alt'), src: address });
    // HEIC and PDF in most browsers: the intake reads what the browser can't show.
    image.addEventListener('error', () =>
      image.replaceWith(html('p', { class: 'unseen' }, say('preview.unseen', { name }))),
    );
    const suffix = isDocument(place) ? '' : '.selfie';
    const screen = page(heading(say(`preview.title${suffix}`)), {
      above: [progress(say, place)],
      content: [image, html('p', {}, say(`preview.check${suffix}`))],
      actions: [
        button(say('preview.use'), 'primary', () => act('use')),
        button(say('preview.retake'), 'secondary', () => act('retake')),
      ],
    });
    return { ...screen, leave: () => URL.revokeObjectURL(address) };
  };
}

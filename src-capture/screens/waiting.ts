import { html } from '../lib/dom.ts';
import type { ScreenBuilder } from '../stage.ts';
import type { TextKey } from '../texts/en.ts';
import { heading, isDocument, page, progress, type Place } from './parts.ts';

/** An attempt is analyzed within seconds; who waits this long wonders whether it will ever end. */
const longAfterMs = 45_000;

/** While the link is opened. */
export const loadingScreen: ScreenBuilder<never> = (say) =>
  page(heading(say('loading')), { above: [spinner()], content: [], actions: [] });

/** While a picture is sent. `onShare` hands out the function that moves the bar. */
export function uploadScreen(
  place: Place,
  file: Blob,
  onShare: (set: (share: number) => void) => void,
): ScreenBuilder<never> {
  return (say) => {
    const head = heading(say('upload.title'));
    const address = URL.createObjectURL(file);
    const image = html('img', { class: 'preview sending', alt: '', src: address });
    // What the browser can't show leaves no broken sign behind.
    image.addEventListener('error', () => image.remove());
    const bar = html('progress', { max: '100', 'aria-label': say('upload.title') });
    const text = html('p', { class: 'center' }, say('upload.progress', { percent: 0 }));
    onShare((share) => {
      const percent = Math.round(100 * share);
      bar.value = percent;
      text.textContent = say('upload.progress', { percent });
    });
    const screen = page(head, { above: [progress(say, place)], content: [image, bar, text], actions: [] });
    return { ...screen, leave: () => URL.revokeObjectURL(address) };
  };
}

/** While the intake analyzes an attempt. */
export function checkingScreen(place: Place): ScreenBuilder<never> {
  return (say) => {
    const asked: readonly TextKey[] = [
      'checking.quality',
      isDocument(place) ? 'checking.document' : 'checking.face',
    ];
    const list = html('ul', { class: 'checking' }, ...asked.map((key) => html('li', {}, say(key))));
    const text = html('p', { class: 'center', role: 'status' }, say('checking.text'));
    const timer = setTimeout(() => {
      text.textContent = say('checking.long');
    }, longAfterMs);
    const screen = page(heading(say('checking.title')), {
      above: [progress(say, place), spinner()],
      content: [text, list],
      actions: [],
    });
    return { ...screen, leave: () => clearTimeout(timer) };
  };
}

/** While everything is handed over. */
export const finishingScreen: ScreenBuilder<never> = (say) =>
  page(heading(say('finishing.title')), { above: [spinner()], content: [], actions: [] });

function spinner(): HTMLElement {
  return html('div', { class: 'spinner', 'aria-hidden': 'true' });
}

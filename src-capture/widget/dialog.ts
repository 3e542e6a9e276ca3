import { html } from '../lib/dom.ts';
import { applyStyle } from './style.ts';
import type { Words } from './words.ts';

/** The dialog over a page, in a shadow root of its own: neither's style reaches the other. */
export interface WidgetDialog {
  readonly frame: HTMLIFrameElement;
  /** Takes the "opening" away. */
  showFrame(): void;
  showFailure(code: string): void;
  setHeight(heightPx: number | null): void;
  setScheme(scheme: string): void;
  /** Asks whether to leave; a second time closes. */
  ask(): void;
  close(): void;
}

/**
 * Opens it. The browser keeps the focus inside, gives it back afterwards and makes the page behind inert. `mayClose` answers whether
 * Escape and the cross close at once; else they ask. `onClose` is called once, however it went.
 */
export function openDialog(
  words: Words & { readonly lang: string },
  mayClose: () => boolean,
  onClose: () => void,
): WidgetDialog {
  const before = document.activeElement;
  const host = html('div', { lang: words.lang });
  const root = host.attachShadow({ mode: 'open' });
  applyStyle(root);
  const pressable = (label: string, onPress: () => void): HTMLButtonElement => {
    const element = html('button', { type: 'button' }, label);
    element.addEventListener('click', onPress);
    return element;
  };
  const cross = pressable('×', () => leave());
  cross.setAttribute('aria-label', words.close);
  const box = html('div', { class: 'box', role: 'status' }, words.opening);
  const frame = html('iframe', {
    title: words.title,
    allow: 'camera',
    referrerpolicy: 'no-referrer',
  });
  const stay = pressable(words.stay, () => {
    question.hidden = true;
    frame.inert = false;
    frame.focus();
  });
  const question = html(
    'div',
    { class: 'box', role: 'alertdialog', 'aria-label': words.ask },
    html(
      'div',
      {},
      html('h3', {}, words.ask),
      html('p', {}, words.askText),
      html(
        'div',
        { class: 'row' },
        stay,
        pressable(words.leave, () => close()),
      ),
    ),
  );
  question.hidden = true;
  frame.hidden = true;
  const dialog = html(
    'dialog',
    { 'aria-label': words.title },
    html('div', { class: 'bar' }, html('h2', {}, words.title), cross),
    frame,
    box,
    question,
  );
  root.append(dialog);
  document.body.append(host);
  const { overflow } = document.documentElement.style;
  document.documentElement.style.overflow = 'hidden';
  let isOpen = true;
  let grownPx = 0;

  const gone = (): void => {
    if (!isOpen) return;
    isOpen = false;
    host.remove();
    document.documentElement.style.overflow = overflow;
    if (before instanceof HTMLElement) before.focus();
    onClose();
  };
  const close = (): void => {
    dialog.close();
    gone();
  };
  const ask = (): void => {
    question.hidden = false;
    frame.inert = true;
    stay.focus();
  };
  const leave = (): void => {
    if (mayClose() || !question.hidden) close();
    else ask();
  };
  dialog.addEventListener('cancel', (event) => {
    // Of the dialog itself, not of a file chooser within.
    if (event.target !== dialog) return;
    event.preventDefault();
    if (question.hidden) leave();
    else stay.click();
  });
  // Some browsers close at a second Escape whatever the page says.
  dialog.addEventListener('close', gone);
  dialog.showModal();

  return {
    frame,
    showFrame: () => {
      box.hidden = true;
      frame.hidden = false;
      if (question.hidden) frame.focus();
    },
    showFailure: (code) => {
      question.hidden = true;
      frame.hidden = true;
      box.hidden = false;
      box.setAttribute('role', 'alert');
      box.replaceChildren(
        html(
          'div',
          {},
          html('h3', {}, words.failed),
          html('p', {}, words.failedText, ' ', html('code', {}, code)),
        ),
      );
    },
    setHeight: (heightPx) => {
      dialog.classList.toggle('full', heightPx === null);
      // It only grows: a dialog that shrinks and grows with every screen is restless.
      grownPx = Math.max(grownPx, heightPx ?? 0);
      dialog.style.setProperty('--h', `${grownPx}px`);
    },
    setScheme: (scheme) => {
      if (scheme === 'auto') delete dialog.dataset['scheme'];
      else dialog.dataset['scheme'] = scheme;
    },
    ask: () => (mayClose() ? close() : ask()),
    close,
  };
}

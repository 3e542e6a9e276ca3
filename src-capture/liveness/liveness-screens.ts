import { drawSelfie, drawSign, icons } from '../drawings.ts';
import { button, html } from '../lib/dom.ts';
import { heading, page, progress } from '../screens/parts.ts';
import type { ScreenBuilder } from '../stage.ts';
import type { TextKey } from '../texts/en.ts';

interface Step {
  readonly number: number;
  readonly count: number;
}

const how: readonly TextKey[] = [
  'how.liveness.face',
  'how.liveness.actions',
  'how.liveness.cannot',
  'how.liveness.pictures',
];

/** What will be asked, before the camera opens. */
export function livenessInstructions(step: Step): ScreenBuilder<'camera'> {
  return (say, act) => {
    const list = html('ul', { class: 'how' });
    for (const key of how) list.append(html('li', {}, icons.check(), html('span', {}, say(key))));
    return page(heading(say('liveness.title')), {
      above: [progress(say, step)],
      content: [drawSelfie(), list],
      actions: [button(say('take.camera'), 'primary', () => act('camera'))],
    });
  };
}

/** While the last frames are sent. */
export function livenessSending(step: Step): ScreenBuilder<never> {
  return (say) =>
    page(heading(say('liveness.sending')), {
      above: [progress(say, step), html('div', { class: 'spinner', 'aria-hidden': 'true' })],
      content: [html('p', { class: 'center', role: 'status' }, say('liveness.sending.text'))],
      actions: [],
    });
}

/** The challenge ran out before it was answered: there will be another one. */
export const livenessOver: ScreenBuilder<'again'> = (say, act) =>
  page(heading(say('liveness.over.title')), {
    above: [drawSign('time')],
    content: [html('p', { class: 'center' }, say('liveness.over.text'))],
    actions: [button(say('liveness.over.button'), 'primary', () => act('again'))],
  });

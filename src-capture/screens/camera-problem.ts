import type { CameraProblem } from '../camera.ts';
import { drawSign } from '../drawings.ts';
import { button, html } from '../lib/dom.ts';
import type { ScreenBuilder } from '../stage.ts';
import { fileButton } from './choose-file.ts';
import { heading, page } from './parts.ts';

export type ProblemAction = { readonly kind: 'retry' } | { readonly kind: 'file'; readonly file: File };

const waysToAllow = ['problem.denied.sign', 'problem.denied.messenger'] as const;

/** Why there is no camera, what the person can do about it, and two ways on without it; with `facing` null there is none. */
export function cameraProblemScreen(
  problem: CameraProblem,
  facing: 'environment' | 'user' | null,
): ScreenBuilder<ProblemAction> {
  return (say, act) => {
    const onFile = (file: File): void => act({ kind: 'file', file });
    const retry = button(say('problem.retry'), 'primary', () => act({ kind: 'retry' }));
    const app = button(say('problem.app'), problem === 'denied' ? 'secondary' : 'primary', () => undefined);
    const file = button(say('problem.file'), 'secondary', () => undefined);
    const ways = html('ul', { class: 'advice' });
    if (problem === 'denied') for (const key of waysToAllow) ways.append(html('li', {}, say(key)));
    return page(heading(say(`problem.${problem}.title`)), {
      above: [drawSign('stopped')],
      content: [
        html(
          'p',
          { class: 'center' },
          say(facing === null && problem !== 'denied' ? 'problem.live' : `problem.${problem}`),
        ),
        problem === 'denied' ? ways : null,
      ],
      actions: [
        problem === 'insecure' ? null : retry,
        ...(facing === null ? [] : [fileButton(app, onFile, { camera: facing }), fileButton(file, onFile)]),
      ],
    });
  };
}

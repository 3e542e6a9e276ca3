import type { CameraProblem } from '../camera.ts';
import { drawSign } from '../drawings.ts';
import { button, html } from '../lib/dom.ts';
import type { ScreenBuilder } from '../stage.ts';
import { fileButton } from './choose-file.ts';
import { heading, page } from './parts.ts';

export type ProblemAction = { readonly kind: 'retry' } | { readonly kind: 'file'; readonly file: File };

/** Why there is no camera, what the person can do about it, and two ways on without it. */
export function cameraProblemScreen(
  problem: CameraProblem,
  facing: 'environment' | 'user',
): ScreenBuilder<ProblemAction> {
  return (say, act) => {
    const onFile = (file: File): void => act({ kind: 'file', file });
    const retry = button(say('problem.retry'), 'primary', () => act({ kind: 'retry' }));
    const app = button(say('problem.app'), problem === 'denied' ? 'secondary' : 'primary', () => undefined);
    const file = button(say('problem.file'), 'secondary', () => undefined);
    return page(heading(say(`problem.${problem}.title`)), {
      above: [drawSign('stopped')],
      content: [html('p', {}, say(`problem.${problem}`))],
      actions: [
        problem === 'insecure' ? null : retry,
        fileButton(app, onFile, { camera: facing }),
        fileButton(file, onFile),
      ],
    });
  };
}

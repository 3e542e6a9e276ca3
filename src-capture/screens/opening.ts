import { closeCamera, openCamera, type CameraReply } from '../camera.ts';
import { button, html } from '../lib/dom.ts';
import type { ScreenBuilder, Stage } from '../stage.ts';
import { fileButton } from './choose-file.ts';
import { heading, page } from './parts.ts';

/** A camera that is allowed is open by then. After it the browser is asking, or it cannot ask, as some messengers' own, and is silent. */
const quietMs = 1000;

/** Opens the camera. While the browser's question waits for its answer `screen` is shown, whose action may come instead. */
export async function openCameraOn<Instead>(
  stage: Stage,
  facing: 'environment' | 'user',
  screen: ScreenBuilder<Instead>,
): Promise<CameraReply | Instead> {
  const opening = openCamera(facing);
  const soon = await Promise.race([opening, pause(quietMs)]);
  if (soon !== undefined) return soon;
  let isInstead = false;
  const instead = stage.show(screen).then((action) => {
    isInstead = true;
    return action;
  });
  const late = opening.then((reply) => {
    if (isInstead && reply.ok) closeCamera(reply.stream);
    return reply;
  });
  return await Promise.race([late, instead]);
}

/** That the browser may be asking; with `facing`, a file may be chosen instead. */
export function openingScreen(facing: 'environment' | 'user'): ScreenBuilder<File>;
export function openingScreen(facing: null): ScreenBuilder<never>;
export function openingScreen(facing: 'environment' | 'user' | null): ScreenBuilder<File> {
  return (say, act) => {
    const app = button(say('problem.app'), 'secondary', () => undefined);
    const file = button(say('problem.file'), 'secondary', () => undefined);
    return page(heading(say('camera.starting')), {
      above: [html('div', { class: 'spinner', 'aria-hidden': 'true' })],
      content: [html('p', { class: 'center' }, say('camera.asking'))],
      actions: facing === null ? [] : [fileButton(app, act, { camera: facing }), fileButton(file, act)],
    });
  };
}

function pause(ms: number): Promise<undefined> {
  return new Promise((resolve) => {
    setTimeout(() => resolve(undefined), ms);
  });
}

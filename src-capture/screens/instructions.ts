import {
  drawCardBack,
  drawCardFront,
  drawPage,
  drawSelfie,
  drawSelfieWithDocument,
  icons,
} from '../drawings.ts';
import { button, html } from '../lib/dom.ts';
import type { ScreenBuilder } from '../stage.ts';
import type { TextKey } from '../texts/en.ts';
import { fileButton } from './choose-file.ts';
import { heading, page, progress, titleOf, type Place } from './parts.ts';

export type InstructionsAction = { readonly kind: 'camera' } | { readonly kind: 'file'; readonly file: File };

/** How to hold what is photographed, before the camera opens. */
export function instructionsScreen(place: Place): ScreenBuilder<InstructionsAction> {
  return (say, act) => {
    const list = html('ul', { class: 'how' });
    for (const key of adviceFor(place))
      list.append(html('li', {}, icons.check(), html('span', {}, say(key))));
    const camera = button(say('take.camera'), 'primary', () => act({ kind: 'camera' }));
    const file = button(say('take.file'), 'quiet', () => undefined);
    return page(heading(say(titleOf(place))), {
      above: [progress(say, place)],
      content: [drawingFor(place), list],
      actions: [camera, fileButton(file, (chosen) => act({ kind: 'file', file: chosen }))],
    });
  };
}

function adviceFor({ step, side }: Place): readonly TextKey[] {
  if (step.type === 'selfie-with-document')
    return ['how.held.document', 'how.held.fingers', 'how.selfie.light'];
  if (side === 'selfie') return ['how.selfie.alone', 'how.selfie.light', 'how.selfie.bare'];
  const rest = ['how.document.light', 'how.document.whole'] as const;
  return side === 'back' ? ['how.document.back', ...rest] : ['how.document.flat', ...rest];
}

function drawingFor({ step, side, isTwoSided }: Place): SVGSVGElement {
  if (step.type === 'selfie-with-document') return drawSelfieWithDocument();
  if (side === 'selfie') return drawSelfie();
  if (side === 'back') return drawCardBack();
  return isTwoSided ? drawCardFront() : drawPage();
}

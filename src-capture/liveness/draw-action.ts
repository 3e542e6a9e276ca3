import type { LivenessAction } from '#shared/domain/liveness.ts';
import { svg } from '../lib/dom.ts';

/** Where an action goes, drawn beside the face; the page is a mirror, so that a person's left is on the left. */
const arrows: Readonly<Record<LivenessAction, string | null>> = {
  'turn-left': 'M26 60H8m0 0l7-7m-7 7l7 7',
  'turn-right': 'M94 60h18m0 0l-7-7m7 7l-7 7',
  'look-up': 'M60 20V4m0 0l-7 7m7-7l7 7',
  blink: null,
  smile: null,
};

/**
 * A face that does the action, over and over; for who wants no motion, at its end with an arrow. It says nothing that the words beside it
 * do not: screen readers pass over it. Without an action it looks straight ahead.
 */
export function drawAction(action: LivenessAction | null): SVGSVGElement {
  const part = (d: string, className: string): SVGElement => svg('path', { d, class: className });
  const arrow = action === null ? null : arrows[action];
  return svg(
    'svg',
    { viewBox: '0 0 120 120', class: `action action-${action ?? 'none'}`, 'aria-hidden': 'true' },
    svg('ellipse', { cx: '60', cy: '62', rx: '32', ry: '40', class: 'skin' }),
    svg(
      'g',
      { class: 'features' },
      svg(
        'g',
        { class: 'eyes' },
        svg('circle', { cx: '48', cy: '58', r: '3.4', class: 'hair' }),
        svg('circle', { cx: '72', cy: '58', r: '3.4', class: 'hair' }),
      ),
      part('M60 60v10', 'line-face'),
      part('M49 82h22', 'line-face mouth'),
      part('M46 79q14 14 28 0', 'line-face smile'),
    ),
    part('M27 54c-3-42 69-42 66 0-6-15-15-19-33-19s-27 4-33 19z', 'hair'),
    arrow === null ? null : part(arrow, 'line-arrow'),
  );
}

import { svg } from './lib/dom.ts';

/** A drawing says nothing that the text beside it doesn't: screen readers pass over it. */
function drawing(...parts: readonly SVGElement[]): SVGSVGElement {
  return svg('svg', { viewBox: '0 0 240 150', class: 'drawing', 'aria-hidden': 'true' }, ...parts);
}

function icon(...parts: readonly SVGElement[]): SVGSVGElement {
  return svg('svg', { viewBox: '0 0 24 24', class: 'icon', 'aria-hidden': 'true' }, ...parts);
}

const path = (d: string, className: string): SVGElement => svg('path', { d, class: className });
const rect = (
  x: number,
  y: number,
  width: number,
  height: number,
  rx: number,
  className: string,
): SVGElement =>
  svg('rect', {
    x: String(x),
    y: String(y),
    width: String(width),
    height: String(height),
    rx: String(rx),
    class: className,
  });
const circle = (cx: number, cy: number, r: number, className: string): SVGElement =>
  svg('circle', { cx: String(cx), cy: String(cy), r: String(r), class: className });

/** A head with shoulders in a box: the portrait of a document. */
function portrait(x: number, y: number, scale: number): SVGElement {
  return svg(
    'g',
    { transform: `translate(${x} ${y}) scale(${scale})` },
    rect(0, 0, 34, 42, 3, 'tint'),
    circle(17, 16, 8, 'ink-soft'),
    path('M4 42c0-10 5-15 13-15s13 5 13 15z', 'ink-soft'),
  );
}

/** The corners of a camera's frame. */
function corners(x: number, y: number, width: number, height: number): SVGElement {
  const [r, b] = [x + width, y + height];
  const d = `M${x} ${y + 16}V${y + 6}q0-6 6-6h10M${r - 16} ${y}h10q6 0 6 6v10M${r} ${b - 16}v10q0 6-6 6h-10M${x + 16} ${b}h-10q-6 0-6-6v-10`;
  return path(d, 'line-accent');
}

/** A passport's open page, flat on a table, in the camera's frame. */
export function drawPage(): SVGSVGElement {
  return drawing(
    rect(0, 0, 240, 150, 16, 'ground'),
    rect(48, 26, 144, 98, 7, 'paper'),
    portrait(60, 42, 1.05),
    path('M108 46h60M108 58h40M108 70h68M108 82h32', 'line-soft'),
    path('M60 102h120M60 112h120', 'line-dash'),
    corners(34, 14, 172, 122),
  );
}

/** The front of a card. */
export function drawCardFront(): SVGSVGElement {
  return drawing(
    rect(0, 0, 240, 150, 16, 'ground'),
    rect(46, 32, 148, 92, 10, 'paper'),
    path('M60 48h62', 'line-accent-thin'),
    portrait(60, 60, 1.05),
    path('M110 66h66M110 78h46M110 90h58M110 102h36', 'line-soft'),
    corners(32, 16, 176, 122),
  );
}

/** The back of a card, with the arrow of turning it over. */
export function drawCardBack(): SVGSVGElement {
  return drawing(
    rect(0, 0, 240, 150, 16, 'ground'),
    rect(46, 32, 148, 92, 10, 'paper'),
    rect(60, 46, 22, 18, 3, 'tint'),
    path('M96 50h80M96 60h52', 'line-soft'),
    path('M60 86h120M60 97h120M60 108h120', 'line-dash'),
    corners(32, 16, 176, 122),
    path('M104 24c6-9 26-9 32 0m0 0l1-9m-1 9l-9-1', 'line-accent-thin'),
  );
}

/** A face in the camera's oval. */
export function drawSelfie(): SVGSVGElement {
  return drawing(
    rect(0, 0, 240, 150, 16, 'ground'),
    path('M62 150c2-24 22-36 58-36s56 12 58 36z', 'ink-soft'),
    path('M106 96h28v22q-14 10-28 0z', 'skin-shade'),
    svg('ellipse', { cx: '120', cy: '70', rx: '31', ry: '39', class: 'skin' }),
    path('M88 64c-3-40 67-40 64 0-6-14-14-18-32-18s-26 4-32 18z', 'hair'),
    circle(108, 68, 2.6, 'hair'),
    circle(132, 68, 2.6, 'hair'),
    path('M110 88q10 8 20 0', 'line-face'),
    svg('ellipse', { cx: '120', cy: '72', rx: '48', ry: '62', class: 'line-accent' }),
  );
}

/** A face with a document held beside it. */
export function drawSelfieWithDocument(): SVGSVGElement {
  return drawing(
    rect(0, 0, 240, 150, 16, 'ground'),
    path('M28 150c2-24 20-36 54-36s52 12 54 36z', 'ink-soft'),
    path('M69 96h26v22q-13 10-26 0z', 'skin-shade'),
    svg('ellipse', { cx: '82', cy: '70', rx: '29', ry: '37', class: 'skin' }),
    path('M52 64c-3-38 63-38 60 0-6-13-13-17-30-17s-24 4-30 17z', 'hair'),
    circle(71, 68, 2.5, 'hair'),
    circle(93, 68, 2.5, 'hair'),
    path('M73 87q9 7 18 0', 'line-face'),
    rect(132, 52, 84, 58, 6, 'paper'),
    portrait(140, 60, 0.72),
    path('M172 66h34M172 75h24M172 84h30', 'line-soft'),
    path('M140 98h68', 'line-dash'),
    path('M150 150c0-16 4-24 10-40q7-6 10 2l-2 14c8-2 16 6 16 24z', 'skin'),
    corners(14, 8, 212, 134),
  );
}

/** For the list of what is asked. */
export const icons = {
  document: () =>
    icon(
      rect(3, 5, 18, 14, 2, 'stroke'),
      circle(8.5, 10.5, 2, 'stroke'),
      path('M5.8 16c.6-2 1.5-2.7 2.7-2.7s2.1.7 2.7 2.7M14 10h4M14 14h4', 'stroke'),
    ),
  selfie: () => icon(circle(12, 9, 4, 'stroke'), path('M4.5 20c1-4.5 4-6 7.5-6s6.5 1.5 7.5 6', 'stroke')),
  liveness: () => icon(circle(12, 12, 8.5, 'stroke'), path('M12 7v5l3.5 2', 'stroke')),
  check: () => icon(path('M5 12.5l4.5 4.5L19 7.5', 'stroke')),
  camera: () => icon(path('M4 8h3l1.5-2.5h7L17 8h3v11H4z', 'stroke'), circle(12, 13, 3.5, 'stroke')),
  file: () => icon(rect(3.5, 5, 17, 14, 2, 'stroke'), path('M4 16l4.5-4.5 4 4 3-3L20 17', 'stroke')),
  close: () => icon(path('M6 6l12 12M18 6L6 18', 'stroke')),
  lock: () => icon(rect(5, 11, 14, 9, 2, 'stroke'), path('M8 11V8a4 4 0 018 0v3', 'stroke')),
} as const;

/** A round sign over a screen's heading. */
export function drawSign(kind: 'done' | 'again' | 'stopped' | 'time'): SVGSVGElement {
  const signs = {
    done: 'M20 33l9 9 16-18',
    again: 'M44 25a15 15 0 10 3 10M45 16v10H35',
    stopped: 'M32 20v15M32 43v1',
    time: 'M32 19v14l9 5',
  } as const;
  return svg(
    'svg',
    { viewBox: '0 0 64 64', class: `sign sign-${kind}`, 'aria-hidden': 'true' },
    circle(32, 32, 29, 'sign-ground'),
    path(signs[kind], 'sign-line'),
  );
}

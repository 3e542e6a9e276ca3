/** A line of a plot; `points` in the axes' units. */
export interface Curve {
  readonly name: string;
  readonly color: string;
  readonly dashed?: boolean;
  readonly points: readonly (readonly [x: number, y: number])[];
}

export interface Axis {
  readonly title: string;
  readonly from: number;
  readonly to: number;
  readonly ticks: readonly number[];
}

export interface Plot {
  readonly title: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly curves: readonly Curve[];
  /** Single points with a word beside them. */
  readonly marks?: readonly { readonly x: number; readonly y: number; readonly word: string }[];
}

export const colors = [
  '#1c7ed6',
  '#e8590c',
  '#2b8a3e',
  '#9c36b5',
  '#c92a2a',
  '#0b7285',
  '#5c940d',
  '#868e96',
] as const;

const [width, height] = [640, 410];
const box = { left: 62, top: 40, right: 620, bottom: 340 } as const;

/** The plot as an SVG file, readable on light and dark pages: it brings its own white ground. */
export function toSvg({ title, x, y, curves, marks = [] }: Plot): string {
  const atX = (value: number): string =>
    (box.left + ((value - x.from) / (x.to - x.from)) * (box.right - box.left)).toFixed(1);
  const atY = (value: number): string =>
    (box.bottom - ((value - y.from) / (y.to - y.from)) * (box.bottom - box.top)).toFixed(1);
  const grid = [
    ...x.ticks.map(
      (tick) =>
        `<path d="M${atX(tick)} ${box.top}V${box.bottom}" class="g"/><text x="${atX(tick)}" y="${box.bottom + 16}" text-anchor="middle">${tick}</text>`,
    ),
    ...y.ticks.map(
      (tick) =>
        `<path d="M${box.left} ${atY(tick)}H${box.right}" class="g"/><text x="${box.left - 6}" y="${Number(atY(tick)) + 4}" text-anchor="end">${tick}</text>`,
    ),
  ];
  const lines = curves.map(
    ({ color, dashed, points }) =>
      `<polyline fill="none" stroke="${color}" stroke-width="2"${dashed === true ? ' stroke-dasharray="5 4"' : ''} points="${points
        .map(([px, py]) => `${atX(px)},${atY(py)}`)
        .join(' ')}"/>`,
  );
  const legend = curves.map(({ name, color, dashed }, index) => {
    const [lx, ly] = [
      box.left + 10 + (index % 2) * 290,
      height - 26 + Math.floor(index / 2) * 16 - Math.floor((curves.length - 1) / 2) * 16 + 12,
    ];
    return `<path d="M${lx} ${ly - 4}h18" stroke="${color}" stroke-width="2"${dashed === true ? ' stroke-dasharray="5 4"' : ''}/><text x="${lx + 24}" y="${ly}">${escaped(name)}</text>`;
  });
  const legendRows = Math.ceil(curves.length / 2);
  const full = height + Math.max(0, legendRows - 1) * 16;
  const shift = full - height;
  const points = marks.map(
    ({ x: mx, y: my, word }) =>
      `<circle cx="${atX(mx)}" cy="${atY(my)}" r="4" fill="#212529"/><text x="${Number(atX(mx)) + 8}" y="${Number(atY(my)) + 12}">${escaped(word)}</text>`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${full}" viewBox="0 0 ${width} ${full}" font-family="sans-serif" font-size="12" fill="#343a40">`,
    `<style>.g{stroke:#dee2e6}</style><rect width="100%" height="100%" fill="#fff"/>`,
    `<text x="${width / 2}" y="22" text-anchor="middle" font-size="14" font-weight="bold">${escaped(title)}</text>`,
    ...grid,
    `<text x="${(box.left + box.right) / 2}" y="${box.bottom + 34}" text-anchor="middle">${escaped(x.title)}</text>`,
    `<text transform="translate(16 ${(box.top + box.bottom) / 2}) rotate(-90)" text-anchor="middle">${escaped(y.title)}</text>`,
    ...lines,
    ...points,
    `<g transform="translate(0 ${shift})">${legend.join('')}</g>`,
    '</svg>',
    '',
  ].join('\n');
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** How many of the values are at most so large, up to `to`: steps from 0 to at most 1. */
export function distribution(values: readonly number[], to: number): (readonly [number, number])[] {
  const points: (readonly [number, number])[] = [[0, 0]];
  values
    .filter((value) => value <= to)
    .toSorted((a, b) => a - b)
    .forEach((value, i) => {
      points.push([value, i / values.length], [value, (i + 1) / values.length]);
    });
  return [...points, [to, points.at(-1)?.[1] ?? 0]];
}

import { expect, it } from 'vitest';
import type { Rect } from '#shared/domain/geometry.ts';
import type { RgbRaster } from '../image/raster.ts';
import { policy202611 } from '../policy/policy-2026-11.ts';
import { findEdgesAround } from './edges-around-face.ts';

const { value: threshold } = policy202611.thresholds.selfieEdges;
const [width, height] = [480, 640];
const face: Rect = { x: 180, y: 200, width: 120, height: 150 };

type Shade = (x: number, y: number) => number | null;
type Box = readonly [left: number, top: number, right: number, bottom: number];

/** A head on shoulders that reach the picture's lower edge. */
const person: Shade = (x, y) => {
  if (Math.hypot((x - 240) / 75, (y - 270) / 100) < 1) return 170;
  const shoulders = 420 + Math.abs(x - 240) ** 2 / 400;
  return y > shoulders || (Math.abs(x - 240) < 40 && y > 330) ? 90 : null;
};
const filled =
  ([left, top, right, bottom]: Box, level: number): Shade =>
  (x, y) =>
    x >= left && x < right && y >= top && y < bottom ? level : null;
const border = ([left, top, right, bottom]: Box, thick: number, level: number): Shade => {
  const [outer, inner] = [
    filled([left, top, right, bottom], level),
    filled([left + thick, top + thick, right - thick, bottom - thick], level),
  ];
  return (x, y) => (inner(x, y) === null ? outer(x, y) : null);
};

/** The first of the shades that is anything, over a wall, turned a little, with grain. */
function picture(...shades: readonly Shade[]): { readonly image: RgbRaster; readonly toOriginal: number } {
  const data = new Uint8Array(width * height * 3);
  const [cos, sin] = [Math.cos(0.04), Math.sin(0.04)];
  for (let y = 0, at = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1, at += 3) {
      const [dx, dy] = [x - width / 2, y - height / 2];
      const [u, v] = [width / 2 + dx * cos - dy * sin, height / 2 + dx * sin + dy * cos];
      const level = shades.reduce<number | null>((found, shade) => found ?? shade(u, v), null) ?? 200;
      data.fill(level + ((x * 7919 + y * 104729) % 5), at, at + 3);
    }
  return { image: { width, height, channels: 3, data }, toOriginal: 1 };
}

const scoreOf = (...shades: readonly Shade[]): number =>
  findEdgesAround(picture(...shades), face)?.score ?? 0;

/** The person only within a box: a picture of it. */
const within = (box: Box, ...shades: readonly Shade[]): Shade => {
  const inside = filled(box, 225);
  return (x, y) => {
    const paper = inside(x, y);
    return paper === null
      ? null
      : (shades.reduce<number | null>((found, shade) => found ?? shade(x, y), null) ?? paper);
  };
};

it('tells a sheet and a device whose edges are all in the picture, and where they are', () => {
  const sheet: Box = [80, 90, 400, 560];
  const found = findEdgesAround(picture(within(sheet, person)), face);
  expect(found?.score).toBeGreaterThanOrEqual(threshold);
  expect(found?.quadPx[0].x).toBeGreaterThan(50);
  expect(found?.quadPx[2].y).toBeLessThan(600);
  expect(scoreOf(within(sheet, person), filled([64, 60, 416, 590], 20))).toBeGreaterThanOrEqual(threshold);
});

it('tells a sheet whose upper edge, or one side, is out of the picture', () => {
  expect(scoreOf(within([80, -50, 400, 540], person))).toBeGreaterThanOrEqual(threshold);
  expect(scoreOf(within([-50, 90, 400, 540], person))).toBeGreaterThanOrEqual(threshold);
});

it('does not tell a person before a wall, a door, a frame on the wall, shelves, at a table', () => {
  expect(scoreOf(person)).toBeLessThan(threshold);
  expect(scoreOf(person, border([90, 60, 390, 700], 14, 90))).toBeLessThan(threshold);
  expect(scoreOf(person, border([110, 80, 380, 430], 12, 60))).toBeLessThan(threshold);
  expect(
    scoreOf(person, (_x, y) => (y % 130 < 12 ? 70 : null), border([40, -20, 440, 700], 10, 70)),
  ).toBeLessThan(threshold);
  expect(scoreOf(filled([-90, 520, 600, 700], 130), person, border([90, 60, 390, 700], 14, 90))).toBeLessThan(
    threshold,
  );
});

it('does not tell a frame whose lower edge goes on past its corners, as a table’s does', () => {
  const sheet: Box = [80, 90, 400, 560];
  const [alone, onTable] = [
    scoreOf(within(sheet, person)),
    scoreOf(within(sheet, person), filled([-90, 560, 600, 800], 110)),
  ];
  expect(onTable).toBeLessThan(threshold);
  expect(onTable).toBeLessThan(alone - 0.15);
});

it('does not tell a screen behind somebody, of whose lower edge the neck hides a piece', () => {
  expect(scoreOf(person, border([70, 100, 410, 400], 10, 20), filled([80, 110, 400, 390], 235))).toBeLessThan(
    threshold,
  );
});

it('does not tell a sheet that fills the picture: nothing of it is seen', () => {
  expect(scoreOf(within([-90, -90, 600, 800], person))).toBeLessThan(threshold);
});

it('gives places in pixels of the original', () => {
  const { image } = picture(within([80, 90, 400, 560], person));
  const twice = { x: 2 * face.x, y: 2 * face.y, width: 2 * face.width, height: 2 * face.height };
  const [small, large] = [
    findEdgesAround({ image, toOriginal: 1 }, face),
    findEdgesAround({ image, toOriginal: 2 }, twice),
  ];
  expect(large?.quadPx[2].x).toBeCloseTo(2 * (small?.quadPx[2].x ?? 0));
});

import { expect, it } from 'vitest';
import type { DocumentRegion } from '#shared/domain/analysis.ts';
import type { Quad, Rect } from '#shared/domain/geometry.ts';
import type { CorpusPicture } from '../corpus.ts';
import { distribution, toSvg } from './plot.ts';
import type { QualityRecord } from './quality.ts';
import { judged } from './quality-report.ts';
import { scoreRegions } from './regions.ts';
import { areaUnder, rocOf, type Scored } from './roc.ts';
import { inPercent, mean, ratio, share } from './statistics.ts';
import { parsedByMrz, zoneLines } from './tesseract-baseline.ts';

it('a mean lies within its interval, which is the same for the same data, and narrower for more', () => {
  const few = mean([0.9, 1, 0.95, 0.8]);
  expect(few).toEqual(mean([0.9, 1, 0.95, 0.8]));
  expect(few.value).toBeCloseTo(0.9125);
  expect(few.low).toBeLessThan(few.value);
  expect(few.high).toBeGreaterThan(few.value);
  const many = mean(Array.from({ length: 200 }, (_, i) => [0.9, 1, 0.95, 0.8][i % 4] ?? 0));
  expect(many.high - many.low).toBeLessThan((few.high - few.low) / 3);
  expect(
    ratio([
      [1, 4],
      [3, 4],
    ]).value,
  ).toBe(0.5);
});

it('says nothing of nothing', () => {
  expect([inPercent(share(0, 0)), inPercent(mean([]))]).toEqual(['–', '–']);
  expect(inPercent(share(12, 12))).toBe('100.0 % (73.5 to 100.0)');
});

const scored = (bad: readonly number[], good: readonly number[]): Scored[] => [
  ...bad.map((score) => ({ score, isBad: true, cluster: 'a' })),
  ...good.map((score) => ({ score, isBad: false, cluster: 'a' })),
];

it('an operating curve goes from refusing nothing to refusing all, and knows which way is bad', () => {
  const sharpness = scored([0.1, 0.2, 0.6], [0.5, 0.7, 0.8]);
  expect(areaUnder(sharpness, true)).toBeCloseTo(8 / 9);
  expect(areaUnder(sharpness, false)).toBeCloseTo(1 / 9);
  const roc = rocOf(sharpness, true);
  expect(roc[0]).toMatchObject({ caught: 0, refused: 0 });
  expect(roc.find(({ threshold }) => threshold === 0.2)).toEqual({
    threshold: 0.2,
    caught: 2 / 3,
    refused: 0,
  });
  expect(roc.at(-1)).toMatchObject({ caught: 1, refused: 1 });
});

it('a distribution leaves out what is beyond the axis, but counts it', () => {
  expect(distribution([0.1, 0.9, 0.05, 0.3], 0.2)).toEqual([
    [0, 0],
    [0.05, 0],
    [0.05, 0.25],
    [0.1, 0.25],
    [0.1, 0.5],
    [0.2, 0.5],
  ]);
});

it('a plot escapes what it writes', () => {
  const axis = { title: 'a < b', from: 0, to: 1, ticks: [0, 1] };
  const svg = toSvg({ title: 'x & y', x: axis, y: axis, curves: [] });
  expect(svg).toContain('x &amp; y');
  expect(svg).toContain('a &lt; b');
});

const passport = [
  'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<',
  'L898902C36UTO7408122F1204159ZE184226B<<<<<10',
];

it('takes the zone out of what Tesseract says of a page', () => {
  const text = `UTOPIA PASSPORT\n\nSurname ERIKSSON\n${passport[0] ?? ''}\n ${passport[1]?.replace('<<<<<', '<< <<<') ?? ''}\n\n`;
  expect(zoneLines(text)).toEqual(passport);
  expect(zoneLines('UTOPIA\nDate of birth 12 AUG 1974\n')).toBeNull();
});

it('mends letters for digits by place as the package does, and hears when digits do not hold', () => {
  expect(parsedByMrz(passport, false)).toEqual({ lines: passport, allCheckDigitsValid: true });
  const misread = [passport[0] ?? '', passport[1]?.replace('7408122', '74O8122') ?? ''];
  expect(parsedByMrz(misread, false).allCheckDigitsValid).toBe(false);
  expect(parsedByMrz(misread, true)).toEqual({ lines: passport, allCheckDigitsValid: true });
  expect(parsedByMrz(['NOT A ZONE', ''], true).allCheckDigitsValid).toBe(false);
});

it('holds told parts against the drawn ones, hidden ones left out', () => {
  const quad = (x: number, y: number, width: number, height: number): Quad => [
    { x, y },
    { x: x + width, y },
    { x: x + width, y: y + height },
    { x, y: y + height },
  ];
  const picture = {
    width: 200,
    height: 100,
    quadPx: quad(0, 0, 200, 100),
    visibleShare: ({ x }: Rect) => (x > 150 ? 0.5 : 1),
    side: {
      image: { width: 400, height: 200 },
      regions: [
        { kind: 'portrait', rectPx: { x: 20, y: 20, width: 80, height: 100 } },
        { kind: 'signature', rectPx: { x: 120, y: 160, width: 20, height: 20 } },
        { kind: 'stamp', rectPx: { x: 300, y: 20, width: 80, height: 80 } },
      ],
    },
  } as unknown as CorpusPicture;
  const told = (kind: DocumentRegion['kind'], quadPx: Quad) =>
    ({ kind, quadPx }) as unknown as DocumentRegion;
  const regions = scoreRegions(picture, [
    told('portrait', quad(10, 10, 40, 50)),
    told('stamp', quad(150, 10, 40, 40)),
    told('stamp', quad(20, 60, 30, 30)),
  ]);
  expect(regions).toEqual([
    { kind: 'portrait', isTrue: true, isTold: true, overlap: expect.closeTo(1) },
    { kind: 'signature', isTrue: true, isTold: false, overlap: 0 },
    { kind: 'stamp', isTrue: false, isTold: true, overlap: 0 },
  ]);
});

it('calls a picture spoiled that lost its zone, or more than a quarter of the print of the good one', () => {
  const record = (strength: number, readValues: number, isZoneRead: boolean | null): QualityRecord => ({
    fault: 'glare',
    strength,
    document: 0,
    readValues,
    isZoneRead,
    measures: {
      sharpness: 1,
      glareShare: 0,
      medianLuma: 200,
      brightShare: 0,
      contrast: 100,
      pixelsPerMm: 10,
    },
    findings: {},
    visible: 1,
  });
  const spoiled = (...records: QualityRecord[]) => judged(records).map(({ isBad }) => isBad);
  expect(spoiled(record(0, 8, true), record(0.5, 6, true), record(1, 5, true))).toEqual([false, false, true]);
  expect(spoiled(record(0, 8, true), record(0.5, 8, false))).toEqual([false, true]);
  // What the good picture does not give says nothing.
  expect(spoiled(record(0, 8, null), record(0.5, 8, null))).toEqual([false, false]);
  expect(spoiled(record(0, 8, false), record(0.5, 8, false))).toEqual([false, false]);
  expect(spoiled(record(0, 2, true), record(1, 0, false))).toEqual([]);
});

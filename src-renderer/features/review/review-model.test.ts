import { describe, expect, it } from 'vitest';
import type { Mrz } from '#shared/domain/analysis.ts';
import { foldSession } from '#shared/domain/fold-session.ts';
import type { Point } from '#shared/domain/geometry.ts';
import { must } from '#shared/lib/invariant.ts';
import { aDocument } from '#shared/testing/builders.ts';
import {
  aField,
  anAnalysis,
  documentCapture,
  eventsOf,
  selfieCapture,
} from '../../testing/session-events.ts';
import {
  alignTexts,
  captureViews,
  cutOutRegion,
  isQuiet,
  isSwitchedOff,
  nextToReview,
  notCheckedByReason,
  troublesOf,
  worstFirst,
  zonesOf,
} from './review-model.ts';

const analysis = anAnalysis();
const document = must(analysis.steps[0]?.document, 'the builder has a document');

describe('captures', () => {
  it('stand in the order of the scenario, with what the analysis measured', () => {
    const views = captureViews(foldSession(eventsOf(1, 1)));
    expect(views.map(({ captureId, side, sizePx }) => [captureId, side, sizePx])).toEqual([
      [documentCapture, 'front', { width: 800, height: 600 }],
      [selfieCapture, 'selfie', null],
    ]);
  });
});

describe('findings', () => {
  it('list the worst first', () => {
    expect(worstFirst(analysis.findings).map(({ status }) => status)).toEqual([
      'failed',
      'warning',
      'not-run',
      'passed',
    ]);
  });

  it('that did not run are no trouble, and no pass either', () => {
    expect(troublesOf(analysis).map(({ status }) => status)).toEqual(['failed', 'warning']);
    expect(troublesOf(null)).toEqual([]);
  });

  it('that the scenario does not ask for are none that could not be run', () => {
    const couldNot = must(
      analysis.findings.find(({ status }) => status === 'not-run'),
      'the builder has one',
    );
    expect(isSwitchedOff(couldNot)).toBe(false);
    expect(isSwitchedOff({ ...couldNot, reason: 'switched-off' })).toBe(true);
    expect(isQuiet(couldNot)).toBe(false);
    expect(isQuiet({ ...couldNot, reason: 'switched-off' })).toBe(true);
    expect(isQuiet({ ...couldNot, reason: 'not-applicable' })).toBe(true);
    expect(isQuiet({ ...couldNot, reason: 'zone-not-needed' })).toBe(true);
    const because = (reason: string, count: number) =>
      Array.from({ length: count }, () => ({ ...couldNot, reason }));
    const groups = notCheckedByReason([
      ...because('switched-off', 3),
      ...because('mrz-not-found', 1),
      ...because('not-applicable', 2),
      ...because('mrz-uncertain', 2),
      ...analysis.findings.filter(({ status }) => status !== 'not-run'),
    ]);
    expect(groups.map((own) => [own[0]?.reason, own.length])).toEqual([
      ['mrz-uncertain', 2],
      ['mrz-not-found', 1],
      ['not-applicable', 2],
      ['switched-off', 3],
    ]);
  });
});

describe('alignTexts', () => {
  const marks = (a: string, b: string): string =>
    alignTexts(a, b)
      .map((pair) => (pair.a === pair.b ? pair.a : `(${pair.a ?? ''}|${pair.b ?? ''})`))
      .join('');

  it('marks a replaced character alone', () => {
    expect(marks('L898902C3', 'L898902G3')).toBe('L898902(C|G)3');
  });
  it('keeps the rest aligned after a missing character', () => {
    expect(marks('ERIKSSON', 'ERIKSON')).toMatch(/^ERIK\(S\|\)SON$|^ERIKS\(S\|\)ON$/);
    expect(marks('', 'AB')).toBe('(|A)(|B)');
  });
  it('takes a character outside the basic plane as one', () => {
    expect(alignTexts('𝒜', '𝒜')).toHaveLength(1);
  });
});

describe('zones', () => {
  it('draw larger ones below smaller ones and name their field', () => {
    const zones = zonesOf(
      anAnalysis({
        steps: [
          {
            ...must(analysis.steps[0], 'first step'),
            document: {
              ...document,
              fields: [
                aField({ name: 'sex', value: 'F', source: 'viz' }),
                aField({
                  name: 'surname',
                  value: 'X',
                  source: 'viz',
                  regionPx: { x: 0, y: 0, width: 500, height: 50 },
                }),
              ],
            },
          },
        ],
      }),
    );
    expect(zones.map(({ fieldName }) => fieldName)).toEqual(['surname', 'sex']);
  });

  it('show what was seen on the document and beside it, and the machine-readable zone once', () => {
    const step = must(analysis.steps[0], 'first step');
    const square = (size: number): [Point, Point, Point, Point] => [
      { x: 0, y: 0 },
      { x: size, y: 0 },
      { x: size, y: size },
      { x: 0, y: size },
    ];
    const region = { captureId: documentCapture, confidence: 0.9 };
    const regions = (['signature', 'stamp', 'mrz'] as const).map((kind, index) => ({
      ...region,
      kind,
      quadPx: square(30 - index),
    }));
    const seen = (mrz: Mrz | null): unknown =>
      zonesOf(
        anAnalysis({
          steps: [
            {
              ...step,
              document: { ...document, fields: [], regions, mrz },
              captures: step.captures.map((capture) => ({
                ...capture,
                otherDocumentQuadsPx: [square(90)],
              })),
            },
          ],
        }),
      ).map(({ kind }) => kind);
    expect(seen(null)).toEqual(['other-document', 'signature', 'stamp', 'mrz']);
    expect(seen(aDocument().mrz)).toEqual(['mrz', 'other-document', 'signature', 'stamp']);
  });
});

describe('cutOutRegion', () => {
  const picture = { width: 1000, height: 800 };
  it('shows the surroundings of a speck', () => {
    expect(cutOutRegion({ x: 500, y: 400, width: 4, height: 8 }, picture).width).toBeGreaterThan(80);
  });
  it('stays in the picture', () => {
    const { x, y, width, height } = cutOutRegion({ x: 990, y: 790, width: 10, height: 10 }, picture);
    expect([x + width <= 1000, y + height <= 800, x >= 0, y >= 0]).toEqual([true, true, true, true]);
  });
  it('keeps a line of text a line', () => {
    const { width, height } = cutOutRegion({ x: 100, y: 100, width: 400, height: 30 }, picture);
    expect(width / height).toBeGreaterThan(3);
  });
});

describe('nextToReview', () => {
  const tiles = ['approved', 'review', 'approved', 'review'].map((status, index) => ({
    sessionId: index.toString(),
    status,
  }));
  it('goes down the list, then around', () => {
    expect(nextToReview(tiles, '1')?.sessionId).toBe('3');
    expect(nextToReview(tiles, '3')?.sessionId).toBe('1');
  });
  it('never answers the session itself', () => {
    expect(nextToReview([{ sessionId: 'a', status: 'review' }], 'a')).toBeUndefined();
  });
});

import { expect, it } from 'vitest';
import { aDocumentStep, anMrzReading, aRect, findingOf, frontId } from '../testing/builders.ts';
import { documentMrzPresent } from './document.mrz-present.ts';

const uncertain = { captureId: frontId, regionPx: { x: 40, y: 600, width: 900, height: 80 } };
const on = (
  reading: ReturnType<typeof anMrzReading> | null,
  mrzRequired = true,
  doubt: typeof uncertain | null = null,
) =>
  findingOf(
    documentMrzPresent,
    { mrzSearch: { reading, uncertain: doubt, captureId: frontId, framePx: aRect() } },
    { step: aDocumentStep({ mrzRequired }) },
  );

it('passes where a zone was read, and shows it', () => {
  expect(on(anMrzReading())).toMatchObject({ status: 'passed', evidence: [{ kind: 'mrz' }] });
});

it('fails where the step demands one', () => {
  expect(on(null)).toMatchObject({ status: 'failed', reason: 'mrz-missing' });
});

it('warns where the step does not: its absence is never a pass', () => {
  expect(on(null, false)).toMatchObject({ status: 'warning', reason: 'mrz-missing' });
});

it('tells a zone that was not read for doubt from none, and shows it', () => {
  const evidence = [{ ...uncertain, kind: 'mrz' }];
  expect(on(null, true, uncertain)).toMatchObject({ status: 'failed', reason: 'mrz-uncertain', evidence });
  expect(on(null, false, uncertain)).toMatchObject({ status: 'warning', reason: 'mrz-uncertain', evidence });
});

it('demands one of a passport by default (ICAO Doc 9303-4: mandatory on the data page)', () => {
  expect(aDocumentStep().mrzRequired).toBe(true);
});

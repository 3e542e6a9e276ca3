import { expect, it } from 'vitest';
import { aDocumentStep, anMrzReading, aRect, findingOf, frontId } from '../testing/builders.ts';
import { documentMrzPresent } from './document.mrz-present.ts';

const on = (reading: ReturnType<typeof anMrzReading> | null, mrzRequired = true) =>
  findingOf(
    documentMrzPresent,
    { mrzSearch: { reading, captureId: frontId, framePx: aRect() } },
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

it('demands one of a passport by default (ICAO Doc 9303-4: mandatory on the data page)', () => {
  expect(aDocumentStep().mrzRequired).toBe(true);
});

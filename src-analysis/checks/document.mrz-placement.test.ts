import { expect, it } from 'vitest';
import type { MrzLayout } from '../features/feature-values.ts';
import { policy202611 } from '../policy/policy-2026-11.ts';
import { aRect, findingOf, frontId } from '../testing/builders.ts';
import { documentMrzPlacement } from './document.mrz-placement.ts';

const { mrzPitchDeviation, mrzPlaceMm } = policy202611.thresholds;
// A TD3's: two lines 6.35 mm apart, the lower one 9.4 mm above the edge, 44 characters of 2.54 mm (ICAO Doc 9303-3, 4.2 and 4.4; 9303-4).
const on = (layout: Partial<MrzLayout> = {}) =>
  findingOf(documentMrzPlacement, {
    mrzLayout: {
      format: 'TD3',
      captureId: frontId,
      regionPx: aRect(),
      pitchMm: 2.54,
      firstMm: 7.9,
      lastMm: 7.9,
      firstLineMm: 15.75,
      lastLineMm: 9.4,
      ...layout,
    },
  });

it('passes a zone of ten characters per inch in the 23.2 mm at the foot', () => {
  expect(on()).toMatchObject({ status: 'passed', threshold: mrzPitchDeviation.value });
});

it.each([1, -1])('fails beyond the pitch that measuring allows, wider or narrower, and not at it', (sign) => {
  const most = mrzPitchDeviation.value;
  expect(on({ pitchMm: 2.54 * (1 + sign * (most - 1e-6)) }).status).toBe('passed');
  expect(on({ pitchMm: 2.54 * (1 + sign * (most + 1e-6)) })).toMatchObject({
    status: 'failed',
    reason: 'pitch-differs',
  });
});

it('fails where a line lies above the zone, or over an edge, by more than measuring allows', () => {
  const { value: most } = mrzPlaceMm;
  expect(on({ firstLineMm: 23.2 + most }).status).toBe('passed');
  for (const layout of [
    { firstLineMm: 23.2 + most + 0.01 },
    { lastLineMm: -most - 0.01 },
    { firstMm: -most - 0.01 },
    { lastMm: -most - 0.01 },
  ])
    expect(on(layout)).toMatchObject({ status: 'failed', reason: 'zone-misplaced', threshold: most });
});

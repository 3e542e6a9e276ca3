import { expect, it } from 'vitest';
import type { MrzFormat } from '#shared/domain/analysis.ts';
import { policy202611 } from '../policy/policy-2026-11.ts';
import { aField, aRect, findingOf, frontId } from '../testing/builders.ts';
import { documentMrzForm } from './document.mrz-form.ts';

const { confidentCharacter } = policy202611.thresholds;
const on = (
  state: string,
  { formats = ['TD3'], confidence = 0.99 }: { formats?: MrzFormat[]; confidence?: number } = {},
) =>
  findingOf(documentMrzForm, {
    mrzForm: {
      format: 'TD3',
      formats,
      states: [aField({ name: 'issuing-state', normalized: state, confidence })],
      captureId: frontId,
      regionPx: aRect(),
    },
  });

it.each(['DEU', 'D', 'GBR', 'GBN', 'UNO', 'XXA', 'EUE', 'XKX', 'UTO'])(
  'passes what ICAO Doc 9303-3, section 5, and ISO 3166-1 allow: %s',
  (state) => {
    expect(on(state).status).toBe('passed');
  },
);

it('fails on a state that does not exist where it was read surely, and warns where it was not', () => {
  const { value } = confidentCharacter;
  expect(on('DEV', { confidence: value })).toMatchObject({
    status: 'failed',
    reason: 'unknown-state',
    details: { code: 'DEV' },
  });
  expect(on('DEV', { confidence: value - 0.01 }).status).toBe('warning');
});

it('fails on a format that the type does not have', () => {
  expect(on('DEU', { formats: ['TD1', 'TD2'] })).toMatchObject({
    status: 'failed',
    reason: 'format-of-other-type',
    details: { format: 'TD3', expected: 'TD1, TD2' },
  });
});

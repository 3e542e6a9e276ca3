import { describe, expect, it } from 'vitest';
import { aFinding } from '../testing/builders.ts';
import type { Finding } from './analysis.ts';
import { easePictureFaults } from './ease-picture-faults.ts';
import { passportAndSelfie, type Scenario } from './scenario.ts';

const glare = aFinding({ id: 'document.glare', stepId: 'document', status: 'failed', reason: 'glare' });
const passed = (id: string, stepId = 'document') => aFinding({ id, stepId, status: 'passed' });
const zone = passed('document.mrz-check-digits');
const print = passed('document.mrz-matches-printed');
const statusIn = (findings: readonly Finding[], scenario: Scenario = passportAndSelfie) =>
  easePictureFaults(findings, scenario).find(({ id }) => id === findings[0]?.id)?.status;

describe('a fault of the picture', () => {
  it('is a warning where zone and print were read and agree, or barcode and print', () => {
    expect(statusIn([glare, zone, print])).toBe('warning');
    expect(statusIn([glare, passed('document.barcode-matches')])).toBe('warning');
    expect(easePictureFaults([glare, zone, print], passportAndSelfie)[0]).toMatchObject({ reason: 'glare' });
  });

  it('stays a failure where not all was read, or on another document', () => {
    expect(statusIn([glare, zone])).toBe('failed');
    expect(statusIn([glare, zone, { ...print, status: 'not-run', reason: 'no-printed-field-read' }])).toBe(
      'failed',
    );
    expect(statusIn([glare, zone, passed('document.mrz-matches-printed', 'other')])).toBe('failed');
  });

  it('is as severe as the scenario says, where it does', () => {
    const steps = passportAndSelfie.steps.map((step) => ({
      ...step,
      checks: { 'document.glare': { enabled: true, severity: 'retry' as const, threshold: null } },
    }));
    expect(statusIn([glare, zone, print], { ...passportAndSelfie, steps })).toBe('failed');
  });
});

it('eases nothing that reading does not answer: what is cut off, covered, or wrong', () => {
  for (const id of ['document.fully-visible', 'document.unobstructed', 'document.not-expired'])
    expect(statusIn([{ ...glare, id }, zone, print])).toBe('failed');
});

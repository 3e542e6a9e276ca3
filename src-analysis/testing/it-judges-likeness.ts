import { expect, it } from 'vitest';
import type { Finding } from '#shared/domain/analysis.ts';

/** What every check says that two faces show one person: by how far these are apart, and of a face too small. */
export function itJudgesLikeness(on: (distance: number) => Finding, ofTooSmall: () => Finding): void {
  it('passes as far as the policy’s rate of false matches, and shows both faces', () => {
    const finding = on(0.4);
    expect(finding).toMatchObject({ status: 'passed', score: 1000 });
    expect(finding.evidence).toHaveLength(2);
  });

  it('leaves the band between to a person, both its ends', () => {
    expect(on(0.401)).toMatchObject({ status: 'warning', reason: 'uncertain' });
    expect(on(0.6)).toMatchObject({ status: 'warning', reason: 'uncertain' });
  });

  it('fails beyond it', () => {
    expect(on(0.601)).toMatchObject({ status: 'failed', reason: 'not-alike' });
  });

  it('is not run on a face too small: TAR at 0.6 falls to .41 at 40 px (findings on 61 photographs), and that is never "another person"', () => {
    expect(ofTooSmall()).toMatchObject({ status: 'not-run', reason: 'face-too-small' });
  });
}

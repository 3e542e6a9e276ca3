import { expect, it } from 'vitest';
import type { DocumentRegion, RegionKind } from '#shared/domain/analysis.ts';
import { aRect, findingOf, frontId } from '../testing/builders.ts';
import { documentElementsPresent } from './document.elements-present.ts';

const aRegion = (kind: RegionKind): DocumentRegion => ({
  kind,
  captureId: frontId,
  quadPx: [
    { x: 0, y: 0 },
    { x: 10, y: 0 },
    { x: 10, y: 20 },
    { x: 0, y: 20 },
  ],
  confidence: 0.9,
});
const on = (demanded: RegionKind[], found: RegionKind[]) =>
  findingOf(documentElementsPresent, {
    mandatoryElements: {
      demanded,
      found: found.map((kind) => aRegion(kind)),
      captureId: frontId,
      regionPx: aRect(),
    },
  });

it('passes where everything is there that is demanded, and shows where', () => {
  expect(on(['portrait', 'signature'], ['signature', 'portrait'])).toMatchObject({
    status: 'passed',
    details: { elements: 'portrait,signature' },
    evidence: [{ kind: 'area' }, { kind: 'area' }],
  });
});

it('fails on a missing portrait, which is hardly ever missed (portrait and signature are mandatory: ICAO Doc 9303-4, zones II and V)', () => {
  expect(on(['portrait', 'signature'], ['signature'])).toMatchObject({
    status: 'failed',
    reason: 'element-missing',
    details: { elements: 'portrait' },
  });
  expect(on(['portrait', 'signature', 'stamp'], [])).toMatchObject({
    status: 'failed',
    details: { elements: 'portrait' },
  });
});

it('leaves signatures and stamps that were not found to a person: more are missed than one in 20 (measured, see the policy)', () => {
  expect(on(['portrait', 'signature', 'stamp'], ['portrait'])).toMatchObject({
    status: 'warning',
    reason: 'element-not-seen',
    details: { elements: 'signature,stamp' },
  });
});

it('asks for the issuer’s signature apart from the holder’s', () => {
  expect(on(['signature', 'issuer-signature'], ['signature'])).toMatchObject({
    status: 'warning',
    reason: 'element-not-seen',
    details: { elements: 'issuer-signature' },
  });
});

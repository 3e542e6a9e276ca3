import { expect, it } from 'vitest';
import { missing } from '../features/feature-outcome.ts';
import { aContext, aFace, aRect, findingOf, selfieId } from '../testing/builders.ts';
import { selfieDocumentVisible } from './selfie.document-visible.ts';

const portrait = aFace({ role: 'held-portrait', regionPx: aRect({ width: 40, height: 50 }) });
const on = (seen: { readonly hasOutline: boolean; readonly hasPortrait: boolean }) =>
  findingOf(selfieDocumentVisible, {
    heldDocument: {
      captureId: selfieId,
      regionPx: seen.hasOutline ? aRect() : null,
      portrait: seen.hasPortrait ? portrait : null,
    },
  });

it('passes a document with a portrait, and shows both', () => {
  expect(on({ hasOutline: true, hasPortrait: true })).toMatchObject({
    status: 'passed',
    evidence: [{ kind: 'document' }, { kind: 'face' }],
  });
});

it('fails only where neither is seen', () => {
  expect(on({ hasOutline: false, hasPortrait: false })).toMatchObject({
    status: 'failed',
    reason: 'no-document',
  });
});

it('leaves half of it to a person: a card is held in many ways', () => {
  expect(on({ hasOutline: false, hasPortrait: true })).toMatchObject({
    status: 'warning',
    reason: 'outline-unseen',
  });
  expect(on({ hasOutline: true, hasPortrait: false })).toMatchObject({
    status: 'warning',
    reason: 'portrait-unseen',
  });
});

it('is not run without a picture: absence is never a pass (how-to-add-a-check.md)', () => {
  const finding = selfieDocumentVisible.find({ heldDocument: missing('capture-missing') }, aContext());
  expect(finding).toMatchObject({ status: 'not-run', reason: 'capture-missing' });
});

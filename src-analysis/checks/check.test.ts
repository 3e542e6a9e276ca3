import { expect, it } from 'vitest';
import { missing, found } from '../features/feature-outcome.ts';
import { aContext, aDocumentPhoto, frontId } from '../testing/builders.ts';
import { defineCheck, failed, passed } from './check.ts';

const isBlurred = defineCheck({
  id: 'document.sharp',
  version: 3,
  appliesTo: 'document',
  needs: ['documentPhotos'],
  reasons: ['blurred'],
  run({ documentPhotos }) {
    if (documentPhotos.some(({ sharpness }) => sharpness < 0)) throw new Error('a bug');
    return documentPhotos.length > 1
      ? failed('blurred', { score: 0.1, details: { side: 'back' } })
      : passed();
  },
});

it('does not run when a feature is missing, and says why it is', () => {
  expect(isBlurred.find({ documentPhotos: missing('truncated') }, aContext())).toEqual({
    id: 'document.sharp',
    stepId: 'document',
    status: 'not-run',
    reason: 'truncated',
    confidence: 0,
    evidence: [],
    versions: { check: 3, policy: '2026-11.8' },
  });
});

it('is an error, never a pass, when it throws or nobody computed its feature', () => {
  const broken = { documentPhotos: found([aDocumentPhoto({ sharpness: -1 })]) };
  expect(isBlurred.find(broken, aContext()).status).toBe('error');
  expect(isBlurred.find({}, aContext())).toMatchObject({ status: 'error', reason: 'internal' });
});

it('keeps what the verdict carries, and only that', () => {
  const photos = found([aDocumentPhoto(), aDocumentPhoto()]);
  expect(isBlurred.find({ documentPhotos: photos }, aContext({ step: null }))).toEqual({
    id: 'document.sharp',
    stepId: null,
    status: 'failed',
    reason: 'blurred',
    details: { side: 'back' },
    score: 0.1,
    confidence: 1,
    evidence: [],
    versions: { check: 3, policy: '2026-11.8' },
  });
  expect(isBlurred.find({ documentPhotos: found([aDocumentPhoto()]) }, aContext())).not.toHaveProperty(
    'reason',
  );
});

it('does not compile when a check reads what it does not declare, or gives a reason that it does not list', () => {
  const common = {
    id: 'x',
    version: 1,
    appliesTo: 'document',
    needs: ['documentPhotos'],
    reasons: ['blurred'],
  } as const;
  // @ts-expect-error mrz is not declared
  defineCheck({ ...common, run: ({ mrz }) => (mrz === undefined ? passed() : passed()) });
  // @ts-expect-error torn is not listed
  defineCheck({ ...common, run: () => failed('torn') });
  expect(frontId).toMatch(/^1/);
});

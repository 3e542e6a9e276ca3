import { expect, it } from 'vitest';
import { refusalSentences, type RefusalCode } from '#shared/domain/refusal-sentences.ts';
import { aFace, findingOf, selfieId } from '../testing/builders.ts';
import { selfieSingleFace } from './selfie.single-face.ts';

const on = (count: number) =>
  findingOf(selfieSingleFace, {
    selfieCapture: {
      captureId: selfieId,
      refusal: null,
      faces: Array.from({ length: count }, () => aFace()),
    },
  });

it('passes one face, and fails none or two', () => {
  expect(on(1).status).toBe('passed');
  expect(on(0)).toMatchObject({ status: 'failed', reason: 'no-face' });
  expect(on(2)).toMatchObject({ status: 'failed', reason: 'several-faces', details: { count: 2 } });
});

it('shows every face', () => {
  expect(on(3).evidence).toHaveLength(3);
});

it('fails where nobody took a selfie', () => {
  const finding = findingOf(selfieSingleFace, {
    selfieCapture: { captureId: null, refusal: null, faces: [] },
  });
  expect(finding.reason).toBe('selfie-missing');
});

it.each(Object.keys(refusalSentences.en) as RefusalCode[])(
  'fails with the refusal of the picture: %s',
  (refusal) => {
    const finding = findingOf(selfieSingleFace, {
      selfieCapture: { captureId: selfieId, refusal, faces: [] },
    });
    expect(finding).toMatchObject({ status: 'failed', reason: refusal });
  },
);

it('allows no other person in the picture (ISO/IEC 19794-5, 7.2.4: no other person visible)', () => {
  expect(on(2).status).toBe('failed');
});

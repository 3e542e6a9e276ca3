import { expect, it } from 'vitest';
import { policy202611 } from '../policy/policy-2026-11.ts';
import { aDocumentPhoto, findingOf } from '../testing/builders.ts';
import { documentExposure } from './document.exposure.ts';

const { darkMedianLuma, brightShare, leastContrast } = policy202611.thresholds;
const on = (exposure: Partial<ReturnType<typeof aDocumentPhoto>['exposure']>) =>
  findingOf(documentExposure, {
    documentPhotos: [
      aDocumentPhoto(),
      aDocumentPhoto({ exposure: { ...aDocumentPhoto().exposure, ...exposure } }),
    ],
  });

it('passes an ordinary picture', () => {
  expect(on({}).status).toBe('passed');
});

it('fails below the darkest luma, and not at it', () => {
  expect(on({ medianLuma: darkMedianLuma.value }).status).toBe('passed');
  expect(on({ medianLuma: darkMedianLuma.value - 1 })).toMatchObject({
    status: 'failed',
    reason: 'too-dark',
  });
});

it('fails where white has swallowed the print', () => {
  const washedOut = { contrast: leastContrast.value - 1 };
  expect(on({ ...washedOut, brightShare: brightShare.value }).status).toBe('passed');
  expect(on({ ...washedOut, brightShare: brightShare.value + 0.01 })).toMatchObject({ reason: 'too-bright' });
});

it('takes a white page with black print for what it is (measured on a drawn TD3 specimen: 76 % white)', () => {
  expect(on({ brightShare: 0.76, contrast: leastContrast.value }).status).toBe('passed');
});

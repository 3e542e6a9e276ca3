import { expect, it } from 'vitest';
import type { FileTraces } from '../presentation/file-traces.ts';
import { aRect, findingOf, selfieId } from '../testing/builders.ts';
import { selfieNotEdited } from './selfie.not-edited.ts';

const of = (traces: Partial<FileTraces>) =>
  findingOf(selfieNotEdited, {
    selfieFile: {
      captureId: selfieId,
      framePx: aRect(),
      traces: { editor: null, generator: null, hasCamera: false, ...traces },
    },
  });

it('passes a file that names nothing, and is hardly sure of it: silence proves nothing', () => {
  expect(of({})).toMatchObject({ status: 'passed', confidence: 0.2 });
  expect(of({ hasCamera: true })).toMatchObject({ status: 'passed', confidence: 0.5 });
});

it('warns of an editor, with its name', () => {
  expect(of({ editor: 'paint.net 4.2.5', hasCamera: true })).toMatchObject({
    status: 'warning',
    reason: 'editor-named',
    details: { program: 'paint.net 4.2.5' },
  });
});

it('names a generator before an editor (IPTC digital source type "trainedAlgorithmicMedia")', () => {
  expect(of({ editor: 'Adobe Photoshop', generator: 'trainedAlgorithmicMedia (C2PA)' })).toMatchObject({
    status: 'warning',
    reason: 'generator-named',
  });
});

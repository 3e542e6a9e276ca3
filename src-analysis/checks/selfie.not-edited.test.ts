import { expect, it } from 'vitest';
import { generatorTraceKinds, type FileTraces } from '../presentation/file-traces.ts';
import { aRect, findingOf, selfieId } from '../testing/builders.ts';
import { selfieNotEdited } from './selfie.not-edited.ts';

const of = (traces: Partial<FileTraces>) =>
  findingOf(selfieNotEdited, {
    selfieFile: {
      captureId: selfieId,
      framePx: aRect(),
      traces: { editor: null, generator: null, hasCredentials: false, hasCamera: false, ...traces },
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

it('says which trace of a generator there is, and says it before an editor (IPTC digital source type "trainedAlgorithmicMedia")', () => {
  for (const kind of generatorTraceKinds)
    expect(
      of({ editor: 'Adobe Photoshop', generator: { kind, named: 'it' }, hasCamera: true }),
    ).toMatchObject({
      status: 'warning',
      reason: kind,
      details: { program: 'it' },
    });
});

it('takes content credentials that name no generator for no proof: nobody verified who signed them', () => {
  expect(of({ hasCredentials: true })).toMatchObject({ status: 'passed', confidence: 0.2 });
});

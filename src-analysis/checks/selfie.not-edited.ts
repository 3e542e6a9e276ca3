import { generatorTraceKinds } from '../presentation/file-traces.ts';
import { defineCheck, passed, warning } from './check.ts';

// Either can be written into a file by hand; a named camera at least says that nobody stripped it.
const confidenceWithCamera = 0.5;
const confidenceOfSilence = 0.2;

/**
 * The selfie's file names no program that edits pictures, nothing that generates them or exchanges faces, and does not declare its picture generated. A file
 * that names nothing proves nothing, a camera neither: messengers and browsers strip all of it.
 */
export const selfieNotEdited = defineCheck({
  id: 'selfie.not-edited',
  version: 3,
  appliesTo: 'selfie',
  needs: ['selfieFile'],
  reasons: ['editor-named', ...generatorTraceKinds],
  run({ selfieFile: { captureId, framePx, traces } }) {
    const evidence = [{ captureId, regionPx: framePx, kind: 'area' as const }];
    const { generator, editor, hasCamera } = traces;
    if (generator !== null)
      return warning(generator.kind, { evidence, details: { program: generator.named } });
    if (editor !== null) return warning('editor-named', { evidence, details: { program: editor } });
    return passed({ evidence, confidence: hasCamera ? confidenceWithCamera : confidenceOfSilence });
  },
});

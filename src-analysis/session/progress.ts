import type { ProgressStage } from '#shared/domain/analysis.ts';
import type { AnalysisRequest, AnalyzeOptions } from '../analysis-request.ts';

export interface Progress {
  readonly done: (stage: ProgressStage) => void;
}

/** Counts what is done against what there is to do; a search that turns out not to be needed is made up for at the end. */
export function createProgress(
  { scenario, captures, challenges = [] }: AnalysisRequest,
  onProgress: AnalyzeOptions['onProgress'],
): Progress {
  const documents = scenario.steps.filter(({ type }) => type === 'document');
  const documentCaptures = captures.filter(({ stepId }) => documents.some(({ id }) => id === stepId)).length;
  // Per capture decoding and faces, per document picture outline and zone, per document print, per frame its face and per challenge the
  // best frame as a capture, and the checks.
  const frames = challenges.reduce((sum, challenge) => sum + challenge.frames.length + 2, 0);
  const total = captures.length * 2 + documentCaptures * 2 + documents.length + frames + 1;
  let count = 0;
  return {
    done(stage) {
      count += 1;
      const fraction = stage === 'checks' ? 1 : Math.min(0.99, count / total);
      onProgress?.({ stage, fraction });
    },
  };
}

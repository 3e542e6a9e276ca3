import { createHash } from 'node:crypto';
import type { Analysis, AnalysisFailureCode } from '#shared/domain/analysis.ts';
import type { SessionFace } from '#shared/domain/face-lists.ts';
import type { FilmHashes } from '#shared/domain/near-films.ts';
import type { PictureHash } from '#shared/domain/near-pictures.ts';
import type { Side } from '#shared/domain/scenario.ts';
import type { AnalysisRequest, AnalyzeOptions, CaptureInput } from './analysis-request.ts';
import { definitionFolders, mustLoadDefinitions, type DefinitionSet } from './documents/load-definitions.ts';
import { calibrationOf, type FaceCalibration } from './faces/calibration.ts';
import { createFaceFinder, type FaceFinder } from './faces/face-finder.ts';
import { createCaptureFeatures, type CaptureFeatures } from './features/capture-features.ts';
import { ModelUnavailableError, mustGetNet, type ModelPool } from './models/pool.ts';
import type { Ocr } from './ocr/ocr.ts';
import type { Policy } from './policy/policy.ts';
import type { DivisionCodes } from './registries/division-codes.ts';
import { conclude } from './session/conclude.ts';
import { extractStep, type StepWork } from './session/extract-step.ts';
import { facesToKeep } from './session/faces-to-keep.ts';
import { hashPictures } from './session/hash-pictures.ts';
import { withSameness } from './session/held-outcomes.ts';
import { createProgress } from './session/progress.ts';

/** Raised with every change that may change an analysis, so that a replay knows what it repeats. */
export const pipelineVersion = '0.11.0';

export interface AnalyzerDeps {
  readonly pool: ModelPool;
  readonly ocr: Ocr;
  readonly policy: Policy;
  /** Where faces are found; by default in the calling thread, with the pool's nets. */
  readonly faceFinder?: FaceFinder;
  /** How often strangers look alike, as counted with the recognition net of the pool; `null` where nobody counted: then no faces are compared. */
  readonly calibration: FaceCalibration | null;
  /** The families of documents that are known; those of the installation unless given. */
  readonly definitions?: DefinitionSet;
  /** The registry of division codes as it is now; none unless given. */
  readonly divisionCodes?: () => DivisionCodes | null;
}

export type AnalyzeResult =
  | {
      readonly ok: true;
      readonly analysis: Analysis;
      /** Of faces that are clear enough to be found again; none unless the scenario lets them be. No part of the analysis, which is shown. */
      readonly faces: readonly SessionFace[];
      /** What each picture that could be decoded looks like from afar. No part of the analysis, as faces. */
      readonly pictures: readonly PictureHash[];
      /** What the frames of each challenge look like from afar; as pictures. */
      readonly films: readonly FilmHashes[];
    }
  | {
      readonly ok: false;
      readonly code: Extract<
        AnalysisFailureCode,
        'model-missing' | 'model-hash-mismatch' | 'capture-changed'
      >;
    };

export interface Analyzer {
  /**
   * The whole pipeline over a session's captures. Deterministic: the same request and models give the same analysis, but for
   * `durationMs`. A picture that cannot be opened or shows nothing is a finding, not a failure. Rejects only with the signal's
   * reason, or for a bug.
   */
  analyze(request: AnalysisRequest, options?: AnalyzeOptions): Promise<AnalyzeResult>;
  /** Loads every net that an analysis needs. */
  warmUp(): Promise<AnalyzeResult | { readonly ok: true }>;
  /** Between analyses: does ahead what the next one would wait for. */
  prepare(): Promise<void>;
  dispose(): Promise<void>;
}

export function createAnalyzer({
  pool,
  ocr,
  policy,
  faceFinder = createFaceFinder(pool),
  calibration,
  definitions = mustLoadDefinitions(definitionFolders({})),
  divisionCodes = () => null,
}: AnalyzerDeps): Analyzer {
  return {
    async analyze(request, { signal = new AbortController().signal, onProgress } = {}) {
      const startedAt = performance.now();
      const frames = request.challenges?.flatMap((challenge) => challenge.frames) ?? [];
      for (const { bytes, sha256 } of [...request.captures, ...frames]) {
        if (createHash('sha256').update(bytes).digest('hex') !== sha256)
          return { ok: false, code: 'capture-changed' };
      }
      const progress = createProgress(request, onProgress);
      const featuresOf = (input: CaptureInput): CaptureFeatures =>
        createCaptureFeatures(input, {
          pool,
          faceFinder,
          signal,
          referenceDate: new Date(`${request.referenceDay}T00:00:00Z`),
          onDone: progress.done,
        });
      const captures = request.captures.map((input) => ({
        stepId: input.stepId,
        features: featuresOf(input),
      }));
      // The print takes longest and waits for the zone: until that is searched, nothing else takes the time of few cores.
      let release: () => void = () => undefined;
      const zoneSearched = new Promise<void>((resolve) => {
        release = resolve;
      });
      if (!request.scenario.steps.some(({ type }) => type === 'document')) release();
      const work: StepWork = {
        request,
        pool,
        ocr,
        faceFinder,
        definitions,
        featuresOf,
        signal,
        progress,
        zoneSearched,
        onZoneSearched: release,
      };
      try {
        const extracted = await Promise.all(
          request.scenario.steps.map(async (step) => {
            const bySide = new Map<Side, CaptureFeatures>();
            for (const { stepId, features } of captures)
              if (stepId === step.id) bySide.set(features.input.side, features);
            return extractStep(step, bySide, work);
          }),
        );
        const steps = await withSameness(extracted, { ocr, signal });
        const described = await ocr.describe();
        signal.throwIfAborted();
        const recognition = loadedModels().find(({ name }) => name === 'face-recognition');
        const known = calibrationOf(calibration, recognition?.sha256);
        const analysis = conclude(request, steps, policy, known, divisionCodes());
        const faces =
          request.scenario.rules.findFaces && recognition !== undefined
            ? facesToKeep(steps, policy, recognition.sha256)
            : [];
        progress.done('checks');
        return {
          ok: true,
          faces,
          pictures: await hashPictures(captures.map(({ features }) => features)),
          films: steps.flatMap(({ liveness }) =>
            liveness === null || liveness.film.frames.length === 0 ? [] : [liveness.film],
          ),
          analysis: {
            ...analysis,
            pipeline: {
              version: pipelineVersion,
              policy: policy.version,
              models: [...loadedModels(), asModel(definitions)].toSorted((a, b) =>
                a.name < b.name ? -1 : 1,
              ),
              ocr: described === null ? null : `${described.engine} ${described.version}`,
              referenceDay: request.referenceDay,
              durationMs: Math.round(performance.now() - startedAt),
            },
          },
        };
      } catch (error) {
        return toFailure(error);
      }
    },
    async warmUp() {
      try {
        await Promise.all([
          mustGetNet(pool, 'mrz-line'),
          mustGetNet(pool, 'zone-font'),
          mustGetNet(pool, 'print-line'),
          mustGetNet(pool, 'document-outline'),
          mustGetNet(pool, 'recapture'),
          mustGetNet(pool, 'heads'),
          faceFinder.warmUp(),
          ocr.describe(),
        ]);
        return { ok: true };
      } catch (error) {
        return toFailure(error);
      }
    },
    prepare: () => ocr.prepare(),
    async dispose() {
      await Promise.all([pool.dispose(), faceFinder.dispose(), ocr.dispose()]);
    },
  };

  function loadedModels(): ReturnType<ModelPool['loaded']> {
    const byName = new Map([...pool.loaded(), ...faceFinder.loaded()].map((model) => [model.name, model]));
    return [...byName.values()];
  }
}

/** What a replay needs to know beside the nets, in their form: which families of documents were known. */
function asModel({ definitions, sha256 }: DefinitionSet): Analysis['pipeline']['models'][number] {
  return { name: 'document-definitions', version: String(definitions.length), sha256 };
}

function toFailure(error: unknown): Extract<AnalyzeResult, { ok: false }> {
  if (!(error instanceof ModelUnavailableError)) throw error;
  return { ok: false, code: error.code === 'model-hash-mismatch' ? 'model-hash-mismatch' : 'model-missing' };
}

import { createHash } from 'node:crypto';
import type {
  Analysis,
  AnalysisFailureCode,
  AnalyzedCapture,
  AnalyzedFace,
  FacePair,
  Finding,
  ProgressStage,
  StepAnalysis,
} from '#shared/domain/analysis.ts';
import type { SessionFace } from '#shared/domain/face-lists.ts';
import { mostPictureHashes, type PictureHash } from '#shared/domain/near-pictures.ts';
import type { NotRunReason } from '#shared/domain/not-run-sentences.ts';
import { easePictureFaults } from '#shared/domain/ease-picture-faults.ts';
import { recommend } from '#shared/domain/recommend.ts';
import type { ScenarioStep, Side } from '#shared/domain/scenario.ts';
import { settingOf, weighingOf } from '#shared/domain/weighing.ts';
import type { AnalysisRequest, AnalyzeOptions } from './analysis-request.ts';
import type { CheckContext, FeatureOutcomes } from './checks/check.ts';
import { definitionFolders, mustLoadDefinitions, type DefinitionSet } from './documents/load-definitions.ts';
import { faceAgeAgrees } from './checks/face.age-agrees.ts';
import { faceMatchesDocument } from './checks/face.matches-document.ts';
import { faceSexAgrees } from './checks/face.sex-agrees.ts';
import { documentSameHolder } from './checks/document.same-holder.ts';
import { documentIssuingAuthority } from './checks/document.issuing-authority.ts';
import { checks } from './checks/registry.ts';
import { createFaceFinder, type FaceFinder } from './faces/face-finder.ts';
import { calibrationOf, falseMatchFacts, type FaceCalibration } from './faces/calibration.ts';
import { isClearFace, toFaceTemplate } from './faces/kept-template.ts';
import { finePerceptualHash, perceptualHash } from './image/perceptual-hash.ts';
import { compareFaces } from './faces/similarity.ts';
import { createCaptureFeatures, type CaptureFeatures } from './features/capture-features.ts';
import { apparentHolderOf } from './features/apparent-holder.ts';
import { extractDocumentFeatures, type DocumentStep, type Placement } from './features/document-features.ts';
import { documentFactsOf } from './features/document-facts.ts';
import { found, missing, type FeatureOutcome } from './features/feature-outcome.ts';
import type { FaceComparison } from './features/feature-values.ts';
import { holderFieldsOf } from './features/holder-fields.ts';
import { inLightOfRegistry } from './features/in-light-of-registry.ts';
import { issuingAuthorityOf } from './features/issuing-authority.ts';
import { extractSelfieFeatures, type SelfieStep } from './features/selfie-features.ts';
import { ModelUnavailableError, mustGetNet, type ModelPool } from './models/pool.ts';
import { createPrintLineNet } from './models/print-line-net.ts';
import type { Ocr } from './ocr/ocr.ts';
import type { Policy } from './policy/policy.ts';
import type { DivisionCodes } from './registries/division-codes.ts';
import { findAsSet, policyFor } from './policy/with-scenario.ts';

/** Raised with every change that may change an analysis, so that a replay knows what it repeats. */
export const pipelineVersion = '0.8.0';

export interface AnalyzerDeps {
  readonly pool: ModelPool;
  readonly ocr: Ocr;
  readonly policy: Policy;
  /** Where faces are found; by default in the calling thread, with the pool's nets. */
  readonly faceFinder?: FaceFinder;
  /** How often strangers look alike, as counted with the recognition net of the pool; without it no rate is stated. */
  readonly calibration?: FaceCalibration | null;
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
  calibration = null,
  definitions = mustLoadDefinitions(definitionFolders({})),
  divisionCodes = () => null,
}: AnalyzerDeps): Analyzer {
  return {
    async analyze(request, { signal = new AbortController().signal, onProgress } = {}) {
      const startedAt = performance.now();
      for (const { bytes, sha256 } of request.captures) {
        if (createHash('sha256').update(bytes).digest('hex') !== sha256)
          return { ok: false, code: 'capture-changed' };
      }
      const progress = createProgress(request, onProgress);
      const captures = request.captures.map((input) => ({
        stepId: input.stepId,
        features: createCaptureFeatures(input, {
          pool,
          faceFinder,
          signal,
          referenceDate: new Date(`${request.referenceDay}T00:00:00Z`),
          onDone: progress.done,
        }),
      }));
      // The print takes longest and waits for the zone: until that is searched, nothing else takes the time of few cores.
      let release: () => void = () => undefined;
      const zoneSearched = new Promise<void>((resolve) => {
        release = resolve;
      });
      if (!request.scenario.steps.some(({ type }) => type === 'document')) release();
      try {
        const steps = await Promise.all(
          request.scenario.steps.map(async (step) => {
            const bySide = new Map<Side, CaptureFeatures>();
            for (const { stepId, features } of captures)
              if (stepId === step.id) bySide.set(features.input.side, features);
            return extractStep(step, bySide);
          }),
        );
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

      async function extractStep(
        step: ScenarioStep,
        bySide: ReadonlyMap<Side, CaptureFeatures>,
      ): Promise<StepFacts> {
        const isDocument = step.type === 'document';
        const document = isDocument
          ? await extractDocumentFeatures(step, bySide, {
              ocr,
              printRecognizer: async () => createPrintLineNet(await mustGetNet(pool, 'print-line')),
              definitions: definitions.definitions,
              referenceDay: request.referenceDay,
              signal,
              onDone: progress.done,
              onZoneSearched: release,
            })
          : null;
        if (!isDocument) await zoneSearched;
        // A liveness step has a selfie only where a picture took the place of a person before the camera.
        const hasNoSelfie = isDocument || (step.type === 'liveness' && !bySide.has('selfie'));
        const selfie = hasNoSelfie ? null : await extractSelfieFeatures(bySide.get('selfie'));
        return {
          step,
          document,
          selfie,
          captures: await Promise.all(
            [...bySide.values()].map((capture) => describeCapture(capture, document?.placements ?? [])),
          ),
        };
      }
    },
    async warmUp() {
      try {
        await Promise.all([
          mustGetNet(pool, 'mrz-line'),
          mustGetNet(pool, 'zone-font'),
          mustGetNet(pool, 'print-line'),
          mustGetNet(pool, 'document-outline'),
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

interface StepFacts {
  readonly step: ScenarioStep;
  readonly document: DocumentStep | null;
  readonly selfie: SelfieStep | null;
  readonly captures: readonly AnalyzedCapture[];
}

async function describeCapture(
  capture: CaptureFeatures,
  placements: readonly Placement[],
): Promise<AnalyzedCapture> {
  const { captureId, side, sha256 } = capture.input;
  const decoded = await capture.decoded();
  const placement = placements.find((candidate) => candidate.captureId === captureId);
  const quad = placement?.quadPx ?? null;
  return {
    id: captureId,
    side,
    sha256,
    width: decoded.ok ? decoded.image.width : null,
    height: decoded.ok ? decoded.image.height : null,
    documentQuadPx: quad === null ? null : [...quad],
    outline: placement?.outline ?? null,
    otherDocumentQuadsPx: (placement?.otherQuadsPx ?? []).map((other) => [...other]),
    rotationDeg: placement?.rotationDeg ?? 0,
    refusal: decoded.ok ? null : decoded.code,
  };
}

/** Checks, comparison of faces and the policy, over what was extracted: pure. */
function conclude(
  request: AnalysisRequest,
  steps: readonly StepFacts[],
  policy: Policy,
  calibration: FaceCalibration | null,
  registry: DivisionCodes | null,
): Omit<Analysis, 'pipeline'> {
  const { scenario, referenceDay } = request;
  const context = (step: ScenarioStep | null): CheckContext => ({
    policy,
    referenceDay,
    ageYears: scenario.ageYears,
    step,
  });
  const asFound: Finding[] = [];
  for (const { step, document, selfie } of steps) {
    if (step.type === 'liveness')
      asFound.push(notAnalyzed('liveness.active', 'not-available-yet', step, policy));
    if (document === null && selfie === null) continue;
    const outcomes: FeatureOutcomes = {
      ...(document !== null && documentFactsOf(document, step)),
      ...(document !== null && { issuingAuthority: issuingAuthorityOf(document.reading, registry) }),
      ...selfie?.features,
    };
    const scope = document === null ? 'selfie' : 'document';
    for (const check of checks)
      if (check.appliesTo === scope) asFound.push(findAsSet(check, outcomes, context(step), scenario));
  }
  // The pair that is shown as matched or not is judged by what its check is judged by.
  const matchSetting = settingOf(faceMatchesDocument, scenario, null);
  const matchPolicy = policyFor(policy, faceMatchesDocument.id, matchSetting);
  const comparison = compareAcrossSteps(steps, matchPolicy, calibration);
  const documents = steps.filter(({ step }) => step.type === 'document');
  const acrossSteps: FeatureOutcomes = {
    faceComparison: comparison.outcome,
    holderFields: holderFieldsOf(documents.map(({ document }) => document?.reading ?? null)),
    ...apparentHolderOf(
      documents.map(({ document }) => document?.reading ?? null),
      steps.map(({ selfie }) => selfie?.best ?? null).find((best) => best !== null) ?? null,
      referenceDay,
    ),
  };
  for (const check of checks) {
    // One document is nobody else's, and without a selfie nobody's look is held against one.
    const isAsked =
      check.id === documentSameHolder.id
        ? documents.length > 1
        : !ofLook.has(check.id) || (documents.length > 0 && steps.some(({ selfie }) => selfie !== null));
    if (check.appliesTo === 'session' && isAsked)
      asFound.push(findAsSet(check, acrossSteps, context(null), scenario));
  }
  const findings = easePictureFaults(asFound, scenario);
  return {
    steps: steps.map(({ step, document, captures }): StepAnalysis => ({
      id: step.id,
      type: step.type,
      status: statusOf(findings.filter(({ stepId }) => stepId === step.id)),
      document: document?.reading
        ? inLightOfRegistry(
            document.reading,
            findings.find(({ id, stepId }) => id === documentIssuingAuthority.id && stepId === step.id),
          )
        : null,
      captures: [...captures],
    })),
    findings: [...findings],
    faces: { detected: comparison.detected, pairs: comparison.pairs },
    verdict: recommend(policy, findings, weighingOf(scenario)),
  };
}

const ofLook: ReadonlySet<string> = new Set([faceAgeAgrees.id, faceSexAgrees.id]);

/** What a scenario asks for and nothing here tells, such as whether somebody was there in person: it must not pass. */
function notAnalyzed(id: string, reason: NotRunReason, step: ScenarioStep, policy: Policy): Finding {
  return {
    id,
    stepId: step.id,
    status: 'not-run',
    reason,
    confidence: 0,
    evidence: [],
    versions: { check: 1, policy: policy.version },
  };
}

interface AcrossSteps {
  readonly outcome: FeatureOutcome<FaceComparison>;
  readonly detected: AnalyzedFace[];
  readonly pairs: FacePair[];
}

function compareAcrossSteps(
  steps: readonly StepFacts[],
  { thresholds }: Policy,
  calibration: FaceCalibration | null,
): AcrossSteps {
  const portrait = steps.map(({ document }) => document?.portrait ?? null).find((found) => found !== null);
  const selfie = steps.map(({ selfie: step }) => step?.best ?? null).find((found) => found !== null);
  const detected = [
    ...(portrait === undefined ? [] : [portrait.analyzed]),
    ...steps.flatMap(({ selfie: step }) => step?.detected ?? []),
  ];
  if (portrait === undefined) return { outcome: missing('no-portrait'), detected, pairs: [] };
  if (selfie === undefined) return { outcome: missing('no-face'), detected, pairs: [] };
  const { distance, similarity, comparable } = compareFaces(portrait.face, selfie.face);
  // Of a face too small the distance says nothing: showing it as a pair would read as "another person".
  if (!comparable) return { outcome: missing('portrait-too-small'), detected, pairs: [] };
  if (portrait.face.quality.sharpness < thresholds.portraitSharpness.value) {
    return { outcome: missing('portrait-unclear'), detected, pairs: [] };
  }
  if (selfie.face.quality.sharpness < thresholds.selfieSharpness.value) {
    return { outcome: missing('selfie-unclear'), detected, pairs: [] };
  }
  return {
    outcome: found({ portrait: portrait.analyzed, selfie: selfie.analyzed, distance }),
    detected,
    pairs: [
      {
        a: portrait.analyzed.id,
        b: selfie.analyzed.id,
        similarity,
        distance,
        matched: distance <= thresholds.faceMatchDistance.value,
        ...falseMatchFacts(calibration, distance),
      },
    ],
  };
}

async function hashPictures(captures: readonly CaptureFeatures[]): Promise<PictureHash[]> {
  const hashes: PictureHash[] = [];
  for (const { input, decoded } of captures) {
    const picture = await decoded();
    if (!picture.ok) continue;
    const { image } = picture;
    hashes.push({
      captureId: input.captureId,
      coarse: perceptualHash(image),
      fine: finePerceptualHash(image),
    });
  }
  return hashes.slice(0, mostPictureHashes);
}

/** The templates of each step's face that could be compared with another picture's. */
function facesToKeep(
  steps: readonly StepFacts[],
  { thresholds }: Policy,
  model: string,
): readonly SessionFace[] {
  return steps.flatMap(({ step, document, selfie }) => {
    const portrait = document?.portrait?.face ?? null;
    const best = selfie?.best?.face ?? null;
    return [
      ...(portrait !== null && isClearFace(portrait, thresholds.portraitSharpness.value) ? [portrait] : []),
      ...(best !== null && isClearFace(best, thresholds.selfieSharpness.value) ? [best] : []),
    ].map(({ embedding }) => ({ stepId: step.id, template: toFaceTemplate(embedding, model) }));
  });
}

function statusOf(findings: readonly Finding[]): StepAnalysis['status'] {
  const has = (...statuses: readonly Finding['status'][]): boolean =>
    findings.some(({ status }) => statuses.includes(status));
  if (has('failed')) return 'failed';
  if (has('warning', 'error')) return 'warning';
  return has('passed') ? 'passed' : 'not-run';
}

/** Counts what is done against what there is to do; a search that turns out not to be needed is made up for at the end. */
function createProgress(
  { scenario, captures }: AnalysisRequest,
  onProgress: AnalyzeOptions['onProgress'],
): { readonly done: (stage: ProgressStage) => void } {
  const documents = scenario.steps.filter(({ type }) => type === 'document');
  const documentCaptures = captures.filter(({ stepId }) => documents.some(({ id }) => id === stepId)).length;
  // Per capture decoding and faces, per document picture outline and zone, per document print, and the checks.
  const total = captures.length * 2 + documentCaptures * 2 + documents.length + 1;
  let count = 0;
  return {
    done(stage) {
      count += 1;
      const fraction = stage === 'checks' ? 1 : Math.min(0.99, count / total);
      onProgress?.({ stage, fraction });
    },
  };
}

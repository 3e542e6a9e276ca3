import { createHash } from 'node:crypto';
import type {
  Analysis,
  AnalysisFailureCode,
  AnalyzedCapture,
  AnalyzedFace,
  FacePair,
  FacesNotCompared,
  Finding,
  LivenessAnalysis,
  ProgressStage,
  StepAnalysis,
} from '#shared/domain/analysis.ts';
import type { SessionFace } from '#shared/domain/face-lists.ts';
import type { FilmHashes } from '#shared/domain/near-films.ts';
import { mostPictureHashes, type PictureHash } from '#shared/domain/near-pictures.ts';
import type { NotRunReason } from '#shared/domain/not-run-sentences.ts';
import { isOfHeldDocument } from '#shared/domain/check-options.ts';
import { easePictureFaults } from '#shared/domain/ease-picture-faults.ts';
import { recommend } from '#shared/domain/recommend.ts';
import type { ScenarioStep, Side } from '#shared/domain/scenario.ts';
import { settingOf, weighingOf } from '#shared/domain/weighing.ts';
import type { AnalysisRequest, AnalyzeOptions, CaptureInput } from './analysis-request.ts';
import type { CheckContext, CheckScope, FeatureOutcomes } from './checks/check.ts';
import { definitionFolders, mustLoadDefinitions, type DefinitionSet } from './documents/load-definitions.ts';
import { faceAgeAgrees } from './checks/face.age-agrees.ts';
import { faceMatchesDocument } from './checks/face.matches-document.ts';
import { faceSamePerson } from './checks/face.same-person.ts';
import { faceSexAgrees } from './checks/face.sex-agrees.ts';
import { documentSameHolder } from './checks/document.same-holder.ts';
import { documentIssuingAuthority } from './checks/document.issuing-authority.ts';
import { checks } from './checks/registry.ts';
import { createFaceFinder, type FaceFinder } from './faces/face-finder.ts';
import { calibrationOf, falseMatchFacts, type FaceCalibration } from './faces/calibration.ts';
import { judgeLikeness } from './faces/judge-likeness.ts';
import { toFaceTemplate } from './faces/kept-template.ts';
import { hashPicture } from './image/perceptual-hash.ts';
import { compareFaces } from './faces/similarity.ts';
import { whyNotComparable, whyNotMatched } from './faces/why-not-comparable.ts';
import { createCaptureFeatures, type CaptureFeatures } from './features/capture-features.ts';
import { apparentHolderOf } from './features/apparent-holder.ts';
import { extractDocumentFeatures, type DocumentStep, type Placement } from './features/document-features.ts';
import { documentFactsOf } from './features/document-facts.ts';
import { found, missing, type FeatureOutcome } from './features/feature-outcome.ts';
import type { ComparedFaces, FaceComparison, FeatureValues } from './features/feature-values.ts';
import { compareAllFaces, compareTwo, type SessionFaceFacts } from './features/compare-all-faces.ts';
import { decidable, measureSameness } from './features/held-sameness.ts';
import { holderFieldsOf } from './features/holder-fields.ts';
import { inLightOfRegistry } from './features/in-light-of-registry.ts';
import { issuingAuthorityOf } from './features/issuing-authority.ts';
import { livenessFactsOf } from './features/liveness-facts.ts';
import { measureChallenge, type LivenessStep } from './features/liveness-features.ts';
import { extractSelfieFeatures, type SelfieStep } from './features/selfie-features.ts';
import { ModelUnavailableError, mustGetNet, type ModelPool } from './models/pool.ts';
import { createPrintLineNet } from './models/print-line-net.ts';
import type { Ocr } from './ocr/ocr.ts';
import type { Policy } from './policy/policy.ts';
import type { DivisionCodes } from './registries/division-codes.ts';
import { findAsSet, policyFor } from './policy/with-scenario.ts';

/** Raised with every change that may change an analysis, so that a replay knows what it repeats. */
export const pipelineVersion = '0.10.0';

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
      try {
        const extracted = await Promise.all(
          request.scenario.steps.map(async (step) => {
            const bySide = new Map<Side, CaptureFeatures>();
            for (const { stepId, features } of captures)
              if (stepId === step.id) bySide.set(features.input.side, features);
            return extractStep(step, bySide);
          }),
        );
        const steps = await withSameness(extracted);
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
        const challenge = request.challenges?.find(({ stepId }) => stepId === step.id);
        const liveness =
          step.type !== 'liveness' || challenge === undefined
            ? null
            : await measureChallenge(challenge, {
                faceFinder,
                signal,
                onDone: () => progress.done('faces'),
              });
        const selfieCapture = liveness === null ? bySide.get('selfie') : selfieOf(liveness, featuresOf);
        // Nobody was challenged, and no picture took the place of that: there is no face to judge.
        const isEmpty = step.type === 'liveness' && liveness === null && selfieCapture === undefined;
        const selfie =
          step.type === 'document' || isEmpty ? null : await extractSelfieFeatures(selfieCapture, step.type);
        return {
          step,
          document,
          selfie,
          liveness,
          captures: await Promise.all(
            [...bySide.values()].map((capture) =>
              describeCapture(capture, document?.placements ?? placementsOf(selfie)),
            ),
          ),
          sameness: missing('held-not-found'),
        };
      }

      /** What of a held document is held against the document step needs both steps. */
      async function withSameness(all: readonly StepFacts[]): Promise<StepFacts[]> {
        const document = all.find((step) => step.document !== null)?.document ?? null;
        return Promise.all(
          all.map(async (facts) =>
            facts.step.type === 'selfie-with-document'
              ? {
                  ...facts,
                  sameness: await measureSameness(facts.selfie?.held ?? null, document, { ocr, signal }),
                }
              : facts,
          ),
        );
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

/** The best of a challenge's frames in the place of a selfie; what it shows, or that it shows nobody, checks of selfies judge. */
function selfieOf(
  { best, challenge: { stepId, frames } }: LivenessStep,
  featuresOf: (input: CaptureInput) => CaptureFeatures,
): CaptureFeatures | undefined {
  const chosen = best ?? frames[0];
  if (chosen === undefined) return undefined;
  const { captureId, sha256, bytes } = chosen;
  return featuresOf({ captureId, stepId, side: 'selfie', sha256, bytes });
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
  /** `null` at other steps, and where nobody was challenged. */
  readonly liveness: LivenessStep | null;
  readonly captures: readonly AnalyzedCapture[];
  /** Of a selfie with a document: what says that it is the document of the document step. */
  readonly sameness: FeatureOutcome<FeatureValues['heldSameness']>;
}

/** Where a document in the hand lies, for the result. */
function placementsOf(selfie: SelfieStep | null): readonly Placement[] {
  const held = selfie?.held;
  const quadPx = held?.quadPx ?? null;
  if (held === null || held === undefined || quadPx === null) return [];
  const { capture, source, confidence } = held;
  const outline = source === null ? null : { source, confidence };
  return [{ captureId: capture.input.captureId, quadPx, rotationDeg: 0, outline, otherQuadsPx: [] }];
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
  // The pair that is shown as matched or not is judged by what its check is judged by.
  const matchSetting = settingOf(faceMatchesDocument, scenario, null);
  const matchPolicy = policyFor(policy, faceMatchesDocument.id, matchSetting);
  const comparison = compareAcrossSteps(steps, matchPolicy, calibration);
  const asFound: Finding[] = [];
  const livenessShown = new Map<string, LivenessAnalysis>();
  for (const facts of steps) {
    const { step, document, selfie } = facts;
    const challenge = step.type === 'liveness' ? livenessFactsOf(facts.liveness, policy, calibration) : null;
    if (challenge?.shown) livenessShown.set(step.id, challenge.shown);
    const outcomes: FeatureOutcomes = {
      ...(document !== null && documentFactsOf(document, step, calibration)),
      ...(document !== null && { issuingAuthority: issuingAuthorityOf(document.reading, registry) }),
      ...selfie?.features,
      ...heldOutcomesOf(facts, steps, policy, calibration),
      ...challenge?.outcomes,
    };
    const scopes: readonly CheckScope[] =
      document !== null
        ? ['document']
        : [
            ...(selfie === null ? [] : (['selfie'] as const)),
            ...(challenge === null ? [] : (['liveness'] as const)),
          ];
    const hasHeld = step.type === 'selfie-with-document';
    for (const check of checks)
      if (scopes.includes(check.appliesTo) && (hasHeld || !isOfHeldDocument(check.id)))
        asFound.push(findAsSet(check, outcomes, context(step), scenario));
  }
  const documents = steps.filter(({ step }) => step.type === 'document');
  const acrossSteps: FeatureOutcomes = {
    faceComparison: comparison.outcome,
    liveFaces: liveFacesOf(steps, policy, calibration),
    holderFields: holderFieldsOf(documents.map(({ document }) => document?.reading ?? null)),
    ...apparentHolderOf(
      documents.map(({ document }) => document?.reading ?? null),
      steps.map(({ selfie }) => selfie?.best ?? null).find((best) => best !== null) ?? null,
      referenceDay,
    ),
  };
  for (const check of checks) {
    // One document is nobody else's, and without both a document and a picture of the person nobody is held against one.
    const isAsked =
      check.id === documentSameHolder.id
        ? documents.length > 1
        : check.id === faceSamePerson.id
          ? steps.filter(({ selfie }) => selfie !== null).length > 1
          : !ofPersonAndDocument.has(check.id) ||
            (documents.length > 0 && steps.some(({ selfie }) => selfie !== null));
    if (check.appliesTo === 'session' && isAsked)
      asFound.push(findAsSet(check, acrossSteps, context(null), scenario));
  }
  const findings = easePictureFaults(asFound, scenario);
  return {
    steps: steps.map(({ step, step: { id, type }, document, captures }): StepAnalysis => ({
      id,
      type,
      status: statusOf(findings.filter(({ stepId }) => stepId === step.id)),
      document: document?.reading
        ? inLightOfRegistry(
            document.reading,
            findings.find(({ id, stepId }) => id === documentIssuingAuthority.id && stepId === step.id),
          )
        : null,
      captures: [...captures],
      ...(type === 'liveness' && { liveness: livenessShown.get(id) ?? null }),
    })),
    findings: [...findings],
    faces: {
      detected: comparison.detected,
      pairs: comparison.pairs,
      notCompared: comparison.notCompared,
    },
    verdict: recommend(policy, findings, weighingOf(scenario)),
  };
}

const ofPersonAndDocument: ReadonlySet<string> = new Set([
  faceMatchesDocument.id,
  faceAgeAgrees.id,
  faceSexAgrees.id,
]);

interface AcrossSteps {
  readonly outcome: FeatureOutcome<FaceComparison>;
  readonly detected: AnalyzedFace[];
  readonly pairs: FacePair[];
  readonly notCompared: FacesNotCompared[];
}

/** The faces that are compared with each other: of each step what its document or its person shows. */
function facesOf({ document, selfie }: StepFacts): readonly SessionFaceFacts[] {
  const faces = [document?.portrait, document?.ghosts[0], selfie?.best, selfie?.held?.portrait];
  return faces.flatMap((face) => face ?? []);
}

/** Of a selfie with a document: its printed face beside the person, and beside the portrait of the document step; and whether it is that document. */
function heldOutcomesOf(
  { selfie, sameness }: StepFacts,
  steps: readonly StepFacts[],
  { thresholds }: Policy,
  calibration: FaceCalibration | null,
): FeatureOutcomes {
  const held = selfie?.held?.portrait ?? null;
  const portrait = steps.map(({ document }) => document?.portrait ?? null).find((face) => face !== null);
  const beside = (
    face: SessionFaceFacts | null | undefined,
    reason: NotRunReason,
  ): FeatureOutcome<ComparedFaces> => {
    if (held === null) return missing('held-portrait-not-found');
    if (face === null || face === undefined) return missing(reason);
    const told = compareTwo(face, held, thresholds, calibration);
    return 'reason' in told ? missing(told.reason) : found({ ...told, a: face.analyzed, b: held.analyzed });
  };
  return {
    heldSameness: decidable(sameness, { thresholds }),
    heldAndSelfie: beside(selfie?.best, 'no-face'),
    heldAndDocument: beside(portrait, 'no-portrait'),
  };
}

/** People who were there, each picture with each. */
function liveFacesOf(
  steps: readonly StepFacts[],
  { thresholds }: Policy,
  calibration: FaceCalibration | null,
): FeatureOutcome<readonly ComparedFaces[]> {
  const live = steps.flatMap(({ selfie }) => selfie?.best ?? []);
  if (live.length < 2) return missing('one-live-face');
  const { pairs, notCompared } = compareAllFaces(live, thresholds, calibration);
  const [first] = notCompared;
  if (pairs.length === 0 && first !== undefined) return missing(first.reason);
  return found(pairs.map(({ a, b, ...told }) => ({ ...told, a: a.analyzed, b: b.analyzed })));
}

function compareAcrossSteps(
  steps: readonly StepFacts[],
  matchPolicy: Policy,
  calibration: FaceCalibration | null,
): AcrossSteps {
  const { thresholds } = matchPolicy;
  const portrait = steps.map(({ document }) => document?.portrait ?? null).find((found) => found !== null);
  const selfie = steps.map(({ selfie: step }) => step?.best ?? null).find((found) => found !== null);
  const detected = steps.flatMap(({ document, selfie: step }) => [
    ...[document?.portrait, document?.ghosts[0]].flatMap((face) => face?.analyzed ?? []),
    ...(step?.detected ?? []),
  ]);
  const all = compareAllFaces(steps.flatMap(facesOf), thresholds, calibration);
  const pairs = all.pairs.map(({ a, b, similarity, distance, calibration: known }): FacePair => ({
    a: a.analyzed.id,
    b: b.analyzed.id,
    similarity,
    distance,
    matched: judgeLikeness(distance, known, thresholds).verdict === 'match',
    ...falseMatchFacts(known, distance),
  }));
  const told = { detected, pairs, notCompared: [...all.notCompared] };
  if (portrait === undefined) return { outcome: missing('no-portrait'), ...told };
  if (selfie === undefined) return { outcome: missing('no-face'), ...told };
  const reason = whyNotMatched(portrait.face, selfie.face, thresholds);
  if (reason !== null) return { outcome: missing(reason), ...told };
  if (calibration === null) return { outcome: missing('not-calibrated'), ...told };
  const { distance } = compareFaces(portrait.face, selfie.face);
  return {
    outcome: found({ portrait: portrait.analyzed, selfie: selfie.analyzed, distance, calibration }),
    ...told,
  };
}

async function hashPictures(captures: readonly CaptureFeatures[]): Promise<PictureHash[]> {
  const hashes = captures.slice(0, mostPictureHashes).map(async (capture): Promise<PictureHash[]> => {
    const picture = await capture.decoded();
    return picture.ok ? [{ captureId: capture.input.captureId, ...(await hashPicture(picture.image)) }] : [];
  });
  return (await Promise.all(hashes)).flat();
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
      ...(portrait !== null && whyNotComparable(portrait, 'document-portrait', thresholds) === null
        ? [portrait]
        : []),
      ...(best !== null && whyNotComparable(best, 'selfie', thresholds) === null ? [best] : []),
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
  { scenario, captures, challenges = [] }: AnalysisRequest,
  onProgress: AnalyzeOptions['onProgress'],
): { readonly done: (stage: ProgressStage) => void } {
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

import type { Analysis, Finding, LivenessAnalysis, StepAnalysis } from '#shared/domain/analysis.ts';
import { isOfHeldDocument } from '#shared/domain/check-options.ts';
import { easePictureFaults } from '#shared/domain/ease-picture-faults.ts';
import { recommend } from '#shared/domain/recommend.ts';
import type { ScenarioStep } from '#shared/domain/scenario.ts';
import { settingOf, weighingOf } from '#shared/domain/weighing.ts';
import type { AnalysisRequest } from '../analysis-request.ts';
import type { CheckContext, CheckScope, FeatureOutcomes } from '../checks/check.ts';
import { documentIssuingAuthority } from '../checks/document.issuing-authority.ts';
import { documentSameHolder } from '../checks/document.same-holder.ts';
import { faceAgeAgrees } from '../checks/face.age-agrees.ts';
import { faceMatchesDocument } from '../checks/face.matches-document.ts';
import { faceSamePerson } from '../checks/face.same-person.ts';
import { faceSexAgrees } from '../checks/face.sex-agrees.ts';
import { checks } from '../checks/registry.ts';
import type { FaceCalibration } from '../faces/calibration.ts';
import { apparentHolderOf } from '../features/apparent-holder.ts';
import { documentFactsOf } from '../features/document-facts.ts';
import { holderFieldsOf } from '../features/holder-fields.ts';
import { inLightOfRegistry } from '../features/in-light-of-registry.ts';
import { issuingAuthorityOf } from '../features/issuing-authority.ts';
import { livenessFactsOf } from '../features/liveness-facts.ts';
import type { Policy } from '../policy/policy.ts';
import { findAsSet, policyFor } from '../policy/with-scenario.ts';
import type { DivisionCodes } from '../registries/division-codes.ts';
import { compareAcrossSteps, liveFacesOf } from './compare-across-steps.ts';
import { heldOutcomesOf } from './held-outcomes.ts';
import type { StepFacts } from './step-facts.ts';

/** Checks, comparison of faces and the policy, over what was extracted: pure. */
export function conclude(
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
          ? steps.filter(({ step }) => step.type !== 'document').length > 1
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

function statusOf(findings: readonly Finding[]): StepAnalysis['status'] {
  const has = (...statuses: readonly Finding['status'][]): boolean =>
    findings.some(({ status }) => statuses.includes(status));
  if (has('failed')) return 'failed';
  if (has('warning', 'error')) return 'warning';
  return has('passed') ? 'passed' : 'not-run';
}

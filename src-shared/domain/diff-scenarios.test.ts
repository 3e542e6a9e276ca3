import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkIds } from './check-options.ts';
import { languages } from './language.ts';
import { diffScenarios } from './diff-scenarios.ts';
import type { ScenarioDraft } from './scenario-record.ts';
import {
  checkSeverities,
  documentTypes,
  passportAndSelfie,
  type ScenarioStep,
  type Side,
} from './scenario.ts';

const { version: _version, ...base } = passportAndSelfie;
const [document, selfie] = base.steps as [ScenarioStep, ScenarioStep];

const changed = (part: Partial<ScenarioDraft>): ScenarioDraft => ({ ...base, ...part });
const inDocument = (part: Partial<ScenarioStep>): ScenarioDraft =>
  changed({ steps: [{ ...document, ...part }, selfie] });

describe('tells two versions apart in words', () => {
  it('and says nothing where nothing changes', () => {
    for (const language of languages)
      expect(diffScenarios(base, structuredClone(base), language)).toEqual([]);
  });

  it('of rules, pages and notifications', () => {
    const after = changed({
      rules: { ...base.rules, attemptsPerStep: 5, lifetimeMinutes: 30 },
      notifications: { ...base.notifications, callbackUrl: 'https://bank.example/hook' },
      ageYears: { min: 21, max: 120 },
    });
    expect(diffScenarios(base, after, 'en')).toEqual([
      'Allowed age: 21–120 instead of 18–120.',
      'Attempts per step: 5 instead of 3.',
      'Lifetime in minutes: 30 instead of without limit.',
      'Callback address: “https://bank.example/hook” instead of nothing.',
    ]);
    expect(diffScenarios(base, after, 'ru')[1]).toBe('Попыток на шаг: 5, было: 3.');
  });

  it('of a step: what is asked and what is checked', () => {
    const after = inDocument({
      countries: ['UTO', 'D'],
      checks: {
        'document.glare': { enabled: false, severity: null, threshold: null },
        'document.sharp': { enabled: true, severity: 'block', threshold: 0.45 },
      },
    });
    expect(diffScenarios(base, after, 'en')).toEqual([
      'Document – issuing states: D, UTO instead of any.',
      'Document – check “Document is sharp”: blocks, threshold 0.45 instead of as the policy has it.',
      'Document – check “Glare on the document”: off instead of as the policy has it.',
    ]);
    expect(diffScenarios(base, after, 'ru')[2]).toBe(
      'Документ (document) – проверка «Блики на документе»: выключена, было: как в политике.',
    );
  });

  it('of a check that is off by default', () => {
    const strict = changed({
      steps: [
        document,
        { ...selfie, checks: { 'selfie.neutral': { enabled: true, severity: null, threshold: null } } },
      ],
    });
    expect(diffScenarios(base, strict, 'en')).toEqual([
      'Selfie – check “Mouth is closed”: on instead of as the policy has it.',
    ]);
  });

  it('of steps added, removed and moved', () => {
    const liveness: ScenarioStep = { ...selfie, id: 'liveness', type: 'liveness' };
    expect(diffScenarios(base, changed({ steps: [document, selfie, liveness] }), 'en')).toEqual([
      'Step added: Liveness.',
    ]);
    expect(diffScenarios(base, changed({ steps: [selfie] }), 'en')).toEqual(['Step removed: Document.']);
    expect(diffScenarios(base, changed({ steps: [selfie, document] }), 'en')).toEqual([
      'Order of the steps: Selfie, Document.',
    ]);
  });
});

it('is silent exactly where two drafts are the same', () => {
  const setting = fc.record({
    enabled: fc.boolean(),
    severity: fc.constantFrom(null, ...checkSeverities),
    threshold: fc.constantFrom(null, 0.25, 0.5),
  });
  const step = fc.record({
    sides: fc.constantFrom<Side[]>(['front'], ['front', 'back']),
    documentTypes: fc.subarray([...documentTypes]),
    mrzRequired: fc.boolean(),
    countries: fc.subarray(['D', 'UTO']),
    captureFrame: fc.constantFrom('horizontal' as const, 'vertical' as const),
    checks: fc.dictionary(fc.constantFrom(...checkIds), setting, { maxKeys: 2 }),
  });
  // A setting that says nothing is the same as none, and one that is off needs no more to be said of it.
  const plain = (draft: ScenarioDraft): string =>
    JSON.stringify(
      draft.steps.map(({ checks, ...rest }) => [
        rest,
        checkIds.map((id) => {
          const { enabled = true, severity = null, threshold = null } = checks[id] ?? {};
          return enabled ? [severity, threshold] : 'off';
        }),
      ]),
    );
  fc.assert(
    fc.property(step, step, (a, b) => {
      const [before, after] = [inDocument(a), inDocument(b)];
      for (const language of languages)
        expect(diffScenarios(before, after, language).length === 0).toBe(plain(before) === plain(after));
    }),
  );
});

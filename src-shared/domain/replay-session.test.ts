import { describe, expect, it } from 'vitest';
import { aCaptureId, aFinding, aHistory, anAnalysis, aNewEvent, chainEvents } from '../testing/builders.ts';
import { sha256OfText } from '../testing/sha256.ts';
import type { Finding } from './analysis.ts';
import { checkIds, checkOptions, isSwitchedOn } from './check-options.ts';
import type { EventBody, NewEvent, SessionEvent } from './events.ts';
import { recommend } from './recommend.ts';
import type { ReplayedSession } from './replay.ts';
import { replaySession } from './replay-session.ts';
import {
  defaultRules,
  passportAndSelfie,
  type CheckSetting,
  type Scenario,
  type SessionRules,
} from './scenario.ts';
import { weights202611 } from './weights-2026-11.ts';

const placeOf = { document: 'document', selfie: 'selfie', liveness: 'selfie', session: null } as const;

/** Every check passed, but what is given. */
function findingsWith(...changed: Partial<Finding>[]): Finding[] {
  // As sessions are that were analyzed before these checks were there.
  const known = checkIds.filter((id) => id !== 'document.issuing-authority' && isSwitchedOn(id, null));
  return known.map((id) =>
    aFinding({
      id,
      stepId: placeOf[checkOptions[id].scope],
      ...changed.find((finding) => finding.id === id),
    }),
  );
}

function analyzedWith(...changed: Partial<Finding>[]): SessionEvent[] {
  const findings = findingsWith(...changed);
  const verdict = recommend(weights202611, findings);
  return aHistory({ analysis: anAnalysis({ findings, verdict }) });
}

function versionWith(part: Partial<Scenario>): Scenario {
  return { ...passportAndSelfie, version: 2, ...part };
}

function withCheck(id: string, setting: Partial<CheckSetting>, stepId = 'document'): Scenario {
  return versionWith({
    steps: passportAndSelfie.steps.map((step) =>
      step.id === stepId
        ? { ...step, checks: { [id]: { enabled: true, severity: null, threshold: null, ...setting } } }
        : step,
    ),
  });
}

function replay(events: readonly SessionEvent[], scenario: Scenario): Partial<ReplayedSession> {
  const { before, after, reasons, needs } = replaySession(events, scenario, weights202611) ?? {};
  return { before, after, reasons, needs } as Partial<ReplayedSession>;
}

describe('the findings of a whole session', () => {
  it('stay as they are where the scenario does', () => {
    expect(replay(analyzedWith(), versionWith({}))).toEqual({
      before: 'approve',
      after: 'approve',
      reasons: [],
      needs: [],
    });
  });

  it('are judged anew by their stored score, at the boundary as well', () => {
    const events = analyzedWith({ id: 'document.sharp', score: 0.6, threshold: 0.4 });
    expect(replay(events, withCheck('document.sharp', { threshold: 0.6 })).after).toBe('approve');
    // All of it was read and agrees: a person looks at it, and nobody is asked for another picture.
    expect(replay(events, withCheck('document.sharp', { threshold: 0.61 }))).toMatchObject({
      after: 'review',
      reasons: [{ checkId: 'document.sharp', from: 'passed', to: 'warning' }],
    });
    const unread = analyzedWith(
      { id: 'document.sharp', score: 0.6, threshold: 0.4 },
      { id: 'document.mrz-matches-printed', status: 'not-run', reason: 'no-printed-field-read' },
      { id: 'document.barcode-matches', status: 'not-run', reason: 'not-applicable' },
    );
    expect(replay(unread, withCheck('document.sharp', { threshold: 0.61 }))).toMatchObject({
      after: 'ask-again',
      reasons: [
        {
          kind: 'check',
          checkId: 'document.sharp',
          stepId: 'document',
          from: 'passed',
          to: 'failed',
          score: 0.6,
          threshold: 0.61,
        },
      ],
    });
  });

  it('compare rates of faces as the check does, within what the calibration can tell', () => {
    const id = 'face.matches-document';
    const rated = (pairs: number, score: number, threshold: number, check = 2): SessionEvent[] => {
      const findings = findingsWith({ id, score, threshold, versions: { check, policy: 'any' } });
      const { faces } = anAnalysis();
      const calibration = { source: 'strangers', people: 400, pairs, falseMatches: 0, upper95: 0.01 };
      const pair = { a: 'a', b: 'b', similarity: 1, distance: 0.4, falseMatchRate: 1 / score, matched: true };
      return aHistory({
        analysis: anAnalysis({
          findings,
          verdict: recommend(weights202611, findings),
          faces: { ...faces, pairs: [{ ...pair, calibration }] },
        }),
      });
    };
    const after = (events: SessionEvent[], threshold: number | null) =>
      replay(events, withCheck(id, { threshold }, 'selfie')).after;
    // 1 in 5,000 of 50,000 pairs: at the boundary on both sides.
    expect(after(rated(50_000, 5000, 1000), null)).toBe('approve');
    expect(after(rated(50_000, 5000, 1000), 5000)).toBe('approve');
    expect(after(rated(50_000, 5000, 1000), 5100)).toBe('review');
    // Nearer than any of 254 strangers stays a match, however rare the scenario wants it; 1 in 127 does not become one.
    expect(after(rated(254, 255, 255), 10_000)).toBe('approve');
    expect(after(rated(254, 127.5, 100), null)).toBe('review');
    // What cannot be set is not gone by; a distance of the first version of the check takes the pictures.
    expect(after(rated(50_000, 5000, 1000), 0.4)).toBe('approve');
    expect(replay(rated(254, 0.45, 0.5, 1), withCheck(id, { threshold: 5000 }, 'selfie')).needs).toEqual([
      { kind: 'check', checkId: id, stepId: null },
    ]);
  });

  it('are judged anew by the rules: age, documents, machine-readable zone', () => {
    const events = analyzedWith({ id: 'document.age-in-range', score: 20 });
    expect(replay(events, versionWith({ ageYears: { min: 21, max: 120 } }))).toMatchObject({
      before: 'approve',
      after: 'decline',
      reasons: [{ checkId: 'document.age-in-range', to: 'failed', score: 20, threshold: 21 }],
    });
    const [document, selfie] = passportAndSelfie.steps;
    if (document === undefined || selfie === undefined) throw new Error('two steps');
    const only = (part: Partial<typeof document>) =>
      versionWith({ steps: [{ ...document, ...part }, selfie] });
    expect(replay(events, only({ countries: ['D'] })).after).toBe('ask-again');
    expect(replay(events, only({ countries: ['UTO'] })).after).toBe('approve');
    expect(replay(events, only({ documentTypes: ['id-card'] })).after).toBe('ask-again');
    const without = analyzedWith({ id: 'document.mrz-present', status: 'failed', reason: 'mrz-missing' });
    expect(replay(without, only({ mrzRequired: false }))).toMatchObject({
      before: 'ask-again',
      after: 'review',
    });
  });

  it('weigh as the version has it', () => {
    const glare = { id: 'document.glare', status: 'failed', reason: 'glare', score: 0.2 } as const;
    expect(replay(analyzedWith(glare), withCheck('document.glare', { severity: 'warn' }))).toMatchObject({
      before: 'ask-again',
      after: 'review',
      reasons: [{ kind: 'severity', checkId: 'document.glare', from: null, to: 'warn' }],
    });
    expect(replay(analyzedWith(glare), withCheck('document.glare', { enabled: false }))).toMatchObject({
      after: 'approve',
      reasons: [{ kind: 'check', from: 'failed', to: 'not-run' }],
    });
  });

  it('say what takes a new run: a check that was off, a step and a list that nobody asked for', () => {
    const off = analyzedWith({ id: 'document.glare', status: 'not-run', reason: 'switched-off' });
    expect(replay(off, versionWith({}))).toMatchObject({
      after: null,
      needs: [{ kind: 'check', checkId: 'document.glare', stepId: 'document' }],
    });
    // What is refused anyway no further check makes better.
    const refused = analyzedWith(
      { id: 'document.glare', status: 'not-run', reason: 'switched-off' },
      { id: 'document.not-expired', status: 'failed', reason: 'expired' },
    );
    expect(replay(refused, versionWith({}))).toMatchObject({
      before: 'decline',
      after: 'decline',
      needs: [],
    });
    const [document, selfie] = passportAndSelfie.steps;
    const more = [document, selfie, selfie && { ...selfie, id: 'again' }].filter(
      (step) => step !== undefined,
    );
    expect(replay(analyzedWith(), versionWith({ steps: more }))).toMatchObject({
      after: null,
      needs: [{ kind: 'step', stepId: 'again' }],
    });
    const listed = versionWith({ rules: { ...defaultRules, blacklistIds: ['refused'] } });
    expect(replay(analyzedWith(), listed).needs).toEqual([{ kind: 'list', listId: 'refused' }]);
    const coded = versionWith({ rules: { ...defaultRules, matchDivisionCodes: true } });
    expect(replay(analyzedWith(), coded)).toMatchObject({
      after: null,
      needs: [{ kind: 'check', checkId: 'document.issuing-authority' }],
    });
  });

  it('take a new run for a check that is off by default, once it is switched on', () => {
    expect(replay(analyzedWith(), versionWith({}))).toMatchObject({ after: 'approve', needs: [] });
    const strict = withCheck('selfie.plain-background', {}, 'selfie');
    expect(replay(analyzedWith(), strict)).toMatchObject({
      after: null,
      needs: [{ kind: 'check', checkId: 'selfie.plain-background', stepId: 'selfie' }],
    });
    const off = withCheck('selfie.plain-background', { enabled: false }, 'selfie');
    expect(replay(analyzedWith(), off).needs).toEqual([]);
  });

  it('judge the ground by the threshold that the version has, where it was measured', () => {
    const stored = [
      ...findingsWith(),
      aFinding({ id: 'selfie.plain-background', stepId: 'selfie', score: 0.1, status: 'passed' }),
    ];
    const events = aHistory({
      analysis: anAnalysis({ findings: stored, verdict: recommend(weights202611, stored) }),
    });
    expect(replay(events, withCheck('selfie.plain-background', { threshold: 0.1 }, 'selfie')).after).toBe(
      'approve',
    );
    expect(replay(events, withCheck('selfie.plain-background', { threshold: 0.09 }, 'selfie')).after).toBe(
      'review',
    );
    expect(replay(events, versionWith({})).after).toBe('approve');
  });

  it('fall away with their step', () => {
    const events = analyzedWith({ id: 'selfie.sharp', status: 'failed', reason: 'blurred', score: 3 });
    expect(replay(events, versionWith({ steps: passportAndSelfie.steps.slice(0, 1) }))).toMatchObject({
      before: 'ask-again',
      after: 'approve',
      reasons: [{ kind: 'step-removed', stepId: 'selfie' }],
    });
  });

  it('are null of a session that came to nothing yet', () => {
    expect(replaySession(aHistory({ status: 'queued' }), versionWith({}), weights202611)).toBeNull();
  });
});

describe('attempts', () => {
  const blurred = aFinding({ id: 'document.sharp', status: 'failed', reason: 'blurred', score: 0.35 });
  const sharp = aFinding({ id: 'document.sharp', score: 0.8 });

  /** A session whose document step was tried with these findings, and then, if `isWhole`, analyzed. */
  function attempts(
    tries: readonly Pick<EventBody<'step.analyzed'>, 'outcome' | 'findings'>[],
    { rules = {}, isWhole = true }: { rules?: Partial<SessionRules>; isWhole?: boolean } = {},
  ): SessionEvent[] {
    const scenario = { ...passportAndSelfie, rules: { ...defaultRules, ...rules } };
    const findings = findingsWith();
    const events: NewEvent[] = [
      aNewEvent('session.created', { body: { scenario } }),
      ...tries.flatMap((body, index) => [
        aNewEvent('capture.received', {
          body: { captureId: aCaptureId(index + 1), sha256: sha256OfText(index.toString()) },
        }),
        aNewEvent('step.submitted', { body: { attempt: index + 1 } }),
        aNewEvent('step.analyzed', { body: { ...body, attempt: index + 1 } }),
      ]),
      ...(isWhole
        ? [
            aNewEvent('capture.received', {
              body: { captureId: aCaptureId(9), stepId: 'selfie', side: 'selfie' },
            }),
            aNewEvent('session.submitted'),
            aNewEvent('analysis.started'),
            aNewEvent('session.analyzed', { body: { analysis: anAnalysis({ findings }) } }),
          ]
        : []),
    ];
    return chainEvents(events);
  }
  const retried = [
    { outcome: 'retry', findings: [blurred] },
    { outcome: 'passed', findings: [sharp] },
  ] as const;

  it('block where the version allows fewer', () => {
    const rules = { ...defaultRules, attemptsPerStep: 1 };
    expect(
      replay(
        attempts(retried.map((one) => ({ ...one, findings: [...one.findings] }))),
        versionWith({ rules }),
      ),
    ).toMatchObject({
      before: 'approve',
      after: 'blocked',
      reasons: [
        { kind: 'check', checkId: 'document.sharp', from: 'passed', to: 'failed' },
        { kind: 'blocked', reason: 'attempts-exhausted' },
      ],
    });
  });

  it('end at the first that would have passed', () => {
    const events = attempts(retried.map((one) => ({ ...one, findings: [...one.findings] })));
    expect(replay(events, withCheck('document.sharp', { threshold: 0.3 }))).toMatchObject({
      before: 'approve',
      after: 'approve',
    });
  });

  it('go on where nobody knows how, once they would have been asked for', () => {
    const passed = attempts([
      { outcome: 'passed', findings: [aFinding({ id: 'document.sharp', score: 0.5 })] },
    ]);
    expect(replay(passed, withCheck('document.sharp', { threshold: 0.6 }))).toMatchObject({
      before: 'approve',
      after: 'again',
      reasons: [
        { kind: 'check', to: 'failed' },
        { kind: 'attempts', stepId: 'document' },
      ],
    });
    const blocked = attempts([{ outcome: 'retry', findings: [blurred] }], {
      rules: { attemptsPerStep: 1 },
      isWhole: false,
    });
    expect(replay(blocked, versionWith({}))).toMatchObject({
      before: 'blocked',
      after: 'again',
      reasons: [
        { kind: 'not-blocked', reason: 'attempts-exhausted' },
        { kind: 'attempts', stepId: 'document' },
      ],
    });
  });
});

it('blocks on other data in an earlier session where the version says so', () => {
  const [created, ...rest] = aHistory({ status: 'analyzing' });
  if (created === undefined) throw new Error('a history begins');
  const analysis = anAnalysis({ findings: findingsWith() });
  const events = (compared: ['person'] | undefined) =>
    chainEvents([
      created,
      ...rest,
      aNewEvent('history.matched'),
      aNewEvent('session.analyzed', { body: { analysis, ...(compared && { compared }) } }),
    ]);
  const strict = versionWith({ rules: { ...defaultRules, blockSamePersonOtherData: true } });
  expect(replay(events(['person']), strict)).toMatchObject({
    before: 'review',
    after: 'blocked',
    reasons: [{ kind: 'blocked', reason: 'same-person-other-data' }],
  });
  expect(replay(analyzedWith(), strict)).toMatchObject({ after: null, needs: [{ kind: 'history' }] });
});

import { expect, it } from 'vitest';
import { personViewSchema, type PersonView } from '#shared/domain/person-view.ts';
import { defaultCapturePage } from '#shared/domain/scenario.ts';
import { isPersonView } from './api/person-view.ts';
import { planNext, type PersonStep } from './plan.ts';

function aStep(changes: Partial<PersonStep> = {}): PersonStep {
  return {
    id: 'document',
    type: 'document',
    captureFrame: 'horizontal',
    sides: [
      { side: 'front', received: false },
      { side: 'back', received: false },
    ],
    state: 'open',
    attempts: 0,
    attemptsLeft: 3,
    advice: [],
    ...changes,
  };
}
const selfie = aStep({ id: 'selfie', type: 'selfie', sides: [{ side: 'selfie', received: false }] });
const received = (step: PersonStep): PersonStep => ({
  ...step,
  sides: step.sides.map(({ side }) => ({ side, received: true })),
});
const { openFromWidget: _, requireEncryptedClientKey: __, ...page } = defaultCapturePage;
function aView(steps: readonly PersonStep[], status: PersonView['status'] = 'collecting'): PersonView {
  return {
    status,
    seq: 4,
    page,
    endsAt: null,
    steps: [...steps],
    redirectUrl: null,
    result: null,
  };
}
const plan = (view: PersonView, told: Readonly<Record<string, number>> = {}) =>
  planNext(view, new Map(Object.entries(told)));

it('asks for consent, then side by side, sends the attempt, waits, and goes to the next step', () => {
  const document = aStep();
  const front = aStep({
    sides: [
      { side: 'front', received: true },
      { side: 'back', received: false },
    ],
  });
  const done = received(aStep({ state: 'done', attempts: 1 }));
  const walked = [
    plan(aView([document, selfie], 'consent')),
    plan(aView([document, selfie])),
    plan(aView([front, selfie])),
    plan(aView([received(document), selfie])),
    plan(aView([received(aStep({ state: 'checking', attempts: 1 })), selfie])),
    plan(aView([done, selfie])),
    plan(aView([done, { ...selfie, state: 'done' }])),
    plan(aView([], 'finished')),
    plan(aView([document], 'blocked')),
  ];
  expect(walked).toMatchObject([
    { kind: 'ask-consent' },
    { kind: 'capture', side: 'front' },
    { kind: 'capture', side: 'back' },
    { kind: 'submit', attempt: 1 },
    { kind: 'wait', step: { id: 'document' } },
    { kind: 'capture', side: 'selfie' },
    { kind: 'finish' },
    { kind: 'end', how: 'finished' },
    { kind: 'end', how: 'blocked' },
  ]);
});

it('explains a failed attempt once before it asks again, also after a reload, but not in its middle', () => {
  const failed = aStep({ attempts: 1, attemptsLeft: 2 });
  const half = aStep({
    attempts: 1,
    sides: [
      { side: 'front', received: true },
      { side: 'back', received: false },
    ],
  });
  expect([
    plan(aView([failed])).kind,
    plan(aView([failed]), { document: 1 }).kind,
    plan(aView([{ ...failed, attempts: 2 }]), { document: 1 }).kind,
    plan(aView([half])).kind,
    plan(aView([received(failed)])),
  ]).toMatchObject(['explain', 'capture', 'explain', 'capture', { kind: 'submit', attempt: 2 }]);
});

it('gives a new challenge until one is submitted, and explains before another attempt at it', () => {
  const alive = aStep({
    id: 'alive',
    type: 'liveness',
    sides: [{ side: 'selfie', received: false }],
  });
  expect([
    plan(aView([alive, selfie])),
    plan(aView([{ ...alive, attempts: 1 }, selfie])),
    plan(aView([{ ...alive, attempts: 1 }, selfie]), { alive: 1 }),
    plan(aView([{ ...alive, state: 'done', attempts: 1 }, selfie])),
  ]).toMatchObject([
    { kind: 'liveness', step: { id: 'alive' } },
    { kind: 'explain' },
    { kind: 'liveness' },
    { kind: 'capture', side: 'selfie' },
  ]);
});

it('takes what the schema takes for a view, and no other answer', () => {
  const view = aView([aStep(), selfie]);
  expect([personViewSchema.safeParse(view).success, isPersonView(view)]).toEqual([true, true]);
  const others = [
    null,
    [],
    {},
    { ...view, status: 'lost' },
    { ...view, page: null },
    { ...view, steps: [{}] },
  ];
  expect(others.map(isPersonView)).toEqual(others.map(() => false));
});

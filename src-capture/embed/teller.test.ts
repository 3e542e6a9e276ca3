import { expect, it } from 'vitest';
import { defaultCapturePage } from '#shared/domain/scenario.ts';
import type { PersonView } from '#shared/domain/person-view.ts';
import { createTeller } from './teller.ts';
import type { FrameMessage } from './messages.ts';

const { openFromWidget: _, requireEncryptedClientKey: __, ...page } = defaultCapturePage;
function aView(
  status: PersonView['status'],
  state: 'open' | 'checking' | 'done',
  result: string | null = null,
): PersonView {
  const step = {
    id: 'document',
    type: 'document',
    captureFrame: 'horizontal',
    sides: [],
    state,
    attempts: 0,
    attemptsLeft: 3,
    advice: [],
  } as const;
  return {
    status,
    seq: 0,
    page,
    endsAt: null,
    steps: [{ ...step, sides: [], advice: [] }],
    redirectUrl: null,
    result,
  };
}

it('tells each change once, nothing before the person agrees, and the end with its signed result', () => {
  const sent: FrameMessage[] = [];
  const saw = createTeller((message) => sent.push(message));
  const result = `x.${Buffer.from('{"sessionId":"s-7>?"}').toString('base64url')}.y`;
  for (const value of [
    aView('consent', 'open'),
    aView('collecting', 'open'),
    aView('collecting', 'checking'),
    aView('collecting', 'checking'),
    aView('collecting', 'open'),
    aView('finished', 'done', result),
    aView('finished', 'done', `${result}z`),
  ])
    saw({ ok: true, value });
  expect(sent).toEqual([
    { type: 'look', colorScheme: 'auto' },
    ...(['open', 'checking', 'open', 'done'] as const).map((state) => ({
      type: 'step',
      stepId: 'document',
      stepType: 'document',
      state,
    })),
    { type: 'success', sessionId: 's-7>?', result },
  ]);
});

it('tells of ends that are none of the person’s making, and not of what the page mends itself', () => {
  const sent: FrameMessage[] = [];
  const saw = createTeller((message) => sent.push(message));
  saw({ ok: false, code: 'offline' });
  saw({ ok: false, code: 'step-closed' });
  saw({ ok: false, code: 'link-taken' });
  saw({ ok: false, code: 'link-taken' });
  saw({ ok: true, value: aView('blocked', 'open') });
  expect(sent.filter(({ type }) => type === 'failure')).toEqual([
    { type: 'failure', code: 'link-taken' },
    { type: 'failure', code: 'blocked' },
  ]);
});

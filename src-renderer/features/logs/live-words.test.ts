import { expect, it } from 'vitest';
import { foldSession } from '#shared/domain/fold-session.ts';
import { defaultRules, passportAndSelfie } from '#shared/domain/scenario.ts';
import type { EventBody, EventType } from '#shared/domain/events.ts';
import { aFinding, aSessionId, anInstant } from '#shared/testing/builders.ts';
import { createI18n } from '../../app/i18n/i18n.ts';
import type { Translate } from '../../app/i18n/i18n.ts';
import { toSessionTile } from '../../db/session-tile.ts';
import { liveWords } from './live-words.ts';

const i18n = await createI18n('en');
const t: Translate = (key, values) => i18n.t(key, values ?? {});

const scenario = { ...passportAndSelfie, rules: { ...defaultRules, attemptsPerStep: 2 } };
type Said = { readonly [K in EventType]: readonly [K, EventBody<K>] }[EventType];

/** How a session of a link looks after these events, with the marks of its steps. */
function after(...said: readonly Said[]): readonly [string, readonly string[]] {
  const all: readonly Said[] = [
    ['session.created', { scenario, source: 'link', clientKey: null, linkId: null }],
    ...said,
  ];
  const events = all.map(([type, body], seq) => ({
    type,
    body,
    seq,
    sessionId: aSessionId(),
    at: anInstant(seq),
    actor: { kind: 'system' as const, id: 'intake' },
    hash: '0'.repeat(64),
  }));
  const tile = toSessionTile(foldSession(events));
  return [liveWords(tile, t), tile.steps.map(({ mark }) => mark)];
}

const picture = [
  'capture.received',
  {
    captureId: '11111111-1111-4111-8111-111111111111',
    stepId: 'document',
    side: 'front',
    sha256: 'a'.repeat(64),
    byteLength: 10,
    mediaType: 'image/jpeg',
  },
] as unknown as Said;
const submitted = (attempt: number): Said => ['step.submitted', { stepId: 'document', attempt }];
const analyzed = (attempt: number, outcome: 'passed' | 'retry' | 'critical'): Said => [
  'step.analyzed',
  { stepId: 'document', attempt, outcome, findings: [aFinding()], documentNumber: null },
];

it('follows a person step by step', () => {
  expect(after()).toEqual(['Opened, nothing sent yet', ['pending', 'pending']]);
  expect(after(picture)).toEqual(['Document: under way', ['pending', 'pending']]);
  expect(after(picture, submitted(1))).toEqual(['Document: checking attempt 1', ['submitted', 'pending']]);
  const again = [picture, submitted(1), analyzed(1, 'retry')] as const;
  expect(after(...again)).toEqual(['Document: again, 1 of 2 used', ['retry', 'pending']]);
  const passed = [...again, picture, submitted(2), analyzed(2, 'passed')] as const;
  expect(after(...passed)).toEqual(['Selfie: under way', ['passed', 'pending']]);
  const blocked = [...again, picture, submitted(2), analyzed(2, 'critical')] as const;
  expect(after(...blocked)).toEqual(['Blocked', ['failed', 'pending']]);
});

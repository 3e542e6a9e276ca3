import { expect, it } from 'vitest';
import type { ScenarioRecord } from '#shared/domain/scenario-record.ts';
import { passportAndSelfie } from '#shared/domain/scenario.ts';
import { FakeIntake } from '../testing/fake-intake.ts';
import { createScenarioHandlers } from './scenario-handlers.ts';

const { version: _version, ...draft } = passportAndSelfie;
const record: ScenarioRecord = {
  id: draft.id,
  name: draft.name,
  draft,
  versions: [],
  activeVersion: null,
  archived: false,
  revision: 4,
};
const context = { signal: new AbortController().signal };

function start() {
  const intake = new FakeIntake();
  return { intake, handlers: createScenarioHandlers({ intake, userId: 'analyst-1' }) };
}

it('asks in the name of this workstation’s user', async () => {
  const { intake, handlers } = start();
  intake.on('saveScenarioDraft', () => ({ ok: true, value: { record } }));
  intake.on('revokeLinks', ({ linkIds }) => ({ ok: true, value: { revoked: linkIds } }));
  const save = { scenarioId: draft.id, expectedRevision: 3, draft };
  expect(await handlers['scenarioRecords.saveDraft'](save, context)).toEqual({ ok: true, value: { record } });
  await handlers['links.revoke']({ linkIds: ['00000000-0000-4000-8000-000000000001'] }, context);
  const actor = { kind: 'user', id: 'analyst-1' };
  expect(intake.calls).toEqual([
    { name: 'saveScenarioDraft', input: { ...save, actor } },
    { name: 'revokeLinks', input: { linkIds: ['00000000-0000-4000-8000-000000000001'], actor } },
  ]);
});

it('hands refusals on, tells a refused token as nobody being signed in, and hides what no page expects', async () => {
  const { intake, handlers } = start();
  const change = { scenarioId: draft.id, expectedRevision: 3 };
  const commit = () => handlers['scenarioRecords.commit'](change, context);
  for (const code of ['stale-edit', 'nothing-to-commit', 'not-found', 'offline'] as const) {
    intake.on('commitScenario', () => ({ ok: false, code }));
    expect(await commit()).toEqual({ ok: false, code });
  }
  intake.on('commitScenario', () => ({ ok: false, code: 'unauthorized' }));
  expect(await commit()).toEqual({ ok: false, code: 'signed-out' });
  intake.on('commitScenario', () => ({ ok: false, code: 'invalid-request' }));
  await expect(commit()).rejects.toThrow('invalid-request');
});

import { afterAll, beforeAll, expect, it } from 'vitest';
import { passportAndSelfie } from '#shared/domain/scenario.ts';
import type { ScenarioDraft } from '#shared/domain/scenario-record.ts';
import type { IntakeClient } from '#shared/api/client.ts';
import {
  analyst,
  codeOf,
  createTestSession,
  must,
  newSessionId,
  startOpenTestIntake,
  type OpenTestIntake,
} from '../testing/test-intake.ts';

// Real: server, database. Each test has a scenario of its own.

let intake: OpenTestIntake;
let client: IntakeClient;
const actor = { kind: 'user', id: 'editor-1' } as const;
const other = { kind: 'user', id: 'editor-2' } as const;

beforeAll(async () => {
  intake = await startOpenTestIntake();
  client = intake.client;
});
afterAll(() => intake.remove());

function aDraft(id: string, name = 'First'): ScenarioDraft {
  const { version: _, ...draft } = passportAndSelfie;
  return { ...draft, id, name };
}

const save = (draft: ScenarioDraft, expectedRevision: number | null) =>
  client.call('saveScenarioDraft', { scenarioId: draft.id, expectedRevision, draft, actor });

it('begins with the built-in scenarios, committed and active, and sessions begin with them', async () => {
  const { scenarios } = await must(client, 'listScenarios', {});
  expect(scenarios.find(({ id }) => id === 'passport-selfie')).toEqual(passportAndSelfie);
  const { records } = await must(client, 'listScenarioRecords', {});
  expect(records.find(({ id }) => id === 'passport-selfie')).toMatchObject({
    name: passportAndSelfie.name,
    draft: null,
    activeVersion: 1,
    archived: false,
    versions: [{ version: 1, committedBy: 'intake', scenario: passportAndSelfie }],
  });
});

it('leads a draft over committed versions to the active one; sessions keep theirs', async () => {
  const id = 'life';
  const begin = async (): Promise<unknown> => {
    const sessionId = newSessionId();
    await must(client, 'createSession', {
      sessionId,
      scenarioId: id,
      source: 'api',
      clientKey: null,
      actor,
    });
    const { events } = await must(client, 'listEvents', { sessionId });
    return events[0]?.type === 'session.created' ? events[0].body.scenario : undefined;
  };
  const commit = (expectedRevision: number) =>
    must(client, 'commitScenario', { scenarioId: id, expectedRevision, actor });
  const activate = (expectedRevision: number, version: number | null) =>
    must(client, 'activateScenario', { scenarioId: id, expectedRevision, version, actor });

  expect(await save(aDraft(id), null)).toMatchObject({ ok: true, value: { record: { revision: 0 } } });
  expect((await commit(0)).record).toMatchObject({ revision: 1, draft: null, activeVersion: null });
  expect(
    await codeOf(client, 'createSession', {
      sessionId: newSessionId(),
      scenarioId: id,
      source: 'api',
      clientKey: null,
      actor,
    }),
  ).toBe('scenario-not-found');
  await activate(1, 1);
  expect(await begin()).toEqual({ ...aDraft(id), version: 1 });
  await save(aDraft(id, 'Second'), 2);
  expect(await begin()).toMatchObject({ version: 1, name: 'First' });
  await commit(3);
  await activate(4, 2);
  expect(await begin()).toMatchObject({ version: 2, name: 'Second' });

  const archive = (expectedRevision: number, archived: boolean) =>
    must(client, 'archiveScenario', { scenarioId: id, expectedRevision, archived, actor });
  expect((await archive(5, true)).record).toMatchObject({ archived: true, activeVersion: null });
  const activation = { scenarioId: id, expectedRevision: 6, version: 1, actor };
  expect(await codeOf(client, 'activateScenario', activation)).toBe('archived');
  await archive(6, false);
  expect(await codeOf(client, 'activateScenario', { ...activation, expectedRevision: 7, version: 3 })).toBe(
    'version-not-found',
  );
  expect((await activate(7, 1)).record).toMatchObject({ activeVersion: 1, revision: 8, name: 'Second' });
});

it('takes one of many edits of the same revision, and refuses the others', async () => {
  const id = 'race';
  const created = await Promise.all([1, 2, 3].map((n) => save(aDraft(id, `by ${n.toString()}`), null)));
  expect(created.map((reply) => (reply.ok ? 'ok' : reply.code)).sort()).toEqual([
    'ok',
    'scenario-exists',
    'scenario-exists',
  ]);
  const edits = await Promise.all(
    Array.from({ length: 12 }, (_, n) => save(aDraft(id, `edit ${n.toString()}`), 0)),
  );
  const taken = edits.filter((reply) => reply.ok);
  expect(taken).toHaveLength(1);
  expect(edits.filter((reply) => !reply.ok && reply.code === 'stale-edit')).toHaveLength(11);

  const commits = await Promise.all(
    Array.from({ length: 6 }, (_, n) =>
      client.call('commitScenario', {
        scenarioId: id,
        expectedRevision: 1,
        actor: { kind: 'user', id: `editor-${n.toString()}` },
      }),
    ),
  );
  expect(commits.filter((reply) => reply.ok)).toHaveLength(1);
  const { records } = await must(client, 'listScenarioRecords', {});
  const record = records.find((one) => one.id === id);
  expect(record?.versions).toHaveLength(1);
  expect(record?.revision).toBe(2);
});

it('does a change once that is sent again, as after a lost answer', async () => {
  const id = 'again';
  expect(await save(aDraft(id), null)).toEqual(await save(aDraft(id), null));
  expect(await save(aDraft(id, 'b'), 0)).toEqual(await save(aDraft(id, 'b'), 0));
  const commit = { scenarioId: id, expectedRevision: 1, actor };
  expect(await must(client, 'commitScenario', commit)).toEqual(await must(client, 'commitScenario', commit));
  expect(await codeOf(client, 'commitScenario', { ...commit, actor: other })).toBe('stale-edit');
  expect(await codeOf(client, 'commitScenario', { ...commit, expectedRevision: 2 })).toBe(
    'nothing-to-commit',
  );
});

it('refuses a draft under another name than its own, and changes of what is not there', async () => {
  const draft = aDraft('mine');
  expect(
    await codeOf(client, 'saveScenarioDraft', {
      scenarioId: 'yours',
      expectedRevision: null,
      draft,
      actor,
    }),
  ).toBe('invalid-request');
  expect(
    await codeOf(client, 'commitScenario', { scenarioId: 'nowhere', expectedRevision: 0, actor: analyst }),
  ).toBe('not-found');
  // The built-in ones are still in use after all that.
  await createTestSession(client);
});

/** With a distance, as the first version of the check was set by; it is a rate now, 1 in 100 to 1 in 1,000,000. */
function withDistance(draft: ScenarioDraft): ScenarioDraft {
  const checks = { 'face.matches-document': { enabled: true, severity: null, threshold: 0.6 } };
  return {
    ...draft,
    steps: draft.steps.map((step) => (step.type === 'selfie' ? { ...step, checks } : step)),
  };
}

it('refuses a threshold that cannot be set, and says which and why', async () => {
  const draft = withDistance(aDraft('distance'));
  expect(await save(draft, null)).toMatchObject({ ok: false, code: 'invalid-request' });
  const response = await fetch(`${intake.running.url}/api/v1/scenario-records/distance/draft`, {
    method: 'POST',
    headers: { authorization: `Bearer ${intake.running.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ expectedRevision: null, draft }),
  });
  expect([response.status, await response.json()]).toMatchObject([
    400,
    {
      error: {
        code: 'invalid-request',
        detail: 'draft.steps.1.checks.face.matches-document.threshold: too_small, at least 100',
      },
    },
  ]);
});

it('reads and goes on using what was saved with such a threshold, but makes no further version of it', async () => {
  const id = 'old-distance';
  const draft = withDistance(aDraft(id));
  await must(client, 'saveScenarioDraft', {
    scenarioId: id,
    expectedRevision: null,
    draft: aDraft(id),
    actor,
  });
  const { record } = await must(client, 'commitScenario', { scenarioId: id, expectedRevision: 0, actor });
  await intake.db
    .updateTable('scenarios')
    .set({ draft: JSON.stringify(draft) })
    .where('id', '=', id)
    .execute();
  const { records } = await must(client, 'listScenarioRecords', {});
  expect(records.find((one) => one.id === id)?.draft).toEqual(draft);
  const commit = { scenarioId: id, expectedRevision: record.revision, actor };
  expect(await codeOf(client, 'commitScenario', commit)).toBe('invalid-request');
  await must(client, 'saveScenarioDraft', { ...commit, draft: aDraft(id, 'Second') });
  const again = await must(client, 'commitScenario', { ...commit, expectedRevision: record.revision + 1 });
  expect(again.record.versions).toHaveLength(2);
});

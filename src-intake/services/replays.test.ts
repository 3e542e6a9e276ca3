import { afterAll, beforeAll, expect, it } from 'vitest';
import type { IntakeClient } from '#shared/api/client.ts';
import type { Finding } from '#shared/domain/analysis.ts';
import { checkIds, checkOptions, isSwitchedOn } from '#shared/domain/check-options.ts';
import type { SessionId } from '#shared/domain/ids.ts';
import { recommend } from '#shared/domain/recommend.ts';
import type { ReplayedSession } from '#shared/domain/replay.ts';
import { passportAndSelfie } from '#shared/domain/scenario.ts';
import { weights202611 } from '#shared/domain/weights-2026-11.ts';
import { aFinding, anAnalysis } from '#shared/testing/builders.ts';
import {
  analyst,
  codeOf,
  makeTestScenario,
  must,
  newSessionId,
  putTestCapture,
  sendTestCommand,
  startOpenTestIntake,
  type OpenTestIntake,
} from '../testing/test-intake.ts';

let intake: OpenTestIntake;
let client: IntakeClient;
const scenarioId = 'replayed';

beforeAll(async () => {
  intake = await startOpenTestIntake();
  client = intake.client;
  await makeTestScenario(client, scenarioId, {});
});
afterAll(() => intake.remove());

const placeOf = { document: 'document', selfie: 'selfie', liveness: 'selfie', session: null } as const;

async function begin(): Promise<SessionId> {
  const sessionId = newSessionId();
  await must(client, 'createSession', {
    sessionId,
    scenarioId,
    source: 'api',
    clientKey: null,
    actor: analyst,
  });
  return sessionId;
}

/** A session where everything passed, with the document as sharp as this. */
async function analyzed(sharpness: number): Promise<SessionId> {
  const sessionId = await begin();
  await putTestCapture(client, sessionId, 'front');
  await putTestCapture(client, sessionId, 'selfie');
  await sendTestCommand(client, sessionId, { type: 'session.submit' });
  const { lease } = await must(client, 'takeLease', { agentId: 'a', waitMs: 10_000 });
  // The scenario asks for no division codes.
  const asked = checkIds.filter((id) => id !== 'document.issuing-authority' && isSwitchedOn(id, null));
  const findings: Finding[] = asked.map((id) =>
    aFinding({
      id,
      stepId: placeOf[checkOptions[id].scope],
      ...(id === 'document.sharp' && { score: sharpness, threshold: 0.4 }),
    }),
  );
  const verdict = recommend(weights202611, findings);
  const analysis = anAnalysis({ findings, verdict });
  await must(client, 'completeLease', { leaseId: lease?.leaseId ?? '', analysis });
  return sessionId;
}

it('tells page by page which sessions another version would change, and changes none', async () => {
  const dull = await analyzed(0.45);
  await begin();
  for (let i = 0; i < 3; i++) await analyzed(0.8);
  // As sessions of before the column are.
  await intake.db.updateTable('sessions').set({ scenario_id: null }).execute();

  const { version: _, ...draft } = { ...passportAndSelfie, id: scenarioId };
  const [document, selfie] = draft.steps;
  if (document === undefined || selfie === undefined) throw new Error('two steps');
  const stricter = {
    ...document,
    checks: { 'document.sharp': { enabled: true, severity: null, threshold: 0.6 } },
  };
  await must(client, 'saveScenarioDraft', {
    scenarioId,
    expectedRevision: 2,
    draft: { ...draft, steps: [stricter, selfie] },
    actor: analyst,
  });

  const { position } = await must(client, 'health', {});
  const sessions: ReplayedSession[] = [];
  const counts = { pages: 0, looked: 0, unchanged: 0, withoutOutcome: 0 };
  for (let before: SessionId | null | undefined; before !== null;) {
    const page = await must(client, 'replayScenario', {
      scenarioId,
      version: null,
      limit: 2,
      ...(before !== undefined && { before }),
    });
    expect(page.total).toBe(5);
    sessions.push(...page.sessions);
    counts.pages++;
    counts.looked += page.looked;
    counts.unchanged += page.unchanged;
    counts.withoutOutcome += page.withoutOutcome;
    before = page.next;
  }
  expect(counts).toEqual({ pages: 3, looked: 5, unchanged: 3, withoutOutcome: 1 });
  expect(sessions).toMatchObject([
    {
      sessionId: dull,
      before: 'approve',
      // All of the picture was read and agrees: nobody is asked for another one, a person looks.
      after: 'review',
      reasons: [{ kind: 'check', checkId: 'document.sharp', from: 'passed', to: 'warning', threshold: 0.6 }],
    },
  ]);
  expect((await must(client, 'health', {})).position).toBe(position);
  expect((await must(client, 'replayScenario', { scenarioId, version: 1 })).sessions).toEqual([]);
});

it('knows no other scenario and no other version', async () => {
  expect(await codeOf(client, 'replayScenario', { scenarioId, version: 7 })).toBe('version-not-found');
  expect(await codeOf(client, 'replayScenario', { scenarioId: 'nobody', version: 1 })).toBe('not-found');
});

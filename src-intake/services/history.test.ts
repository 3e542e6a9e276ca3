import { randomUUID } from 'node:crypto';
import { decodeJwt } from 'jose';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IntakeClient } from '#shared/api/client.ts';
import type { Lease } from '#shared/api/lease-contract.ts';
import type { Analysis, DocumentField, FieldName } from '#shared/domain/analysis.ts';
import { foldSession } from '#shared/domain/fold-session.ts';
import type { SessionId } from '#shared/domain/ids.ts';
import { defaultCapturePage, defaultRules } from '#shared/domain/scenario.ts';
import { anAnalysis as aStoredAnalysis, aDocument } from '#shared/testing/builders.ts';
import { instantAfter, systemClock } from '../clock.ts';
import { listUnremembered } from '../repositories/history-rows.ts';
import { startIntake, type RunningIntake } from '../start-intake.ts';
import {
  analyst,
  clientOf,
  makeTestScenario,
  must,
  newSessionId,
  putTestCapture,
  sendTestCommand,
  startOpenTestIntake,
  type OpenTestIntake,
} from '../testing/test-intake.ts';
import { aPhone, tokenOf } from '../testing/test-phone.ts';

// Two intakes on one PostgreSQL. Faked: what an agent read of the pictures.

let intake: OpenTestIntake;
let other: RunningIntake;
let client: IntakeClient;
let aheadMs = 0;

beforeAll(async () => {
  const now = () => instantAfter(systemClock(), aheadMs);
  intake = await startOpenTestIntake({ now });
  const { dataDir, databaseUrl } = intake;
  other = await startIntake({ dataDir, databaseUrl, now });
  client = intake.client;
  const rules = { ...defaultRules, blockSamePersonOtherData: true };
  await makeTestScenario(client, 'strict', {
    rules: { ...rules, storageDays: 1 },
    capturePage: { ...defaultCapturePage, redirectUrl: 'https://bank.example/done' },
  });
  await makeTestScenario(client, 'lenient', { rules: { ...defaultRules, storageDays: 1 } });
  await makeTestScenario(client, 'one-document', { rules: { ...defaultRules, blockTwoDocuments: true } });
  await makeTestScenario(client, 'listed', {
    rules: { ...defaultRules, blacklistIds: ['refused'], blockBlacklisted: true },
  });
});
afterAll(async () => {
  await other.close();
  await intake.remove();
});

interface Shown {
  readonly surname?: string;
  readonly birthDate?: string;
  readonly number?: string;
  /** Whether the number's check digit holds. */
  readonly isProved?: boolean;
}

function analysisOf({
  surname = 'ERIKSSON',
  birthDate = '1974-08-12',
  number = 'L898902C3',
  isProved = true,
}: Shown): Analysis {
  const document = aDocument();
  const [template] = document.fields;
  const [digit] = document.mrz?.checkDigits ?? [];
  if (template === undefined || digit === undefined || document.mrz === null) throw new Error('no specimen');
  const field = (name: FieldName, normalized: string): DocumentField => ({
    ...template,
    name,
    value: normalized,
    normalized,
  });
  const read = aDocument({
    fields: [
      field('surname', surname),
      field('given-names', 'ANNA MARIA'),
      field('birth-date', birthDate),
      field('document-number', number),
    ],
    mrz: {
      ...document.mrz,
      checkDigits: [
        { ...digit, valid: isProved },
        { ...digit, name: 'birth-date' },
      ],
    },
  });
  const analysis = aStoredAnalysis();
  return {
    ...analysis,
    steps: analysis.steps.map((step) => (step.type === 'document' ? { ...step, document: read } : step)),
  };
}

/** Someone nobody has seen before, so that no test meets the people of another. */
function somebody(): Required<Omit<Shown, 'isProved'>> {
  const letters = randomUUID()
    .replaceAll(/[^a-f]/g, '')
    .toUpperCase();
  return { surname: `S${letters}`, birthDate: '1980-01-02', number: randomUUID().slice(0, 9) };
}

async function begin(
  scenarioId: string,
  { clientKey = null, picture }: { clientKey?: string | null; picture?: Uint8Array } = {},
): Promise<SessionId> {
  const sessionId = newSessionId();
  await must(client, 'createSession', { sessionId, scenarioId, source: 'api', clientKey, actor: analyst });
  await putTestCapture(client, sessionId, 'front', picture);
  return sessionId;
}

async function takeLease(at: IntakeClient = client): Promise<Lease> {
  const { lease } = await must(at, 'takeLease', { agentId: 'a', waitMs: 10_000 });
  if (lease === null) throw new Error('no lease');
  return lease;
}

async function submit(sessionId: SessionId): Promise<void> {
  await putTestCapture(client, sessionId, 'selfie');
  await sendTestCommand(client, sessionId, { type: 'session.submit' });
}

async function analyze(sessionId: SessionId, shown: Shown): Promise<void> {
  await submit(sessionId);
  const { leaseId } = await takeLease();
  await must(client, 'completeLease', { leaseId, analysis: analysisOf(shown) });
}

async function read(sessionId: SessionId) {
  const { events } = await must(client, 'listEvents', { sessionId });
  return foldSession(events);
}

describe('the same person', () => {
  it('with another document of the same type is found, and blocked where the scenario says so', async () => {
    const person = somebody();
    const first = await begin('strict', { clientKey: 'c-1' });
    await analyze(first, person);
    expect(await read(first)).toMatchObject({
      status: 'review',
      history: { compared: ['person', 'document', 'picture'], matches: [] },
    });

    const again = await begin('strict', { clientKey: 'c-1' });
    await analyze(again, person);
    expect((await read(again)).history.matches).toEqual([]);

    const different = { ...person, number: 'X1' };
    const lenient = await begin('lenient', { clientKey: 'c-1' });
    await analyze(lenient, different);
    expect(await read(lenient)).toMatchObject({
      status: 'review',
      history: {
        matches: [
          {
            kind: 'same-person-other-data',
            stepId: 'document',
            others: [
              { sessionId: again, sameClientKey: true },
              { sessionId: first, sameClientKey: true },
            ],
            total: 2,
          },
        ],
      },
    });

    const strict = await begin('strict');
    await analyze(strict, { ...person, number: 'X2' });
    expect(await read(strict)).toMatchObject({
      status: 'blocked',
      blocked: { reason: 'same-person-other-data', stepId: 'document' },
      history: { matches: [{ total: 3 }] },
    });
    expect(await must(client, 'getResult', { sessionId: strict })).toMatchObject({
      status: 'blocked',
      history: { matches: [{ kind: 'same-person-other-data', total: 3 }] },
    });
  });

  it('is blocked as early as at the attempt, and told once', async () => {
    const person = somebody();
    await analyze(await begin('lenient'), person);
    for (const [scenarioId, status] of [
      ['strict', 'blocked'],
      ['lenient', 'collecting'],
    ] as const) {
      const sessionId = await begin(scenarioId);
      await sendTestCommand(client, sessionId, { type: 'step.submit', stepId: 'document' });
      const { leaseId } = await takeLease();
      const whole = analysisOf({ ...person, number: `${scenarioId}-2` });
      const analysis = { ...whole, steps: whole.steps.slice(0, 1) };
      await must(client, 'completeLease', { leaseId, analysis });
      const session = await read(sessionId);
      expect(session).toMatchObject({ status });
      expect(session.history.matches).toHaveLength(1);
      if (scenarioId === 'strict') continue;
      await analyze(sessionId, { ...person, number: `${scenarioId}-2` });
      expect((await read(sessionId)).history.matches).toHaveLength(1);
    }
  });
});

it('tells the person who waits, and signs, that a session was stopped after its finish, and not by which rule', async () => {
  const person = somebody();
  await analyze(await begin('strict'), person);
  const { links } = await must(client, 'createLinks', {
    requestId: randomUUID(),
    scenarioId: 'strict',
    count: 1,
    lifetimeMinutes: 60,
    clientKey: null,
    actor: analyst,
  });
  const phone = aPhone(intake.running.url);
  await phone.open(tokenOf(links[0]?.url ?? ''));
  await phone.consent();
  const whole = analysisOf({ ...person, number: 'X1' });
  for (const [stepId, side] of [
    ['document', 'front'],
    ['selfie', 'selfie'],
  ] as const) {
    await phone.put(stepId, side);
    await phone.submit(stepId, 1);
    // What the attempt alone does not show, the whole does.
    await must(client, 'completeLease', {
      leaseId: (await takeLease()).leaseId,
      analysis: { ...whole, steps: [] },
    });
  }
  const finished = await phone.finish();
  expect(finished).toMatchObject({ ok: true, value: { status: 'finished' } });
  const { leaseId } = await takeLease();
  const seq = finished.ok ? finished.value.seq + 1 : 0;
  const waiting = phone.view(`?afterSeq=${seq.toString()}&waitMs=20000`);
  await must(client, 'completeLease', { leaseId, analysis: whole });
  const seen = await waiting;
  expect(seen).toMatchObject({
    ok: true,
    value: { status: 'blocked', redirectUrl: expect.stringMatching(/^https:.*result=/) as unknown },
  });
  expect(JSON.stringify(seen)).not.toMatch(/same-person|history|matched/);
  const result = seen.ok ? (seen.value.result ?? '') : '';
  expect(decodeJwt(result)).toMatchObject({ status: 'blocked', clientKey: null });
});

it('blocks on two documents in one step, and not on one whose number was misread at first', async () => {
  for (const [isProved, status] of [
    [false, 'collecting'],
    [true, 'blocked'],
  ] as const) {
    const person = somebody();
    const sessionId = await begin('one-document');
    for (const shown of [{ ...person, number: 'L8989O2C3', isProved }, person]) {
      await putTestCapture(client, sessionId, 'front');
      await sendTestCommand(client, sessionId, { type: 'step.submit', stepId: 'document' });
      const whole = analysisOf(shown);
      const { leaseId } = await takeLease();
      await must(client, 'completeLease', {
        leaseId,
        analysis: {
          ...whole,
          steps: whole.steps.slice(0, 1),
          verdict: { outcome: shown === person ? 'approve' : 'ask-again', reasons: [] },
        },
      });
    }
    expect((await read(sessionId)).status).toBe(status);
  }
});

it('finds a document under another person’s data, and a picture of another session', async () => {
  const person = somebody();
  const picture = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.from(randomUUID())]);
  const first = await begin('lenient', { picture });
  await analyze(first, person);
  const second = await begin('strict');
  await analyze(second, { ...somebody(), number: person.number });
  expect((await read(second)).blocked?.reason).toBe('same-person-other-data');
  expect((await read(second)).history.matches).toMatchObject([{ kind: 'same-document-other-person' }]);
  const third = await begin('strict', { picture });
  await analyze(third, somebody());
  expect(await read(third)).toMatchObject({
    status: 'review',
    history: { matches: [{ kind: 'same-picture', others: [{ sessionId: first }] }] },
  });
});

it('names the newest twenty of any number of sessions, and counts all', async () => {
  const picture = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.from(randomUUID())]);
  const first = await begin('lenient', { picture });
  await analyze(first, somebody());
  // A program that sends the same pictures with every session.
  await sql`with made as (
      insert into sessions (id, created_at, wrapped_key, head_seq, head_hash)
      select gen_random_uuid(), now(), null, 0, '' from generate_series(1, 30) returning id
    ) insert into shown_pictures (session_id, picture, client, shown_at)
      select made.id, picture, null, shown_at - interval '1 hour' from made, shown_pictures
      where session_id = ${first}`.execute(intake.db);
  const sessionId = await begin('lenient', { picture });
  await analyze(sessionId, somebody());
  const [match] = (await read(sessionId)).history.matches;
  expect([match?.others.length, match?.total]).toEqual([20, 31]);
});

it('never misses one of two sessions that two intakes analyze at the same moment', async () => {
  for (let round = 0; round < 10; round++) {
    const person = somebody();
    const sessions = [await begin('strict'), await begin('strict')];
    for (const id of sessions) await submit(id);
    const leases = [await takeLease(), await takeLease(clientOf(other))];
    await Promise.all(
      leases.map(({ leaseId }, index) =>
        must(index === 0 ? client : clientOf(other), 'completeLease', {
          leaseId,
          analysis: analysisOf({ ...person, number: `${person.number}${index.toString()}` }),
        }),
      ),
    );
    const states = await Promise.all(sessions.map(read));
    expect(states.map(({ status }) => status).sort()).toEqual(['blocked', 'review']);
  }
}, 60_000);

it('keeps nothing in the clear, and nothing of a session that was purged', async () => {
  const person = somebody();
  const sessionId = await begin('lenient', { clientKey: 'order-77' });
  await analyze(sessionId, person);
  const rowsOf = async () => ({
    documents: await intake.db
      .selectFrom('shown_documents')
      .selectAll()
      .where('session_id', '=', sessionId)
      .execute(),
    pictures: await intake.db
      .selectFrom('shown_pictures')
      .selectAll()
      .where('session_id', '=', sessionId)
      .execute(),
  });
  const rows = await rowsOf();
  expect([rows.documents.length, rows.pictures.length]).toEqual([1, 2]);
  const stored = [...rows.documents, ...rows.pictures]
    .flatMap((row) => Object.values(row))
    .map((value) => (Buffer.isBuffer(value) ? value.toString('latin1') : String(value)))
    .join('\n');
  for (const secret of [person.surname, person.number, person.birthDate, 'order-77'])
    expect(stored).not.toContain(secret);

  aheadMs = 2 * 24 * 60 * 60 * 1000;
  await expect.poll(rowsOf, { timeout: 15_000 }).toEqual({ documents: [], pictures: [] });
  aheadMs = 0;
  const next = await begin('lenient');
  await analyze(next, { ...person, number: 'other' });
  expect((await read(next)).history.matches).toEqual([]);
}, 30_000);

it('makes up for sessions of before there was a history at the next start, once, and not for purged ones', async () => {
  const [person, purged] = [somebody(), somebody()];
  const picture = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.from(randomUUID())]);
  const whole = await begin('lenient');
  await analyze(whole, person);
  const tried = await begin('lenient', { picture });
  await sendTestCommand(client, tried, { type: 'step.submit', stepId: 'document' });
  const outcome = 'ask-again' as const;
  await must(client, 'completeLease', {
    leaseId: (await takeLease()).leaseId,
    analysis: { ...analysisOf({}), verdict: { outcome, reasons: [] } },
  });
  const gone = await begin('lenient');
  await analyze(gone, purged);
  const ids = [whole, tried, gone];
  const countRows = async (): Promise<number[]> => {
    const counts = ids.map(async (id) => {
      const rows = intake.db.selectFrom('shown_pictures').select('shown_at').where('session_id', '=', id);
      return (await rows.execute()).length;
    });
    return Promise.all(counts);
  };
  // As the upgrade found them.
  for (const table of ['shown_documents', 'shown_pictures'] as const)
    await intake.db.deleteFrom(table).where('session_id', 'in', ids).execute();
  await intake.db.updateTable('sessions').set({ wrapped_key: null }).where('id', '=', gone).execute();
  const { dataDir, databaseUrl } = intake;
  const upgraded = await startIntake({
    dataDir,
    databaseUrl,
    now: () => instantAfter(systemClock(), aheadMs),
  });
  await expect.poll(countRows, { timeout: 10_000 }).toEqual([2, 1, 0]);
  await upgraded.close();
  expect(await listUnremembered(intake.db, null, 10)).toEqual([]);

  const again = await begin('strict', { picture });
  await analyze(again, { ...person, number: 'X9' });
  expect(await read(again)).toMatchObject({
    status: 'blocked',
    history: {
      matches: [
        { kind: 'same-person-other-data', others: [{ sessionId: whole }] },
        { kind: 'same-picture', others: [{ sessionId: tried }] },
      ],
    },
  });
}, 30_000);

it('says of a list that the scenario does not let it be searched, and approves nobody by that', async () => {
  const sessionId = await begin('listed');
  await analyze(sessionId, somebody());
  expect(await must(client, 'getResult', { sessionId })).toMatchObject({
    status: 'review',
    verdict: { outcome: 'review', reasons: ['list:refused:not-run'] },
    faces: { lists: [{ id: 'refused', kind: 'blacklist', status: 'not-run', reason: 'face-search-off' }] },
  });
});

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  analyst,
  codeOf,
  must,
  newCaptureId,
  newSessionId,
  putTestCapture,
  startOpenTestIntake,
  submitTestSession,
  pictureOf,
  type OpenTestIntake,
} from '../testing/test-intake.ts';
import { createEventLog } from './event-log.ts';
import { indexSessions } from './index-sessions.ts';

let at = Date.parse('2026-05-04T10:00:00.000Z');
let intake: OpenTestIntake;
const call = (path: string, init: Omit<RequestInit, 'headers'> & { headers?: Record<string, string> } = {}) =>
  fetch(`${intake.running.url}${path}`, {
    ...init,
    headers: { authorization: `Bearer ${intake.running.token}`, ...init.headers },
  });

beforeAll(async () => {
  intake = await startOpenTestIntake({ now: () => new Date(at).toISOString() });
});
afterAll(() => intake.remove());

async function make(clientKey: string | null, minutesLater: number): Promise<string> {
  at += minutesLater * 60_000;
  const sessionId = newSessionId();
  const input = {
    sessionId,
    scenarioId: 'passport-selfie',
    source: 'api',
    clientKey,
    actor: analyst,
  } as const;
  await must(intake.client, 'createSession', input);
  return sessionId;
}

describe('the list of sessions', () => {
  it('pages through them, newest first, while others come in; none twice, none left out', async () => {
    const made: string[] = [];
    // Two at the same instant: their ids alone order them.
    for (const later of [1, 0, 0, 5, 0]) made.push(await make('page-test', later));
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await must(intake.client, 'listSessions', {
        clientKey: 'page-test',
        limit: 2,
        ...(cursor !== undefined && { cursor }),
      });
      expect(page.sessions.length).toBeLessThanOrEqual(2);
      seen.push(...page.sessions.map(({ sessionId }) => sessionId));
      cursor = page.next ?? undefined;
      await make('page-test', 1);
    } while (cursor !== undefined);
    expect(new Set(seen).size).toBe(seen.length);
    expect([...seen].sort()).toEqual([...made].sort());
    expect(seen.slice(0, 2).every((id) => made.slice(3).includes(id))).toBe(true);
    expect(await codeOf(intake.client, 'listSessions', { cursor: 'bm90IG9uZQ' })).toBe('invalid-request');
  });

  it('filters by what a session is, and follows it', async () => {
    at += 60_000;
    const from = new Date(at).toISOString();
    const quiet = await make(null, 0);
    const submitted = await submitTestSession(intake.client);
    const list = async (filter: object) =>
      (await must(intake.client, 'listSessions', { createdFrom: from, ...filter })).sessions.map(
        ({ sessionId }) => sessionId,
      );
    expect(new Set(await list({}))).toEqual(new Set([quiet, submitted]));
    expect(await list({ status: 'queued' })).toEqual([submitted]);
    expect(await list({ source: 'api' })).toEqual([quiet]);
    expect(await list({ scenarioId: 'id-card-selfie' })).toEqual([]);
    expect(await list({ createdBefore: from })).toEqual([]);
    expect(await codeOf(intake.client, 'getSessionStatus', { sessionId: newSessionId() })).toBe('not-found');
  });

  it('makes up for sessions from before there was an index', async () => {
    const old = await make('old', 1);
    await intake.db
      .updateTable('sessions')
      .set({ status: null, scenario_id: null, source: null, client_key: null, changed_at: null })
      .where('client_key', '=', 'old')
      .execute();
    await indexSessions(intake.db, createEventLog(intake.keyring));
    const { sessions } = await must(intake.client, 'listSessions', { clientKey: 'old' });
    expect(sessions).toMatchObject([{ sessionId: old, status: 'collecting', schemaId: 'passport-selfie' }]);
  });
});

describe('finalizing', () => {
  it('says what is missing, then hands the session over, once', async () => {
    const sessionId = newSessionId();
    const input = {
      sessionId,
      scenarioId: 'passport-selfie',
      source: 'api',
      clientKey: null,
      actor: analyst,
    } as const;
    await must(intake.client, 'createSession', input);
    await putTestCapture(intake.client, sessionId, 'front');
    expect(await codeOf(intake.client, 'finalizeSession', { sessionId })).toBe('captures-missing');
    await putTestCapture(intake.client, sessionId, 'selfie');
    expect(await must(intake.client, 'finalizeSession', { sessionId })).toMatchObject({ status: 'queued' });
    const again = await must(intake.client, 'finalizeSession', { sessionId });
    expect(again).toMatchObject({ status: 'queued' });
    const { events } = await must(intake.client, 'listEvents', { sessionId });
    expect(events.filter(({ type }) => type === 'session.submitted')).toHaveLength(1);
  });
});

describe('a capture sent as a form', () => {
  const form = (captureId: string, bytes: Buffer, side = 'front'): FormData => {
    const made = new FormData();
    made.set('captureId', captureId);
    made.set('stepId', 'document');
    made.set('side', side);
    made.set('file', new Blob([new Uint8Array(bytes)]), 'passport of Jane.png');
    return made;
  };

  it('is the same as one sent raw', async () => {
    const sessionId = await make(null, 1);
    const captureId = newCaptureId();
    const bytes = pictureOf('as a form');
    const send = (body: FormData) => call(`/api/v1/sessions/${sessionId}/captures`, { method: 'POST', body });
    const first = await send(form(captureId, bytes));
    expect(first.status).toBe(200);
    expect(await first.json()).toMatchObject({ captureId, byteLength: bytes.length });
    expect((await send(form(captureId, bytes))).status).toBe(200);
    expect((await send(form(captureId, pictureOf('another')))).status).toBe(409);
    const back = await call(`/api/v1/captures/${captureId}`);
    expect(Buffer.from(await back.arrayBuffer())).toEqual(bytes);
    expect((await send(form(newCaptureId(), bytes, 'nowhere'))).status).toBe(400);
    const withoutFile = new FormData();
    withoutFile.set('stepId', 'document');
    expect((await send(withoutFile)).status).toBe(400);
    const notForm = await call(`/api/v1/sessions/${sessionId}/captures`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    expect(notForm.status).toBeGreaterThanOrEqual(400);
    expect(notForm.status).toBeLessThan(500);
  });
});

describe('an Idempotency-Key', () => {
  const post = (path: string, key: string, body: object) =>
    call(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify(body),
    });

  it('gets the first answer again, secrets included, whoever else asks', async () => {
    const key = randomUUID();
    const path = '/api/v1/scenario-records/passport-selfie/secret';
    const first = await post(path, key, {});
    const again = await post(path, key, {});
    expect(first.headers.get('idempotency-replayed')).toBeNull();
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(await again.text()).toBe(await first.text());
    // Told once under the key, and not kept in the clear.
    const row = await intake.db.selectFrom('idempotent_replies').selectAll().executeTakeFirstOrThrow();
    expect(row.sealed_body?.toString('latin1')).not.toContain('whsec');
    const other = await post(path, randomUUID(), {});
    expect(await other.text()).not.toBe(await (await post(path, key, {})).text());
  });

  it('belongs to one request', async () => {
    const key = randomUUID();
    const body = {
      requestId: randomUUID(),
      scenarioId: 'passport-selfie',
      count: 1,
      lifetimeMinutes: 5,
      clientKey: null,
    };
    expect((await post('/api/v1/links', key, body)).status).toBe(200);
    const reused = await post('/api/v1/links', key, { ...body, count: 2 });
    expect(reused.status).toBe(422);
    expect(await reused.json()).toMatchObject({ error: { code: 'idempotency-key-reused' } });
  });

  it('is answered once however many ask at once', async () => {
    const key = randomUUID();
    const path = '/api/v1/scenario-records/id-card-selfie/secret';
    const replies = await Promise.all(Array.from({ length: 8 }, () => post(path, key, {})));
    const bodies = await Promise.all(
      replies.map(async (reply) => [reply.status, await reply.text()] as const),
    );
    const secrets = new Set(bodies.filter(([status]) => status === 200).map(([, body]) => body));
    expect(secrets.size).toBe(1);
    expect(bodies.every(([status]) => status === 200 || status === 409)).toBe(true);
  });

  it('that a dead process had claimed is free after a minute', async () => {
    const key = randomUUID();
    const path = '/api/v1/scenario-records/passport-selfie/callbacks/enable';
    expect((await post(path, key, {})).status).toBe(200);
    await intake.db.updateTable('idempotent_replies').set({ status: null, sealed_body: null }).execute();
    expect((await post(path, key, {})).status).toBe(409);
    at += 61_000;
    expect((await post(path, key, {})).status).toBe(200);
  });

  it('of another form is refused', async () => {
    expect((await post('/api/v1/links', 'x'.repeat(256), {})).status).toBe(400);
  });
});

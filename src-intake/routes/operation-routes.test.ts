import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  createTestSession,
  must,
  startTestIntake,
  submitTestSession,
  type TestIntake,
} from '../testing/test-intake.ts';

// Real: server and database.

let intake: TestIntake;
beforeAll(async () => {
  intake = await startTestIntake();
});
afterAll(() => intake.remove());

const get = (path: string, token?: string): Promise<Response> =>
  fetch(
    `${intake.running.url}${path}`,
    token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } },
  );

it('answers without a token whether it lives and can serve, and nothing more', async () => {
  for (const path of ['/health/live', '/health/ready']) {
    const reply = await get(path);
    expect([reply.status, await reply.json()]).toEqual([200, { status: 'ok' }]);
  }
  expect((await get('/metrics')).status).toBe(401);
});

it('tells its figures in the form of Prometheus, by routes and never by addresses', async () => {
  const sessionId = await createTestSession(intake.client);
  await submitTestSession(intake.client);
  await must(intake.client, 'getResult', { sessionId });
  await get('/nowhere/secret-path');
  const reply = await get('/metrics', intake.running.token);
  expect(reply.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  const text = await reply.text();
  for (const line of text.trim().split('\n'))
    expect(line).toMatch(
      /^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? [\d.e+-]+)$/,
    );
  expect(text).toContain(
    'vidimus_http_requests_total{method="GET",route="/api/v1/sessions/:sessionId",status="200"} 1\n',
  );
  expect(text).toMatch(/vidimus_http_request_seconds_count\{method="POST",route="\/api\/v1\/sessions"\} 2\n/);
  expect(text).toContain('vidimus_analyses_waiting 1\n');
  expect(text).toMatch(/vidimus_feed_position [4-9]\n/);
  expect(text).not.toMatch(new RegExp(`${sessionId}|secret-path|${intake.running.token}`));
});

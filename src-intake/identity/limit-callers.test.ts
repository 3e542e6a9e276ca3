import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { clientOf, codeOf, must, startTestIntake, type TestIntake } from '../testing/test-intake.ts';

let intake: TestIntake;

beforeAll(async () => {
  intake = await startTestIntake({ requestsPerMinute: 5 });
});
afterAll(() => intake.remove());

async function makeToken(): Promise<string> {
  const { token } = await must(intake.client, 'createApiToken', {
    tokenId: randomUUID(),
    name: 'busy',
    scopes: ['scenarios.read'],
    dataRights: [],
    expiresAt: null,
  });
  return token;
}

it('refuses a caller that asks too often, for a while, and nobody else', async () => {
  const { url } = intake.running;
  const token = await makeToken();
  const busy = clientOf({ url, token });
  for (let asked = 0; asked < 5; asked += 1) await must(busy, 'listScenarios', {});
  expect(await codeOf(busy, 'listScenarios', {})).toBe('too-many-requests');
  const reply = await fetch(`${url}/api/v1/scenarios`, { headers: { authorization: `Bearer ${token}` } });
  expect(reply.status).toBe(429);
  expect(reply.headers.get('content-type')).toContain('application/problem+json');
  expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(0);
  await must(clientOf({ url, token: await makeToken() }), 'listScenarios', {});
  for (let asked = 0; asked < 10; asked += 1) await must(intake.client, 'listScenarios', {});
  // Where nobody is known, the address counts.
  const anybody = clientOf({ url, token: null });
  for (let asked = 0; asked < 5; asked += 1) await must(anybody, 'getSignInWays', {});
  expect(await codeOf(anybody, 'getSignInWays', {})).toBe('too-many-requests');
});

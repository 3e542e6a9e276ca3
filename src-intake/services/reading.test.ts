import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import type { IntakeClient } from '#shared/api/client.ts';
import { verifyChain } from '#shared/domain/chain.ts';
import { foldSession } from '#shared/domain/fold-session.ts';
import { dataRights, type DataRight } from '#shared/domain/identity.ts';
import type { SessionId } from '#shared/domain/ids.ts';
import { anAnalysis } from '../testing/an-analysis.ts';
import {
  clientOf,
  must,
  startTestIntake,
  submitTestSession,
  type TestIntake,
} from '../testing/test-intake.ts';
import { feedIdFor } from './reading.ts';

let intake: TestIntake;
let sessionId: SessionId;

beforeAll(async () => {
  intake = await startTestIntake();
  sessionId = await submitTestSession(intake.client);
  const { lease } = await must(intake.client, 'takeLease', { agentId: 'a', waitMs: 0 });
  await must(intake.client, 'completeLease', {
    leaseId: lease?.leaseId ?? '',
    analysis: anAnalysis('IVANOV'),
  });
});
afterAll(() => intake.remove());

async function readerWith(held: readonly DataRight[]): Promise<IntakeClient> {
  const { token } = await must(intake.client, 'createApiToken', {
    tokenId: randomUUID(),
    name: 'reader',
    scopes: ['sessions.read'],
    dataRights: [...held],
    expiresAt: null,
  });
  return clientOf({ url: intake.running.url, token });
}

it('withholds in result, events and feed what a token has no right to, and says so', async () => {
  const reader = await readerWith(['images', 'checks']);
  const result = await must(reader, 'getResult', { sessionId });
  const { events } = await must(reader, 'listEvents', { sessionId });
  const feed = await must(reader, 'readFeed', { after: 0, waitMs: 0 });
  expect(JSON.stringify([result, events, feed])).not.toContain('IVANOV');
  expect(result.withheld).toEqual(['fields']);
  expect(feed.events).toEqual(events);
  expect(foldSession(events)).toMatchObject({ status: 'review', withheld: ['fields'] });
  const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
  expect(await verifyChain(events, sha256)).toEqual({ ok: true });

  const all = await readerWith(dataRights);
  expect(JSON.stringify(await must(all, 'getResult', { sessionId }))).toContain('IVANOV');
});

it('has a feed of its own for each set of rights, the same at every reading', async () => {
  const own = await must(intake.client, 'readFeed', { after: 0, waitMs: 0 });
  const ids = new Set<string>();
  for (const held of [[], ['fields'], ['images'], ['fields', 'checks']] as const) {
    const { feedId } = await must(await readerWith(held), 'readFeed', { after: 0, waitMs: 0 });
    expect(feedId).toBe(feedIdFor(own.feedId, [...held].reverse()));
    expect(z.uuid({ version: 'v8' }).safeParse(feedId).success).toBe(true);
    ids.add(feedId);
  }
  expect(ids.size).toBe(4);
  expect(feedIdFor(own.feedId, [...dataRights].reverse())).toBe(own.feedId);
});

it('tells nothing to a poll whose token was revoked while it waited, and gives it no session', async () => {
  const tokenId = randomUUID();
  const { token } = await must(intake.client, 'createApiToken', {
    tokenId,
    name: 'poller',
    scopes: ['sessions.read', 'analysis.run'],
    dataRights: [...dataRights],
    expiresAt: null,
  });
  const poller = clientOf({ url: intake.running.url, token });
  const { cursor } = await must(poller, 'readFeed', { after: 0, waitMs: 0 });
  const polls = [
    poller.call('readFeed', { after: cursor, waitMs: 20_000 }),
    poller.call('takeLease', { agentId: 'a', waitMs: 20_000 }),
  ];
  // Both wait by then: what they ask for is not there.
  await new Promise((done) => setTimeout(done, 500));
  await must(intake.client, 'revokeApiToken', { tokenId });
  await submitTestSession(intake.client);
  expect(await Promise.all(polls)).toMatchObject([{ code: 'unauthorized' }, { code: 'unauthorized' }]);
  // It was given back, for the next agent.
  expect((await must(intake.client, 'takeLease', { agentId: 'b', waitMs: 5000 })).lease).not.toBeNull();
});

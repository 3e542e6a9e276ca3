import { describe, expect, it } from 'vitest';
import { verifyChain } from '../domain/chain.ts';
import { eventTypes, sessionEventSchema } from '../domain/events.ts';
import { sessionStatuses } from '../domain/session.ts';
import { aHistory, anEvent, aSession } from './builders.ts';
import { sha256OfText } from './sha256.ts';

describe('builders', () => {
  it.each(sessionStatuses)('build a true history that ends in %s', async (status) => {
    const events = aHistory({ status });
    expect(events.map((event) => sessionEventSchema.parse(event))).toEqual(events);
    expect(await verifyChain(events, sha256OfText)).toEqual({ ok: true });
    expect(aSession({ status }).status).toBe(status);
  });

  it.each(eventTypes)('build a %s event that keeps the schema', (type) => {
    const event = anEvent(type);
    expect(sessionEventSchema.parse(event)).toEqual(event);
  });
});

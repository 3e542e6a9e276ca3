import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { must } from '../lib/invariant.ts';
import {
  aHistory,
  aNewEvent,
  anInstant,
  anotherAnalyst,
  aSessionId,
  chainEvents,
} from '../testing/builders.ts';
import { sha256OfText } from '../testing/sha256.ts';
import { chainText, genesisHash, verifyChain } from './chain.ts';
import type { NewEvent, SessionEvent } from './events.ts';

const events = aHistory({ status: 'approved' });
const last = must(events.at(-1), 'a last event');
const eventAt = (index: number): SessionEvent => must(events[index], 'an event');
const head = { seq: last.seq, hash: last.hash };
const anyPlace = fc.nat(events.length - 1);

describe('verifyChain', () => {
  it('accepts a whole history, with and without its head, and an empty one without', async () => {
    expect(await verifyChain(events, sha256OfText)).toEqual({ ok: true });
    expect(await verifyChain(events, (text) => Promise.resolve(sha256OfText(text)), head)).toEqual({
      ok: true,
    });
    expect(await verifyChain([], sha256OfText)).toEqual({ ok: true });
    expect(events[0]?.previousHash).toBe(genesisHash);
  });

  it.each([
    ['sessionId', { sessionId: aSessionId(2) }],
    ['seq', { seq: 77 }],
    ['type', { type: 'comment.added' }],
    ['at', { at: anInstant(500) }],
    ['actor.id', { actor: { kind: 'user', id: 'somebody' } }],
    ['actor.kind', { actor: { kind: 'agent', id: 'intake' } }],
    ['bodySha256', { bodySha256: sha256OfText('another body') }],
    ['previousHash', { previousHash: sha256OfText('another past') }],
    ['hash', { hash: sha256OfText('another hash') }],
  ] as const)('notices a changed %s at any place', async (_, change) => {
    for (const [index, event] of events.entries()) {
      const changed = events.with(index, { ...event, ...change } as SessionEvent);
      expect(await verifyChain(changed, sha256OfText)).toMatchObject({ ok: false, seq: index });
    }
  });

  it('notices one changed character of any hashed field', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyPlace,
        fc.constantFrom('sessionId', 'at', 'bodySha256', 'previousHash', 'hash'),
        fc.nat(),
        async (index, field, at) => {
          const event = eventAt(index);
          const place = at % event[field].length;
          const swapped = event[field][place] === '0' ? '1' : '0';
          const text = event[field].slice(0, place) + swapped + event[field].slice(place + 1);
          expect(
            await verifyChain(events.with(index, { ...event, [field]: text }), sha256OfText),
          ).toMatchObject({ ok: false, seq: index });
        },
      ),
    );
  });

  it('notices a dropped, doubled or swapped event', async () => {
    await fc.assert(
      fc.asyncProperty(anyPlace, anyPlace, async (a, b) => {
        const [first, second] = [eventAt(a), eventAt(b)];
        expect(await verifyChain(events.toSpliced(a, 1), sha256OfText, head)).toMatchObject({ ok: false });
        expect(await verifyChain(events.toSpliced(a, 0, second), sha256OfText)).toMatchObject({ ok: false });
        if (a === b) return;
        expect(await verifyChain(events.with(a, second).with(b, first), sha256OfText)).toMatchObject({
          ok: false,
        });
      }),
    );
  });

  it('notices a dropped event even when those after it are numbered anew', async () => {
    const renumbered = events.toSpliced(2, 1).map((event, seq) => ({ ...event, seq }));
    expect(await verifyChain(renumbered, sha256OfText)).toEqual({ ok: false, seq: 2, problem: 'link' });
  });

  it('notices a cut-off end and a wholly rewritten history by the head that somebody else remembers', async () => {
    for (let length = 0; length < events.length; length += 1) {
      const cut = events.slice(0, length);
      expect(await verifyChain(cut, sha256OfText, head)).toEqual({
        ok: false,
        seq: length,
        problem: 'truncated',
      });
    }
    const told: NewEvent[] = aHistory({ status: 'review' });
    const rewritten = chainEvents([...told, aNewEvent('decision.made', { actor: anotherAnalyst })]);
    expect(await verifyChain(rewritten, sha256OfText)).toEqual({ ok: true });
    expect(await verifyChain(rewritten, sha256OfText, head)).toMatchObject({
      ok: false,
      problem: 'truncated',
    });
  });

  it('hashes a text that no other event has', () => {
    const base = { ...last, actor: { kind: 'user' as const, id: 'a","b' } };
    const shifted = {
      ...last,
      actor: { kind: 'user' as const, id: 'a' },
      bodySha256: `b","${last.bodySha256}`,
    };
    expect(chainText(base)).not.toBe(chainText(shifted));
    // The order of keys and fields beyond the hashed ones do not matter.
    const elsewhere: SessionEvent = { ...last, position: 5 };
    const reversed = Object.fromEntries(Object.entries(last).reverse()) as unknown as SessionEvent;
    expect([chainText(elsewhere), chainText(reversed)]).toEqual([chainText(last), chainText(last)]);
  });
});

import { expect, it } from 'vitest';
import type { PersonReply } from './person-client.ts';
import { persist, type Trouble } from './persist.ts';

async function run(replies: readonly PersonReply<string>[]) {
  const left = [...replies];
  const pauses: number[] = [];
  const troubles: (Trouble | null)[] = [];
  const reply = await persist<string>(async () => left.shift() ?? { ok: true, value: 'late' }, {
    pause: async (ms) => void pauses.push(ms),
    onTrouble: (trouble) => void troubles.push(trouble),
  });
  return { reply, pauses, troubles };
}
const refused = (code: 'offline' | 'internal' | 'too-many-requests' | 'step-closed') =>
  ({ ok: false, code }) as const;

it('waits for the network as long as it takes, ever longer but never long, and says so', async () => {
  const { reply, pauses, troubles } = await run(new Array<PersonReply<string>>(7).fill(refused('offline')));
  expect(reply).toEqual({ ok: true, value: 'late' });
  expect(pauses).toEqual([1000, 2000, 4000, 8000, 15_000, 15_000, 15_000]);
  expect(troubles).toEqual([...new Array<Trouble>(7).fill('offline'), null]);
});

it('gives up on an intake that breaks a fourth time or stays busy, and hands refusals back at once', async () => {
  const broken = await run(new Array<PersonReply<string>>(9).fill(refused('internal')));
  expect([broken.reply, broken.pauses.length, broken.troubles.at(-1)]).toEqual([
    refused('internal'),
    3,
    null,
  ]);
  const busy = await run(new Array<PersonReply<string>>(9).fill(refused('too-many-requests')));
  expect([busy.reply, busy.pauses.reduce((sum, ms) => sum + ms, 0)]).toEqual([
    refused('too-many-requests'),
    // The minute by which the intake counts.
    60_000,
  ]);
  const closed = await run([refused('step-closed')]);
  expect([closed.reply, closed.pauses]).toEqual([refused('step-closed'), []]);
});

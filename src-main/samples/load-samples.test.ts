import { expect, it } from 'vitest';
import type { SpecimenReply, SpecimenRequest } from '#analysis/samples/specimen.ts';
import { builtInScenarios } from '#shared/domain/scenario.ts';
import { FakeIntake } from '../testing/fake-intake.ts';
import { createSampleLoader } from './load-samples.ts';
import { sampleSessions } from './sample-sessions.ts';

class FakeHost {
  readonly requests: SpecimenRequest[] = [];
  /** Which request, from 1, goes down with the process. */
  diesAt: number | null = null;
  reply: SpecimenReply = { ok: true, bytes: new Uint8Array([1]), mediaType: 'image/jpeg' };

  drawSpecimen(request: SpecimenRequest): Promise<SpecimenReply> {
    this.requests.push(request);
    return Promise.resolve(
      this.requests.length === this.diesAt ? { ok: false, code: 'worker-died' } : this.reply,
    );
  }
}

function start(resourcesFolder = 'resources') {
  const intake = new FakeIntake()
    .on('createSession', ({ sessionId }) => ({ ok: true, value: { sessionId: sessionId as never } }))
    .on('sendCommand', () => ({ ok: true, value: { kind: 'accepted', positions: [1] } }));
  const host = new FakeHost();
  const loader = createSampleLoader({ intake, host, resourcesFolder, userId: 'analyst-1' });
  return { intake, host, load: () => loader.load(new AbortController().signal) };
}

it('sends six sessions with every picture that their scenarios ask for, and submits them', async () => {
  const { intake, host, load } = start();
  const reply = await load();
  if (!reply.ok) throw new Error(reply.code);
  expect(reply.sessionIds.length).toBe(6);
  expect(intake.callsOf('createSession')).toMatchObject(
    sampleSessions.map(({ scenarioId, key }) => ({ scenarioId, source: 'sample', clientKey: key })),
  );
  reply.sessionIds.forEach((sessionId, index) => {
    const scenario = builtInScenarios.find(({ id }) => id === sampleSessions[index]?.scenarioId);
    const wanted = scenario?.steps.flatMap((step) => step.sides.map((side) => `${step.id} ${side}`));
    const sent = intake.uploads.filter((upload) => upload.sessionId === sessionId);
    expect(sent.map(({ stepId, side }) => `${stepId} ${side}`)).toEqual(wanted);
  });
  expect(intake.callsOf('sendCommand').length).toBe(6);
  expect(host.requests.map(({ holder, design }) => `${holder.surname} ${design}`)).toEqual([
    'BRANDT passport',
    'OKORO passport',
    'REYES SOLER id-card-front',
    'REYES SOLER id-card-back',
    'LINDQVIST passport',
    'VARGA passport',
    'VARGA passport',
    'ADEYEMI passport',
    'ADEYEMI passport',
  ]);
  // The document in the hand is the very one in one session, and another one of the same person in the other.
  const held = host.requests.flatMap(({ holder, heldBy }) =>
    heldBy === undefined ? [] : [holder.documentNumber],
  );
  const numbers = host.requests.map(({ holder }) => holder.documentNumber);
  expect(held.map((number) => numbers.filter((other) => other === number).length)).toEqual([2, 1]);
});

it('draws again what went down with the process because of another picture', async () => {
  const { host, load } = start();
  host.diesAt = 5;
  expect(await load()).toMatchObject({ ok: true });
  expect(host.requests.length).toBe(10);
});

it('says that the intake is away', async () => {
  const { intake, load } = start();
  intake.isOffline = true;
  expect(await load()).toEqual({ ok: false, code: 'offline' });
});

it('says that the samples are missing', async () => {
  expect(await start('no-such-folder').load()).toEqual({ ok: false, code: 'samples-missing' });
  const { intake, host, load } = start();
  host.reply = { ok: false, code: 'worker-died' };
  expect([await load(), intake.calls]).toEqual([{ ok: false, code: 'samples-missing' }, []]);
});

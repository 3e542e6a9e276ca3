import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SpecimenFonts, SpecimenReply, SpecimenRequest } from '#analysis/samples/specimen.ts';
import type { IntakeClient } from '#shared/api/client.ts';
import { captureIdSchema, sessionIdSchema, type SessionId } from '#shared/domain/ids.ts';
import type { Side } from '#shared/domain/scenario.ts';
import { offlineOrBug, type OutOfReach } from '../rpc/offline-or-bug.ts';
import { sampleSessions, type SampleSession } from './sample-sessions.ts';

export type LoadReply =
  | { readonly ok: true; readonly sessionIds: readonly SessionId[] }
  | { readonly ok: false; readonly code: OutOfReach['code'] | 'samples-missing' };

export interface SampleLoader {
  /** Rejects only with the reason of `signal` and for bugs. Each call makes new sessions. */
  load(signal: AbortSignal): Promise<LoadReply>;
}

export interface SampleLoaderDeps {
  readonly intake: Pick<IntakeClient, 'call' | 'putCapture'>;
  readonly host: {
    drawSpecimen(request: SpecimenRequest, options: { readonly signal: AbortSignal }): Promise<SpecimenReply>;
  };
  /** The folder with `fonts` and `samples`. */
  readonly resourcesFolder: string;
  readonly userId: string;
}

interface Picture {
  readonly stepId: string;
  readonly side: Side;
  readonly bytes: Uint8Array;
}

/**
 * Draws the specimens and sends them to the intake as any sender does: session, captures, submission. All pictures of a
 * session are made before it is created, so that a failure leaves no half of one behind.
 */
export function createSampleLoader({
  intake,
  host,
  resourcesFolder,
  userId,
}: SampleLoaderDeps): SampleLoader {
  const actor = { kind: 'user', id: userId } as const;
  const read = (...path: readonly string[]): Promise<Uint8Array> => readFile(join(resourcesFolder, ...path));

  async function draw(
    sample: SampleSession,
    fonts: SpecimenFonts,
    signal: AbortSignal,
  ): Promise<readonly Picture[] | undefined> {
    const { holder, seed, wrongBirthCheckDigit = false, defocusPx = 0 } = sample;
    const portrait = await read('samples', `${sample.portraitOf}-portrait.jpg`);
    const pictures: Picture[] = [];
    for (const { side, design } of sample.documents) {
      const request = { design, holder, portrait, fonts, wrongBirthCheckDigit, defocusPx };
      const bytes = await ask({ ...request, seed: seed + pictures.length }, signal);
      if (bytes === null) return undefined;
      pictures.push({ stepId: 'document', side, bytes });
    }
    const selfie = await read('samples', `${sample.selfieOf}-selfie.jpg`);
    const held = sample.held;
    const design = sample.documents[0]?.design;
    const bytes =
      held === undefined || design === undefined
        ? selfie
        : await ask({ design, holder: held, portrait, fonts, heldBy: selfie, seed }, signal);
    return bytes === null ? undefined : [...pictures, { stepId: 'selfie', side: 'selfie', bytes }];
  }

  async function ask(request: SpecimenRequest, signal: AbortSignal): Promise<Uint8Array | null> {
    const first = await host.drawSpecimen(request, { signal });
    // The process that draws also renders, and ends for the sake of a picture that hangs.
    const reply =
      !first.ok && first.code === 'worker-died' ? await host.drawSpecimen(request, { signal }) : first;
    return reply.ok ? reply.bytes : null;
  }

  async function send(
    sample: SampleSession,
    pictures: readonly Picture[],
    signal: AbortSignal,
  ): Promise<SessionId | OutOfReach> {
    const sessionId = sessionIdSchema.parse(randomUUID());
    const created = await intake.call(
      'createSession',
      { sessionId, scenarioId: sample.scenarioId, source: 'sample', clientKey: sample.key, actor },
      { signal },
    );
    if (!created.ok) return offlineOrBug(created.code);
    for (const picture of pictures) {
      const captureId = captureIdSchema.parse(randomUUID());
      const sent = await intake.putCapture({ sessionId, captureId, ...picture, signal });
      if (!sent.ok) return offlineOrBug(sent.code);
    }
    const submitted = await intake.call(
      'sendCommand',
      { sessionId, idempotencyKey: randomUUID(), actor, command: { type: 'session.submit' } },
      { signal },
    );
    if (!submitted.ok) return offlineOrBug(submitted.code);
    if (submitted.value.kind === 'refused')
      throw new Error(`the intake refused a sample: ${submitted.value.code}`);
    return sessionId;
  }

  return {
    async load(signal) {
      try {
        const fonts = {
          ocrB: await read('fonts', 'ocr-b.otf'),
          label: await read('fonts', 'inter-latin-500.woff'),
          value: await read('fonts', 'inter-latin-700.woff'),
        };
        const sessionIds: SessionId[] = [];
        for (const sample of sampleSessions) {
          const pictures = await draw(sample, fonts, signal);
          if (pictures === undefined) return { ok: false, code: 'samples-missing' };
          const sessionId = await send(sample, pictures, signal);
          if (typeof sessionId !== 'string') return sessionId;
          sessionIds.push(sessionId);
        }
        return { ok: true, sessionIds };
      } catch (error) {
        // A file of ours that is not there: an installation without samples.
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
          return { ok: false, code: 'samples-missing' };
        throw error;
      }
    },
  };
}

import { createHash, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { LivenessChallenge, LivenessFrameInput } from '#analysis/analysis-request.ts';
import { captureIdSchema } from '#shared/domain/ids.ts';
import {
  actionsSchema,
  livenessFrameSchema,
  mostFrames,
  skippedActionsSchema,
} from '#shared/domain/liveness.ts';
import { InputError } from './exit-codes.ts';
import { whyUnreadable } from './why-unreadable.ts';

const challengeFileSchema = z.strictObject({
  actions: actionsSchema,
  skippedActions: skippedActionsSchema.default([]),
  /** In the order of their times. */
  frames: z
    .array(livenessFrameSchema.omit({ captureId: true }).extend({ file: z.string().min(1) }))
    .min(1)
    .max(mostFrames),
});

/** A challenge as a file tells it, with the frames beside that file. Rejects with an `InputError` that says what to mend. */
export async function readChallenge(file: string, stepId: string): Promise<LivenessChallenge> {
  const read = async (path: string): Promise<Buffer> => {
    try {
      return await readFile(path);
    } catch (error) {
      throw new InputError(
        `cannot read ${path} (${whyUnreadable(error)}); check its name and that you may read it`,
      );
    }
  };
  let value: unknown;
  const text = await read(file);
  try {
    value = JSON.parse(text.toString('utf8'));
  } catch {
    throw new InputError(`the challenge ${file} is not JSON`);
  }
  const parsed = challengeFileSchema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new InputError(
      `the challenge ${file} is not one: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`,
    );
  }
  const { actions, skippedActions, frames } = parsed.data;
  const wrong = whyOutOfOrder(actions.length, frames);
  if (wrong !== null) throw new InputError(`the challenge ${file} is not one: ${wrong}`);
  const inputs: LivenessFrameInput[] = [];
  for (const { file: name, atMs, actionIndex } of frames) {
    const bytes = await read(join(dirname(file), name));
    inputs.push({
      captureId: captureIdSchema.parse(randomUUID()),
      atMs,
      actionIndex,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      bytes,
    });
  }
  return { stepId, actions, skippedActions, frames: inputs };
}

/** What no page would have sent: frames come in the order of their times, and those of an action after those of the one before. */
function whyOutOfOrder(
  actions: number,
  frames: readonly Pick<LivenessFrameInput, 'atMs' | 'actionIndex'>[],
): string | null {
  for (const [place, { atMs, actionIndex }] of frames.entries()) {
    const name = `frames.${place.toString()}`;
    if ((actionIndex ?? 0) >= actions)
      return `${name} answers action ${String(actionIndex)}, counted from 0, and there are ${actions.toString()}`;
    const before = frames[place - 1];
    if (before === undefined) continue;
    if (atMs < before.atMs)
      return `${name} is earlier than the frame before it; write them in the order of "atMs"`;
    if ((actionIndex ?? -1) < (before.actionIndex ?? -1))
      return `${name} answers an earlier action than the frame before it ("actionIndex" is null before the first, then 0, 1, …)`;
  }
  return null;
}

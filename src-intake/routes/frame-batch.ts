import type { FastifyRequest } from 'fastify';
import { frameBatchSchema } from '#shared/api/person-contract.ts';
import { maxFrameBytes, mostFramesInBatch, type LivenessFrame } from '#shared/domain/liveness.ts';
import { fail, succeed, type Outcome } from '../errors.ts';

/** Eighteen frames' ids, places and times, with room. */
const fieldLimitBytes = 4 * 1024;

type Frames = (LivenessFrame & { readonly bytes: Buffer })[];

/**
 * A batch of frames from a multipart body, which @fastify/multipart must be registered for: the field `frames`, then a file for each.
 * At most {@link mostFramesInBatch} files of {@link maxFrameBytes} are held in memory. `invalid-request` for any other form.
 */
export async function readFrames(
  request: FastifyRequest,
): Promise<Outcome<Frames, 'invalid-request' | 'too-many-bytes'>> {
  if (!request.isMultipart()) return fail('invalid-request');
  let listed: readonly LivenessFrame[] | undefined;
  const files = new Map<string, Buffer>();
  try {
    const limits = {
      fileSize: maxFrameBytes,
      files: mostFramesInBatch,
      fields: 1,
      fieldSize: fieldLimitBytes,
      parts: mostFramesInBatch + 1,
    };
    for await (const part of request.parts({ limits })) {
      if (part.type === 'field') {
        listed = toList(part.fieldname, part.value);
        continue;
      }
      files.set(part.fieldname.toLowerCase(), await part.toBuffer());
    }
  } catch (error) {
    // Limits of the form and bodies cut short are the sender's; anything else is ours.
    const code = codeOf(error);
    if (code === undefined) throw error;
    return fail(code);
  }
  if (files.size !== listed?.length) return fail('invalid-request');
  const frames: Frames = [];
  for (const frame of listed) {
    const bytes = files.get(frame.captureId);
    if (bytes === undefined) return fail('invalid-request');
    frames.push({ ...frame, bytes });
  }
  return succeed(frames);
}

function toList(name: string, value: unknown): readonly LivenessFrame[] | undefined {
  if (name !== 'frames' || typeof value !== 'string') return undefined;
  let parsed: unknown;
  try {
    parsed = JSON.parse(value);
  } catch {
    return undefined;
  }
  const frames = frameBatchSchema.safeParse(parsed);
  return frames.success ? frames.data : undefined;
}

/** What an error of the form's parser means: its own have a code; a body that ends too early gives a plain one. Undefined for any other. */
function codeOf(error: unknown): 'invalid-request' | 'too-many-bytes' | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code = '' } = error as { readonly code?: string };
  if (code === 'FST_REQ_FILE_TOO_LARGE') return 'too-many-bytes';
  const isOfForm = code.startsWith('FST_') || /multipart|unexpected end|premature/i.test(error.message);
  return isOfForm ? 'invalid-request' : undefined;
}

import { z } from 'zod';
import { faceErrors, foundFacesSchema, type FoundFace } from '#shared/rpc/face-list-contract.ts';

const findFacesErrors = [...faceErrors, 'too-many-bytes', 'disconnected'] as const;
type FindFacesError = (typeof findFacesErrors)[number];

export type FindFacesReply =
  | { readonly ok: true; readonly faces: readonly FoundFace[] }
  | { readonly ok: false; readonly code: FindFacesError };

const refusalSchema = z.object({ error: z.object({ code: z.enum(findFacesErrors) }) });

/** The faces on a picture of this machine, found here; the picture goes no further. */
export async function findFaces(file: Blob): Promise<FindFacesReply> {
  let answer: unknown;
  try {
    const response = await fetch('/face', {
      method: 'PUT',
      body: file,
      headers: { 'content-type': 'application/octet-stream' },
    });
    answer = await response.json();
  } catch {
    return { ok: false, code: 'disconnected' };
  }
  const found = foundFacesSchema.safeParse(answer);
  if (found.success) return { ok: true, faces: found.data.faces };
  const refusal = refusalSchema.safeParse(answer);
  return { ok: false, code: refusal.success ? refusal.data.error.code : 'busy' };
}

/** URL of the cut-out of a face that was found here. */
export function faceUrl(faceId: string): string {
  return `/face/${faceId}`;
}

/** URL of the cut-out of a template that was added to somebody later. */
export function templateUrl(personId: string, templateId: string): string {
  return `/listed-person/${personId}/${templateId}`;
}

/** URL of the kept photograph of somebody on a list. */
export function listedPersonUrl(personId: string): string {
  return `/listed-person/${personId}`;
}

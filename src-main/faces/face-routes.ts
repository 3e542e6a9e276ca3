import { z } from 'zod';
import { maxCaptureBytes } from '#shared/api/capture-contract.ts';
import type { IntakeClient } from '#shared/api/client.ts';
import { failure, jsonReply, pictureReply, type MediaRoutes } from '../images/media-routes.ts';
import type { FaceDesk } from './face-desk.ts';

/** `PUT /face`, `GET /face/:faceId` and `GET /listed-person/:personId` beside the paths of `media`. */
export function withFaces(
  media: MediaRoutes,
  { desk, intake }: { readonly desk: FaceDesk; readonly intake: Pick<IntakeClient, 'call'> },
): MediaRoutes {
  async function find(request: Request): Promise<Response> {
    if (Number(request.headers.get('content-length') ?? 0) > maxCaptureBytes)
      return failure('too-many-bytes');
    const bytes = new Uint8Array(await request.arrayBuffer());
    if (bytes.byteLength > maxCaptureBytes) return failure('too-many-bytes');
    const reply = await desk.find(bytes, request.signal);
    return reply.ok ? jsonReply(200, { faces: reply.faces }) : failure(reply.code);
  }

  async function showPerson(personId: string, signal: AbortSignal): Promise<Response> {
    if (!z.uuid().safeParse(personId).success) return failure('invalid-request');
    const reply = await intake.call('getListedPerson', { personId }, { signal });
    if (!reply.ok) return failure(reply.code);
    const { picture } = reply.value;
    return picture === null
      ? failure('not-found')
      : pictureReply(Buffer.from(picture, 'base64'), 'image/jpeg');
  }

  return {
    serves: (pathname) => /^\/(?:face|listed-person)(?:\/|$)/.test(pathname) || media.serves(pathname),
    async respond(request) {
      const [, kind, id, ...rest] = new URL(request.url).pathname.split('/');
      if (kind !== 'face' && kind !== 'listed-person') return media.respond(request);
      if (rest.length > 0) return failure('not-found');
      if (request.method === 'PUT' && kind === 'face' && id === undefined) return find(request);
      if (request.method !== 'GET' || id === undefined) return failure('not-found');
      if (kind === 'listed-person') return showPerson(id, request.signal);
      const picture = desk.get(id)?.picture;
      return picture === undefined || picture === null
        ? failure('not-found')
        : pictureReply(picture, 'image/jpeg');
    },
  };
}

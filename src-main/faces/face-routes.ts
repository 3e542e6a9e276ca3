import { z } from 'zod';
import { maxCaptureBytes } from '#shared/api/capture-contract.ts';
import type { IntakeClient } from '#shared/api/client.ts';
import { failure, jsonReply, pictureReply, type MediaRoutes } from '../images/media-routes.ts';
import { mostImportBytes } from '#shared/rpc/person-import-contract.ts';
import type { FaceDesk } from './face-desk.ts';
import type { PersonImports } from './person-imports.ts';

/** `PUT /face`, `GET /face/:faceId`, `GET /listed-person/:personId`, `…/:templateId` and `PUT /person-import` beside the paths of `media`. */
export function withFaces(
  media: MediaRoutes,
  {
    desk,
    imports,
    intake,
  }: {
    readonly desk: FaceDesk;
    readonly imports: Pick<PersonImports, 'open'>;
    readonly intake: Pick<IntakeClient, 'call'>;
  },
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

  async function showTemplate(personId: string, templateId: string, signal: AbortSignal): Promise<Response> {
    if (![personId, templateId].every((id) => z.uuid().safeParse(id).success))
      return failure('invalid-request');
    const reply = await intake.call('getTemplatePicture', { personId, templateId }, { signal });
    if (!reply.ok) return failure(reply.code);
    const { picture } = reply.value;
    return picture === null
      ? failure('not-found')
      : pictureReply(Buffer.from(picture, 'base64'), 'image/jpeg');
  }

  async function openImport(request: Request): Promise<Response> {
    if (Number(request.headers.get('content-length') ?? 0) > mostImportBytes)
      return failure('too-many-bytes');
    const bytes = new Uint8Array(await request.arrayBuffer());
    if (bytes.byteLength > mostImportBytes) return failure('too-many-bytes');
    const reply = await imports.open(bytes);
    return reply.ok ? jsonReply(200, reply.preview) : failure(reply.code);
  }

  return {
    serves: (pathname) =>
      /^\/(?:face|listed-person|person-import)(?:\/|$)/.test(pathname) || media.serves(pathname),
    async respond(request) {
      const [, kind, id, templateId, ...rest] = new URL(request.url).pathname.split('/');
      if (kind !== 'face' && kind !== 'listed-person' && kind !== 'person-import')
        return media.respond(request);
      if (rest.length > 0 || (templateId !== undefined && kind !== 'listed-person'))
        return failure('not-found');
      if (kind === 'person-import')
        return request.method === 'PUT' && id === undefined ? openImport(request) : failure('not-found');
      if (request.method === 'PUT' && kind === 'face' && id === undefined) return find(request);
      if (request.method !== 'GET' || id === undefined) return failure('not-found');
      if (kind === 'listed-person')
        return templateId === undefined
          ? showPerson(id, request.signal)
          : showTemplate(id, templateId, request.signal);
      const picture = desk.get(id)?.picture;
      return picture === undefined || picture === null
        ? failure('not-found')
        : pictureReply(picture, 'image/jpeg');
    },
  };
}

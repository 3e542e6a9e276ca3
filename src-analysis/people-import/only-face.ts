import { mostPictureBytes } from '#shared/domain/face-lists.ts';
import type { DescribedFace } from '../faces/describe-faces.ts';
import { facePictureOf } from '../faces/face-picture.ts';
import type { RenderReply, RenderRequest } from '../worker/messages.ts';
import type { Described } from './import-people.ts';

/** The one clear face that a picture of one person must show, with its cut-out; or why it is none. */
export async function onlyFaceOf(
  bytes: Uint8Array,
  seen: {
    readonly width: number;
    readonly height: number;
    readonly faces: readonly DescribedFace[];
  },
  render: (request: RenderRequest) => Promise<RenderReply>,
): Promise<Described> {
  const [face, another] = seen.faces;
  if (face === undefined) return { ok: false, fault: { code: 'no-face' } };
  if (another !== undefined) return { ok: false, fault: { code: 'several-faces' } };
  if (!face.isClear) return { ok: false, fault: { code: 'unclear' } };
  const drawn = await render({ bytes, ...facePictureOf(face, seen) });
  return {
    ok: true,
    template: face.template,
    picture: drawn.ok && drawn.bytes.byteLength <= mostPictureBytes ? drawn.bytes : null,
  };
}

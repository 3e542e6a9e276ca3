import { decodeImage } from '../image/decode.ts';
import { crop } from '../image/crop.ts';
import { encodeImage } from '../image/encode.ts';
import type { RgbRaster } from '../image/raster.ts';
import { shrinkToFit } from '../image/resize.ts';
import { warpQuad, warpSimilarity } from '../image/warp.ts';
import type { RenderReply, RenderRequest } from './messages.ts';

/** Roll under this is not worth the softness that turning costs. */
const leastRollDeg = 0.5;

/** A capture, or a region or the flat content of a quadrilateral of it, as a JPEG to show: upright, no longer than `maxPx`, and without any metadata of the capture. */
export async function render(request: RenderRequest, signal: AbortSignal): Promise<RenderReply> {
  const { bytes, maxPx, cropPx, rollDeg = 0, flat } = request;
  const decoded = await decodeImage(bytes, { signal });
  if (!decoded.ok) return decoded;
  const part =
    flat === undefined
      ? cut(decoded.image, cropPx, rollDeg)
      : warpQuad(decoded.image, flat.quadPx, flat.width, flat.height);
  if (part === undefined) return { ok: false, code: 'not-flat' };
  const { image } = shrinkToFit(part, Math.max(1, Math.round(maxPx)));
  signal.throwIfAborted();
  const encoded = await encodeImage(image, { format: 'jpeg' });
  return { ok: true, bytes: encoded, mediaType: 'image/jpeg', width: image.width, height: image.height };
}

function cut(image: RgbRaster, cropPx: RenderRequest['cropPx'], rollDeg: number): RgbRaster {
  const region = cropPx ?? { x: 0, y: 0, width: image.width, height: image.height };
  if (Math.abs(rollDeg) < leastRollDeg) return cropPx === undefined ? image : crop(image, region);
  // Turned about the region's center; what lies around it fills the corners.
  const angle = (rollDeg * Math.PI) / 180;
  const [a, b] = [Math.cos(angle), Math.sin(angle)];
  const width = Math.max(1, Math.round(region.width));
  const height = Math.max(1, Math.round(region.height));
  const center = { x: region.x + region.width / 2, y: region.y + region.height / 2 };
  return warpSimilarity(
    image,
    {
      a,
      b,
      tx: center.x - (a * width) / 2 + (b * height) / 2,
      ty: center.y - (b * width) / 2 - (a * height) / 2,
    },
    width,
    height,
  );
}

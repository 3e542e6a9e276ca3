import { mostPictureHashes, type PictureHash } from '#shared/domain/near-pictures.ts';
import type { CaptureFeatures } from '../features/capture-features.ts';
import { hashPicture } from '../image/perceptual-hash.ts';

/** What each picture that could be decoded looks like from afar; of more than {@link mostPictureHashes} the first. */
export async function hashPictures(captures: readonly CaptureFeatures[]): Promise<PictureHash[]> {
  const hashes = captures.slice(0, mostPictureHashes).map(async (capture): Promise<PictureHash[]> => {
    const picture = await capture.decoded();
    return picture.ok ? [{ captureId: capture.input.captureId, ...(await hashPicture(picture.image)) }] : [];
  });
  return (await Promise.all(hashes)).flat();
}

import type { FaceTemplate } from '#shared/domain/face-lists.ts';
import type { Rect } from '#shared/domain/geometry.ts';
import type { DecodeRefusal } from '../image/decode-refusal.ts';
import { decodeImage } from '../image/decode.ts';
import { ModelUnavailableError } from '../models/pool.ts';
import type { Policy } from '../policy/policy.ts';
import { calibrationOf, type FaceCalibration } from './calibration.ts';
import type { FaceFinder } from './face-finder.ts';
import { isClearFace, toFaceTemplate } from './kept-template.ts';

/** A face of a picture, with what it is found again by. */
export interface DescribedFace {
  /** In pixels of the picture after EXIF orientation. */
  readonly boxPx: Rect;
  readonly rollDeg: number;
  readonly template: FaceTemplate;
  /** Whether it is clear enough to be kept and searched with. */
  readonly isClear: boolean;
}

export type DescribeFacesResult =
  | {
      readonly ok: true;
      readonly width: number;
      readonly height: number;
      /** The most prominent first. */
      readonly faces: readonly DescribedFace[];
      /** Of the net that made the templates; null where none is known. */
      readonly calibration: FaceCalibration | null;
    }
  | { readonly ok: false; readonly code: DecodeRefusal | 'model-missing' | 'model-hash-mismatch' };

/**
 * The faces of any picture as an analysis would keep them: the same finder, the same net, and of the two sharpness limits that of portraits,
 * since a list's picture may be one. Rejects only with the signal's reason, or for a bug.
 */
export async function describeFaces(
  bytes: Uint8Array,
  deps: {
    readonly faceFinder: FaceFinder;
    readonly policy: Policy;
    readonly calibration: FaceCalibration | null;
  },
  signal: AbortSignal,
): Promise<DescribeFacesResult> {
  const { faceFinder, policy, calibration } = deps;
  const decoded = await decodeImage(bytes, { signal });
  if (!decoded.ok) return decoded;
  const { image } = decoded;
  try {
    const found = await faceFinder.find(image, { signal });
    const model = faceFinder.loaded().find(({ name }) => name === 'face-recognition')?.sha256;
    return {
      ok: true,
      width: image.width,
      height: image.height,
      faces: found.flatMap((face) =>
        model === undefined
          ? []
          : [
              {
                boxPx: face.boxPx,
                rollDeg: face.quality.rollDeg,
                template: toFaceTemplate(face.embedding, model),
                isClear: isClearFace(face, policy.thresholds.portraitSharpness.value),
              },
            ],
      ),
      calibration: calibrationOf(calibration, model),
    };
  } catch (error) {
    if (!(error instanceof ModelUnavailableError)) throw error;
    return {
      ok: false,
      code: error.code === 'model-hash-mismatch' ? 'model-hash-mismatch' : 'model-missing',
    };
  }
}

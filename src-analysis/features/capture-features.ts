import type { FaceFinder } from '../faces/face-finder.ts';
import type { Face } from '../faces/face.ts';
import type { CaptureInput } from '../analysis-request.ts';
import { decodeImage, type DecodeResult } from '../image/decode.ts';
import { toGray } from '../image/gray.ts';
import type { GrayRaster, RgbRaster } from '../image/raster.ts';
import { createMrzLineNet } from '../models/mrz-line-net.ts';
import { mustGetNet, type ModelPool } from '../models/pool.ts';
import { readMrz, type ReadMrz } from '../mrz/read-mrz.ts';

/** What can be found on one picture; each is computed at its first use and kept. */
export interface CaptureFeatures {
  readonly input: CaptureInput;
  decoded(): Promise<DecodeResult>;
  /** Luma of the picture, for everything that color does not help; `null` where it was not decoded. */
  gray(): Promise<GrayRaster | null>;
  mrz(): Promise<ReadMrz>;
  faces(): Promise<readonly Face[]>;
}

export interface CaptureFeatureDeps {
  readonly pool: ModelPool;
  readonly faceFinder: FaceFinder;
  readonly referenceDate: Date;
  readonly signal: AbortSignal;
  /** Called once for each feature that was computed. */
  readonly onDone: (stage: 'decode' | 'mrz' | 'faces') => void;
}

export function createCaptureFeatures(input: CaptureInput, deps: CaptureFeatureDeps): CaptureFeatures {
  const { pool, faceFinder, referenceDate, signal, onDone } = deps;
  const image = async (): Promise<RgbRaster | null> => {
    const result = await decoded();
    signal.throwIfAborted();
    return result.ok ? result.image : null;
  };
  const decoded = once(async () => {
    const result = await decodeImage(input.bytes, { signal });
    onDone('decode');
    return result;
  });
  const gray = once(async () => {
    const picture = await image();
    return picture === null ? null : toGray(picture);
  });
  return {
    input,
    decoded,
    gray,
    mrz: once(async () => {
      const [picture, luma] = [await image(), await gray()];
      const found: ReadMrz =
        picture === null || luma === null
          ? { kind: 'not-found' }
          : await readMrz(picture, createMrzLineNet(await mustGetNet(pool, 'mrz-line')), {
              signal,
              referenceDate,
              luma,
            });
      onDone('mrz');
      return found;
    }),
    faces: once(async () => {
      const picture = await image();
      const faces = picture === null ? [] : await faceFinder.find(picture, { signal });
      onDone('faces');
      return faces;
    }),
  };
}

function once<Value>(compute: () => Promise<Value>): () => Promise<Value> {
  let result: Promise<Value> | undefined;
  return () => (result ??= compute());
}

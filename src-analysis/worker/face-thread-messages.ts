import type { FaceExpectation } from '../faces/detect-faces.ts';
import type { Face } from '../faces/face.ts';
import type { FrameFaces } from '../faces/find-frame-faces.ts';
import type { RgbRaster } from '../image/raster.ts';
import type { ModelPool, ModelRefusal } from '../models/pool.ts';

/** What the analysis asks of its face thread. */
export type FaceRequest =
  | {
      readonly type: 'find';
      readonly id: number;
      readonly image: RgbRaster;
      readonly expectation: FaceExpectation;
    }
  | {
      readonly type: 'find-in-frame';
      readonly id: number;
      readonly image: RgbRaster;
      readonly withEmbedding: boolean;
    }
  | { readonly type: 'warm-up'; readonly id: number }
  | { readonly type: 'abort'; readonly id: number };

/** Each `find`, `find-in-frame` and `warm-up` is answered once; an aborted one by `aborted` or, when it was done already, as if nothing had been said. */
export type FaceReply = { readonly id: number } & (
  | {
      readonly type: 'done';
      readonly faces: readonly Face[];
      readonly loaded: ReturnType<ModelPool['loaded']>;
    }
  | {
      readonly type: 'frame-done';
      readonly frame: FrameFaces;
      readonly loaded: ReturnType<ModelPool['loaded']>;
    }
  | { readonly type: 'model-unavailable'; readonly model: string; readonly code: ModelRefusal }
  | { readonly type: 'aborted' }
);

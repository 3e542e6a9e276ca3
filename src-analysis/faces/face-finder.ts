import type { RgbRaster } from '../image/raster.ts';
import { mustGetNet, type ModelPool } from '../models/pool.ts';
import { getDetector } from './detect-faces.ts';
import type { Face } from './face.ts';
import { findFaces, type FindFacesOptions } from './find-faces.ts';
import { findFrameFaces, type FindFrameFacesOptions, type FrameFaces } from './find-frame-faces.ts';

/** Finds faces, here or in a thread of its own; see `findFaces`. */
export interface FaceFinder {
  /** Rejects with `ModelUnavailableError` where a net is missing or not the manifest's, and with the signal's reason when aborted. */
  find(image: RgbRaster, options: Omit<FindFacesOptions, 'maxFaces'>): Promise<readonly Face[]>;
  /** See `findFrameFaces`; rejects like `find`. */
  findInFrame(image: RgbRaster, options: FindFrameFacesOptions): Promise<FrameFaces>;
  /** Loads the nets; rejects like `find`. */
  warmUp(): Promise<void>;
  /** The nets that have been used so far. */
  loaded(): ReturnType<ModelPool['loaded']>;
  dispose(): Promise<void>;
}

const neededNets = ['face-landmark-68', 'face-recognition', 'age-gender', 'face-parts'] as const;

/** In the calling thread, which the nets keep busy: onnxruntime-node computes where it is called. */
export function createFaceFinder(pool: ModelPool): FaceFinder {
  return {
    find: (image, options) => findFaces(image, { pool }, options),
    findInFrame: (image, options) => findFrameFaces(image, { pool }, options),
    async warmUp() {
      await getDetector(pool);
      for (const name of neededNets) await mustGetNet(pool, name);
    },
    loaded: () => pool.loaded(),
    dispose: () => pool.dispose(),
  };
}

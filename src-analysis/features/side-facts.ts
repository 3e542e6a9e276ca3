import type { CaptureId } from '#shared/domain/ids.ts';
import type { Side } from '#shared/domain/scenario.ts';
import type { Face } from '../faces/face.ts';
import type { GrayRaster, RgbRaster } from '../image/raster.ts';
import type { ReadMrz } from '../mrz/read-mrz.ts';
import type { DocumentLocation } from './locate-document.ts';

export type FoundMrz = Extract<ReadMrz, { kind: 'read' }>;
export type Outline = Extract<DocumentLocation, { kind: 'found' }>;

/** One picture of a document, decoded: how it lies, its zone and the faces on it. */
export interface SideFacts {
  readonly side: Side;
  readonly captureId: CaptureId;
  readonly image: RgbRaster;
  /** Its luma, made once: print and light are judged by it alone, and it warps three times as fast. */
  readonly gray: GrayRaster;
  readonly mrz: FoundMrz | null;
  readonly faces: readonly Face[];
  readonly outline: Outline | null;
  readonly rotationDeg: 0 | 90 | 180 | 270;
}

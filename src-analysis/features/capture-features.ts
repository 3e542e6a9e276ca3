import type { Point, Rect } from '#shared/domain/geometry.ts';
import type { FaceFinder } from '../faces/face-finder.ts';
import type { Face } from '../faces/face.ts';
import type { FaceExpectation } from '../faces/detect-faces.ts';
import type { CaptureInput } from '../analysis-request.ts';
import { decodeImage, type DecodeResult } from '../image/decode.ts';
import { encodeImage } from '../image/encode.ts';
import { toGray } from '../image/gray.ts';
import type { GrayRaster, RgbRaster } from '../image/raster.ts';
import { shrinkNatively } from '../image/resize-natively.ts';
import { findDocuments, findLongSidePx, type SeenDocuments } from '../locate/find-documents.ts';
import { judgeByMinifas } from '../models/minifas-net.ts';
import { createMrzLineNet } from '../models/mrz-line-net.ts';
import { judgeHead, type HeadOdds } from '../models/heads-net.ts';
import { createRecaptureNet } from '../models/recapture-net.ts';
import { createZoneFontNet } from '../models/zone-font-net.ts';
import { mustGetNet, type ModelPool } from '../models/pool.ts';
import { readMrz, type ReadMrz } from '../mrz/read-mrz.ts';
import { measureZoneFont, type ZoneFont } from '../mrz/zone-font.ts';
import { cropHead } from '../presentation/head-crop.ts';
import { measureTexture, type TextureMeasure } from '../presentation/measure-texture.ts';

/** What can be found on one picture; each is computed at its first use and kept. */
export interface CaptureFeatures {
  readonly input: CaptureInput;
  decoded(): Promise<DecodeResult>;
  /** Luma of the picture, for everything that color does not help; `null` where it was not decoded. */
  gray(): Promise<GrayRaster | null>;
  /** The picture at the size at which documents are sought, and by what to multiply its coordinates; `null` where it was not decoded. */
  shrunk(): Promise<{ readonly image: RgbRaster; readonly toOriginal: number } | null>;
  /** What the nets see of documents, in pixels of `shrunk`; `null` where the picture was not decoded. */
  documents(): Promise<SeenDocuments | null>;
  mrz(): Promise<ReadMrz>;
  /** How much the print of the zone looks like OCR-B; `null` where none was read. */
  zoneFont(): Promise<ZoneFont | null>;
  /** What is known of them may be told by whoever asks first. */
  faces(expectation?: FaceExpectation): Promise<readonly Face[]>;
  /** What the fine texture at a face and around it says; `null` where the picture is not decoded, or too small to look. */
  texture(facePx: Rect): Promise<TextureMeasure | null>;
  /** How the head with what is around it looks; `null` where the picture is not decoded, or too little of them is in it. */
  head(landmarksPx: readonly Point[]): Promise<HeadOdds | null>;
  /** How real a face looks to the optional net, 0 to 1; `null` where that is not installed or the picture is not decoded. */
  realness(facePx: Rect): Promise<number | null>;
  /** Faces of a part of the picture that was made upright, in its pixels, detected with `leastScore` and more; computed each time. */
  facesOn(part: RgbRaster, leastScore: number): Promise<readonly Face[]>;
  /** What the nets see of documents on an enlarged part of the picture, in its pixels; computed each time. */
  documentsOn(part: RgbRaster): Promise<SeenDocuments>;
  /** The zone of a part of the picture that was made flat and upright, in its pixels; searched each time. */
  mrzOn(part: RgbRaster): Promise<ReadMrz>;
}

export interface CaptureFeatureDeps {
  readonly pool: ModelPool;
  readonly faceFinder: Pick<FaceFinder, 'find'>;
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
  const shrunk = once(async () => {
    const picture = await image();
    return picture === null ? null : shrinkNatively(picture, findLongSidePx);
  });
  const mrz = once(async () => {
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
  });
  return {
    input,
    decoded,
    gray,
    shrunk,
    documents: once(async () => {
      const small = await shrunk();
      if (small === null) return null;
      const net = await mustGetNet(pool, 'document-outline');
      signal.throwIfAborted();
      return findDocuments(small.image, net);
    }),
    mrz,
    zoneFont: once(async () => {
      const [found, luma] = [await mrz(), await gray()];
      if (found.kind !== 'read' || luma === null) return null;
      const judge = createZoneFontNet(await mustGetNet(pool, 'zone-font'));
      signal.throwIfAborted();
      return measureZoneFont(luma, found.lines, judge);
    }),
    faces: once(async (expectation: FaceExpectation = {}) => {
      const picture = await image();
      const faces = picture === null ? [] : await faceFinder.find(picture, { signal, ...expectation });
      onDone('faces');
      return faces;
    }),
    async documentsOn(part) {
      const net = await mustGetNet(pool, 'document-outline');
      signal.throwIfAborted();
      return findDocuments(part, net);
    },
    mrzOn: async (part) =>
      readMrz(part, createMrzLineNet(await mustGetNet(pool, 'mrz-line')), { signal, referenceDate }),
    async texture(facePx) {
      const result = await decoded();
      if (!result.ok) return null;
      const picture = result.info.format === 'jpeg' ? result.image : await asJpeg(result.image);
      signal.throwIfAborted();
      const judge = createRecaptureNet(await mustGetNet(pool, 'recapture'));
      signal.throwIfAborted();
      return measureTexture(picture, facePx, judge);
    },
    async head(landmarksPx) {
      const picture = await image();
      const head = picture === null ? null : cropHead(picture, landmarksPx);
      return head === null ? null : judgeHead(await mustGetNet(pool, 'heads'), head);
    },
    async realness(facePx) {
      const [picture, pack] = [await image(), await pool.session('minifas-128')];
      return picture === null || !pack.ok ? null : judgeByMinifas(pack.net, picture, facePx);
    },
    facesOn: (part, leastScore) => faceFinder.find(part, { signal, quarterTurns: 0, leastScore }),
  };
}

/**
 * The picture as JPEG would have left it. The net for textures was trained on nothing else: of 12 simulated genuine pictures that no JPEG had smoothed it
 * doubted 6 at a probability of 0.5, and none once they had been through one.
 */
async function asJpeg(picture: RgbRaster): Promise<RgbRaster> {
  const decoded = await decodeImage(await encodeImage(picture, { format: 'jpeg', quality: 90 }));
  return decoded.ok ? decoded.image : picture;
}

function once<Args extends readonly unknown[], Value>(
  compute: (...args: Args) => Promise<Value>,
): (...args: Args) => Promise<Value> {
  let result: Promise<Value> | undefined;
  return (...args) => (result ??= compute(...args));
}

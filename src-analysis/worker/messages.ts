import type { Analysis, AnalysisFailureCode, AnalysisProgress } from '#shared/domain/analysis.ts';
import type { SessionFace } from '#shared/domain/face-lists.ts';
import type { FilmHashes } from '#shared/domain/near-films.ts';
import type { PictureHash } from '#shared/domain/near-pictures.ts';
import type { Quad, Rect } from '#shared/domain/geometry.ts';
import type { AnalysisRequest } from '../analysis-request.ts';
import type { DescribeFacesResult } from '../faces/describe-faces.ts';
import type { DecodeRefusal } from '../image/decode-refusal.ts';
import type { SpecimenReply, SpecimenRequest } from '../samples/specimen.ts';

/** A picture to show: the whole, or a region of it, no longer than `maxPx` on its long side. */
export interface RenderRequest {
  readonly bytes: Uint8Array;
  readonly maxPx: number;
  /** In pixels of the original image after EXIF orientation. */
  readonly cropPx?: Rect;
  /** Roll of the content, clockwise positive, that the rendering undoes. */
  readonly rollDeg?: number;
  /** The content of a quadrilateral (corners in reading order) made a rectangle of this size; with neither a region nor a roll. */
  readonly flat?: { readonly quadPx: Quad; readonly width: number; readonly height: number };
}

export interface RenderedImage {
  readonly bytes: Uint8Array;
  readonly mediaType: 'image/jpeg';
  readonly width: number;
  readonly height: number;
}

export type AnalyzeReply =
  | {
      readonly ok: true;
      readonly analysis: Analysis;
      readonly faces: readonly SessionFace[];
      readonly pictures: readonly PictureHash[];
      readonly films: readonly FilmHashes[];
    }
  | { readonly ok: false; readonly code: AnalysisFailureCode };

/** `not-flat`: the quadrilateral encloses no area. */
export type RenderFailureCode = DecodeRefusal | 'not-flat' | 'worker-died' | 'internal';
export type RenderReply =
  ({ readonly ok: true } & RenderedImage) | { readonly ok: false; readonly code: RenderFailureCode };

/** The faces of any picture, with their templates: to be kept or searched with, never shown. */
export type DescribeFacesReply =
  DescribeFacesResult | { readonly ok: false; readonly code: 'worker-died' | 'timed-out' | 'internal' };

export type WarmUpReply = { readonly ok: true } | { readonly ok: false; readonly code: AnalysisFailureCode };

/** Host to worker. `id` names a job; replies may come in any order; an `abort` of a job already answered is ignored. */
export type HostMessage =
  | { readonly type: 'warm-up'; readonly id: number; readonly modelsFolder: string }
  | {
      readonly type: 'analyze';
      readonly id: number;
      readonly modelsFolder: string;
      readonly request: AnalysisRequest;
    }
  | {
      readonly type: 'describe-faces';
      readonly id: number;
      readonly modelsFolder: string;
      readonly bytes: Uint8Array;
    }
  | { readonly type: 'render'; readonly id: number; readonly request: RenderRequest }
  | { readonly type: 'draw-specimen'; readonly id: number; readonly request: SpecimenRequest }
  | { readonly type: 'abort'; readonly id: number };

/** Worker to host. Every job but an aborted one gets exactly one `done`; an aborted one gets `aborted`. */
export type WorkerMessage =
  | { readonly type: 'progress'; readonly id: number; readonly progress: AnalysisProgress }
  | {
      readonly type: 'done';
      readonly id: number;
      readonly reply: AnalyzeReply | DescribeFacesReply | RenderReply | WarmUpReply | SpecimenReply;
    }
  | { readonly type: 'aborted'; readonly id: number };

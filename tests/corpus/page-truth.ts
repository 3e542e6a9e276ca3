import type { FieldName, FieldSource, RegionKind } from '#shared/domain/analysis.ts';
import type { Point, Rect } from '#shared/domain/geometry.ts';
import type { DocumentType } from '#shared/domain/scenario.ts';
import type { RgbRaster } from '#analysis/image/raster.ts';

/** The documents that the corpus draws: one layout or family of layouts each. */
export const documentKinds = [
  'td3-passport',
  'td1-card',
  'td2-card',
  'mrva-visa',
  'mrvb-visa',
  'residence-permit',
  'eu-licence',
  'aamva-licence',
  'ru-internal-passport',
  'ru-licence',
  'other-card',
] as const;
export type DocumentKind = (typeof documentKinds)[number];

/** What one source of a document says of a field, as it stands there and in the form that a reader should normalize it to. */
export interface FieldTruth {
  readonly name: FieldName;
  readonly source: FieldSource;
  readonly value: string;
  /** ISO day, names in upper case, sex as M, F or X; else the value. */
  readonly normalized: string;
  /** In pixels of the flat page; `null` for a field of a barcode, which has no place of its own. */
  readonly rectPx: Rect | null;
}

export interface RegionTruth {
  readonly kind: RegionKind;
  readonly rectPx: Rect;
}

/** One side of a document, flat, with everything that is on it. */
export interface FlatSide {
  readonly side: 'front' | 'back';
  readonly image: RgbRaster;
  readonly widthMm: number;
  readonly heightMm: number;
  readonly cornerRadiusMm: number;
  readonly fields: readonly FieldTruth[];
  /** `null` where this side has no zone. The format is a name of ours or of the standard. */
  readonly mrz: { readonly format: string; readonly lines: readonly string[]; readonly rectPx: Rect } | null;
  readonly barcodes: readonly { readonly symbology: string; readonly text: string; readonly rectPx: Rect }[];
  readonly regions: readonly RegionTruth[];
  /** Parts that are torn or cut off, as outlines in pixels of the flat page: the ground is seen there. */
  readonly missing?: readonly (readonly Point[])[];
}

/** A fictional document, all its sides drawn. */
export interface DrawnDocument {
  readonly kind: DocumentKind;
  readonly type: DocumentType;
  /** The code as it is printed. */
  readonly country: string;
  readonly sides: readonly FlatSide[];
}

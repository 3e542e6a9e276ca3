import type { AnalyzedFace, DocumentField, Mrz } from '#shared/domain/analysis.ts';
import type { Rect } from '#shared/domain/geometry.ts';
import type { CaptureId } from '#shared/domain/ids.ts';
import type { DocumentType, Side } from '#shared/domain/scenario.ts';
import type { FaceQuality } from '../faces/face.ts';
import type { DecodeRefusal } from '../image/decode-refusal.ts';

/** What became of one picture that a document step asks for. */
export interface DocumentCapture {
  readonly side: Side;
  /** `null` where the picture was never taken. */
  readonly captureId: CaptureId | null;
  readonly refusal: DecodeRefusal | null;
  /** What says that a document is on it: its outline, its machine-readable zone, its portrait. */
  readonly signs: readonly ('outline' | 'mrz' | 'portrait')[];
  /** The whole picture; `null` where it was refused. */
  readonly framePx: Rect | null;
}

/** Measurements of a decoded picture on which a document was found. All regions in pixels of the original. */
export interface DocumentPhoto {
  readonly captureId: CaptureId;
  readonly side: Side;
  /** Bounds of the document within the picture. */
  readonly regionPx: Rect;
  /** Of the document's content, at the scale at which it would be read; see `measureSharpness`. */
  readonly sharpness: number;
  readonly glare: { readonly share: number; readonly regionsPx: readonly Rect[] };
  /** Luma 0 to 255 over the document. */
  readonly exposure: { readonly medianLuma: number; readonly brightShare: number; readonly contrast: number };
  /** Whether all of it is in the picture; `unclear` where no edge was seen. */
  readonly wholeness: 'whole' | 'cut-off' | 'unclear';
}

/** A date of the MRZ as printed and as resolved: `1974-08-12`, `1974-08`, `1974`, or `null` for no date. */
export interface MrzDate {
  readonly printed: string;
  readonly day: string | null;
  readonly regionPx: Rect;
}

/** What the MRZ said, as checks need it. */
export interface MrzReading {
  readonly captureId: CaptureId;
  readonly mrz: Mrz;
  /** The lowest confidence of the characters that each check digit covers, itself included. */
  readonly weakestByCheckDigit: Readonly<Partial<Record<Mrz['checkDigits'][number]['name'], number>>>;
  readonly birthDate: MrzDate | null;
  /** `null` for formats that state none, such as the French identity card. */
  readonly expiryDate: MrzDate | null;
  readonly fields: readonly DocumentField[];
}

/** A field that both the MRZ and the printed text state, with how like they are. */
export interface FieldComparison {
  readonly mrz: DocumentField;
  readonly viz: DocumentField;
  /** 0 (nothing alike) to 1 (the same, spelling variants of ICAO 9303-3 section 6 allowed for). */
  readonly likeness: number;
}

export interface FaceComparison {
  readonly portrait: AnalyzedFace;
  readonly selfie: AnalyzedFace;
  readonly distance: number;
}

export interface SelfieCapture {
  readonly captureId: CaptureId | null;
  readonly refusal: DecodeRefusal | null;
  readonly faces: readonly AnalyzedFace[];
}

export interface SelfiePhoto {
  readonly captureId: CaptureId;
  readonly face: AnalyzedFace;
  readonly quality: FaceQuality;
}

/** Everything that checks may need, by name. What a feature's failure means is said by its {@link MissingReason}. */
export interface FeatureValues {
  readonly documentCaptures: readonly DocumentCapture[];
  readonly documentPhotos: readonly DocumentPhoto[];
  /** Pixels per millimeter of each picture whose document's size is known; at least one. */
  readonly documentScale: readonly { readonly captureId: CaptureId; readonly pixelsPerMm: number }[];
  readonly documentType: {
    readonly type: DocumentType;
    /** The issuing state's code as the zone has it, without fillers: `UTO`, `D`; empty where none was read. */
    readonly issuingState: string;
    readonly captureId: CaptureId;
    readonly regionPx: Rect;
  };
  /** Fails only where no picture could be searched; a zone that is not there is `null`, twice. */
  readonly mrzSearch: {
    readonly reading: MrzReading | null;
    /** A zone that is there, and was not read for doubt. */
    readonly uncertain: { readonly captureId: CaptureId; readonly regionPx: Rect } | null;
    readonly framePx: Rect;
    readonly captureId: CaptureId;
  };
  readonly mrz: MrzReading;
  readonly printedFields: readonly FieldComparison[];
  readonly birthDate: { readonly day: string; readonly captureId: CaptureId; readonly regionPx: Rect };
  readonly expiryDate: { readonly day: string; readonly captureId: CaptureId; readonly regionPx: Rect };
  readonly issuingAuthority: {
    /** Six digits. */
    readonly code: string;
    /** As the document prints it. */
    readonly authority: string;
    /** Whoever the registry names under the code; none where it does not know it. */
    readonly registered: readonly string[];
    readonly registrySha256: string;
    readonly captureId: CaptureId;
    readonly regionPx: Rect;
  };
  readonly selfieCapture: SelfieCapture;
  readonly selfiePhoto: SelfiePhoto;
  readonly faceComparison: FaceComparison;
}
export type FeatureName = keyof FeatureValues;

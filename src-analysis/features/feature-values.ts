import type {
  AnalyzedFace,
  DocumentField,
  DocumentRegion,
  FieldName,
  FieldSource,
  Mrz,
  MrzFormat,
  RegionKind,
} from '#shared/domain/analysis.ts';
import type { Rect } from '#shared/domain/geometry.ts';
import type { CaptureId } from '#shared/domain/ids.ts';
import type { DocumentType, Side } from '#shared/domain/scenario.ts';
import type { DocumentDefinition } from '../documents/definition.ts';
import type { FaceCalibration } from '../faces/calibration.ts';
import type { FaceQuality } from '../faces/face.ts';
import type { DecodeRefusal } from '../image/decode-refusal.ts';
import type { DepthOfTurn } from '../liveness/depth-of-turn.ts';
import type { ActionJudgement } from '../liveness/judge-actions.ts';
import type { PersonOverFrames } from '../liveness/one-person.ts';
import type { Repetition } from '../liveness/repeated-frames.ts';
import type { Timing } from '../liveness/timing.ts';
import type { HeadOdds } from '../models/heads-net.ts';
import type { EdgesAroundFace } from '../presentation/edges-around-face.ts';
import type { NoiseDifference } from '../presentation/noise-of-face.ts';
import type { FileTraces } from '../presentation/file-traces.ts';
import type { TextureMeasure } from '../presentation/measure-texture.ts';

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
  /** Of its print's steps in all directions; `null` where there is too little print. */
  readonly evenness: number | null;
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

/** A date that the document states, by its zone where that has one, else by barcode or print. */
export interface StatedDate {
  readonly source: FieldSource;
  readonly printed: string;
  /** `1974-08-12`, `1974-08` or `1974`; `null` where the zone states something that is no date. */
  readonly day: string | null;
  readonly confidence: number;
  readonly captureId: CaptureId;
  readonly regionPx: Rect;
}

/** A whole day that the document states. */
export interface StatedDay {
  readonly day: string;
  readonly source: FieldSource;
  readonly captureId: CaptureId;
  readonly regionPx: Rect;
}

/** Two readings of one field, from different sources or sides. */
export interface ReadingPair {
  readonly name: FieldName;
  readonly a: DocumentField;
  readonly b: DocumentField;
  readonly agreement: 'agrees' | 'differs' | 'unclear';
}

/** Where the zone lies on the flat document, by the middles of its characters; from the document's left and lower edges. */
export interface MrzLayout {
  readonly format: MrzFormat;
  readonly captureId: CaptureId;
  readonly regionPx: Rect;
  /** From one character to the next, the mean over all lines. */
  readonly pitchMm: number;
  /** From the left edge to the middle of the first character of the lines. */
  readonly firstMm: number;
  /** From the right edge to the middle of the last character. */
  readonly lastMm: number;
  /** From the lower edge to the middle of the first line, and of the last. */
  readonly firstLineMm: number;
  readonly lastLineMm: number;
}

export interface SelfieCapture {
  readonly captureId: CaptureId | null;
  readonly refusal: DecodeRefusal | null;
  readonly faces: readonly AnalyzedFace[];
}

/** Two faces whose distance says something. */
export interface ComparedFaces {
  readonly a: AnalyzedFace;
  readonly b: AnalyzedFace;
  readonly distance: number;
  readonly calibration: FaceCalibration;
}

export interface SelfiePhoto {
  readonly captureId: CaptureId;
  readonly face: AnalyzedFace;
  readonly quality: FaceQuality;
}

/** What hides the selfie's face, each 0 to 1; see `FaceQuality`. */
export interface SelfieCover {
  readonly captureId: CaptureId;
  readonly face: AnalyzedFace;
  readonly eyes: number;
  readonly lowerFace: number;
}

/** How far the eyes are open that are seen, 0 to 1; see `FaceQuality`. */
export interface SelfieEyes {
  readonly captureId: CaptureId;
  readonly face: AnalyzedFace;
  readonly opening: number;
}

/** How far the selfie's mouth is open, see `FaceQuality.mouthOpening`. */
export interface SelfieMouth {
  readonly captureId: CaptureId;
  readonly face: AnalyzedFace;
  readonly opening: number;
}

/** The ground around the selfie's head, see `measureGround`. */
export interface SelfieGround {
  readonly captureId: CaptureId;
  readonly face: AnalyzedFace;
  /** Share that is busy, 0 to 1. */
  readonly busyShare: number;
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
  readonly birthDate: StatedDay;
  readonly expiryDate: StatedDay;
  /** At least one of them is stated. */
  readonly documentDates: {
    readonly birth: StatedDate | null;
    readonly issue: StatedDate | null;
    readonly expiry: StatedDate | null;
  };
  /** What the document's family demands of its dates, with the dates that it takes; `expiry` is `null` where none is stated. */
  readonly issueRules: {
    readonly rules: DocumentDefinition['rules'];
    readonly birth: StatedDay;
    readonly issue: StatedDay;
    readonly expiry: StatedDay | null;
  };
  readonly documentNumber: { readonly field: DocumentField; readonly pattern: string };
  /** What the zone says of its own form, beside its check digits. */
  readonly mrzForm: {
    readonly format: MrzFormat;
    /** Formats that the document's family has. */
    readonly formats: readonly MrzFormat[];
    /** Codes of states as the zone has them, without fillers. */
    readonly states: readonly DocumentField[];
    readonly captureId: CaptureId;
    readonly regionPx: Rect;
  };
  readonly mrzLayout: MrzLayout;
  /** The sex that is stated, and the one that the form of a patronymic tells. */
  readonly patronymicSex: {
    readonly stated: DocumentField;
    readonly patronymic: DocumentField;
    readonly told: 'M' | 'F';
  };
  /** Readings of a barcode beside those of zone or print; at least one pair. */
  readonly barcodeFields: readonly ReadingPair[];
  /** How like the two sides of a document are: correlation of the two flat pictures, -1 to 1. */
  readonly sidesLikeness: {
    readonly regions: readonly { readonly captureId: CaptureId; readonly regionPx: Rect }[];
    readonly likeness: number;
  };
  /** Fields that both sides of a document state; at least one. */
  readonly sideTypes: {
    /** Of front and back, where they are surely two; `null` where they may be one. */
    readonly types: readonly [DocumentType, DocumentType] | null;
    readonly regions: readonly { readonly captureId: CaptureId; readonly regionPx: Rect }[];
  };
  readonly sharedFields: readonly ReadingPair[];
  /** Documents beside the one that is read, by picture. */
  readonly otherDocuments: readonly { readonly captureId: CaptureId; readonly regionsPx: readonly Rect[] }[];
  /** What the family demands and was searched for, and what of it was found. */
  readonly mandatoryElements: {
    readonly demanded: readonly RegionKind[];
    readonly found: readonly DocumentRegion[];
    readonly captureId: CaptureId;
    readonly regionPx: Rect;
    /** What shows that the picture of the front is one of the back: its zone or barcode; `null` where nothing does. */
    readonly backForFront: DocumentRegion | null;
  };
  readonly ghostComparison: {
    readonly portrait: AnalyzedFace;
    readonly ghost: AnalyzedFace;
    readonly distance: number;
    readonly calibration: FaceCalibration;
  };
  /** What lies over the edge of the document in each picture, such as a finger. */
  readonly documentCover: readonly {
    readonly captureId: CaptureId;
    readonly regionPx: Rect;
    /** Of the document's area, 0 to 1. */
    readonly share: number;
    readonly regionsPx: readonly Rect[];
  }[];
  /** What is missing at the document's edge, in the pictures in which that could be told; at least one. */
  readonly documentDamage: {
    readonly judged: readonly {
      readonly captureId: CaptureId;
      readonly regionPx: Rect;
      /** The largest missing part. */
      readonly missingMm2: number;
      readonly missingPx: readonly Rect[];
      /** Round holes through it. */
      readonly holesPx: readonly Rect[];
    }[];
    /** How many pictures of the document there are. */
    readonly pictures: number;
  };
  /** How much the print of the zone looks like OCR-B. */
  readonly zoneFont: {
    readonly captureId: CaptureId;
    readonly regionPx: Rect;
    /** 0 to 1, above a half rather OCR-B than another font. */
    readonly score: number;
    /** The characters least like it. */
    readonly unlikePx: readonly Rect[];
  };
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
  readonly selfieEyes: SelfieEyes;
  readonly selfieCover: SelfieCover;
  readonly selfieMouth: SelfieMouth;
  readonly selfieGround: SelfieGround;
  /** How the selfie's fine texture looks: of the thing itself, of a screen, of a print. */
  readonly selfieTexture: { readonly face: AnalyzedFace; readonly texture: TextureMeasure };
  /** How much more of the finest detail there is around the inner face than in it; see `measureDetailAround`. */
  readonly selfieDetail: { readonly face: AnalyzedFace; readonly score: number };
  /** How the grain of the face differs from that of the skin beside it; see `compareNoiseAround`. */
  readonly selfieNoise: { readonly face: AnalyzedFace; readonly differences: readonly NoiseDifference[] };
  /** Straight edges around the face, as of a sheet or a device; `null` where there are none. */
  readonly selfieEdges: { readonly face: AnalyzedFace; readonly edges: EdgesAroundFace | null };
  /** How a head with its surroundings looks to the net for masks and cut-outs. */
  readonly selfieHead: { readonly face: AnalyzedFace; readonly odds: HeadOdds };
  /** What the selfie's file says of the programs that it went through. */
  readonly selfieFile: { readonly captureId: CaptureId; readonly framePx: Rect; readonly traces: FileTraces };
  /** How real the face looks to the optional net, 0 to 1. */
  readonly selfieRealness: { readonly face: AnalyzedFace; readonly score: number };
  /** The portrait of each document beside the person. */
  readonly faceComparison: readonly ComparedFaces[];
  /** How old the selfie's face looks beside the age on the session's day by the document. */
  readonly apparentAge: {
    readonly face: AnalyzedFace;
    readonly apparentYears: number;
    readonly statedYears: number;
    readonly stated: DocumentField;
  };
  /** Which sex the selfie's face is taken for, with a confidence of 0.5 to 1, beside the one that the document states. */
  readonly apparentSex: {
    readonly face: AnalyzedFace;
    readonly apparent: 'M' | 'F';
    readonly confidence: number;
    readonly statedSex: 'M' | 'F';
    readonly stated: DocumentField;
  };
  /** The document in the hand of whoever took the selfie. */
  readonly heldDocument: {
    readonly captureId: CaptureId;
    /** Where its outline was seen; `null` where only a printed face was, or nothing. */
    readonly regionPx: Rect | null;
    readonly portrait: AnalyzedFace | null;
  };
  /** What of the document in the hand is that of the document step; its number, where it was read, tells more than its look. */
  readonly heldSameness: {
    readonly captureId: CaptureId;
    readonly regionPx: Rect;
    /** `same` where its zone or its print states the step's number; `other` where its zone surely states another one; `null` where it was not read. */
    readonly number: 'same' | 'other' | null;
    /** How alike the two are in print and portrait, see `likenessInDetail`; `null` where that could not be told. */
    readonly likeness: number | null;
    /** How alike it is at the place of the known number, see `numberLikeness`; `null` where that place is not known, or no print is seen there. */
    readonly figures: number | null;
    /** How much of the number's place lies under fingers, 0 to 1, see `coverOfPlaces`; `null` where `figures` is. */
    readonly numberCovered: number | null;
    /** Whether its edges were seen surely enough for unlikeness to mean something. */
    readonly isOutlineSure: boolean;
  };
  /** The portrait on the held document beside the face above it, and beside the portrait of the document step. */
  readonly heldAndSelfie: ComparedFaces;
  readonly heldAndDocument: ComparedFaces;
  /** People who were there: faces of selfies and before the camera, each with each; at least one pair. */
  readonly liveFaces: readonly ComparedFaces[];
  /** Every action of the challenge, at least one of them told. */
  readonly livenessActions: readonly ActionJudgement[];
  readonly livenessTiming: Timing;
  readonly livenessPerson: PersonOverFrames & { readonly calibration: FaceCalibration };
  readonly livenessDepth: DepthOfTurn;
  readonly livenessRepetition: Repetition;
  /** What the documents of several steps say of their holder, each with each; at least one pair. */
  readonly holderFields: readonly ReadingPair[];
}
export type FeatureName = keyof FeatureValues;
